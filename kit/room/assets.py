"""Scripts and styles of widgets: the same text for every seat, so it is told to the server once.

An anywidget carries its script and its style in its state. In the room kernel a name takes the
place of each such text; the server keeps the texts, and phones fetch them by name, once.
"""

from __future__ import annotations

import hashlib
from typing import Any

from kit.room.surrogates import mend

PREFIX = "kit-source:"
TRAITS = ("_esm", "_css")
MAX_SOURCES = 500  # a notebook that writes one for every seat keeps the rest in the state


class Sources:
    """The scripts and styles of the widgets that this kernel has made.

    Only what a widget was made with is taken in: what a browser writes into its own widget's state
    later stays there.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._untold: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<Sources of {len(self._names)} texts>"

    def keep(self, state: dict[str, Any]) -> None:
        """Take in the script and the style of a widget's first state."""
        for text in (state.get(trait) for trait in TRAITS):
            if not isinstance(text, str) or not text or text in self._names:
                continue
            if len(self._names) < MAX_SOURCES:
                whole = mend(text)
                name = hashlib.sha256(whole.encode()).hexdigest()[:20]
                self._names[text] = name
                self._untold[name] = whole

    def shorten(self, state: dict[str, Any]) -> dict[str, Any]:
        """A state with names in the place of the texts that are kept here."""
        texts = {trait: state.get(trait) for trait in TRAITS}
        return state | {
            trait: PREFIX + self._names[text]
            for trait, text in texts.items()
            if isinstance(text, str) and text in self._names
        }

    def tell(self) -> dict[str, str]:
        """The texts that the server has not been told yet, by name."""
        told, self._untold = self._untold, {}
        return told


SOURCES = Sources()
"""Those of this process."""
