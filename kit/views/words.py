"""What several people said in the same words, counted once: one list for screen, phone, report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.exercise.lines import fold_line


@dataclass(frozen=True)
class Said:
    """Words that were said at least once.

    Attributes:
        text: As the first of them was spelt.
        count: How many people said so.
        name: The name that stands below it; "" where there is none.
    """

    text: str = field(repr=False)
    count: int
    name: str = field(default="", repr=False)


def count_words(texts: Iterable[str]) -> list[Said]:
    """How often each was said, in the order given.

    Capitals and spaces make no difference; the first spelling stands for all of them.
    """
    return count_sentences((text, "") for text in texts)


def count_sentences(said: Iterable[tuple[str, str]]) -> list[Said]:
    """As `count_words`; what carries a name stands by itself.

    Args:
        said: Each with the name below it, "" for none.
    """
    spelt: dict[tuple[str, str], str] = {}
    counts: dict[tuple[str, str], int] = {}
    for text, name in said:
        key = fold_line(text), name
        spelt.setdefault(key, text.strip())
        counts[key] = counts.get(key, 0) + 1
    return [Said(text, counts[key], key[1]) for key, text in spelt.items()]
