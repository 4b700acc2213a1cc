"""An earlier result beside today's in words: no arrow, no difference, and nothing says better."""

from __future__ import annotations

from collections.abc import Sequence

from kit.charts.phrases import say_closeness
from kit.gate.centre import read_centre
from kit.gate.marginals import Marginal, Shape
from kit.gate.rules import BUCKETS_N
from kit.gate.since import LastTime
from kit.gate.thirds import THIRDS
from kit.language import N_, _, pgettext
from kit.language.formats import join_items

COARSE = N_("In thirds: nearly as many answered last time")
COARSE_HERE = N_("In thirds: nearly as many answered before")


def find_last(since: Sequence[LastTime], name: str) -> LastTime | None:
    """Last time's result of a question; None where none stands beside today's."""
    return next((each for each in since if each.prompt == name), None)


def describe_last(last: LastTime, places: Sequence[str] = THIRDS) -> str:
    """An earlier result, without a full stop: "Last time (14): middle, spread out".

    Args:
        last: That result.
        places: Words for the three thirds, the lowest first.
    """
    told = _tell(last.zone, last.spread, places)
    return _("{when} ({n}): {told}", when=name_before(last), n=last.n, told=told)


def _tell(zone: int, spread: str, places: Sequence[str]) -> str:
    """Where answers lie and how close: "middle, spread out"."""
    return join_items((pgettext("third", places[zone]), say_closeness(spread)))


def name_before(last: LastTime) -> str:
    """Where an earlier result is from: last time, or an exercise of today."""
    return last.where or _("Last time")


def describe_since(last: LastTime | None, now: Marginal, places: Sequence[str] = THIRDS) -> str:
    """Both in the same words: "Last time (14): middle, spread out. Today (12): high, spread out".

    Beside a result of the same session today's is "Now".

    Args:
        last: The earlier one; "" is given where there is none.
        now: Today's, of which something is shown.
        places: Words for the three thirds, the lowest first.
    """
    if last is None:
        return ""
    zone, spread = read_centre(now)
    told = _tell(zone, spread, places)
    if last.where:
        today = _("Now ({n}): {told}.", n=now.n, told=told)
    else:
        today = _("Today ({n}): {told}.", n=now.n, told=told)
    return f"{describe_last(last, places)}. {today}"


def explain_coarse(marginals: Sequence[Marginal], since: Sequence[LastTime]) -> str:
    """Why there are only thirds where so many have answered; "" where there is more."""
    coarse = [each.prompt for each in marginals if each.shape is Shape.BAND and each.n >= BUCKETS_N]
    told = [last for name in coarse if (last := find_last(since, name)) is not None]
    if not told:
        return ""
    return _(COARSE_HERE) if all(each.where for each in told) else _(COARSE)
