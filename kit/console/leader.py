"""The facilitator's fields for the leader's words, kept as they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import HTML, VBox

from kit.errors import KitError, ResponseError
from kit.exercise.exercise import Exercise
from kit.exercise.leader_fields import has_words, list_leader_fields, read_leader
from kit.widgets.callbacks import guard
from kit.widgets.choice_input import ChoiceInput
from kit.widgets.note import Note
from kit.widgets.text_input import ONE_LINE, TextInput

ALOUD = " Erased with the next exercise; the report says “told aloud”."
THERE = "The leader's words are there."
LEADER_HEAD = (
    '<h2 class="kit-heading">The leader goes first</h2>'
    '<p class="kit-quiet">Named, shown on the screen while the leader speaks, '
    "and never counted with the answers. May stay empty when it is told aloud.{}</p>"
)


class LeaderFields(VBox):  # type: ignore[misc]
    """A name and the leader's prompts; no field when nobody goes first.

    Args:
        exercise: What is played.
        on_leader: Called with the leader's words by prompt name, and "name".
        warn: Called with what went wrong and belongs to no field.
    """

    def __init__(
        self,
        exercise: Exercise,
        on_leader: Callable[[Mapping[str, str]], None],
        warn: Callable[[KitError], None],
    ) -> None:
        self._on_leader = on_leader
        self._warn = warn
        self._exercise = exercise
        self._told: Mapping[str, str] = {}
        self._filling = False
        self._fields = build_leader(exercise)
        for field in self._fields.values():
            field.observe(guard(self.tell, self.show_error), ["value"])
        aloud = ALOUD if exercise.leader and not exercise.leader.keep else ""
        self._there = Note()
        head = HTML(LEADER_HEAD.format(aloud))
        super().__init__([head, self._there, *self._fields.values()])
        self.add_class("kit-leader")

    def fill(self, told: Mapping[str, str]) -> None:
        """Put in what was told before this page was loaded, or on another one."""
        if told == self._told:
            return
        self._told, self._filling = told, True
        self._there.text = THERE if has_words(told) else ""
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
            self._there.text = THERE if has_words(told) else ""
            self._on_leader(told)

    def show_error(self, error: KitError) -> None:
        """Show what went wrong beside its field, or hand it on."""
        if isinstance(error, ResponseError) and error.prompt in self._fields:
            self._fields[error.prompt].error = str(error)
        else:
            self._warn(error)


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
