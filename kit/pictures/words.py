"""Single words as tiles, the frequent ones larger."""

from __future__ import annotations

from typing import Any

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
        DefinitionError: The exercise has no such prompt, or its words are never shown.
    """
    tiles = WordTiles()
    tiles.follow(results, lambda view: _read_words(view, prompt))
    return tiles


def _read_words(view: View, name: str) -> dict[str, Any]:
    title = get_shown_text(view.exercise, name).text
    shown = [each.text for each in view.texts if each.shown and each.prompt == name]
    words = [{"text": each.text, "count": each.count} for each in count_words(shown)]
    return {"title": title, "words": words, "message": ""}
