"""A deck of names: each is dealt once before any is dealt again."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence


class Deck:
    """Names in an order left to chance, and who holds which.

    Args:
        names: The names, each once.
        chance: What decides.
    """

    def __init__(self, names: Sequence[str], chance: random.Random) -> None:
        self._names = tuple(names)
        self._chance = chance
        self._left: deque[str] = deque()
        self._held: dict[object, str] = {}

    def __repr__(self) -> str:
        return f"<Deck of {len(self._names)}, {len(self._left)} left>"

    def draw(self, holder: object) -> str:
        """Deal a name; the one that the holder has goes to the bottom.

        Returns:
            Another name than before where there are two; "" where there is none at all.
        """
        before = self._held.pop(holder, "")
        drawn = self._take(before)
        if before:
            self._left.append(before)
        if drawn:
            self._held[holder] = drawn
        return drawn

    def put_back(self, holder: object) -> None:
        """Let the next one have the name of a holder who has gone."""
        if name := self._held.pop(holder, ""):
            self._left.appendleft(name)

    def _take(self, before: str) -> str:
        """The uppermost name but the one before; once the deck is out, all are in it anew."""
        if not set(self._left) - {before}:
            others = [name for name in self._names if name != before]
            self._left.extend(self._chance.sample(others, len(others)))
        if not set(self._left) - {before}:
            return self._left.popleft() if self._left else before
        drawn = next(name for name in self._left if name != before)
        self._left.remove(drawn)
        return drawn
