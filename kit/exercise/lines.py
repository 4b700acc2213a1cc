"""Words on one line, as people sign them: a name, a day, one small thing."""

from __future__ import annotations

import unicodedata

from kit.errors import ResponseError
from kit.language import _

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what comes after them; no name needs one."""


def tidy_line(text: object) -> str:
    """Put a text on one line, without what no keyboard types and no database takes.

    Args:
        text: What a page has sent; anything but a text is taken for an empty one.

    Returns:
        The line; "" where nothing in it can be seen.
    """
    words = text if isinstance(text, str) else ""
    kept = "".join(" " if c.isspace() else c for c in words if c.isspace() or is_kept(c))
    line = " ".join(kept.split())
    return line if any(c.isprintable() and c != " " for c in line) else ""


def fold_line(text: object) -> str:
    """A line as it is compared: "ADA " is "ada", in however many signs a system writes its "ä"."""
    return unicodedata.normalize("NFKC", tidy_line(text)).casefold()


def check_length(line: str, most: int, name: str) -> None:
    """Refuse a line with more characters than it may have.

    Raises:
        ResponseError: It is too long; names the field.
    """
    if len(line) > most:
        msg = _(
            "Please shorten this by {over} to {most} characters.", over=len(line) - most, most=most
        )
        raise ResponseError(msg, prompt=name)


def is_kept(character: str) -> bool:
    """Whether a character is none of the controls, no half of one, and turns nothing around."""
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in TURNING
