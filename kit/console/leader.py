"""The facilitator's fields for the leader's words, kept as they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import HTML, VBox

from kit.errors import KitError, ResponseError
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.guesses import GUESS_LENGTH, THIRDS, check_guesses, guess_key, third_key
from kit.exercise.scale import Scale
from kit.widgets.callbacks import guard
from kit.widgets.choice_input import ChoiceInput
from kit.widgets.text_input import ONE_LINE, TextInput

MAX_NAME = 40
GUESS_HELP = "A number from {low} to {high}. The room does not see it before the reveal."
ALOUD = " Erased with the next exercise; the report says “told aloud”."
ROW_HELP = (
    "One line, by what was agreed with the leader. The room does not see it before the reveal."
)
THIRD_HELP = "As the line is worded, not turned round."
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
        super().__init__([HTML(LEADER_HEAD.format(aloud)), *self._fields.values()])
        self.add_class("kit-leader")

    def fill(self, told: Mapping[str, str]) -> None:
        """Put in what was told before this page was loaded, or on another one."""
        if told == self._told:
            return
        self._told, self._filling = told, True
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
        told = {}
        for name, field in self._fields.items():
            field.error = ""
            if words := _read(field):
                told[name] = words
            if isinstance(field, TextInput) and len(words) > field.max_length:
                msg = f"At most {field.max_length} characters. Shorten it a little."
                raise ResponseError(msg, prompt=name)
        check_guesses(self._exercise, told)
        if told != self._told:
            self._told = told
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
    if exercise.leader is None:
        return {}
    fields: dict[str, TextInput | ChoiceInput] = {
        "name": TextInput(
            prompt="name", text="The leader's name", max_length=MAX_NAME, one_line=True
        )
    }
    for name in exercise.leader.guesses:
        scale = exercise.get_prompt(name)
        if isinstance(scale, Grid):
            fields |= _build_row_guess(scale)
            continue
        assert isinstance(scale, Scale)  # the exercise has checked it
        fields[guess_key(name)] = TextInput(
            prompt=guess_key(name),
            text=f"The leader's guess: {scale.text}",
            help=GUESS_HELP.format(low=scale.low, high=scale.high),
            max_length=GUESS_LENGTH,
            one_line=True,
        )
    for prompt in exercise.leader.prompts:
        fields[prompt.name] = TextInput(
            prompt=prompt.name,
            text=prompt.text,
            help=prompt.help,
            max_length=prompt.max_length,
            one_line=prompt.max_length <= ONE_LINE,
        )
    return fields


def _build_row_guess(grid: Grid) -> dict[str, TextInput | ChoiceInput]:
    """Fields for one row of a grid, and for the third in which its centre is guessed to lie."""
    rows = [{"value": row.value, "label": row.label} for row in grid.rows]
    thirds = [{"value": value, "label": words.capitalize()} for value, words in THIRDS.items()]
    asked = (
        (guess_key(grid.name), f"The leader's guess: {grid.text}", ROW_HELP, rows),
        (third_key(grid.name), "Where will the answers to it lie?", THIRD_HELP, thirds),
    )
    return {
        key: ChoiceInput(prompt=key, text=text, help=help_text, options=options)
        for key, text, help_text, options in asked
    }
