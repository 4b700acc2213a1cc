"""A mail to the team after a session: what it has seen and decided, ready to copy.

What people wrote is not in it, and neither is what a leader told: a mail is passed on, and words
are recognised. The results, the signed cards and what the room kept of its talk were made to be
kept.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from kit.charts.captions import describe_marginal
from kit.charts.rows import tell_row
from kit.export.export import NOT_SHOWN
from kit.gate.marginals import Marginal, Shape
from kit.language import N_, _
from kit.session.schedule import LINK
from kit.session.session import describe_day

WIDTH = 78  # characters of a line
SUBJECT = N_("Subject: What we saw and decided on {day}")
SAID = N_("{exercise}: what we said about it")
AFTER = N_(
    "From {opens} to {closes} there are three questions for each of us: what we kept, what helped, "
    "what stood in the way. Two minutes, once each, without a name. Nobody sees anything before "
    "the last day is over, and then only if at least five of us have answered:"
)
THANKS = N_("Thank you for being there, and for what you said.")
ERASED = N_(
    "Every single answer was erased when its round was closed. What stays are the group's results, "
    "the sentences that the screen has shown, what the room kept of its talk, and the cards with a "
    "name."
)
CARD = N_("{owner}: {what}, {when}. Will notice: {who}.")
OWN = N_("If one of the cards is yours and you want it taken out, write to me.")
TURN_TO = N_("If something from that day stays with you: [name, and how to reach them].")
AGAIN = N_("We look at the cards again on [day, time, place].")
NEXT = N_("We meet again on [day, time, place].")
AGAIN_ON = N_("We look at the cards again on {day}, [time, place].")
NEXT_ON = N_("We meet again on {day}, [time, place].")


def render_mail(exported: Mapping[str, Any]) -> bytes:
    """Write the mail of an exported session, as plain text in UTF-8.

    What its writer fills in stands in square brackets.
    """
    day = describe_day(exported.get("held_on") or "") or _("[day]")
    blocks = [
        [_(SUBJECT, day=day)],
        [_("Dear all,")],
        _wrap(_(THANKS)),
        *_tell_rounds(exported),
        *_tell_cards(exported["commitments"]),
        *_tell_after(exported.get("after")),
        _wrap(_(ERASED)),
        _wrap(_(TURN_TO)),
        _wrap(_tell_next(exported)),
        [_("[your name]")],
    ]
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def _tell_next(exported: Mapping[str, Any]) -> str:
    """When the team meets again; the day where it has named one."""
    cards, day = bool(exported["commitments"]["now"]), describe_day(exported.get("next_on", ""))
    if not day:
        return _(AGAIN) if cards else _(NEXT)
    return _(AGAIN_ON, day=day) if cards else _(NEXT_ON, day=day)


def _tell_rounds(exported: Mapping[str, Any]) -> Iterator[list[str]]:
    """What the room has seen and what it said about it; nothing of exercises without either."""
    for told in exported["rounds"]:
        result = told.get("result") or {"marginals": []}
        marginals = [Marginal.from_json(each) for each in result["marginals"]]
        shown = [each for each in marginals if each.shape is not Shape.WITHHELD]
        if told["state"] == NOT_SHOWN:
            yield _wrap(_("{name}: {told}", name=told["exercise"], told=told["note"]))
        if shown:
            yield [f"{told['exercise']} ({told['note']})", *_tell_results(shown)]
        if told.get("said"):
            lead = _(SAID, exercise=told["exercise"])
            yield [lead, *(line for each in told["said"] for line in _wrap(each, "- "))]


def _tell_results(shown: list[Marginal]) -> Iterator[str]:
    for grid, rows in groupby(shown, key=lambda each: each.grid):
        for place, each in enumerate(rows):
            if not grid:
                yield from _wrap(f"{each.text} {describe_marginal(each)}", "- ")
                continue
            if not place:  # several grids may have the same rows
                yield from _wrap(each.group, "- ")
            said = _("{name}: {told}", name=each.text.removesuffix("."), told=tell_row(each))
            yield from _wrap(said, "  - ")


def _tell_cards(commitments: Mapping[str, Any]) -> Iterator[list[str]]:
    cards = [
        _(CARD, owner=each["owner"], what=each["what"], when=each["by"], who=each["notice"])
        for each in commitments["now"]
    ]
    if cards:
        yield [_("What we have signed"), *(line for each in cards for line in _wrap(each, "- "))]
        yield _wrap(_(OWN))


def _tell_after(after: Mapping[str, str] | None) -> Iterator[list[str]]:
    """The questions that everybody answers alone later on."""
    if after is not None:
        opens, closes = describe_day(after["opens_on"]), describe_day(after["closes_on"])
        yield [*_wrap(_(AFTER, opens=opens, closes=closes)), _(LINK)]


def _wrap(words: str, mark: str = "") -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
