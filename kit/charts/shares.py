"""Where a group's energy goes, now and next, in words and numbers."""

from __future__ import annotations

from kit.gate.marginals import Marginal

PARTS = ("Gives energy", "Neutral", "Drains energy")
TIMES = ("Now", "Next")


def list_share_rows(marginal: Marginal) -> list[list[str]]:
    """The shares now and next, one row for each of PARTS, as texts for a table."""
    return [
        [part, *(f"{share} %" for share in shares)]
        for part, shares in zip(PARTS, list_shares(marginal), strict=True)
    ]


def list_shares(marginal: Marginal) -> list[tuple[int, int]]:
    """Now and next in per cent, one pair for each of PARTS."""
    share = {value: count for value, _, count in marginal.counts}
    giving = (share["giving_now"], share["giving_next"])
    draining = (share["draining_now"], share["draining_next"])
    neutral = (100 - giving[0] - draining[0], 100 - giving[1] - draining[1])
    return [giving, neutral, draining]


def describe_slope(marginal: Marginal) -> str:
    """Say what the picture shows, as a person would."""
    giving, _, draining = list_shares(marginal)
    return (
        f"Work that gives energy {_say_turn(*giving)}; work that drains it {_say_turn(*draining)}."
    )


def _say_turn(now: int, then: int) -> str:
    if now == then:
        return f"stays at {now} per cent"
    return f"{'rises' if then > now else 'falls'} from {now} to {then} per cent"
