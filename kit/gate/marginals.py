"""One prompt's result on its own: counted, or in coarse words where few have answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from kit.exercise.energy import EnergyShares, average_shares, describe_turn
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompts import Choice, EnergyMap, Prompt, Scale, YesNo
from kit.gate.randomised_response import estimate_share
from kit.gate.rules import Coarseness, coarsen

TOO_FEW = "Not enough answers to protect you"
TOO_CLOSE = "Not shown, to protect you: too few answers differ from the last time this was played"
TALK = "Talk about it instead."
ADVICE = f"{TOO_FEW}. {TALK}"
NEAR = 0.25  # share of a scale's length from the median that still counts as agreeing
ALIGNED = 0.8  # share of answers near the median from which a group is called aligned
SPLIT = 0.25  # share in each outer third from which it is called split
THIRDS = ("low", "middle", "high")
PLACES = ("low", "in the middle", "high")
SHARES = ("Few", "About half", "Most")
ENERGY_LABELS = {
    "giving_now": "Gives energy, now",
    "giving_next": "Gives energy, next",
    "draining_now": "Drains energy, now",
    "draining_next": "Drains energy, next",
}


@dataclass(frozen=True)
class Marginal:
    """What is published of one prompt.

    Attributes:
        prompt: The prompt's name.
        type: Its kind: "Choice", "Scale", "YesNo" or "EnergyMap".
        text: The question.
        n: Answers to this prompt. How finely they are shown goes by fewer where some may come from
            second browsers.
        counts: (value, label, count) in the prompt's order; empty where only words are shown.
        shape: "counts", "band", "buckets", "full", "estimate", "shares" where the counts
            are shares in per cent, or "withheld" where too few answered it, or where it differs
            by too few from what was shown before.
        summary: The result in words where there are no counts, else "".
        zones: Labels of the three thirds, in order, where only one of them is told.
        zone: Which of them the result lies in, 0 to 2.
        spread: "aligned", "mixed" or "split" beside a scale's zone, else "".
        ends: What the lowest and the highest step of a scale mean, each "" where nothing is said.
        estimate: How many said yes, in per cent: lowest, middle, highest.
    """

    prompt: str
    type: str
    text: str
    n: int
    counts: tuple[tuple[str, str, int], ...]
    shape: str
    summary: str = ""
    zones: tuple[str, ...] = ()
    zone: int | None = None
    spread: str = ""
    ends: tuple[str, str] = ("", "")
    estimate: tuple[int, int, int] | None = None

    @property
    def advice(self) -> str:
        """Why it is withheld, and what to do instead."""
        return f"{self.summary}. {TALK}"

    def __repr__(self) -> str:
        return f"<Marginal of {self.prompt!r}, {self.n} answers>"

    def to_json(self) -> dict[str, Any]:
        """As plain values. How many answered a withheld prompt is withheld too."""
        return {
            "prompt": self.prompt,
            "type": self.type,
            "text": self.text,
            "n": self.n,
            "counts": [list(count) for count in self.counts],
            "shape": self.shape,
            "summary": self.summary,
            "zones": list(self.zones),
            "zone": self.zone,
            "spread": self.spread,
            "ends": list(self.ends),
            "estimate": None if self.estimate is None else list(self.estimate),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Marginal:
        """The marginal that `to_json` wrote; an older one may lack the later fields."""
        counts = tuple((value, label, count) for value, label, count in values["counts"])
        names = [name for name in ("zones", "ends", "estimate") if values.get(name) is not None]
        lists = {name: tuple(values[name]) for name in names}
        return cls(**{**values, **lists, "counts": counts})


def build_marginal(
    prompt: Prompt,
    responses: Sequence[object],
    policy: AnonymityPolicy,
    *,
    extra: int = 0,
    coin: bool = False,
) -> Marginal:
    """Count one prompt's responses, as finely as those allow that are surely different people's.

    All responses are counted, those from second browsers too: nobody knows which they are. Whoever
    sent them can take them off again; what is left is still about all the others, `k` - 1 or more.

    Args:
        prompt: The prompt.
        responses: One per seat that answered it, as the prompt's `clean` gave them.
        policy: How many it takes for how fine a picture.
        extra: Responses that may come from second browsers of somebody (see `count_counted`).
        coin: Delicate answers went through the coin, so that they are estimated, not counted. Of
            fewer than `full_scale_n` no estimate is worth showing.
    """
    kind, n = type(prompt).__name__, len(responses)
    sure = n - extra
    estimated = coin and isinstance(prompt, YesNo) and prompt.randomised
    if sure < (policy.full_scale_n if estimated else policy.k):
        return Marginal(prompt.name, kind, prompt.text, 0, (), "withheld", TOO_FEW)
    if isinstance(prompt, Choice):
        chosen = Counter(value for each in responses for value in each)  # type: ignore[attr-defined]
        counts = tuple((o.value, o.label, chosen[o.value]) for o in prompt.options)
        return Marginal(prompt.name, kind, prompt.text, n, counts, "counts")
    if estimated:
        share = estimate_share(sum(map(bool, responses)), n)
        return Marginal(prompt.name, kind, prompt.text, n, (), "estimate", estimate=share)
    fineness = coarsen(sure, policy)
    if isinstance(prompt, EnergyMap):
        shares = [EnergyShares(*each) for each in responses]  # type: ignore[misc]
        return _show_energy(prompt, shares, fineness)
    told: _Told = {}
    if isinstance(prompt, Scale):
        numbers = [int(each) for each in responses]  # type: ignore[call-overload]
        told = _show_scale(prompt, numbers, fineness)
    elif isinstance(prompt, YesNo):
        told = _show_yes_no([bool(each) for each in responses], fineness)
    settings: _Told = {"counts": (), "shape": fineness.value} | told
    return Marginal(prompt.name, kind, prompt.text, n, **settings)


def withhold(marginal: Marginal, summary: str) -> Marginal:
    """Take everything out of a marginal but what it is about, and say why."""
    return Marginal(marginal.prompt, marginal.type, marginal.text, 0, (), "withheld", summary)


_Told = dict[str, Any]  # settings of a Marginal


def _show_scale(prompt: Scale, numbers: Sequence[int], fineness: Coarseness) -> _Told:
    ends: _Told = {"ends": (prompt.low_label, prompt.high_label)}
    if fineness is Coarseness.FULL:
        found = Counter(numbers)
        steps = range(prompt.low, prompt.high + 1)
        return ends | {
            "counts": tuple((str(step), _label(prompt, step), found[step]) for step in steps)
        }
    zones = _label_thirds(prompt)
    if fineness is Coarseness.BUCKETS:
        parts = Counter(get_third(prompt, number) for number in numbers)
        return ends | {"counts": tuple((THIRDS[i], zones[i], parts[i]) for i in range(3))}
    zone, spread = get_third(prompt, median(numbers)), describe_spread(prompt, numbers)
    return ends | {
        "summary": f"The centre of the answers is {PLACES[zone]}; the group is {spread}.",
        "zones": zones,
        "zone": zone,
        "spread": spread,
    }


def _show_yes_no(answers: Sequence[bool], fineness: Coarseness) -> _Told:
    yes = sum(answers)
    if fineness is Coarseness.FULL:
        return {"counts": (("yes", "Yes", yes), ("no", "No", len(answers) - yes))}
    zone = _get_part(yes, len(answers))
    return {"summary": f"{SHARES[zone]} said yes.", "zones": SHARES, "zone": zone}


def _show_energy(
    prompt: EnergyMap, shares: Sequence[EnergyShares], fineness: Coarseness
) -> Marginal:
    kind, n = type(prompt).__name__, len(shares)
    if fineness is Coarseness.BAND:
        summary = describe_turn(shares)
        return Marginal(prompt.name, kind, prompt.text, n, (), fineness.value, summary)
    means = average_shares(shares)
    counts = tuple((field, label, getattr(means, field)) for field, label in ENERGY_LABELS.items())
    return Marginal(prompt.name, kind, prompt.text, n, counts, "shares")


def get_third(prompt: Scale, number: float) -> int:
    """Which third of a scale a number lies in: 0, 1 or 2."""
    return _get_part(number - prompt.low + 0.5, prompt.high - prompt.low + 1)


def describe_spread(prompt: Scale, numbers: Sequence[int]) -> str:
    """How far a group agrees: "aligned", "mixed" or "split"."""
    middle, reach = median(numbers), NEAR * (prompt.high - prompt.low)
    near = sum(abs(number - middle) <= reach for number in numbers) / len(numbers)
    if near >= ALIGNED:
        return "aligned"
    parts = Counter(get_third(prompt, number) for number in numbers)
    if min(parts[0], parts[2]) / len(numbers) >= SPLIT:
        return "split"
    return "mixed"


def _get_part(amount: float, whole: float) -> int:
    """Which third of a whole an amount reaches; the middle one takes what lies on a boundary.

    So a question asked the other way round has the same result the other way round.
    """
    if 3 * amount < whole:
        return 0
    return 2 if 3 * amount > 2 * whole else 1


def _label_thirds(prompt: Scale) -> tuple[str, ...]:
    """Name the thirds and their steps: "Low: 1 to 2", "Middle: 3", "High: 4 to 5"."""
    labels = []
    for third, name in enumerate(THIRDS):
        steps = range(prompt.low, prompt.high + 1)
        found = [str(step) for step in steps if get_third(prompt, step) == third]
        span = " to ".join(dict.fromkeys([*found[:1], *found[-1:]]))
        labels.append(f"{name.capitalize()}: {span}" if span else name.capitalize())
    return tuple(labels)


def _label(prompt: Scale, step: int) -> str:
    ends = {prompt.low: prompt.low_label, prompt.high: prompt.high_label}
    return f"{step} {ends.get(step, '')}".strip()
