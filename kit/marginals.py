"""One prompt's result on its own: counted, or in coarse words where few have answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from kit.anonymity import AnonymityPolicy, Coarseness, coarsen
from kit.prompts import Choice, Prompt, Scale, YesNo

TOO_FEW = "Not enough answers to protect you"
NEAR = 0.25  # share of a scale's length from the median that still counts as agreeing
ALIGNED = 0.8  # share of answers near the median from which a group is called aligned
SPLIT = 0.25  # share in each outer third from which it is called split
THIRDS = ("low", "middle", "high")
SHARES = ("few", "about half", "most")


@dataclass(frozen=True)
class Marginal:
    """What is published of one prompt.

    Attributes:
        prompt: The prompt's name.
        type: Its kind: "Choice", "Scale" or "YesNo".
        text: The question.
        n: Answers to this prompt.
        counts: (value, label, count) in the prompt's order; empty where only words are shown.
        shape: "counts", "band", "buckets", "full", or "withheld" where too few answered it.
        summary: The result in words where there are no counts, else "".
    """

    prompt: str
    type: str
    text: str
    n: int
    counts: tuple[tuple[str, str, int], ...]
    shape: str
    summary: str = ""

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
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Marginal:
        """The marginal that `to_json` wrote."""
        counts = tuple((value, label, count) for value, label, count in values["counts"])
        return cls(**{**values, "counts": counts})


def build_marginal(
    prompt: Prompt, responses: Sequence[object], policy: AnonymityPolicy
) -> Marginal:
    """Count one prompt's responses.

    Args:
        prompt: The prompt.
        responses: One per seat that answered it, as the prompt's `clean` gave them.
        policy: How many it takes for how fine a picture.
    """
    kind, n = type(prompt).__name__, len(responses)
    if n < policy.k:
        return Marginal(prompt.name, kind, prompt.text, 0, (), "withheld", TOO_FEW)
    if isinstance(prompt, Choice):
        chosen = Counter(value for each in responses for value in each)  # type: ignore[attr-defined]
        counts = tuple((o.value, o.label, chosen[o.value]) for o in prompt.options)
        return Marginal(prompt.name, kind, prompt.text, n, counts, "counts")
    fineness = coarsen(n, policy)
    if isinstance(prompt, Scale):
        numbers = [int(each) for each in responses]  # type: ignore[call-overload]
        counts, summary = _show_scale(prompt, numbers, fineness)
    elif isinstance(prompt, YesNo):
        counts, summary = _show_yes_no([bool(each) for each in responses], fineness)
    else:
        counts, summary = (), ""
    return Marginal(prompt.name, kind, prompt.text, n, counts, fineness.value, summary)


Counts = tuple[tuple[str, str, int], ...]


def _show_scale(prompt: Scale, numbers: Sequence[int], fineness: Coarseness) -> tuple[Counts, str]:
    if fineness is Coarseness.FULL:
        found = Counter(numbers)
        steps = range(prompt.low, prompt.high + 1)
        return tuple((str(step), _label(prompt, step), found[step]) for step in steps), ""
    if fineness is Coarseness.BUCKETS:
        parts = Counter(get_third(prompt, number) for number in numbers)
        return tuple((THIRDS[i], THIRDS[i].capitalize(), parts[i]) for i in range(3)), ""
    band = THIRDS[get_third(prompt, median(numbers))]
    spread = describe_spread(prompt, numbers)
    return (), f"The middle of the answers is {band}; the group is {spread}."


def _show_yes_no(answers: Sequence[bool], fineness: Coarseness) -> tuple[Counts, str]:
    yes = sum(answers)
    if fineness is Coarseness.FULL:
        return (("yes", "Yes", yes), ("no", "No", len(answers) - yes)), ""
    return (), f"{SHARES[_get_part(yes, len(answers))].capitalize()} said yes."


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


def _label(prompt: Scale, step: int) -> str:
    ends = {prompt.low: prompt.low_label, prompt.high: prompt.high_label}
    return f"{step} {ends.get(step, '')}".strip()
