"""A mail to the team after a session: what it has seen and decided, ready to copy.

What people wrote is not in it, and neither is what a leader told: a mail is passed on, and words
are recognised. The results and the signed cards were made to be kept.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from kit.charts.captions import describe_marginal
from kit.charts.rows import tell_row
from kit.gate.marginals import Marginal, Shape
from kit.session.session import describe_day

WIDTH = 78  # characters of a line
THANKS = "Thank you for being there, and for what you said."
ERASED = (
    "Every single answer was erased when its round was closed. What stays are the group's results, "
    "the sentences that the screen has shown, and the cards with a name."
)
OWN = "If one of the cards is yours and you want it taken out, write to me."
TURN_TO = "If something from that day stays with you: [name, and how to reach them]."
AGAIN = "We look at the cards again on [day, time, place]."
NEXT = "We meet again on [day, time, place]."
AGAIN_ON = "We look at the cards again on {day}, [time, place]."
NEXT_ON = "We meet again on {day}, [time, place]."


def render_mail(exported: Mapping[str, Any]) -> bytes:
    """Write the mail of an exported session, as plain text in UTF-8.

    What its writer fills in stands in square brackets.
    """
    day = describe_day(exported.get("held_on") or "") or "[day]"
    blocks = [
        [f"Subject: What we saw and decided on {day}"],
        ["Dear all,"],
        _wrap(THANKS),
        *_tell_rounds(exported),
        *_tell_cards(exported["commitments"]),
        _wrap(ERASED),
        _wrap(TURN_TO),
        _wrap(_tell_next(exported)),
        ["[your name]"],
    ]
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def _tell_next(exported: Mapping[str, Any]) -> str:
    """When the team meets again; the day where it has named one."""
    cards, day = bool(exported["commitments"]["now"]), describe_day(exported.get("next_on", ""))
    if not day:
        return AGAIN if cards else NEXT
    return (AGAIN_ON if cards else NEXT_ON).format(day=day)


def _tell_rounds(exported: Mapping[str, Any]) -> Iterator[list[str]]:
    """What the room has seen, one block an exercise; none for those that showed nothing."""
    for told in exported["rounds"]:
        result = told.get("result") or {"marginals": []}
        marginals = [Marginal.from_json(each) for each in result["marginals"]]
        shown = [each for each in marginals if each.shape is not Shape.WITHHELD]
        if shown:
            yield [f"{told['exercise']} ({told['note']})", *_tell_results(shown)]


def _tell_results(shown: list[Marginal]) -> Iterator[str]:
    for grid, rows in groupby(shown, key=lambda each: each.grid):
        for each in rows:
            said = tell_row(each) if grid else describe_marginal(each)
            yield from _wrap(f"{each.text} {said}", "- ")


def _tell_cards(commitments: Mapping[str, Any]) -> Iterator[list[str]]:
    cards = [
        f"{each['owner']}: {each['what']}, {each['by']}. Will notice: {each['notice']}."
        for each in commitments["now"]
    ]
    if cards:
        yield ["What we have signed", *(line for each in cards for line in _wrap(each, "- "))]
        yield _wrap(OWN)


def _wrap(words: str, mark: str = "") -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
