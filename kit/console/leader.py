"""The facilitator's fields for the leader's words, kept as they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ipywidgets import HTML, VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError, ResponseError
from kit.exercise.exercise import Exercise
from kit.exercise.guesses import PREFIX
from kit.exercise.leader_fields import has_words, list_leader_fields, read_leader
from kit.language import N_, _
from kit.language.formats import join_items
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.choice_input import ChoiceInput
from kit.widgets.markup import render_part
from kit.widgets.note import Note
from kit.widgets.text_input import ONE_LINE, TextInput
from kit.widgets.visibility import show

ALOUD = N_("Erased with the next exercise; the report says “told aloud”.")
THERE = N_("The leader's words are there.")
NOBODY = N_("No leader in this team")
NOBODY_TIP = N_("Every exercise opens at once, and nobody is asked to go first.")
SOMEBODY = N_("A leader goes first after all")
ANOTHER = N_("Another leader")
ANOTHER_TIP = N_("What has been told stays, with its name. The fields are for the next one.")
SPEAKS = N_("{name} has spoken. The fields are for another leader now.")
SPOKEN = N_("{names} have spoken. The fields are for another leader now.")
LEADERLESS = N_("Nobody goes first")
ABOUT_LEADERLESS = N_(
    "This team has no leader. Every exercise opens at once; what the run-sheet has for the leader "
    "is passed over."
)
HEADING = N_("The leader goes first")
ABOUT = N_(
    "Named, shown on the screen while the leader speaks, and never counted with the answers. May "
    "stay empty when it is told aloud."
)


class LeaderControls(Protocol):
    """The other side of the fields. Each may raise a `KitError`, which the page shows."""

    def tell_leader(self, told: Mapping[str, str]) -> None:
        """Keep the words of the leader who speaks now, by prompt name, and "name"."""

    def add_leader(self, expected: int) -> None:
        """Have another leader speak; `expected` is how many have begun to, as the page saw."""

    def set_leaderless(self, leaderless: bool) -> None:
        """Say that nobody goes first, from this exercise on, or that somebody does."""


class LeaderFields(VBox):  # type: ignore[misc]
    """A name and the leader's prompts; no field when nobody goes first.

    Args:
        exercise: What is played.
        controls: What is done with the words, by prompt name and "name", and with the buttons.
        warn: Called with what went wrong and belongs to no field.
    """

    def __init__(
        self,
        exercise: Exercise,
        controls: LeaderControls,
        warn: Callable[[KitError], None],
    ) -> None:
        self._controls = controls
        self._spoken = 1
        self._warn = warn
        self._exercise = exercise
        self._told: Mapping[str, str] = {}
        self._filling = False
        self._fields = build_leader(exercise)
        for field in self._fields.values():
            field.observe(guard(self.tell, self.show_error), ["value"])
        passing = exercise.leader is not None and not exercise.leader.keep
        about = f"{_(ABOUT)} {_(ALOUD)}" if passing else _(ABOUT)
        self._there = Note()
        self._words = render_part("console/lines.html", "leader", _(HEADING), about)
        self._leaderless = render_part(
            "console/lines.html", "leader", _(LEADERLESS), _(ABOUT_LEADERLESS)
        )
        self._head = HTML()
        warn = self.show_error
        self._another = make_button(
            _(ANOTHER), lambda: controls.add_leader(self._spoken), warn, _(ANOTHER_TIP)
        )
        self._nobody = make_button(
            _(NOBODY), lambda: controls.set_leaderless(True), warn, _(NOBODY_TIP)
        )
        self._somebody = make_button(_(SOMEBODY), lambda: controls.set_leaderless(False), warn)
        buttons = (self._another, self._nobody, self._somebody)
        self._boxes = {key: VBox([field]) for key, field in self._fields.items()}
        super().__init__([self._head, self._there, *self._boxes.values(), *buttons])
        self.add_class("kit-leader")

    def follow(self, view: View) -> None:
        """Show who goes first, and put in what was told before this page was loaded."""
        nobody = view.round.leaderless
        self._head.value = self._leaderless if nobody else self._words
        before = [each.get("name", "") for each in (view.leader, *view.more_leaders)][:-1]
        self._spoken = len(before) + 1
        for key, box in self._boxes.items():
            show(box, not nobody and not (before and key.startswith(PREFIX)))
        show(self._another, view.phase is Phase.LEADER)
        show(self._nobody, view.phase is Phase.PREPARE and not nobody)
        show(self._somebody, view.phase is Phase.PREPARE and nobody)
        self.fill({} if nobody else view.speaker)
        if before:
            self._there.text = _name_spoken(before)

    def fill(self, told: Mapping[str, str]) -> None:
        """Put in what was told before this page was loaded, or on another one."""
        if told == self._told:
            return
        self._told, self._filling = told, True
        self._there.text = _(THERE) if has_words(told) else ""
        for name, field in self._fields.items():
            words = told.get(name, "")
            field.value = words if isinstance(field, TextInput) else [words] if words else []
        self._filling = False

    def tell(self, _change: Any = None) -> None:
        """Hand on what has been written since the last time.

        Raises:
            ResponseError: Something is too long, or a guess is not on its scale; names the prompt.
        """
        if self._filling:
            return
        for field in self._fields.values():
            field.error = ""
        told = read_leader(self._exercise, {key: _read(each) for key, each in self._fields.items()})
        if told != self._told:
            self._told = told
            self._there.text = _(THERE) if has_words(told) else ""
            self._controls.tell_leader(told)

    def show_error(self, error: KitError) -> None:
        """Show what went wrong beside its field, or hand it on."""
        if isinstance(error, ResponseError) and error.prompt in self._fields:
            self._fields[error.prompt].error = str(error)
        else:
            self._warn(error)


def _name_spoken(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _(SPEAKS, name=names[0])
    return _(SPOKEN, names=join_items(names))


def _read(field: TextInput | ChoiceInput) -> str:
    """What a field holds, as words; "" for nothing."""
    if isinstance(field, TextInput):
        return str(field.value).strip()
    return field.value[0] if field.value else ""


def build_leader(exercise: Exercise) -> dict[str, TextInput | ChoiceInput]:
    """The fields for the leader's words; none when nobody goes first."""
    fields: dict[str, TextInput | ChoiceInput] = {}
    for each in list_leader_fields(exercise):
        if each.options:
            options = [{"value": value, "label": label} for value, label in each.options]
            fields[each.key] = ChoiceInput(
                prompt=each.key, text=each.text, help=each.help, options=options
            )
        else:
            fields[each.key] = TextInput(
                prompt=each.key,
                text=each.text,
                help=each.help,
                max_length=each.max_length,
                one_line=each.max_length <= ONE_LINE,
            )
    return fields
