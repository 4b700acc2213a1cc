"""What the leader guesses the room will say on a scale, kept until the reveal."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kit.errors import ResponseError
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale

PREFIX = "guess:"  # before the prompt's name among the leader's words
GUESS_LENGTH = 4  # characters


def guess_key(name: str) -> str:
    """The name under which the guess for a prompt stands among the leader's words."""
    return f"{PREFIX}{name}"


def check_guesses(exercise: Exercise, told: Mapping[str, str]) -> None:
    """Let only guesses pass that are steps of their scale.

    Raises:
        ResponseError: One is not; names the field.
    """
    for name in exercise.leader.guesses if exercise.leader else ():
        scale, guess = exercise.get_prompt(name), told.get(guess_key(name))
        if guess is None or not isinstance(scale, Scale):
            continue
        if guess not in [str(step) for step in range(scale.low, scale.high + 1)]:
            msg = f"Guess a number from {scale.low} to {scale.high}, or leave it empty."
            raise ResponseError(msg, prompt=guess_key(name))


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
    return "" if guess is None else f"{told.get('name') or 'The leader'} guessed {guess}"
