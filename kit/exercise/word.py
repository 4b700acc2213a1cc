"""Word: write one word, and say whether it may be shown."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.responses import TextResponse
from kit.exercise.text import Text
from kit.language import N_

LONGEST_WORD = 60  # characters, what a phone has on one line


@explain_settings
@dataclass(frozen=True)
class Word(Text):
    """Write one word, or two that belong together: `kit.Words` shows how often each was said.

    Args:
        name: Short name in small letters.
        text: The question.
        max_length: Most characters, 1 to 60.
        may_be_shown: The writer is asked whether the word may be shown without a name.
        may_be_claimed: As of a Text; `kit.Words` cannot show the names.
        help: A line below the question.
        least: Fewest people who are here when the form opens; with fewer it is left out.
    """

    type: ClassVar[str] = "word"
    unwritten: ClassVar[str] = N_("Write a word, or leave this empty.")

    _: KW_ONLY
    max_length: int = 20

    def __post_init__(self) -> None:
        """Check that it fits on one line."""
        super().__post_init__()
        self._check_whole("max_length", self.max_length, 1, LONGEST_WORD)

    def clean(self, raw: object) -> TextResponse | None:
        """Take a word, or a mapping of `text` and `share`; what spaces it has are single ones."""
        if isinstance(raw, str):
            raw = _tidy(raw)
        elif isinstance(raw, Mapping) and isinstance(raw.get("text"), str):
            raw = {**raw, "text": _tidy(raw["text"])}
        return super().clean(raw)


def _tidy(word: str) -> str:
    return " ".join(word.split())
