"""How each kind of prompt is counted, as finely as its number of answers allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import singledispatch
from statistics import median
from typing import Any

from kit.exercise.choice import Choice
from kit.exercise.energy import EnergyShares, average_shares, describe_turn
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import refuse_part
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from kit.gate.randomised_response import estimate_share
from kit.gate.rules import Coarseness, coarsen
from kit.gate.thirds import (
    SHARES,
    THIRDS,
    describe_spread,
    find_centre,
    get_part,
    get_third,
    label_thirds,
)
from kit.language import N_

ENERGY_LABELS = {
    "giving_now": N_("Gives energy, now"),
    "giving_next": N_("Gives energy, next"),
    "draining_now": N_("Drains energy, now"),
    "draining_next": N_("Drains energy, next"),
}
CENTRES = {
    "aligned": (
        N_("The centre of the answers is low; the group is aligned."),
        N_("The centre of the answers is in the middle; the group is aligned."),
        N_("The centre of the answers is high; the group is aligned."),
    ),
    "mixed": (
        N_("The centre of the answers is low; the group is mixed."),
        N_("The centre of the answers is in the middle; the group is mixed."),
        N_("The centre of the answers is high; the group is mixed."),
    ),
    "split": (
        N_("The centre of the answers is low; the group is split."),
        N_("The centre of the answers is in the middle; the group is split."),
        N_("The centre of the answers is high; the group is split."),
    ),
}
SAID_YES = (N_("Few said yes."), N_("About half said yes."), N_("Most said yes."))
# What is kept is in English; `gate/spoken.py` looks it up.

Told = dict[str, Any]
"""Settings of a `Marginal`: its shape, and whatever that tells."""


def build_marginal(
    prompt: Prompt,
    responses: Sequence[object],
    policy: AnonymityPolicy,
    *,
    taken_off: int = 0,
    coin: bool = False,
    in_thirds: bool = False,
) -> Marginal:
    """Count one prompt's responses, as finely as those allow that are surely different people's.

    All responses are counted, those from second browsers and known ones too. Whoever sent or knows
    them can take them off again; what is left is still about all the others, `k` - 1 or more.

    Args:
        prompt: The prompt.
        responses: One per seat that answered it, as the prompt's `clean` gave them.
        policy: How many it takes for how fine a picture.
        taken_off: Responses that may come from second browsers of somebody, or are known (see
            `count_counted`).
        coin: Delicate answers went through the coin, so that they are estimated, not counted. Of
            fewer than `full_scale_n` no estimate is worth showing.
        in_thirds: However many there are, tell of a scale only what follows from how many of them
            lie in each third: the third of their centre and one word.
    """
    n = len(responses)
    sure = n - taken_off
    kind, estimated = type(prompt).__name__, coin and prompt.delicate
    if sure < (policy.full_scale_n if estimated else policy.k):
        n, told = 0, Told(counts=(), shape=Shape.WITHHELD, summary=TOO_FEW)
    elif estimated:
        share = estimate_share(sum(map(bool, responses)), n)
        told = Told(counts=(), shape=Shape.ESTIMATE, estimate=share)
    else:
        fineness = Coarseness.THIRDS if in_thirds else coarsen(sure, policy)
        told = Told(counts=()) | count(prompt, responses, fineness)
    return Marginal(prompt.name, kind, prompt.text, n, group=prompt.group, **told)


def build_marginals(
    prompt: Prompt,
    responses: Sequence[Any],
    policy: AnonymityPolicy,
    *,
    taken_off: int = 0,
    coin: bool = False,
    in_thirds: bool = False,
) -> tuple[Marginal, ...]:
    """Count what a prompt asks: one result, or one for each row of a grid.

    Each is counted over those who answered it, and is as coarse as their number allows.

    Args:
        prompt: The prompt.
        responses: One per seat that answered any of it.
        policy: How many it takes for how fine a picture.
        taken_off: Responses that no number may rest on.
        coin: Delicate answers went through the coin.
        in_thirds: As in `build_marginal`.
    """
    told = [prompt.split(response) for response in responses]
    return tuple(
        build_marginal(
            question,
            [each[question.name] for each in told if question.name in each],
            policy,
            taken_off=taken_off,
            coin=coin,
            in_thirds=in_thirds,
        )
        for question in prompt.questions
    )


@singledispatch
def count(prompt: Prompt, responses: Sequence[Any], fineness: Coarseness) -> Told:
    """Count a kind's responses.

    Args:
        prompt: The prompt.
        responses: As its `clean` gave them; enough that something may be shown.
        fineness: How finely. A kind that is always shown in numbers takes no notice.
    """
    refuse_part(prompt, "way to be counted")


@count.register
def _count_choice(prompt: Choice, responses: Sequence[Any], fineness: Coarseness) -> Told:
    chosen = Counter(value for each in responses for value in each)
    counts = tuple((o.value, o.label, chosen[o.value]) for o in prompt.options)
    return {"shape": Shape.COUNTS, "counts": counts}


@count.register
def _count_scale(prompt: Scale, responses: Sequence[Any], fineness: Coarseness) -> Told:
    if fineness is Coarseness.BUCKETS and prompt.high - prompt.low < 2:
        fineness = Coarseness.BAND  # two steps are a yes or no by another name
    told: Told = {"ends": (prompt.low_label, prompt.high_label)}
    told["shape"] = Shape.BAND if fineness is Coarseness.THIRDS else Shape(fineness)
    if fineness is Coarseness.FULL:
        found = Counter(responses)
        steps = range(prompt.low, prompt.high + 1)
        return told | {
            "counts": tuple((str(step), prompt.name_step(step), found[step]) for step in steps)
        }
    zones = label_thirds(prompt)
    parts = Counter(get_third(prompt, number) for number in responses)
    if fineness is Coarseness.BUCKETS:
        return told | {"counts": tuple((THIRDS[i], zones[i], parts[i]) for i in range(3))}
    if fineness is Coarseness.THIRDS:
        zone, spread = find_centre([parts[i] for i in range(3)])
    else:
        zone, spread = get_third(prompt, median(responses)), describe_spread(prompt, responses)
    return told | {
        "summary": CENTRES[spread][zone],
        "zones": zones,
        "zone": zone,
        "spread": spread,
    }


@count.register
def _count_yes_no(prompt: YesNo, responses: Sequence[Any], fineness: Coarseness) -> Told:
    yes, n = sum(responses), len(responses)
    told: Told = {"shape": Shape(fineness)}
    if fineness is Coarseness.FULL:
        return told | {"counts": (("yes", N_("Yes"), yes), ("no", N_("No"), n - yes))}
    zone = get_part(yes, n)
    return told | {"summary": SAID_YES[zone], "zones": SHARES, "zone": zone}


@count.register
def _count_energy_map(prompt: EnergyMap, responses: Sequence[Any], fineness: Coarseness) -> Told:
    shares = [EnergyShares(*each) for each in responses]
    if fineness is Coarseness.BAND:
        return {"shape": Shape.BAND, "summary": describe_turn(shares)}
    means = average_shares(shares)
    counts = tuple((field, label, getattr(means, field)) for field, label in ENERGY_LABELS.items())
    return {"shape": Shape.SHARES, "counts": counts}
