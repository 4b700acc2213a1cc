"""A still card: a few lines for the screen that need no answers."""

from __future__ import annotations

from kit.errors import DefinitionError
from kit.widgets.still_card import StillCard

MOST_LINES, LONGEST_LINE, LONGEST_TITLE = 5, 100, 80


def card(*lines: str, title: str = "") -> StillCard:
    """A card that the facilitator turns to, as the recipe for a talk in pairs.

    It holds no data. It can be turned to at any time, and never comes onto the screen by itself.

    Args:
        lines: One to five lines, each of at most 100 characters.
        title: A few words above them, at most 80 characters; without one, the card is chosen by
            its first line.

    Raises:
        DefinitionError: There are no lines, too many, or one is no text or too long.
    """
    if not 1 <= len(lines) <= MOST_LINES:
        msg = f"kit.Card has one to {MOST_LINES} lines, and this has {len(lines)}."
        raise DefinitionError(msg)
    for line in lines:
        if not isinstance(line, str) or not line.strip():
            msg = f"kit.Card: {line!r} is not a line. Put a text in quotation marks."
            raise DefinitionError(msg)
        if len(line) > LONGEST_LINE:
            msg = f"kit.Card: {line[:30]!r}… is longer than {LONGEST_LINE} characters. Shorten it."
            raise DefinitionError(msg)
    if not isinstance(title, str) or len(title) > LONGEST_TITLE:
        msg = f"kit.Card: title is a text of at most {LONGEST_TITLE} characters."
        raise DefinitionError(msg)
    return StillCard(title=title.strip(), lines=[line.strip() for line in lines])
