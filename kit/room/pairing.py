"""Pairs and fours on the phones: drawn in the room kernel, kept nowhere else."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from kit.session.pairs import draw_places
from kit.store import Store
from kit.widgets.note import Note

LATE = "Pairs have been drawn. Sit down with any of them."


class Pairing:
    """A line on every phone that tells its pair and its four while there are any.

    The numbers live in these lines alone: each draw is new, and taken away they are gone.

    Args:
        store: Its notices tell when the facilitator draws.
        code: The session's code.
    """

    def __init__(self, store: Store, code: str) -> None:
        self._code = code
        self._notes: list[Note] = []
        self._drawn = False
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._stop = store.notices.listen(self._hear)

    def __repr__(self) -> str:
        return f"<Pairing of {len(self._notes)}>"

    def add(self) -> tuple[Note, Callable[[], None]]:
        """Make the line of the seat that acts now.

        Returns:
            The line, and what is called when its seat goes.
        """
        note = Note(tone="good", text=LATE if self._drawn else "")
        self._notes.append(note)
        return note, lambda: self._notes.remove(note)

    def draw(self) -> None:
        """Give every phone its numbers anew."""
        self._drawn = True
        places = draw_places(len(self._notes), random.SystemRandom())
        for note, place in zip(self._notes, places, strict=False):
            note.text = f"Your pair: {place.pair}. Your four: {place.four}."

    def erase(self) -> None:
        """Take the numbers away."""
        self._drawn = False
        for note in self._notes:
            note.text = ""

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
