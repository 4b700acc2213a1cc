"""A TOML file that a person writes: read, bounded, and refused with the line and the cure."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from kit.errors import DefinitionError
from kit.files.text import Decoded, decode
from kit.files.toml_places import Places
from kit.files.toml_words import explain

LONGEST_LINE = 50_000  # characters
MOST_DIGITS = 12
LONG_NUMBER = re.compile(rf"(?<!\w)[+-]?(?:0[xob])?[0-9a-fA-F_]{{{MOST_DIGITS + 1},}}(?!\w)")

Explain = Callable[[tomllib.TOMLDecodeError, str], tuple[int, str]]


@dataclass(frozen=True)
class TomlFile:
    """What stands in a file.

    Attributes:
        table: Its settings and tables.
        places: The lines in which they and their entries begin.
        encoding: How the file was written, where that was not plain UTF-8; else "".
        guessed: Nothing in the file says that it is this encoding.
    """

    table: dict[str, Any]
    places: Places
    encoding: str = ""
    guessed: bool = False


def read_toml(
    path: Path,
    name: str,
    largest: int,
    *,
    longest: int = LONGEST_LINE,
    spare: str = "Take out what is not needed",
    explain: Explain = explain,
) -> TomlFile:
    """Read a file.

    Args:
        path: Where it is.
        name: What it is called in a message.
        largest: Most bytes.
        longest: Most characters of a line.
        spare: What to do where the file is too large, or a line too long.
        explain: Says what the parser could not read, in the words of such a file.

    Raises:
        DefinitionError: It cannot be read; names the line and the cure.
    """
    decoded = _read_text(path, name, largest, longest, spare)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, words = explain(error, text)
        refuse(f"{name}, line {line}: {words}")
    except ValueError:
        refuse(f"{name}, line {_find_number(text)}: a number is too long. Write fewer digits")
    except RecursionError:
        refuse(
            f"{name}, line {_find_brackets(text)}: too many brackets one in another. Take away some"
        )
    return TomlFile(table, Places(text), decoded.encoding, decoded.guessed)


def refuse(reason: str) -> NoReturn:
    """Say what is wrong and what to do.

    Raises:
        DefinitionError: Always.
    """
    raise DefinitionError(reason if reason.endswith((".", "?")) else f"{reason}.")


def _read_text(path: Path, name: str, largest: int, longest: int, spare: str) -> Decoded:
    """The file's text, if it is no longer than it has to be."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        refuse(f"{name} cannot be read ({error.strerror}). Change its permissions, or take it out")
    if len(content) > largest:
        refuse(f"{name} is larger than {largest // 1024} KB. {spare}")
    try:
        decoded = decode(content)
    except ValueError as error:
        refuse(f"{name} is no text ({error}). Write it anew, or take it from a backup")
    for number, line in enumerate(decoded.text.splitlines(), start=1):
        if len(line) > longest:
            refuse(
                f"{name}, line {number} is longer than {longest} characters. "
                "Write each entry into a line of its own"
            )
    return decoded


def _find_number(text: str) -> int:
    """The line with the longest number."""
    lines = [max(map(len, LONG_NUMBER.findall(line)), default=0) for line in text.splitlines()]
    return lines.index(max(lines)) + 1


def _find_brackets(text: str) -> int:
    """The line in which brackets are nested deepest."""
    steps = (sum((each in "[{") - (each in "]}") for each in line) for line in text.splitlines())
    depths = list(itertools.accumulate(steps))
    return depths.index(max(depths)) + 1
