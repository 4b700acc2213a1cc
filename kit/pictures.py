"""The pictures a notebook puts on the page: each follows the published results by itself."""

from __future__ import annotations

from typing import Any

from kit.errors import DefinitionError
from kit.exercise import Exercise
from kit.palette import get_category
from kit.prompts import Choice, Text
from kit.results import ADVICE
from kit.view import View
from kit.widgets.marble_jar import EMPTY, MarbleJar
from kit.widgets.picture import Results
from kit.widgets.text_wall import TextWall


def marble_jar(results: Results, prompt: str | None = None) -> MarbleJar:
    """A jar that fills with one marble for every choice, coloured by kind.

    The leader's marble is gold, carries a name and lies at the bottom; it is in no count.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a Choice prompt; without it the exercise's first one.

    Raises:
        DefinitionError: The exercise has no such prompt, or it is not a Choice.
    """
    jar = MarbleJar()
    jar.follow(results, lambda view: _read_marbles(view, prompt))
    return jar


def _read_marbles(view: View, prompt: str | None) -> dict[str, Any]:
    choice = _find_choice(view.exercise, prompt)
    marginal = view.snapshot.get_marginal(choice.name) if view.snapshot else None
    counts = {value: count for value, _, count in marginal.counts} if marginal else {}
    withheld = view.withheld or (marginal is not None and marginal.shape == "withheld")
    gold = view.leader.get("name", "")
    waiting = f"{gold} has gone first" if gold else EMPTY
    marbles = []
    for place, option in enumerate(choice.options):
        category = get_category(place)
        marbles.append(
            {
                "value": option.value,
                "label": option.label,
                "letter": category.letter,
                "colour": category.name,
                "count": counts.get(option.value, 0),
            }
        )
    return {
        "marbles": marbles,
        "gold": gold,
        "message": ADVICE if withheld else waiting,
        "note": "" if withheld else view.note,
    }


def _find_choice(exercise: Exercise, prompt: str | None) -> Choice:
    if prompt is not None:
        found = exercise.get_prompt(prompt)
        if isinstance(found, Choice):
            return found
    choices = [each for each in exercise.prompts if isinstance(each, Choice)]
    if prompt is None and choices:
        return choices[0]
    names = ", ".join(repr(each.name) for each in choices) or "none yet: add a Choice"
    asked = "" if prompt is None else f"prompt {prompt!r}: "
    msg = f"{asked}a marble jar shows the kinds of a Choice. This exercise has {names}."
    raise DefinitionError(msg)


def sentences(results: Results, prompt: str) -> TextWall:
    """A wall of the sentences that the facilitator shows; it takes no space while there are none.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a Text prompt whose writers are asked whether it may be shown.

    Raises:
        DefinitionError: The exercise has no such prompt, or its sentences are never shown.
    """
    wall = TextWall()
    wall.follow(results, lambda view: _read_sentences(view, prompt))
    return wall


def _read_sentences(view: View, name: str) -> dict[str, Any]:
    prompt = view.exercise.get_prompt(name)
    if not isinstance(prompt, Text) or not prompt.may_be_shown:
        texts = [each for each in view.exercise.prompts if isinstance(each, Text)]
        names = ", ".join(repr(each.name) for each in texts if each.may_be_shown)
        msg = (
            f"prompt {name!r}: only sentences that may be shown make a wall. "
            f"This exercise has {names or 'none yet: add a Text with may_be_shown=True'}."
        )
        raise DefinitionError(msg)
    shown = [each for each in view.texts if each.shown and each.prompt == name]
    return {
        "title": prompt.text,
        "sentences": [{"id": each.id, "text": each.text} for each in shown],
        "message": "",
    }
