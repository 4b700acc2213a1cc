"""What the parser cannot read of `agenda.toml`, in the words of an agenda."""

from __future__ import annotations

import re
import tomllib
import unicodedata

from kit.files import toml_words
from kit.files.toml_words import NO_EQUALS, SHOWN, go_back

ENTRY = '{ notebook = "welcome.ipynb", minutes = 8 }'
NAME = "the name of an agenda is not understood. Write small letters and hyphens: [{}]"
BACKSLASH = "a backslash stands for something else here. Write the file's name alone"
COMMA = "a comma is missing behind the entry. Write one after each }"
INSIDE = "a comma is missing inside the entry. Write it as " + ENTRY
LINES = "an entry stands in a single line. Write it as " + ENTRY
NO_END = "the list of exercises has no end. Write ] in a line of its own below the last entry"
SPARE = "a comma or a bracket is left over. Write each entry as " + ENTRY + ","
TWO_AGENDAS = "there are two agendas of this name. Rename one of them"
TWO_KEYS = "{!r} is there twice in this agenda. Take one out"
WHOLE = "minutes are whole numbers, without a word, a comma or a 0 before them, as in minutes = 8"
OTHER = "this line is not understood: {!r}. An entry is written {}"
_ENTRY_END = re.compile(r"\}\s*(#.*)?$")


def explain(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Say what is wrong with an agenda; as `kit.files.toml_words.explain` does."""
    return toml_words.explain(error, text, explain_structure, WHOLE, BACKSLASH)


def explain_structure(said: str, lines: list[str], number: int) -> tuple[int, str]:
    """What is wrong with names, brackets and commas of an agenda."""
    line = lines[number - 1].strip()
    if words := _explain_names(said, line):
        return number, words
    if "end of document" in said and line.endswith((",", "[", "}")):
        return number, NO_END
    if "Unclosed array" in said and not line.startswith('"'):
        before = go_back(lines, number - 1)
        if line.startswith("{") and _ENTRY_END.search(lines[before - 1]):
            return before, COMMA
        return number, COMMA if re.search(r"\}\s*\{", line) else NO_END
    return number, _explain_entry(line)


def _explain_names(said: str, line: str) -> str:
    """Names of agendas, and of what belongs to them."""
    if re.match(r"\[[^\[{\"]*\]?$", line) and "=" not in line:
        return TWO_AGENDAS if "Cannot declare" in said else NAME.format(_suggest_name(line))
    if found := re.search(r"Duplicate inline table key '([\w-]+)'", said):
        return TWO_KEYS.format(found[1])
    if "Cannot overwrite" in said and (found := re.match(r"([\w-]+)", line)):
        return TWO_KEYS.format(found[1])
    if "Expected '='" in said and (found := re.match(r"([\w-]+)\s+\S", line)):
        return NO_EQUALS.format(found[1])
    return ""


def _explain_entry(line: str) -> str:
    """An entry whose brackets or commas do not fit."""
    opened = line.count("{") > line.count("}")
    if line in ("]", "],", "]]", "}", "},", ",") or (opened and re.search(r"\]\s*,?$", line)):
        return SPARE
    if opened:
        return LINES
    if "{" in line and "}" in line:
        return SPARE if re.search(r",\s*[,}]", line) else INSIDE
    return OTHER.format(line[:SHOWN], ENTRY)


def _suggest_name(line: str) -> str:
    """A name of an agenda that would be read."""
    plain = unicodedata.normalize("NFKD", line.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "half-an-hour"
