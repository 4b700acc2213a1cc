"""Single words as tiles, the frequent ones larger."""

from __future__ import annotations

from typing import Any

from kit.errors import DefinitionError
from kit.gate.least import explain_left_out
from kit.pictures.sentences import get_shown_text
from kit.views.round import View
from kit.views.words import count_words
from kit.widgets.picture import Results
from kit.widgets.word_tiles import WordTiles


def words(results: Results, prompt: str) -> WordTiles:
    """Tiles of the words that the facilitator shows, larger where several people said the same.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a Text prompt whose writers are asked whether it may be shown.

    Raises:
        DefinitionError: The exercise has no such prompt, its words are never shown, or each may
            be claimed by itself.
    """
    tiles = WordTiles()
    tiles.follow(results, lambda view: _read_words(view, prompt))
    return tiles


def _read_words(view: View, name: str) -> dict[str, Any]:
    view = view.of(name)
    if view.does_not_ask(name):
        return {"words": []}
    prompt = get_shown_text(view.exercise, name)
    if prompt.may_be_claimed:
        msg = (
            f"prompt {name!r}: tiles count the same words of several people, so no name can stand "
            "below them. Take out may_be_claimed, or show a wall with kit.Sentences."
        )
        raise DefinitionError(msg)
    message = explain_left_out(prompt) if name in view.round.left_out else ""
    shown = [each.text for each in view.texts if each.shown and each.prompt == name]
    words = [{"text": each.text, "count": each.count} for each in count_words(shown)]
    return {"title": prompt.text, "words": words, "message": message}
