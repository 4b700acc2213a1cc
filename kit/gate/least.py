"""Questions that are asked only where enough people are here when the form opens.

It is decided once, at the opening, and holds for every phone: who comes later brings no question
back, and who leaves takes none away.
"""

from __future__ import annotations

from collections.abc import Collection

from kit.exercise.exercise import Exercise
from kit.exercise.prompt import Prompt
from kit.gate.marginals import Marginal, Shape
from kit.language import N_, _, ngettext
from kit.language.formats import join_quoted

LEFT_OUT = N_("Not asked: that takes {least} people when the form opens")


def list_left_out(exercise: Exercise, seats: int, known: int) -> tuple[str, ...]:
    """Name the prompts that a form leaves out.

    Args:
        exercise: What is asked.
        seats: The size of the room, as `count_joined` gives it.
        known: How many answers the room knows: they protect nobody here either.
    """
    return tuple(prompt.name for prompt in exercise.prompts if seats - known < prompt.least)


def explain_left_out(prompt: Prompt) -> str:
    """Why a prompt has no result, in its picture's place."""
    return _(LEFT_OUT, least=prompt.least)


def explain_asleep(exercise: Exercise, present: int, total: int, known: int) -> tuple[str, ...]:
    """What opening a form now would leave out that the room is large enough for.

    Where nobody has counted the people, a phone that sleeps cannot be told from one that is gone.

    Args:
        exercise: What is asked.
        present: Seats that somebody sits in.
        total: All seats of the session.
        known: How many answers the room knows.
    """
    awake = list_left_out(exercise, present, known)
    lost = [name for name in awake if name not in list_left_out(exercise, total, known)]
    if not lost:
        return ()
    words = join_quoted(exercise.get_prompt(name).text for name in lost)
    return (
        ngettext(
            "If you open now, {words} is left out. Some of the phones that have joined are "
            "asleep, and nobody has said how many people are here. Enter the number of people.",
            "If you open now, {words} are left out. Some of the phones that have joined are "
            "asleep, and nobody has said how many people are here. Enter the number of people.",
            len(lost),
            words=words,
        ),
    )


def build_left_out(prompt: Prompt) -> tuple[Marginal, ...]:
    """What is published of a prompt that nobody was asked: no number, and why."""
    why = LEFT_OUT.format(least=prompt.least)  # in English, as all that is stored
    return tuple(
        Marginal(
            each.name,
            type(each).__name__,
            each.text,
            0,
            (),
            Shape.WITHHELD,
            why,
            group=each.group,
        )
        for each in prompt.questions
    )


def promise_least(exercise: Exercise) -> list[str]:
    """What is said of such questions before it is known who will be there."""
    return [
        _(
            "“{question}” is asked only if {least} or more are here when the form opens. Who comes "
            "later does not bring it back.",
            question=prompt.text,
            least=prompt.least,
        )
        for prompt in exercise.prompts
        if prompt.least
    ]


def promise_left_out(exercise: Exercise, left_out: Collection[str]) -> list[str]:
    """What is said of those that this form has left out."""
    return [
        _(
            "“{question}” is left out: it is asked only from {least} people on.",
            question=prompt.text,
            least=prompt.least,
        )
        for prompt in exercise.prompts
        if prompt.name in left_out
    ]
