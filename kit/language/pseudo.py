"""The false language: English with accents, a third longer, between brackets.

A sentence without brackets on a page was not looked up; one whose end is cut off does not fit.
"""

from __future__ import annotations

import gettext
import re

PSEUDO = "en-XA"
PLAIN = "aceinosuyzACEINOSUYZ"
ACCENTED = "áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;)")  # places, tags and entities
LONGER = 3  # one letter more for so many
FILLING = "~"
WORD = 9  # signs of the filling that stand together, so that a line can break between them


class Pseudo(gettext.NullTranslations):
    """A catalogue that knows every sentence."""

    def gettext(self, message: str) -> str:
        """A sentence, accented and lengthened."""
        return stretch(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """As English chooses between the two."""
        return stretch(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """As without a context."""
        return stretch(message)


def stretch(message: str) -> str:
    """A sentence with accents, a third longer, between brackets; its places stay."""
    parts = KEPT.split(message)
    letters = sum(len(part) for part in parts[::2])
    accented = "".join(
        part if place % 2 else part.translate(ACCENTS) for place, part in enumerate(parts)
    )
    filling = FILLING * (letters // LONGER)
    words = [filling[at : at + WORD] for at in range(0, len(filling), WORD)]
    return f"[{accented}{' '.join(words)}]"
