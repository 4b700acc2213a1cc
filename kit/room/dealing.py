"""Names from one deck on the phones: dealt in the room kernel, kept nowhere else."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

from kit.session.decks import Deck
from kit.store import Store


class Dealing:
    """A name on every phone, while names are dealt.

    Who was given which name lives here alone: each deal is new, and it is gone with the exercise.

    Args:
        store: Its notices tell when the facilitator deals.
        code: The session's code.
        list_names: Gives the names that the facilitator has entered.
    """

    def __init__(self, store: Store, code: str, list_names: Callable[[], Sequence[str]]) -> None:
        self._code = code
        self._list_names = list_names
        self._phones: dict[object, Callable[[str], None]] = {}
        self._deck: Deck | None = None
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._stop = store.notices.listen(self._hear)

    def __repr__(self) -> str:
        return f"<Dealing to {len(self._phones)}>"

    def add(self, show: Callable[[str], None]) -> tuple[Callable[[], None], Callable[[], None]]:
        """Deal to one more phone.

        Args:
            show: Called with its name, "" for none.

        Returns:
            What gives it another name, and what is called when it goes.
        """
        key = object()
        self._phones[key] = show
        self._give(key)
        return lambda: self._give(key), lambda: self._forget(key)

    def deal(self) -> None:
        """Give every phone a name anew."""
        self._deck = Deck(self._list_names(), random.SystemRandom())
        for key in self._phones:
            self._give(key)

    def erase(self) -> None:
        """Take the names away."""
        self._deck = None
        for show in self._phones.values():
            show("")

    def close(self) -> None:
        """Hear no more, and forget who was given what."""
        self._stop()
        self._phones.clear()
        self._deck = None

    def _give(self, key: object) -> None:
        if self._deck is not None and key in self._phones:
            self._phones[key](self._deck.draw(key))

    def _forget(self, key: object) -> None:
        self._phones.pop(key, None)
        if self._deck is not None:
            self._deck.put_back(key)

    def _hear(self, code: str, what: str) -> None:
        if code != self._code or what != "deal":
            return
        if self._loop is None:
            self.deal()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.deal)
