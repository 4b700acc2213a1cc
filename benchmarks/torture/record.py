"""What happened to one phone, with times, so that a phone without a receipt explains itself."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

LONGEST = 400  # letters of one entry that are kept
KEPT = 4000  # entries of one phone


class Record:
    """Everything that one phone did, sent and heard.

    Args:
        name: The phone's.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: list[tuple[float, str, str]] = []

    def __repr__(self) -> str:
        return f"<Record of {self.name}, {len(self._entries)} entries>"

    def add(self, kind: str, what: Any = "") -> None:
        """Write down that something has happened just now."""
        words = what if isinstance(what, str) else json.dumps(what, separators=(",", ":"))
        self._entries.append((time.time(), kind, words[:LONGEST]))
        del self._entries[:-KEPT]

    def find_last(self, kind: str) -> float:
        """When something last happened; 0.0: never."""
        return next((when for when, each, _ in reversed(self._entries) if each == kind), 0.0)

    def write(self, folder: Path, since: float = 0.0) -> Path:
        """Write a file of it, a line for each entry with the seconds since then.

        Args:
            folder: Where it goes; made if it is missing.
            since: From which moment on, in seconds since the epoch.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.txt"
        kept = [each for each in self._entries if each[0] >= since]
        lines = [f"{when - since:9.3f} {kind:8} {words}" for when, kind, words in kept]
        path.write_text("\n".join([*lines, ""]), "utf-8")
        return path
