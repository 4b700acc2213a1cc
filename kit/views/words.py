"""What several people said in the same words, counted once: one list for screen, phone, report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """Words that were said at least once.

    Attributes:
        text: As the first of them was spelt.
        count: How many people said so.
    """

    text: str = field(repr=False)
    count: int


def count_words(texts: Iterable[str]) -> list[Said]:
    """How often each was said, in the order given.

    Capitals and spaces make no difference; the first spelling stands for all of them.
    """
    spelt: dict[str, str] = {}
    counts: dict[str, int] = {}
    for text in texts:
        key = " ".join(text.split()).casefold()
        spelt.setdefault(key, text.strip())
        counts[key] = counts.get(key, 0) + 1
    return [Said(text, counts[key]) for key, text in spelt.items()]
