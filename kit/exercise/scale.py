"""Scale: pick one step of a few."""

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.prompt import Prompt

MOST_STEPS = 11  # 0 to 10


@explain_settings
@dataclass(frozen=True)
class Scale(Prompt):
    """Pick one step of a scale.

    Args:
        name: Short name in small letters.
        text: The question.
        low: The lowest step.
        high: The highest step, at most 10 above the lowest.
        low_label: What the lowest step means.
        high_label: What the highest step means.
        help: A line below the question.
    """

    type: ClassVar[str] = "scale"

    _: KW_ONLY
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""

    def __post_init__(self) -> None:
        """Check the two ends."""
        super().__post_init__()
        self._check_whole("low", self.low, -100, 100)
        self._check_whole("high", self.high, self.low + 1, self.low + MOST_STEPS - 1)
        for setting, label in (("low_label", self.low_label), ("high_label", self.high_label)):
            if not isinstance(label, str):
                self._refuse(f"{setting} is a text. Put it in quotation marks")

    def clean(self, raw: object) -> int | None:
        """Take a whole number on the scale."""
        if raw is None:
            return None
        if isinstance(raw, bool) or not isinstance(raw, int) or not self.low <= raw <= self.high:
            self._reject(f"Choose a number from {self.low} to {self.high}.")
        return raw

    def explain_uncrossed(self) -> str:
        """Allow it: a scale has three rows."""
        return ""
