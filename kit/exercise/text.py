"""Text: write a sentence, and say whether it may be shown."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.claims import fits_signs
from kit.exercise.lines import is_kept
from kit.exercise.prompt import Prompt
from kit.exercise.responses import TextResponse
from kit.language import N_, _

LONGEST_TEXT = 500
FIELDS = frozenset({"text", "share", "mark"})


@explain_settings
@dataclass(frozen=True)
class Text(Prompt):
    """Write a sentence.

    Attributes:
        unwritten: What is said of something that is no such answer.

    Args:
        name: Short name in small letters.
        text: The question.
        max_length: Most characters, 1 to 500.
        may_be_shown: The writer is asked whether the sentence may be shown without a name.
        may_be_claimed: While it is shown, the writer may put a name below it, for good. Off where
            nothing is said.
        help: A line below the question.
        least: Fewest people who are here when the form opens; with fewer it is left out.
        asked: False leaves the question out, and its picture, as if it were not written.
    """

    type: ClassVar[str] = "text"
    counted: ClassVar[bool] = False
    unwritten: ClassVar[str] = N_("Write a sentence, or leave this empty.")

    _: KW_ONLY
    max_length: int = 200
    may_be_shown: bool = True
    may_be_claimed: bool = False
    asked: bool = True

    def __post_init__(self) -> None:
        """Check length and switches."""
        super().__post_init__()
        self._check_whole("max_length", self.max_length, 1, LONGEST_TEXT)
        self._check_switch("may_be_shown", self.may_be_shown)
        self._check_switch("may_be_claimed", self.may_be_claimed)
        if self.may_be_claimed and not self.may_be_shown:
            self._refuse(
                "only a sentence that is shown can be claimed. Write may_be_shown=True, or take "
                "out may_be_claimed"
            )
        self._check_switch("asked", self.asked)

    def clean(self, raw: object) -> TextResponse | None:
        """Take a sentence, or a mapping of `text`, `share` and perhaps `mark`.

        A sentence alone is not shared, and none is where the prompt does not ask for it. A mark is
        kept of one that may be shown and claimed.
        """
        fields = {"text": raw, "share": False} if raw is None or isinstance(raw, str) else raw
        if not isinstance(fields, Mapping) or not FIELDS.issuperset(fields):
            self._reject(_(self.unwritten))
        text, share = fields.get("text"), fields.get("share", False)
        mark = fields.get("mark", "")
        if text is None:
            return None
        if not isinstance(text, str) or not isinstance(share, bool):
            self._reject(_(self.unwritten))
        sentence = _strip_controls(text)
        if not sentence:
            return None
        if len(sentence) > self.max_length:
            over = len(sentence) - self.max_length
            most = self.max_length
            self._reject(
                _("Please shorten this by {over} to {most} characters.", over=over, most=most)
            )
        if mark and not fits_signs(mark):
            words = _("Untick “may be shown” and tick it again: its mark did not arrive whole.")
            self._reject(words)
        shared = share and self.may_be_shown
        return TextResponse(sentence, shared, mark if shared and self.may_be_claimed else "")

    def check_plain(self, reason: str) -> None:
        """Refuse that it may be claimed, where words carry a name by themselves.

        Args:
            reason: Why, as the first half of a message.

        Raises:
            DefinitionError: It may be claimed.
        """
        if self.may_be_claimed:
            self._refuse(f"{reason}, so nobody claims it. Take out may_be_claimed")

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values; `asked` only where it is off."""
        told = super().to_json()
        return told if not self.asked else {name: told[name] for name in told if name != "asked"}

    def explain_uncrossed(self) -> str:
        """Refuse it: sentences are not counted."""
        name = type(self).__name__
        return f"is a {name}, and what people write is not counted. Take out the pair"


def _strip_controls(text: str) -> str:
    """Drop what no keyboard types, no database takes, or what turns the words behind it around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or is_kept(c)).strip()
