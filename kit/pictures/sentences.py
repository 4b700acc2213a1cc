"""Sentences on the wall, each as the facilitator shows it."""

from __future__ import annotations

from typing import Any

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.gate.least import explain_left_out
from kit.views.round import View
from kit.widgets.picture import Results
from kit.widgets.text_wall import TextWall


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


def get_shown_text(exercise: Exercise, name: str) -> Text:
    """Give the Text prompt of that name.

    Raises:
        DefinitionError: There is none, or its words are never shown.
    """
    prompt = exercise.get_prompt(name)
    if not isinstance(prompt, Text) or not prompt.may_be_shown:
        texts = [each for each in exercise.prompts if isinstance(each, Text)]
        names = ", ".join(repr(each.name) for each in texts if each.may_be_shown)
        msg = (
            f"prompt {name!r}: only sentences that may be shown make a wall. "
            f"This exercise has {names or 'none yet: add a Text with may_be_shown=True'}."
        )
        raise DefinitionError(msg)
    return prompt


def _read_sentences(view: View, name: str) -> dict[str, Any]:
    view = view.of(name)
    if view.does_not_ask(name):
        return {"sentences": []}
    prompt = get_shown_text(view.exercise, name)
    shown = [each for each in view.texts if each.shown and each.prompt == name]
    return {
        "title": prompt.text,
        "sentences": [{"id": each.id, "text": each.text, "by": each.name} for each in shown],
        "message": explain_left_out(prompt) if name in view.round.left_out else "",
    }
