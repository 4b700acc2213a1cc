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
    PLACES,
    SHARES,
    THIRDS,
    describe_spread,
    get_part,
    get_third,
    label_thirds,
)

ENERGY_LABELS = {
    "giving_now": "Gives energy, now",
    "giving_next": "Gives energy, next",
    "draining_now": "Drains energy, now",
    "draining_next": "Drains energy, next",
}

Told = dict[str, Any]
"""Settings of a `Marginal`: its shape, and whatever that tells."""


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
    n = len(responses)
    sure = n - extra
    kind, estimated = type(prompt).__name__, coin and prompt.delicate
    if sure < (policy.full_scale_n if estimated else policy.k):
        return Marginal(prompt.name, kind, prompt.text, 0, (), Shape.WITHHELD, TOO_FEW)
    if estimated:
        share = estimate_share(sum(map(bool, responses)), n)
        return Marginal(prompt.name, kind, prompt.text, n, (), Shape.ESTIMATE, estimate=share)
    told: Told = {"counts": ()} | count(prompt, responses, coarsen(sure, policy))
    return Marginal(prompt.name, kind, prompt.text, n, **told)


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
    told: Told = {"shape": Shape(fineness), "ends": (prompt.low_label, prompt.high_label)}
    if fineness is Coarseness.FULL:
        found = Counter(responses)
        steps = range(prompt.low, prompt.high + 1)
        return told | {
            "counts": tuple((str(step), _label(prompt, step), found[step]) for step in steps)
        }
    zones = label_thirds(prompt)
    if fineness is Coarseness.BUCKETS:
        parts = Counter(get_third(prompt, number) for number in responses)
        return told | {"counts": tuple((THIRDS[i], zones[i], parts[i]) for i in range(3))}
    zone, spread = get_third(prompt, median(responses)), describe_spread(prompt, responses)
    return told | {
        "summary": f"The centre of the answers is {PLACES[zone]}; the group is {spread}.",
        "zones": zones,
        "zone": zone,
        "spread": spread,
    }


@count.register
def _count_yes_no(prompt: YesNo, responses: Sequence[Any], fineness: Coarseness) -> Told:
    yes, n = sum(responses), len(responses)
    told: Told = {"shape": Shape(fineness)}
    if fineness is Coarseness.FULL:
        return told | {"counts": (("yes", "Yes", yes), ("no", "No", n - yes))}
    zone = get_part(yes, n)
    return told | {"summary": f"{SHARES[zone]} said yes.", "zones": SHARES, "zone": zone}


@count.register
def _count_energy_map(prompt: EnergyMap, responses: Sequence[Any], fineness: Coarseness) -> Told:
    shares = [EnergyShares(*each) for each in responses]
    if fineness is Coarseness.BAND:
        return {"shape": Shape.BAND, "summary": describe_turn(shares)}
    means = average_shares(shares)
    counts = tuple((field, label, getattr(means, field)) for field, label in ENERGY_LABELS.items())
    return {"shape": Shape.SHARES, "counts": counts}


def _label(prompt: Scale, step: int) -> str:
    ends = {prompt.low: prompt.low_label, prompt.high: prompt.high_label}
    return f"{step} {ends.get(step, '')}".strip()
