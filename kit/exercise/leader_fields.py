"""What a leader is asked, field by field, and how what is written into the fields is read.

The facilitator's dashboard and the leader's own page ask the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.guesses import GUESS_LENGTH, THIRDS, check_guesses, guess_key, third_key
from kit.exercise.lines import check_length, tidy_line
from kit.exercise.scale import Scale
from kit.language import N_, _, pgettext

NAME = "name"
MAX_NAME = 40
GUESS = N_("The leader's guess: {question}")
OWN_GUESS = N_("Your guess: {question}")
THIRD = N_("Where will the answers to it lie?")
GUESS_HELP = N_("A number from {low} to {high}. The room does not see it before the reveal.")
ROW_HELP = N_("One line. The room does not see it before the reveal.")
THIRD_HELP = N_("As the line is worded, not turned round.")


@dataclass(frozen=True)
class LeaderField:
    """One field of what a leader is asked.

    Attributes:
        key: The name under which its words are kept.
        text: The question, as the facilitator reads it.
        own: The same, as the leader reads it.
        help: A line below the question; "" for none.
        max_length: Most characters; 0 where one of the options is chosen.
        options: What may be chosen, as values and labels; none where words are written.
        guesses: It asks for a guess, which nobody sees before the reveal.
    """

    key: str
    text: str
    own: str
    help: str = ""
    max_length: int = 0
    options: tuple[tuple[str, str], ...] = ()
    guesses: bool = False


def list_leader_fields(exercise: Exercise) -> list[LeaderField]:
    """What a leader is asked, in order; nothing where nobody goes first."""
    if exercise.leader is None:
        return []
    fields = [LeaderField(NAME, _("The leader's name"), _("Your name"), max_length=MAX_NAME)]
    for name in exercise.leader.guesses:
        asked = exercise.get_prompt(name)
        if isinstance(asked, Grid):
            fields += _list_row_guess(asked)
            continue
        assert isinstance(asked, Scale)  # the exercise has checked it
        told = _(GUESS_HELP, low=asked.low, high=asked.high)
        text, own = _(GUESS, question=asked.text), _(OWN_GUESS, question=asked.text)
        key = guess_key(name)
        fields.append(LeaderField(key, text, own, told, max_length=GUESS_LENGTH, guesses=True))
    fields += [
        LeaderField(each.name, each.text, each.text, each.help, max_length=each.max_length)
        for each in exercise.leader.prompts
    ]
    return fields


def _list_row_guess(grid: Grid) -> list[LeaderField]:
    """Fields for one row of a grid, and for the third in which its centre is guessed to lie."""
    rows = tuple((row.value, row.label) for row in grid.rows)
    thirds = tuple(
        (value, pgettext("place", words).capitalize()) for value, words in THIRDS.items()
    )
    text, own = _(GUESS, question=grid.text), _(OWN_GUESS, question=grid.text)
    return [
        LeaderField(guess_key(grid.name), text, own, _(ROW_HELP), options=rows, guesses=True),
        LeaderField(
            third_key(grid.name),
            _(THIRD),
            _(THIRD),
            _(THIRD_HELP),
            options=thirds,
            guesses=True,
        ),
    ]


def read_leader(exercise: Exercise, written: Mapping[str, str]) -> dict[str, str]:
    """Read what was written into the fields, by their keys; what was left empty is left out.

    Raises:
        ResponseError: Something is too long, or a guess is not one; names the field.
    """
    told = {}
    for field in list_leader_fields(exercise):
        words = _tidy(written.get(field.key, ""))
        if field.max_length:
            check_length(words, field.max_length, field.key)
        if words:
            told[field.key] = words
    check_guesses(exercise, told)
    return told


def _tidy(words: str) -> str:
    """Words as they were written, without what no keyboard types; empty lines are left out."""
    lines = (tidy_line(each) for each in words.splitlines())
    return "\n".join(each for each in lines if each)


def has_words(told: Mapping[str, str]) -> bool:
    """Whether a leader has written anything; a name alone says nothing yet."""
    return any(words for key, words in told.items() if key != NAME)
