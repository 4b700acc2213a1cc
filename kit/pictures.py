"""The pictures a notebook puts on the page: each follows the published results by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.exercise.prompts import Choice, Text
from kit.gate.marginals import ADVICE
from kit.views.round import View
from kit.widgets.marble_jar import EMPTY, MarbleJar
from kit.widgets.palette import get_category
from kit.widgets.picture import Results
from kit.widgets.text_wall import TextWall
from kit.widgets.word_tiles import WordTiles


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
    withheld = ADVICE if view.withheld else ""
    if marginal is not None and marginal.shape == "withheld":
        withheld = marginal.advice
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
        "message": withheld or waiting,
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


def words(results: Results, prompt: str) -> WordTiles:
    """Tiles of the words that the facilitator shows, larger where several people said the same.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a Text prompt whose writers are asked whether it may be shown.

    Raises:
        DefinitionError: The exercise has no such prompt, or its words are never shown.
    """
    tiles = WordTiles()
    tiles.follow(results, lambda view: _read_words(view, prompt))
    return tiles


def _read_words(view: View, name: str) -> dict[str, Any]:
    title = _find_text(view.exercise, name).text
    shown = [each.text for each in view.texts if each.shown and each.prompt == name]
    return {"title": title, "words": count_words(shown), "message": ""}


def count_words(texts: Sequence[str]) -> list[dict[str, Any]]:
    """How often each word was said, as `{"text", "count"}`, in the order given.

    Capitals and spaces make no difference; the first spelling stands for all of them.
    """
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        word = " ".join(text.split())
        entry = found.setdefault(word.casefold(), {"text": word, "count": 0})
        entry["count"] += 1
    return list(found.values())


def _find_text(exercise: Exercise, name: str) -> Text:
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
    prompt = _find_text(view.exercise, name)
    shown = [each for each in view.texts if each.shown and each.prompt == name]
    return {
        "title": prompt.text,
        "sentences": [{"id": each.id, "text": each.text} for each in shown],
        "message": "",
    }
