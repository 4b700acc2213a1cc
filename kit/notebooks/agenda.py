"""Agendas: which notebooks of a folder are played, in which order, and how long they take.

A table of `agenda.toml` is an agenda:

    [short]
    title = "Half an hour"
    welcome = "Good to have you here."
    when = "Take this when the team knows the kit."
    length = 30
    preparation = 10
    exercises = [
      { notebook = "welcome.ipynb", minutes = 5 },
      { notebook = "marble_jar.ipynb", minutes = 16, droppable = true },
      { break = 5 },
      { title = "Slack", minutes = 2 },
      { notebook = "check_out.ipynb", minutes = 2 },
    ]
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kit.errors import KitError
from kit.files.toml_file import TomlFile, refuse
from kit.files.toml_places import Places
from kit.language import N_
from kit.notebooks.agenda_fields import (
    check_keys,
    read_minutes,
    read_row,
    read_tag,
    read_words,
)
from kit.notebooks.agenda_file import NAME, SHOWN, find_name, load_file
from kit.notebooks.code import list_exercises
from kit.notebooks.languages import read_title
from kit.notebooks.notebook import list_notebooks
from kit.notebooks.notebook import read_minutes as read_own_minutes
from kit.session.plan import Row

KEYS = ("title", "welcome", "when", "length", "preparation", "language", "exercises")
WELCOME = N_("Good to have you here.")
LONGEST_WELCOME = 60  # characters; two lines of the projected page
WHEN = "Take this when the team has never used the kit."
LONGEST_WORDS = 120  # characters of a title, and of the sentence that says when to take it
MOST_ENTRIES = 100  # of one agenda


@dataclass(frozen=True)
class Agenda:
    """An ordered list of exercises, breaks and spare time.

    Attributes:
        name: Its name in `agenda.toml`; "" where there is no such file.
        title: What it is called on pages.
        length: How many minutes it promises to take; None where it promises nothing.
        entries: What is done, in order; minutes are None where it leaves them to the notebook.
        welcome: What the room reads while people gather.
        when: When to take it, in a sentence; "" where nothing is said.
        preparation: How many minutes the facilitator needs before; None where nothing is said.
        language: Tag of the language that its sessions speak; "" where nothing is said.
    """

    name: str
    title: str
    length: int | None
    entries: tuple[Row, ...]
    welcome: str = WELCOME
    when: str = ""
    preparation: int | None = None
    language: str = ""

    @property
    def notebooks(self) -> list[str]:
        """File names of the notebooks that are played, in order."""
        return [entry.notebook for entry in self.entries if entry.notebook]


def get_agenda(folder: Path, notebooks: Sequence[str], name: str = "") -> Agenda:
    """Read an agenda.

    Args:
        folder: The folder of notebooks. Its `agenda.toml` has a table for every agenda, with a
            list `exercises` of `{notebook = "...", minutes = ...}`, `{break = ...}` and
            `{title = "...", minutes = ...}`.
        notebooks: File names of the notebooks that are there.
        name: Which agenda, by its name, the beginning of it or its length in minutes; "" means
            the first one. Without the file every notebook is played.

    Raises:
        DefinitionError: The file cannot be read, there is no such agenda, or it names a notebook
            that is not there.
    """
    if not (folder / NAME).is_file():
        if name:
            refuse(f"{NAME}: there is no such file, so there is no agenda {name!r}")
        return Agenda("", "", None, tuple(Row(notebook) for notebook in notebooks))
    file = load_file(folder)
    return read_agenda(file, find_name(file.table, name), notebooks)


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


def describe_times(folder: Path) -> Iterator[str]:
    """How long each agenda of a folder takes, as `kit check` says it when all is well."""
    if (folder / NAME).is_file():
        for agenda in list_agendas(folder):
            promised = f" of {agenda.length}" if agenda.length else ""
            parts = ", ".join(_list_parts(folder, agenda))
            ready = f" Preparation: {agenda.preparation} minutes." if agenda.preparation else ""
            when = f" {agenda.when}" if agenda.when else ""
            total = sum_minutes(folder, agenda)
            yield f"{NAME}, [{agenda.name}]: {total}{promised} minutes ({parts}).{ready}{when}"


def list_agendas(folder: Path) -> list[Agenda]:
    """Read every agenda of a folder; without the file, one of all its notebooks.

    Raises:
        DefinitionError: The file cannot be read, or one of its agendas is not as it should be.
    """
    notebooks = list_notebooks(folder)
    if not (folder / NAME).is_file():
        return [get_agenda(folder, list_exercises(folder))]
    file = load_file(folder)
    return [read_agenda(file, name, notebooks) for name in file.table]


def plan_rows(folder: Path, agenda: Agenda) -> list[Row]:
    """The rows of an agenda with the minutes and the title of each, as far as they are known.

    Where several notebooks have the same title, their file names stand behind it.
    """
    rows = [_plan_row(folder, entry) for entry in agenda.entries]
    titled = {(row.notebook, row.title) for row in rows if row.notebook and row.title}
    often = Counter(title for _notebook, title in titled)
    return [
        replace(row, title=f"{row.title} ({Path(row.notebook).stem})")
        if often[row.title] > 1 and not entry.title
        else row
        for row, entry in zip(rows, agenda.entries, strict=True)
    ]


def _plan_row(folder: Path, entry: Row) -> Row:
    """A row with the minutes and the title of its notebook, where it has none of its own."""
    if not entry.notebook:
        return entry
    path = folder / entry.notebook
    if entry.minutes is None:
        entry = replace(entry, minutes=read_own_minutes(path).planned)
    if not entry.title:
        entry = replace(entry, title=read_title(path))
    return entry


def sum_minutes(folder: Path, agenda: Agenda) -> int:
    """How many minutes an agenda takes, breaks and slack included."""
    return sum(row.minutes or 0 for row in plan_rows(folder, agenda))


def _list_parts(folder: Path, agenda: Agenda) -> Iterator[str]:
    """Of what the minutes of an agenda are made."""
    words = {"exercise": "in exercises", "break": "of breaks", "slack": "of slack"}
    rows = plan_rows(folder, agenda)
    for kind, of in words.items():
        if minutes := sum(row.minutes or 0 for row in rows if row.kind == kind):
            yield f"{minutes} {of}"


def name_agenda(places: Places, name: str, key: str = "") -> str:
    """The place of an agenda, or of a setting of it, for a message."""
    line = places.find_key(name, key) or places.find_table(name)
    return f"{NAME}, line {line}, [{name[:SHOWN]}]" if line else f"{NAME}, [{name[:SHOWN]}]"


def name_entry(places: Places, name: str, number: int) -> str:
    """The place of an entry for a message: "agenda.toml, line 7, [short], entry 2"."""
    line = places.find_entry(name, "exercises", number)
    where = f"{NAME}, line {line}, [{name[:SHOWN]}]" if line else name_agenda(places, name)
    return f"{where}, entry {number}"


def read_agenda(file: TomlFile, name: str, notebooks: Sequence[str]) -> Agenda:
    """Read one agenda of a file.

    Args:
        file: What stands in the file.
        name: The agenda's name.
        notebooks: File names of the notebooks that are there.

    Raises:
        DefinitionError: It is not as it should be; the message names the place and the cure.
    """
    table, places = file.table[name], file.places
    entries = table.get("exercises") if isinstance(table, dict) else None
    where = name_agenda(places, name, "exercises")
    if not isinstance(entries, list) or not entries:
        refuse(f"{where}: exercises is a list of notebooks. Write at least one")
    if len(entries) > MOST_ENTRIES:
        refuse(f"{where}: exercises has {len(entries)} entries. Write at most {MOST_ENTRIES}")
    for key in table:
        check_keys(name_agenda(places, name, key), {key: table[key]}, KEYS)
    read = tuple(
        read_row(name_entry(places, name, place), entry, notebooks)
        for place, entry in enumerate(entries, start=1)
    )
    if not any(entry.notebook for entry in read):
        refuse(f"{where}: nothing but breaks. Add a notebook to exercises")
    last = max(place for place, entry in enumerate(read) if entry.notebook)
    if read[last].droppable:
        refuse(
            f"{name_entry(places, name, last + 1)}: with the last exercise a session ends, so it "
            "is never left out. Take droppable out"
        )

    def at(key: str) -> str:
        return name_agenda(places, name, key)

    return Agenda(
        name=name,
        title=read_words(at("title"), table, "title", "Half an hour", LONGEST_WORDS) or name,
        length=read_minutes(at("length"), table, "length"),
        entries=read,
        welcome=read_words(at("welcome"), table, "welcome", WELCOME, LONGEST_WELCOME) or WELCOME,
        when=read_words(at("when"), table, "when", WHEN, LONGEST_WORDS),
        preparation=read_minutes(at("preparation"), table, "preparation"),
        language=read_tag(at("language"), table),
    )
