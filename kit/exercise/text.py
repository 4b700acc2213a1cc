"""Text: write a sentence, and say whether it may be shown."""

import unicodedata
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.prompt import Prompt
from kit.exercise.responses import TextResponse

LONGEST_TEXT = 500


@explain_settings
@dataclass(frozen=True)
class Text(Prompt):
    """Write a sentence.

    Args:
        name: Short name in small letters.
        text: The question.
        max_length: Most characters, 1 to 500.
        may_be_shown: The writer is asked whether the sentence may be shown without a name.
        help: A line below the question.
    """

    type: ClassVar[str] = "text"
    counted: ClassVar[bool] = False

    _: KW_ONLY
    max_length: int = 200
    may_be_shown: bool = True

    def __post_init__(self) -> None:
        """Check length and switch."""
        super().__post_init__()
        self._check_whole("max_length", self.max_length, 1, LONGEST_TEXT)
        self._check_switch("may_be_shown", self.may_be_shown)

    def clean(self, raw: object) -> TextResponse | None:
        """Take a sentence, or a mapping of `text` and `share`.

        A sentence alone is not shared, and none is where the prompt does not ask for it.
        """
        fields = {"text": raw, "share": False} if raw is None or isinstance(raw, str) else raw
        if not isinstance(fields, Mapping) or not {"text", "share"}.issuperset(fields):
            self._reject("Write a sentence, or leave this empty.")
        text, share = fields.get("text"), fields.get("share", False)
        if text is None:
            return None
        if not isinstance(text, str) or not isinstance(share, bool):
            self._reject("Write a sentence, or leave this empty.")
        sentence = _strip_controls(text)
        if not sentence:
            return None
        if len(sentence) > self.max_length:
            over = len(sentence) - self.max_length
            self._reject(f"Please shorten this by {over} to {self.max_length} characters.")
        return TextResponse(sentence, share and self.may_be_shown)

    def explain_uncrossed(self) -> str:
        """Refuse it: sentences are not counted."""
        return "is a Text, and sentences are not counted. Take out the pair"


def _strip_controls(text: str) -> str:
    """Drop what no keyboard types and no database takes: control characters, half characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = [c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")]
    return "".join(kept).strip()
