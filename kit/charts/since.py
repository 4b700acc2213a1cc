"""Last time beside today in words: no arrow, no difference, and nothing that says better."""

from __future__ import annotations

from collections.abc import Sequence

from kit.charts.phrases import CLOSENESS
from kit.gate.centre import read_centre
from kit.gate.marginals import Marginal, Shape
from kit.gate.rules import BUCKETS_N
from kit.gate.since import LastTime
from kit.gate.thirds import THIRDS

COARSE = "In thirds: nearly as many answered last time"


def find_last(since: Sequence[LastTime], name: str) -> LastTime | None:
    """Last time's result of a question; None where none stands beside today's."""
    return next((each for each in since if each.prompt == name), None)


def describe_last(last: LastTime, places: Sequence[str] = THIRDS) -> str:
    """Last time's result, without a full stop: "Last time (14): middle, spread out".

    Args:
        last: That result.
        places: Words for the three thirds, the lowest first.
    """
    return f"Last time ({last.n}): {places[last.zone]}, {CLOSENESS[last.spread]}"


def describe_since(last: LastTime | None, now: Marginal, places: Sequence[str] = THIRDS) -> str:
    """Both in the same words: "Last time (14): middle, spread out. Today (12): high, spread out".

    Args:
        last: Last time's; "" is given where there is none.
        now: Today's, of which something is shown.
        places: Words for the three thirds, the lowest first.
    """
    if last is None:
        return ""
    zone, spread = read_centre(now)
    return f"{describe_last(last, places)}. Today ({now.n}): {places[zone]}, {CLOSENESS[spread]}."


def explain_coarse(marginals: Sequence[Marginal], since: Sequence[LastTime]) -> str:
    """Why there are only thirds where so many have answered; "" where there is more."""
    told = [each for each in marginals if find_last(since, each.prompt)]
    coarse = any(each.shape is Shape.BAND and each.n >= BUCKETS_N for each in told)
    return COARSE if coarse else ""
