"""Where a group's energy goes, now and next, in words and numbers."""

from __future__ import annotations

from kit.gate.marginals import Marginal
from kit.language import N_, _
from kit.language.formats import join_clauses
from kit.language.numbers import format_percent

PARTS = (N_("Gives energy"), N_("Neutral"), N_("Drains energy"))
TIMES = (N_("Now"), N_("Next"))


def list_share_rows(marginal: Marginal) -> list[list[str]]:
    """The shares now and next, one row for each of PARTS, as texts for a table."""
    return [
        [_(part), *map(format_percent, shares)]
        for part, shares in zip(PARTS, list_shares(marginal), strict=True)
    ]


def list_shares(marginal: Marginal) -> list[tuple[int, int]]:
    """Now and next in per cent, one pair for each of PARTS."""
    share = {value: count for value, _label, count in marginal.counts}
    giving = (share["giving_now"], share["giving_next"])
    draining = (share["draining_now"], share["draining_next"])
    neutral = (100 - giving[0] - draining[0], 100 - giving[1] - draining[1])
    return [giving, neutral, draining]


def describe_slope(marginal: Marginal) -> str:
    """Say what the picture shows, as a person would."""
    giving, _neutral, draining = list_shares(marginal)
    return f"{join_clauses([_say_giving(*giving), _say_draining(*draining)])}."


def _say_giving(now: int, then: int) -> str:
    if now == then:
        return _("Work that gives energy stays at {now} per cent", now=now)
    if then > now:
        return _("Work that gives energy rises from {now} to {then} per cent", now=now, then=then)
    return _("Work that gives energy falls from {now} to {then} per cent", now=now, then=then)


def _say_draining(now: int, then: int) -> str:
    if now == then:
        return _("work that drains it stays at {now} per cent", now=now)
    if then > now:
        return _("work that drains it rises from {now} to {then} per cent", now=now, then=then)
    return _("work that drains it falls from {now} to {then} per cent", now=now, then=then)
