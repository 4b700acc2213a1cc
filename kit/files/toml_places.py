"""Where the tables of a TOML file, their settings and entries stand: the parser does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_COMMENT = re.compile(r"#[^\n]*")
_HEAD = re.compile(
    r"^[ \t]*\[\[?[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([\w.-]+))[ \t]*\]", re.MULTILINE
)
_KEY = re.compile(r"^[ \t]*([\w-]+)[ \t]*=", re.MULTILINE)
LOOSE = ""
"""In the place of a table's name: what stands above all of them."""


class Places:
    """Lines of a file, from 1; 0 where something is not found.

    Args:
        text: What stands in the file. It has been parsed, or nearly.
    """

    def __init__(self, text: str) -> None:
        heads = [(m.start(), m[1] or m[2] or m[3]) for m in _HEAD.finditer(_blank(text, _COMMENT))]
        plain = _blank(text, _TEXT, _COMMENT)
        starts = [start for start, _ in heads]
        ends = [*starts[1:], len(plain)]
        self._text = plain
        self._tables: dict[str, list[tuple[int, int]]] = {
            LOOSE: [(0, starts[0] if starts else len(plain))]
        }
        for (start, name), end in zip(heads, ends, strict=False):
            if name:
                self._tables.setdefault(name, []).append((start, end))

    def find_table(self, name: str, number: int = 1) -> int:
        """The line with the name of a table, or the how manyth of them if there are several."""
        found = self._tables.get(name, []) if name else []
        return self._count(found[number - 1][0]) if len(found) >= number else 0

    def find_key(self, table: str, key: str) -> int:
        """The line with a setting of a table."""
        for start, end in self._tables.get(table, []):
            for found in _KEY.finditer(self._text, start, end):
                if found[1] == key:
                    return self._count(found.start(1))
        return 0

    def find_loose(self, key: str) -> int:
        """The line with a setting that belongs to no table."""
        return self.find_key(LOOSE, key) or 1

    def find_entry(self, table: str, key: str, number: int) -> int:
        """The line in which an entry of a table's list begins, counted from 1."""
        for start, end in self._tables.get(table, []):
            opened = re.compile(rf"\b{re.escape(key)}[ \t]*=[ \t]*\[").search(
                self._text, start, end
            )
            if opened is not None:
                places = list(_list_entries(self._text, opened.end(), end))
                return self._count(places[number - 1]) if number <= len(places) else 0
        return 0

    def _count(self, place: int) -> int:
        return self._text.count("\n", 0, place) + 1


def _list_entries(text: str, start: int, end: int) -> Iterator[int]:
    """Where each entry of a list begins, whatever it is."""
    depth, wanted = 0, True
    for place in range(start, end):
        sign = text[place]
        if sign == "," and depth == 0:
            wanted = True
        elif not sign.isspace() and wanted and sign != "]":
            yield place
            wanted = False
        depth += (sign in "[{") - (sign in "]}")
        if depth < 0:
            return


def _blank(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with what matches taken out; every line stays where it is."""
    whole = re.compile("|".join(f"(?:{each.pattern})" for each in patterns), re.DOTALL)

    def fill(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", "x" if found[0][0] in "\"'" else " ", found[0])

    if len(patterns) > 1:
        return whole.sub(fill, text)
    texts = re.compile(f"({_TEXT.pattern})|{whole.pattern}", re.DOTALL)
    return texts.sub(lambda m: m[0] if m[1] else fill(m), text)
