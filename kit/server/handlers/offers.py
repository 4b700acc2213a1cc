"""What a new session or a rehearsal may play: the folder's agendas, and each exercise alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.errors import ResponseError
from kit.notebooks.agenda import Agenda, Entry, list_agendas, plan_minutes, sum_minutes
from kit.notebooks.notebook import list_notebooks, read_minutes
from kit.session.progress import name_exercise


@dataclass(frozen=True)
class Item:
    """One line of an agenda as it is read.

    Attributes:
        title: Its name in words.
        minutes: How long it takes by plan; None where nothing is planned.
        played: It is an exercise, and no break.
    """

    title: str
    minutes: int | None
    played: bool


@dataclass(frozen=True)
class Offer:
    """Something a new session may play.

    Attributes:
        value: What a form sends for it.
        agenda: The agenda.
        title: What it is called.
        minutes: How long it takes, breaks included; 0 where that is not known.
        items: Its exercises and breaks, in order.
    """

    value: str
    agenda: Agenda
    title: str
    minutes: int
    items: tuple[Item, ...]

    @property
    def is_alone(self) -> bool:
        """Whether it is one exercise by itself, and no agenda."""
        return self.value.startswith("only:")

    @property
    def words(self) -> str:
        """What a list of choices says."""
        if self.is_alone:
            return f"Only {self.title}"
        return f"{self.title} ({self.minutes} min)" if self.minutes else self.title

    @property
    def length(self) -> str:
        """How long it is: "90 minutes, 5 exercises"."""
        count = len(self.agenda.notebooks)
        parts = [f"{self.minutes} minutes"] if self.minutes else []
        if not self.is_alone:
            parts.append("1 exercise" if count == 1 else f"{count} exercises")
        return ", ".join(parts)


def list_offers(folder: Path) -> list[Offer]:
    """What may be played: the agendas, then every exercise alone.

    Raises:
        KitError: The folder or its agendas cannot be read.
    """
    return list(_list_offers(folder))


def get_offer(folder: Path, value: str) -> Offer:
    """Find what a form has chosen.

    Raises:
        KitError: It is not there, or the folder cannot be read.
    """
    for offer in _list_offers(folder):
        if offer.value == value:
            return offer
    msg = "This agenda is not there any more. Choose another one."
    raise ResponseError(msg, prompt="agenda")


def _list_offers(folder: Path) -> Iterator[Offer]:
    for agenda in list_agendas(folder):
        title = agenda.title or "Every exercise of the folder"
        yield _make_offer(folder, f"agenda:{agenda.name}", agenda, title)
    for notebook in list_notebooks(folder):
        alone = Agenda("", "", None, (Entry(notebook),))
        yield _make_offer(folder, f"only:{notebook}", alone, name_exercise(notebook))


def _make_offer(folder: Path, value: str, agenda: Agenda, title: str) -> Offer:
    items = tuple(_read_item(folder, entry) for entry in agenda.entries)
    known = bool(plan_minutes(folder, agenda))
    return Offer(value, agenda, title, sum_minutes(folder, agenda) if known else 0, items)


def _read_item(folder: Path, entry: Entry) -> Item:
    minutes = entry.minutes
    if minutes is None and entry.notebook:
        minutes = read_minutes(folder / entry.notebook).planned
    title = entry.title or name_exercise(entry.notebook)
    return Item(title, minutes, bool(entry.notebook))
