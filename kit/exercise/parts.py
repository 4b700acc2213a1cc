"""Parts: one exercise that is played in several rounds, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise

MOST_PARTS = 3


def check_parts(parts: Sequence[object]) -> None:
    """Check that exercises can be played as the parts of one.

    Raises:
        DefinitionError: There are none or too many of them; two have the same slug or ask a prompt
            of the same name; or the leader speaks, or notes are signed first, in a later one.
    """
    for each in parts:
        if not isinstance(each, Exercise):
            msg = "kit.join takes an exercise. Write room = kit.join(kit.Exercise(...))."
            raise DefinitionError(msg)
    exercises = [each for each in parts if isinstance(each, Exercise)]
    if not 1 <= len(exercises) <= MOST_PARTS:
        msg = f"kit.join takes one exercise, or the parts of one, at most {MOST_PARTS}."
        raise DefinitionError(msg)
    _refuse_twice("two parts have the slug", [each.slug for each in exercises])
    names = [prompt.name for each in exercises for prompt in each.prompts]
    _refuse_twice("two parts have a prompt called", names)
    for each in exercises[1:]:
        if each.leader is not None:
            msg = f"exercise {each.slug!r}: the leader speaks in the first part. Move leader there."
            raise DefinitionError(msg)
        if each.notes:
            msg = f"exercise {each.slug!r}: notes belong to the first part. Move notes there."
            raise DefinitionError(msg)


def _refuse_twice(what: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            msg = f"kit.join: {what} {name!r}. Give one of them another."
            raise DefinitionError(msg)
