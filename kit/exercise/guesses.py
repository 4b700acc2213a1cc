"""What the leader guesses the room will say on a scale or in a grid, kept until the reveal."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kit.errors import ResponseError
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.scale import Scale
from kit.language import NP_, _, pgettext

PREFIX = "guess:"  # before the prompt's name among the leader's words
THIRD = ":third"  # behind it, where the guess is a third of one row
GUESS_LENGTH = 4  # characters
THIRDS = {
    "low": NP_("place", "low"),
    "middle": NP_("place", "in the middle"),
    "high": NP_("place", "high"),
}
"""The thirds of a grid's steps that may be guessed, and how each is said."""


def guess_key(name: str) -> str:
    """The name under which the guess for a prompt stands among the leader's words."""
    return f"{PREFIX}{name}"


def third_key(name: str) -> str:
    """The name under which stands in which third the leader guesses a row of a grid to lie."""
    return f"{guess_key(name)}{THIRD}"


def check_guesses(exercise: Exercise, told: Mapping[str, str]) -> None:
    """Let only guesses pass that are steps of their scale, or a row and a third of their grid.

    Raises:
        ResponseError: One is not; names the field.
    """
    for name in exercise.leader.guesses if exercise.leader else ():
        scale, guess = exercise.get_prompt(name), told.get(guess_key(name))
        if isinstance(scale, Grid):
            _check_row(scale, told)
        if guess is None or not isinstance(scale, Scale):
            continue
        if guess not in [str(step) for step in range(scale.low, scale.high + 1)]:
            msg = _(
                "Guess a number from {low} to {high}, or leave it empty.",
                low=scale.low,
                high=scale.high,
            )
            raise ResponseError(msg, prompt=guess_key(name))


def _check_row(grid: Grid, told: Mapping[str, str]) -> None:
    known = {guess_key(grid.name): [row.value for row in grid.rows], third_key(grid.name): THIRDS}
    for key, choices in known.items():
        if key in told and told[key] not in choices:
            msg = _("Choose one of the list, or leave it empty.")
            raise ResponseError(msg, prompt=key)


def find_row_guess(told: Mapping[str, str], grid: Grid) -> tuple[str, str] | None:
    """The row that the leader has picked, and its third: "low", "middle" or "high".

    None where there is no guess, or only half of one.
    """
    row, third = told.get(guess_key(grid.name), ""), told.get(third_key(grid.name), "")
    known = row in [each.value for each in grid.rows] and third in THIRDS
    return (row, third) if known else None


def describe_row_guess(told: Mapping[str, str], grid: Grid) -> str:
    """The leader's guess for a grid in words, without a full stop; "" where there is none."""
    guess = find_row_guess(told, grid)
    if guess is None:
        return ""
    return _say_guess(told, quote_row_guess(grid, guess))


def quote_row_guess(grid: Grid, guess: tuple[str, str]) -> str:
    """A row and its third: "“We ask”, in the middle"."""
    labels = {row.value: row.label for row in grid.rows}
    row, third = labels[guess[0]].rstrip("."), pgettext("place", THIRDS[guess[1]])
    # Translators: a line of a grid, and in which third of its steps it lies.
    return _("“{row}”, {third}", row=row, third=third)


def find_guess(told: Mapping[str, str], name: str) -> int | None:
    """The leader's guess for a prompt; None where there is none."""
    guess = told.get(guess_key(name), "")
    return int(guess) if re.fullmatch(rf"-?[0-9]{{1,{GUESS_LENGTH}}}", guess) else None


def hide_guesses(told: Mapping[str, str]) -> dict[str, str]:
    """The leader's words without the guesses."""
    return {name: words for name, words in told.items() if not name.startswith(PREFIX)}


def describe_guess(told: Mapping[str, str], name: str) -> str:
    """The leader's guess for a prompt in words; "" where there is none."""
    guess = find_guess(told, name)
    return "" if guess is None else _say_guess(told, str(guess))


def _say_guess(told: Mapping[str, str], guess: str) -> str:
    if name := told.get("name"):
        return _("{name} guessed {guess}", name=name, guess=guess)
    return _("The leader guessed {guess}", guess=guess)
