"""What a new session or a rehearsal may play: the folder's agendas, and each exercise alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.errors import ResponseError
from kit.language import _, ngettext
from kit.notebooks.agenda import Agenda, list_agendas, plan_rows
from kit.notebooks.code import list_exercises
from kit.session.plan import Kind, Row
from kit.session.progress import name_row


@dataclass(frozen=True)
class Item:
    """One line of an agenda as it is read.

    Attributes:
        title: Its name in words.
        minutes: How long it takes by plan; None where nothing is planned.
        kind: An exercise, a break or spare time.
        notebook: File name of an exercise's notebook; "" for others.
    """

    title: str
    minutes: int | None
    kind: Kind
    notebook: str = ""


@dataclass(frozen=True)
class Offer:
    """Something a new session may play.

    Attributes:
        value: What a form sends for it.
        agenda: The agenda.
        title: What it is called.
        minutes: How long it takes, breaks included; 0 where that is not known.
        items: Its rows, in order.
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
            return _("Only {title}", title=self.title)
        if not self.minutes:
            return self.title
        return _("{title} ({minutes} min)", title=self.title, minutes=self.minutes)

    @property
    def length(self) -> str:
        """How long it is: "90 minutes, 5 exercises"."""
        minutes = ngettext("{n} minute", "{n} minutes", self.minutes) if self.minutes else ""
        if self.is_alone:
            return minutes
        exercises = ngettext("{n} exercise", "{n} exercises", len(self.agenda.notebooks))
        if not minutes:
            return exercises
        return _("{minutes}, {exercises}", minutes=minutes, exercises=exercises)

    @property
    def advice(self) -> str:
        """When to take it, and how long it takes to prepare; "" where the agenda says neither."""
        minutes, ready = self.agenda.preparation, ""
        if minutes:
            ready = ngettext("{n} minute of preparation.", "{n} minutes of preparation.", minutes)
        return " ".join(filter(None, (self.agenda.when, ready)))


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
    msg = _("This agenda is not there any more. Choose another one.")
    raise ResponseError(msg, prompt="agenda")


def _list_offers(folder: Path) -> Iterator[Offer]:
    for agenda in list_agendas(folder):
        title = agenda.title or _("Every exercise of the folder")
        yield _make_offer(folder, f"agenda:{agenda.name}", agenda, title)
    exercises = tuple(Row(notebook) for notebook in list_exercises(folder))
    for entry, row in zip(
        exercises, plan_rows(folder, Agenda("", "", None, exercises)), strict=True
    ):
        alone = Agenda("", "", None, (entry,))
        yield _make_offer(folder, f"only:{entry.notebook}", alone, name_row(row))


def _make_offer(folder: Path, value: str, agenda: Agenda, title: str) -> Offer:
    rows = plan_rows(folder, agenda)
    items = tuple(
        Item(
            name_row(row),
            row.minutes,
            row.kind,
            row.notebook,
        )
        for row in rows
    )
    minutes = [row.minutes for row in rows if row.minutes is not None]
    return Offer(value, agenda, title, sum(minutes) if len(minutes) == len(rows) else 0, items)
