"""A memo: a short note that one dashboard of a session leaves to its others."""

from __future__ import annotations

from dataclasses import dataclass, field

from kit.errors import ResponseError
from kit.exercise.lines import check_length, tidy_line
from kit.language import N_, _

FIELD = "memo"
MAX_LENGTH = 120
EMPTY = N_("Write the note first.")


@dataclass(frozen=True)
class Memo:
    """What stands on the dashboards of a session.

    Attributes:
        words: One line, of at most `MAX_LENGTH` characters; "" for nothing.
        mark: Drawn by chance for each memo; the tab that wrote it keeps the same.
    """

    words: str = field(default="", repr=False)
    mark: str = field(default="", repr=False)


def clean_memo(text: str) -> str:
    """Give what was written as it is kept, in one line.

    Raises:
        ResponseError: There are no words, or too many.
    """
    words = " ".join(line for each in text.splitlines() if (line := tidy_line(each)))
    if not words:
        raise ResponseError(_(EMPTY), prompt=FIELD)
    check_length(words, MAX_LENGTH, FIELD)
    return words
