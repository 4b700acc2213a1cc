"""Pairs and fours on the phones: drawn in the room kernel, kept nowhere else."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from kit.language import N_, _, get_language, use_language
from kit.session.pairs import Side, draw_sides
from kit.store import Store
from kit.widgets.note import Note
from kit.widgets.side_choice import SideChoice

LATE = N_("Pairs have been drawn. Sit down with any of them.")
MIXED = N_("One of you is in the call.")
ALL: dict[Side, str] = {
    "here": N_("All of you are in the room."),
    "call": N_("All of you are in the call."),
}


@dataclass(eq=False, repr=False)
class Place:
    """What one phone shows of the draw, and what it is asked for it.

    Attributes:
        note: The line with its numbers.
        side: Where it is; asked only where some people are in a call.
        language: Tag of the language that it speaks.
    """

    note: Note
    side: SideChoice = field(default_factory=SideChoice)
    language: str = field(default_factory=get_language)

    @property
    def found(self) -> Side:
        """Where it is drawn: who has not said so is in the room."""
        return "call" if self.side.asked and self.side.side == "call" else "here"


class Pairing:
    """A line on every phone that tells its pair and its four while there are any.

    The numbers live in these lines alone: each draw is new, and taken away they are gone. Where a
    phone is lives in its own tab and, while its page is open, in its widget here. The draw alone
    reads it, and no other page is told.

    Args:
        store: Its notices tell when the facilitator draws.
        code: The session's code.
    """

    def __init__(self, store: Store, code: str) -> None:
        self._code = code
        self._places: list[Place] = []
        self._drawn = False
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._stop = store.notices.listen(self._hear)

    def __repr__(self) -> str:
        return f"<Pairing of {len(self._places)}>"

    def add(self) -> tuple[Place, Callable[[], None]]:
        """Make the line of the seat that acts now.

        Returns:
            The line and the question, and what is called when its seat goes.
        """
        place = Place(Note(tone="good", text=_(LATE) if self._drawn else ""))
        self._places.append(place)
        return place, lambda: self._places.remove(place)

    def draw(self) -> None:
        """Give every phone its numbers anew."""
        self._drawn = True
        sides = [each.found for each in self._places]
        drawn = draw_sides(sides, random.SystemRandom())
        found: dict[int, set[Side]] = {}
        for side, each in zip(sides, drawn, strict=False):
            found.setdefault(each.pair, set()).add(side)
        hybrid = "call" in sides
        for place, each in zip(self._places, drawn, strict=False):
            inside = found[each.pair]
            with use_language(place.language):
                told = _(MIXED) if len(inside) > 1 else _(ALL[place.found])
                place.note.text = f"{each.describe()} {told}" if hybrid else each.describe()

    def erase(self) -> None:
        """Take the numbers away."""
        self._drawn = False
        for place in self._places:
            place.note.text = ""

    def close(self) -> None:
        """Hear no more."""
        self._stop()

    def _hear(self, code: str, what: str) -> None:
        act = {"pairs": self.draw, "apart": self.erase}.get(what)
        if code != self._code or act is None:
            return
        if self._loop is None:
            act()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)
