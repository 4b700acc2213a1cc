"""A published result in the language of whoever looks at it.

What is stored is the same in every language: results of one team in two languages can stand beside
each other. The words of the gate in it are in English, those of the notebook as they were written.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kit.gate.counts import ENERGY_LABELS
from kit.gate.cross_places import Labels
from kit.gate.crosstabs import CrossTable
from kit.gate.least import LEFT_OUT
from kit.gate.marginals import Marginal, Shape
from kit.gate.snapshot import Snapshot
from kit.gate.thirds import SHARES, THIRDS
from kit.language import N_, _, get_language
from kit.language.current import ENGLISH

LEFT = re.compile(re.escape(LEFT_OUT).replace(re.escape("{least}"), r"(\d+)"))
RANGE = re.compile(r"(\d+) to (\d+)")
NAMED = re.compile(rf"({'|'.join(each.capitalize() for each in THIRDS)})(?:: (.+))?", re.DOTALL)
OWN = frozenset([N_("Low"), N_("Middle"), N_("High"), N_("Yes"), N_("No"), *ENERGY_LABELS.values()])
"""Labels that are the gate's; all others are the notebook's."""


def say_snapshot(snapshot: Snapshot) -> Snapshot:
    """A snapshot with the gate's words in the present language."""
    if get_language() == ENGLISH:
        return snapshot
    marginals = tuple(map(_say_marginal, snapshot.marginals))
    crosses = tuple(map(_say_cross, snapshot.crosses))
    return replace(snapshot, marginals=marginals, crosses=crosses)


def _say_marginal(marginal: Marginal) -> Marginal:
    own = marginal.type in ("YesNo", "EnergyMap") or marginal.shape is Shape.BUCKETS
    counts = tuple(
        (value, _say_label(label) if own else label, count)
        for value, label, count in marginal.counts
    )
    zones = tuple(map(_say_label, marginal.zones))
    return replace(marginal, summary=_say_sentence(marginal.summary), zones=zones, counts=counts)


def _say_cross(table: CrossTable) -> CrossTable:
    rows, columns = _say_places(table.rows), _say_places(table.columns)
    return replace(table, summary=_say_sentence(table.summary), rows=rows, columns=columns)


def _say_places(places: Labels) -> Labels:
    """Rows or columns: the thirds of a scale, or yes and no; options are the notebook's."""
    if [value for value, _label in places] not in ([*THIRDS], ["yes", "no"]):
        return places
    return tuple((value, _say_label(label)) for value, label in places)


def _say_sentence(words: str) -> str:
    if found := LEFT.fullmatch(words):
        return _(LEFT_OUT, least=found[1])
    return _(words)


def _say_label(label: str) -> str:
    """A third with its steps ("Low: 1 to 2"), a share ("Most"), or an answer ("Yes")."""
    found = NAMED.fullmatch(label)
    if found is None:
        return _(label) if label in OWN or label in SHARES else label
    name, steps = _(found[1]), found[2]
    if not steps:
        return name
    if numbers := RANGE.fullmatch(steps):
        steps = _("{first} to {last}", first=numbers[1], last=numbers[2])
    elif steps.count(" to ") == 1:
        first, _between, last = steps.partition(" to ")
        steps = _("{first} to {last}", first=first, last=last)
    # Translators: a third of a scale and its steps, as in "Low: 1 to 2".
    return _("{third}: {steps}", third=name, steps=steps)
