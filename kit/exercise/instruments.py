"""Published instruments: statements in their own words and order, with what is known about them.

Each is a file `data/instruments/<name>.toml`, its source in `data/sources.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from kit.errors import DefinitionError, suggest
from kit.exercise.choice import Option
from kit.exercise.figures import Source, find_folder, load_sources
from kit.exercise.grid import Grid
from kit.exercise.steps import Steps

FIELDS = ("title", "source", "licence_note", "question", "reverse", "better", "steps", "rows")


@dataclass(frozen=True)
class Instrument:
    """A published set of statements.

    Attributes:
        name: Its file's name, such as "edmondson_1999".
        title: What it asks about.
        source: Where it was published.
        licence_note: What was found about using it.
        question: What is asked of every statement.
        rows: The statements in the published order and words, with short names of ours.
        steps: The published steps.
        reverse: Short names of the statements on which less is better.
        better: What more of the others means, as in "safer".
    """

    name: str
    title: str
    source: Source
    licence_note: str
    question: str
    rows: tuple[Option, ...]
    steps: Steps
    reverse: tuple[str, ...]
    better: str

    def ask(
        self,
        name: str,
        text: str = "",
        *,
        help: str = "",
        skip: str = "",
        say: Mapping[str, str] = MappingProxyType({}),
        since: bool = False,
    ) -> Grid:
        """Make the grid that asks all of its statements.

        Args:
            name: The grid's name.
            text: The question; the instrument's own where it is left out.
            help: A line below the question.
            skip: Words of a button that empties the grid; "" for none.
            say: Lines to read aloud, as those of a grid.
            since: Last time's result of each statement may stand beside today's.
        """
        return Grid(
            name,
            text or self.question,
            rows=self.rows,
            steps=self.steps,
            reverse=self.reverse,
            better=self.better,
            skip=skip,
            source=self.source.name,
            help=help,
            say=say,
            since=since,
        )


def read_instrument(name: str) -> Instrument:
    """Read an instrument that came with the kit.

    Args:
        name: Its file's name without the ending, such as "edmondson_1999".

    Raises:
        DefinitionError: There is none of this name, or its file is wrong.
    """
    folder = find_folder() / "instruments"
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in known:
        msg = f"there is no instrument {name!r}.{suggest(name, known)}"
        raise DefinitionError(msg)
    return read_instrument_file(folder / f"{name}.toml")


def read_instrument_file(path: Path) -> Instrument:
    """Read an instrument from a file.

    Raises:
        DefinitionError: A line is missing, unknown or wrong; names the file.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _refuse(path, f"cannot be read ({error})")
    for field in {*FIELDS} ^ told.keys():
        _refuse(path, f"{field!r} is {'missing' if field in FIELDS else 'not a line of it'}")
    sources = load_sources()
    if told["source"] not in sources:
        _refuse(path, f"sources.toml has no {told['source']!r}.{suggest(told['source'], sources)}")
    rows, steps = told["rows"], told["steps"]
    if not isinstance(rows, dict) or not isinstance(steps, dict):
        _refuse(path, "rows and steps are tables: write [rows] and [steps]")
    instrument = Instrument(
        path.stem,
        told["title"],
        sources[told["source"]],
        told["licence_note"],
        told["question"],
        tuple(Option(value, label) for value, label in rows.items()),
        _read_steps(path, steps),
        tuple(told["reverse"]),
        told["better"],
    )
    try:
        instrument.ask("check")
    except DefinitionError as error:
        _refuse(path, str(error).removeprefix("prompt 'check': ").removesuffix("."))
    return instrument


def _read_steps(path: Path, steps: dict[str, Any]) -> Steps:
    try:
        return Steps(**steps)
    except DefinitionError as error:
        _refuse(path, str(error).removesuffix("."))


def _refuse(path: Path, reason: str) -> NoReturn:
    msg = f"instrument {path.name}: {reason}."
    raise DefinitionError(msg)
