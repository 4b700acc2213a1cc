"""What the parser cannot read of a TOML file, in the words of somebody who writes no programs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

from kit.files.text import CURLY, find_conflict

CONFLICT = "git has left both versions of a conflict in it. Keep one of them"
QUOTES = 'curly quotes such as {} hold no words. Write straight ones: "..."'
INNER = (
    "a quotation mark inside the words ends them there. Write the inner ones as single ones, '...'"
)
APOSTROPHE = 'an apostrophe inside the words ends them there. Write "..." around them'
OPEN = "the words are not closed. Put a quotation mark at their end"
SIGN = "a sign that is no letter stands among the words. Delete it and type the words anew"
BACKSLASH = "a backslash stands for something else here. Write / in its place, or none"
BARE = 'words stand in quotation marks. Write {} = "{}"'
COLON = "what belongs to a name stands behind =, not behind a colon. Write {} = ..."
SWITCH = "true and false are written in small letters"
COMMENT = "a comment begins with #"
NUMBER = "a number has a point and no comma, no word behind it and no 0 before it, as in 3.5"
NO_VALUE = "there is nothing behind =. Write what belongs there, or take the line out"
NO_EQUALS = "a name and what belongs to it have = between them. Write {} = ..."
COMMA = "a comma is missing behind this entry. Write one after each"
NO_END = "the list has no end. Write ] in a line of its own below the last entry"
SPARE = "a bracket or a comma is left over. Take it out"
BRACKETS = "a bracket is missing, or a comma. What stands in {...} stands in a single line"
HEAD = "the name between [ and ] is not understood. Write it in letters, digits and hyphens"
TWICE = "{!r} is there twice. Take one out"
OTHER = "this line is not understood: {!r}. A line is written name = value"
SHOWN = 60  # characters of a line in a message
_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")

Structure = Callable[[str, list[str], int], tuple[int, str]]
"""Says what is wrong with names, brackets and commas: what the parser has said, the lines and the
number of the one at which it stopped give the line that is told, and the words."""


def explain_structure(said: str, lines: list[str], number: int) -> tuple[int, str]:
    """What is wrong with names, brackets and commas of a file of settings and lists."""
    line = lines[number - 1].strip()
    before = go_back(lines, number - 1)
    if line.startswith("[") and "=" not in line and "Cannot" not in said:
        return number, HEAD
    if found := re.search(r"\('([^']+)',\)|key '([\w-]+)'", said):
        return number, TWICE.format(found[1] or found[2])
    if "Cannot" in said:
        return number, TWICE.format(re.split(r"[\s=\]]", line.lstrip("["))[0])
    if "Unclosed array" in said or "end of document" in said:
        follows = line[:1] in ('"', "'", "{") and lines[before - 1].rstrip()[-1:] in "\"'}"
        if before < number and follows:
            return before, COMMA
        inside = re.search(r"[\"'}]\s+[\"'{]", line)
        return number, COMMA if inside else NO_END
    if found := re.match(r"([\w-]+)\s+\S", line) if "Expected '='" in said else None:
        return number, NO_EQUALS.format(found[1])
    if line.strip(",]} ") == "":
        return number, SPARE
    if "{" in line and line.count("{") >= line.count("}"):
        return number, BRACKETS
    return number, OTHER.format(line[:SHOWN])


def explain(
    error: tomllib.TOMLDecodeError,
    text: str,
    structure: Structure = explain_structure,
    number: str = NUMBER,
    backslash: str = BACKSLASH,
) -> tuple[int, str]:
    """Say what is wrong with a file.

    Args:
        error: What the parser has raised.
        text: The file's text.
        structure: Says what is wrong with names, brackets and commas.
        number: What is said of a number that is none.
        backslash: What is said of a backslash.

    Returns:
        The line, from 1, and the words with their cure.
    """
    lines = text.split("\n")
    if conflict := find_conflict(text):
        return conflict, CONFLICT
    said = str(error)
    found = _AT.search(said)
    place = min(int(found[1]), len(lines)) if found and found[1] else len(lines)
    if not lines[place - 1].strip():
        place = go_back(lines, place)
    line = lines[place - 1].strip()
    for explained in (_explain_quotes(said, line, backslash), _explain_value(said, line, number)):
        if explained:
            return place, explained
    return structure(said, lines, place)


def go_back(lines: list[str], number: int) -> int:
    """The last line before one that holds anything: an end that is missing belongs there."""
    return next((n for n in range(number, 0, -1) if lines[n - 1].strip()), 1)


def _explain_quotes(said: str, line: str, backslash: str) -> str:
    bare = re.sub(r'"[^"]*"', "", line)
    if curly := next((sign for sign in bare if sign in CURLY), ""):
        return QUOTES.format(curly)
    if "Unescaped" in said or "backslash" in said.lower() or re.search(r"(?i)hex|escape", said):
        return backslash
    entry = line.startswith(('"', "'"))
    if "=" not in line and not entry and not line.startswith("["):
        return ""
    if re.search(r'"[^"]*\w[^"]*"\s*\w[^"]*"', re.sub(r'=\s*"[^"]*"\s*(?=[,}\]]|$)', "", line)):
        return INNER
    if re.search(r"(?:=\s*|^)'[^'\"]*\w'\w", line):
        return APOSTROPHE
    if re.search(r"Illegal character '\\[nr]|Unterminated string|Expected \"'", said):
        return OPEN
    if "Illegal character" in said:
        return SIGN
    return ""


def _explain_value(said: str, line: str, number: str) -> str:
    if line.startswith(("//", ";", "--", "/*")):
        return COMMENT
    if re.search(r"=\s*(True|False|TRUE|FALSE|Yes|No|yes|no)\b", line):
        return SWITCH
    if re.search(r"=\s*(0\d|\d+,\d|\d+\s*[a-z])", line):
        return number
    if re.search(r"=\s*(#.*|[,}].*)?$", line):
        return NO_VALUE
    if found := re.search(r"(?:^|[{,]\s*)([\w-]+)\s*:", re.sub(r'"[^"]*"', '""', line)):
        return COLON.format(found[1])
    if "Invalid value" in said and (found := re.search(r"([\w-]+)\s*=\s*([^\W\d][^,}\"]*)", line)):
        return BARE.format(found[1], found[2].strip())
    return ""
