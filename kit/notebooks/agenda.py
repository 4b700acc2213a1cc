"""Agendas: which notebooks of a folder are played, in which order, and how long they take.

A table of `agenda.toml` is an agenda:

    [short]
    title = "Half an hour"
    welcome = "Good to have you here."
    length = 30
    exercises = [
      { notebook = "welcome.ipynb", minutes = 5 },
      { break = 5 },
      { title = "Lunch", minutes = 20 },
    ]
"""

from __future__ import annotations

import contextlib
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from kit.errors import DefinitionError, KitError, suggest
from kit.exercise.exercise import LONGEST_MINUTES
from kit.notebooks.notebook import list_notebooks, read_minutes

NAME = "agenda.toml"
LONGEST = 1.5  # of a notebook's own minutes; half of them are the least if it plans nothing shorter
KEYS = ("title", "welcome", "length", "exercises")
WELCOME = "Good to have you here."
LONGEST_WELCOME = 60  # characters; two lines of the projected page
LONGEST_AGENDA = 10_080  # minutes: a week
LARGEST = 32 * 1024  # bytes of the file
LONGEST_LINE = 2000  # characters; what is read of a line grows with the square of its dots
MOST_ENTRIES = 100  # of one agenda
MOST_DIGITS = 12
SHOWN = 40  # characters of a wrong value in a message
LONG_NUMBER = re.compile(rf"(?<!\w)[+-]?(?:0[xob])?[0-9a-fA-F_]{{{MOST_DIGITS + 1},}}(?!\w)")
ENTRY_KEYS = ("notebook", "minutes", "title", "break")


@dataclass(frozen=True)
class Entry:
    """One line of an agenda: an exercise, or a time without one.

    Attributes:
        notebook: File name of the notebook; "" for a break.
        minutes: How long it takes by plan; None where the agenda leaves it to the notebook.
        title: What it is called; "" where the notebook says.
    """

    notebook: str
    minutes: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Agenda:
    """An ordered list of exercises and breaks.

    Attributes:
        name: Its name in `agenda.toml`; "" where there is no such file.
        title: What it is called on pages.
        length: How many minutes it promises to take; None where it promises nothing.
        entries: What is done, in order.
        welcome: What the room reads while people gather.
    """

    name: str
    title: str
    length: int | None
    entries: tuple[Entry, ...]
    welcome: str = WELCOME

    @property
    def notebooks(self) -> list[str]:
        """File names of the notebooks that are played, in order."""
        return [entry.notebook for entry in self.entries if entry.notebook]


def get_agenda(folder: Path, notebooks: Sequence[str], name: str = "") -> Agenda:
    """Read an agenda.

    Args:
        folder: The folder of notebooks. Its `agenda.toml` has a table for every agenda, with a
            list `exercises` of `{notebook = "...", minutes = ...}` and `{break = ...}`.
        notebooks: File names of the notebooks that are there.
        name: Which agenda, by its name, the beginning of it or its length in minutes; "" means
            the first one. Without the file every notebook is played.

    Raises:
        DefinitionError: The file cannot be read, there is no such agenda, or it names a notebook
            that is not there.
    """
    if not (folder / NAME).is_file():
        if name:
            _refuse(f"{NAME}: there is no such file, so there is no agenda {name!r}")
        return Agenda("", "", None, tuple(Entry(notebook) for notebook in notebooks))
    tables = _load_tables(folder)
    chosen = _find_name(tables, name)
    return _read_agenda(chosen, tables[chosen], notebooks)


def find_welcome(folder: Path, notebooks: Sequence[str], usual: Agenda) -> str:
    """What the room of a session reads while people gather.

    Args:
        folder: The folder of notebooks.
        notebooks: What the session plays, in whichever order.
        usual: The agenda that the server plays; of several with the same notebooks it comes first.
    """
    with contextlib.suppress(KitError, OSError):
        agendas = list_agendas(folder)
        agendas.sort(key=lambda each: each.name != usual.name)
        for agenda in agendas:
            if sorted(agenda.notebooks) == sorted(notebooks):
                return agenda.welcome
    return WELCOME


def find_agenda_faults(folder: Path) -> Iterator[str]:
    """What is wrong with the agendas of a folder, one sentence each, with the cure."""
    if not (folder / NAME).is_file():
        return
    try:
        tables = _load_tables(folder)
    except DefinitionError as error:
        yield str(error)
        return
    notebooks = list_notebooks(folder)
    for name, table in tables.items():
        try:
            agenda = _read_agenda(name, table, notebooks)
        except DefinitionError as error:
            yield str(error)
            continue
        yield from _find_time_faults(folder, agenda)


def describe_times(folder: Path) -> Iterator[str]:
    """How long each agenda of a folder takes, as `kit check` says it when all is well."""
    if (folder / NAME).is_file():
        notebooks = list_notebooks(folder)
        for name, table in _load_tables(folder).items():
            agenda = _read_agenda(name, table, notebooks)
            promised = f" of {agenda.length}" if agenda.length else ""
            yield f"{NAME}, [{name}]: {sum_minutes(folder, agenda)}{promised} minutes."


def list_agendas(folder: Path) -> list[Agenda]:
    """Read every agenda of a folder; without the file, one of all its notebooks.

    Raises:
        DefinitionError: The file cannot be read, or one of its agendas is not as it should be.
    """
    notebooks = list_notebooks(folder)
    if not (folder / NAME).is_file():
        return [get_agenda(folder, notebooks)]
    tables = _load_tables(folder)
    return [_read_agenda(name, table, notebooks) for name, table in tables.items()]


def plan_minutes(folder: Path, agenda: Agenda) -> list[int]:
    """How many minutes each notebook of an agenda is given, the break after it included.

    Returns:
        As many numbers as the agenda has notebooks; none where a length is not known.
    """
    planned: list[int] = []
    for entry in agenda.entries:
        if not entry.notebook:
            if planned:
                planned[-1] += entry.minutes or 0
            continue
        minutes = entry.minutes or read_minutes(folder / entry.notebook).planned
        if minutes is None:
            return []
        planned.append(minutes)
    return planned


def sum_minutes(folder: Path, agenda: Agenda) -> int:
    """How many minutes an agenda takes, breaks included."""
    return sum(
        read_minutes(folder / entry.notebook).planned or 0
        if entry.minutes is None
        else entry.minutes
        for entry in agenda.entries
    )


def _find_time_faults(folder: Path, agenda: Agenda) -> Iterator[str]:
    for place, entry in enumerate(agenda.entries, start=1):
        if not entry.notebook or entry.minutes is None:
            continue
        own = read_minutes(folder / entry.notebook)
        if own.planned is None:
            continue
        least = own.shortest or -(-own.planned // 2)
        most = int(own.planned * LONGEST)
        if not least <= entry.minutes <= most:
            few = "few" if entry.minutes < least else "many"
            shorter = f", its shorter plan {own.shortest}" if own.shortest else ""
            yield (
                f"{NAME}, [{agenda.name}], entry {place}: minutes = {entry.minutes} is too {few} "
                f"for {entry.notebook}. Its own plan takes {own.planned}{shorter}. "
                f"Give it {least} to {most}."
            )
    taken = sum_minutes(folder, agenda)
    if agenda.length is not None and taken > agenda.length:
        yield (
            f"{NAME}, [{agenda.name}]: its entries take {taken} minutes, and length promises "
            f"{agenda.length}. Take {taken - agenda.length} off, or write length = {taken}."
        )


def _load_tables(folder: Path) -> dict[str, Any]:
    text = _read_text(folder / NAME)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _refuse(f"{NAME} cannot be read: {error}")
    except ValueError:
        _refuse(f"{NAME}, line {_find_number(text)}: a number is too long. Write fewer digits")
    except RecursionError:
        _refuse(
            f"{NAME}, line {_find_brackets(text)}: too many brackets one in another. Take away some"
        )
    if not tables:
        _refuse(f"{NAME} holds no agenda. Write a table such as [ninety-minutes] into it")
    return tables


def _read_text(path: Path) -> str:
    """The file's text, if it is no longer than any agenda has to be."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        _refuse(f"{NAME} is larger than {LARGEST // 1024} KB. Take out what is not played")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(f"{NAME} cannot be read: {error}")
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            _refuse(
                f"{NAME}, line {number} is longer than {LONGEST_LINE} characters. "
                "Write each exercise into a line of its own"
            )
    return text


def _find_number(text: str) -> int:
    """The line with the longest number."""
    lines = [max(map(len, LONG_NUMBER.findall(line)), default=0) for line in text.splitlines()]
    return lines.index(max(lines)) + 1


def _find_brackets(text: str) -> int:
    """The line in which brackets are nested deepest."""
    steps = (sum((each in "[{") - (each in "]}") for each in line) for line in text.splitlines())
    depths = list(itertools.accumulate(steps))
    return depths.index(max(depths)) + 1


def _find_name(tables: dict[str, Any], name: str) -> str:
    if not name or name in tables:
        return name or next(iter(tables))
    lengths = [
        each
        for each, table in tables.items()
        if isinstance(table, dict) and str(table.get("length")) == name
    ]
    begun = [each for each in tables if each.startswith(name)]
    found = lengths if len(lengths) == 1 else begun
    if len(found) != 1:
        _refuse(f"{NAME}: {name!r} is no agenda.{suggest(name, list(tables))}")
    return found[0]


def _read_agenda(name: str, table: Any, notebooks: Sequence[str]) -> Agenda:
    where = f"{NAME}, [{name[:SHOWN]}]"
    entries = table.get("exercises") if isinstance(table, dict) else None
    if not isinstance(entries, list) or not entries:
        _refuse(f"{where}: exercises is a list of notebooks. Write at least one")
    if len(entries) > MOST_ENTRIES:
        _refuse(f"{where}: exercises has {len(entries)} entries. Write at most {MOST_ENTRIES}")
    _check_keys(where, table, KEYS)
    read = tuple(
        _read_entry(f"{where}, entry {place}", entry, notebooks)
        for place, entry in enumerate(entries, start=1)
    )
    if not any(entry.notebook for entry in read):
        _refuse(f"{where}: nothing but breaks. Add a notebook to exercises")
    return Agenda(
        name=name,
        title=_read_title(where, table) or name,
        length=_read_minutes(where, table, "length"),
        entries=read,
        welcome=_read_welcome(where, table),
    )


def _read_entry(where: str, entry: Any, notebooks: Sequence[str]) -> Entry:
    if not isinstance(entry, dict) or not {"notebook", "break", "title"} & entry.keys():
        _refuse(
            f'{where}: an exercise is written {{ notebook = "welcome.ipynb", minutes = 8 }}, '
            "a break { break = 5 }"
        )
    _check_keys(where, entry, ENTRY_KEYS)
    minutes, title = _read_minutes(where, entry, "minutes"), _read_title(where, entry)
    if "notebook" not in entry:
        pause = _read_minutes(where, entry, "break")
        if (pause is None) == (minutes is None):
            _refuse(f"{where}: a break has its minutes once. Write {{ break = 5 }}")
        return Entry("", pause or minutes, title or "Break")
    notebook = entry["notebook"]
    if "break" in entry:
        _refuse(
            f"{where}: an entry is a notebook or a break. Write the break as an entry of its own"
        )
    if notebook not in notebooks:
        known = suggest(_quote(notebook).strip("'"), list(notebooks))
        _refuse(f"{where}: {_quote(notebook)} is not in this folder.{known}")
    return Entry(notebook, minutes, title)


def _read_minutes(where: str, table: dict[str, Any], key: str) -> int | None:
    minutes = table.get(key)
    most = LONGEST_AGENDA if key == "length" else LONGEST_MINUTES
    if minutes is not None and (type(minutes) is not int or not 1 <= minutes <= most):
        _refuse(f"{where}: {key} is {_quote(minutes)}. Write whole minutes, 1 to {most}")
    return minutes


def _read_title(where: str, table: dict[str, Any]) -> str:
    title = table.get("title", "")
    if not isinstance(title, str):
        _refuse(f'{where}: title is {_quote(title)}. Write words, such as title = "Lunch"')
    return title


def _read_welcome(where: str, table: dict[str, Any]) -> str:
    welcome = table.get("welcome", WELCOME)
    if not isinstance(welcome, str) or not welcome.strip():
        _refuse(
            f'{where}: welcome is {_quote(welcome)}. Write words, such as welcome = "{WELCOME}"'
        )
    words = " ".join(welcome.split())
    if len(words) > LONGEST_WELCOME:
        _refuse(
            f"{where}: welcome has {len(words)} characters. The whole room reads it from afar: "
            f"write at most {LONGEST_WELCOME}"
        )
    return words


def _check_keys(where: str, table: dict[str, Any], known: Sequence[str]) -> None:
    for key in table:
        if key not in known:
            _refuse(f"{where}: {_quote(key)} means nothing here.{suggest(key, known)}")


def _quote(value: object) -> str:
    """A wrong value as a message shows it: the beginning of one that goes on and on."""
    try:
        words = repr(value)
    except (ValueError, RecursionError):
        return "a number that is too long" if isinstance(value, int) else "nested too deep"
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}\u2026"


def _refuse(reason: str) -> NoReturn:
    raise DefinitionError(reason if reason.endswith((".", "?")) else f"{reason}.")
