"""`theme.toml` as a file: its settings, and the files beside it that they name.

What is refused is told with its line and the cure.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from kit.errors import DefinitionError, suggest
from kit.files.toml_file import read_toml
from kit.files.toml_places import LOOSE

NAME = "theme.toml"
MOST_LOGO = 100 * 1024  # bytes: it is on the first page of every phone
MOST_FONT = 300 * 1024
LARGEST = 16 * 1024  # bytes of theme.toml
COLOURS = ("accent", "on_accent", "accent_soft")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FILE = re.compile(r"[\w-][\w .-]*")
LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}
FONTS = {".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf"}
BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".woff2": (b"wOF2",),
    ".ttf": (b"\x00\x01\x00\x00", b"true"),
    ".otf": (b"OTTO",),
}
# A logo is shown as a picture, in which nothing runs; what would run elsewhere is refused as well.
ACTIVE = re.compile(rb"<\s*(script|foreignObject|!ENTITY)\b|\son\w+\s*=|javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """A file of a theme, as it is sent.

    Attributes:
        kind: Its media type.
        content: Its bytes.
        ending: How its name ends, as in ".svg".
    """

    kind: str
    content: bytes
    ending: str

    @cached_property
    def name(self) -> str:
        """A name that changes with what it holds."""
        return f"{hashlib.sha256(self.content).hexdigest()[:12]}{self.ending}"

    def __repr__(self) -> str:
        return f"<File {self.kind} of {len(self.content)} bytes>"


class ThemeFile:
    """What stands in a folder's `theme.toml`.

    Args:
        folder: The folder; the file is there.

    Raises:
        DefinitionError: It cannot be read; so do all methods where what they read is wrong.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        file = read_toml(folder / NAME, NAME, LARGEST, spare="Take out what is no setting")
        self._table, self._places = file.table, file.places

    def __repr__(self) -> str:
        return f"<ThemeFile of {len(self._table)} settings>"

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def check_keys(self, known: tuple[str, ...]) -> None:
        """Refuse settings that mean nothing."""
        self._check_keys(self._table, known)

    def read_words(self, key: str, most: int) -> str:
        """A text of at most so many characters; "" where it is left out."""
        words = self._table.get(key, "")
        if not isinstance(words, str):
            self.refuse(f'{key} is no text. Write it as in {key} = "Northlight"', key)
        tidy = " ".join(words.split())
        if len(tidy) > most:
            self.refuse(f"{key} has {len(tidy)} characters. Write at most {most}", key)
        return tidy

    def read_colours(self, mode: str) -> dict[str, str]:
        """The colours of the table "light" or "dark"; none where there is no such table."""
        table: Any = self._table.get(mode)
        if mode not in self._table:
            return {}
        if not isinstance(table, dict) or "accent" not in table:
            self.refuse(f'[{mode}] has to name its accent, as in accent = "#0b5cad"', mode=mode)
        self._check_keys(table, COLOURS, mode)
        for key, colour in table.items():
            if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
                words = f'[{mode}]: {key} is no colour. Write it as in {key} = "#0b5cad"'
                self.refuse(words, key, mode)
        return {key: colour.lower() for key, colour in table.items()}

    def read_file(self, key: str, kinds: dict[str, str], most: int) -> File | None:
        """A file beside it, of one of some kinds and of at most so many bytes."""
        if key not in self._table:
            return None
        name = self._table[key]
        if not isinstance(name, str) or not FILE.fullmatch(name):
            self.refuse(f"{key} is the name of a file beside it, without a folder", key)
        path = self._folder / name
        ending = path.suffix.lower()
        if ending not in kinds:
            self.refuse(f"{key} {name!r}: its name has to end in {' or '.join(kinds)}", key)
        if not path.is_file():
            self.refuse(f"{key} {name!r} is not in this folder. Put it beside {NAME}", key)
        size = path.stat().st_size
        if size > most:
            words = f"{key} {name!r} has {size // 1024} KB. Make it at most {most // 1024} KB"
            self.refuse(words, key)
        self._check_content(key, name, ending, content := path.read_bytes())
        return File(kinds[ending], content, ending)

    def find_line(self, key: str = "", mode: str = "") -> int:
        """The line of a setting, or of the table it is missing in; 0 where neither is found."""
        own = self._places.find_key(mode or LOOSE, key) if key else 0
        table = self._places.find_table(mode) or self._places.find_key(LOOSE, mode)
        return own or (table if mode else 0)

    def refuse(self, reason: str, key: str = "", mode: str = "") -> NoReturn:
        """Say what is wrong with a setting and what to do.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError(self.describe(reason, key, mode))

    def describe(self, reason: str, key: str = "", mode: str = "") -> str:
        """What is wrong with a setting, behind its line."""
        line = self.find_line(key, mode)
        place = f"{NAME}, line {line}" if line else NAME
        end = "" if reason.endswith(("?", ".")) else "."
        return f"{place}: {reason}{end}"

    def _check_keys(self, table: dict[str, Any], known: tuple[str, ...], mode: str = "") -> None:
        for key in table:
            if key not in known:
                where = f"[{mode}]: " if mode else ""
                inner = isinstance(table[key], dict) and not mode
                words = f"{where}{key!r} means nothing here.{suggest(key, known)}"
                self.refuse(words, "" if inner else key, key if inner else mode)

    def _check_content(self, key: str, name: str, ending: str, content: bytes) -> None:
        if ending == ".svg" and (b"<svg" not in content or ACTIVE.search(content)):
            self.refuse(
                f"{key} {name!r} is no plain SVG picture. Save it again without scripts, as "
                "'plain SVG'",
                key,
            )
        if ending in BEGINNINGS and not content.startswith(BEGINNINGS[ending]):
            words = (
                f"{key} {name!r} is not what its name says. Save it again as {ending[1:].upper()}"
            )
            self.refuse(words, key)
