"""Steps: what the rows of a grid are answered with, numbers or a few words from worst to best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar, NoReturn

from kit.errors import DefinitionError, explain_settings
from kit.exercise.scale import MOST_STEPS

FEWEST_LABELS, MOST_LABELS = 2, 5


@explain_settings
@dataclass(frozen=True)
class Steps:
    """Whole numbers from one end to the other, or a few words in their order.

    Args:
        low: The lowest number, -100 to 100.
        high: The highest number, 1 to 10 above the lowest.
        low_label: What the lowest number means.
        high_label: What the highest number means.
        labels: Words in place of numbers, one for each step; empty where there are numbers.

    Raises:
        DefinitionError: A setting is wrong.
    """

    noun: ClassVar[str] = "steps"

    low: int = 1
    high: int = 5
    _: KW_ONLY
    low_label: str = ""
    high_label: str = ""
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check ends and words."""
        for setting, number in (("low", self.low), ("high", self.high)):
            if isinstance(number, bool) or not isinstance(number, int) or abs(number) > 100:
                _refuse(f"{setting}={number!r} is not a whole number from -100 to 100")
        if not self.low < self.high < self.low + MOST_STEPS:
            _refuse(f"high={self.high} is not 1 to {MOST_STEPS - 1} above low={self.low}")
        for setting, label in (("low_label", self.low_label), ("high_label", self.high_label)):
            if not isinstance(label, str):
                _refuse(f"{setting} is a text. Put it in quotation marks")
        if isinstance(self.labels, str) or not all(isinstance(word, str) for word in self.labels):
            _refuse("labels is a list of texts. Put each in quotation marks")
        object.__setattr__(self, "labels", tuple(self.labels))
        if self.labels and len(self.labels) != self.high - self.low + 1:
            _refuse(f"{len(self.labels)} labels do not fit the steps {self.low} to {self.high}")

    @property
    def ends(self) -> tuple[str, str]:
        """What the lowest and the highest step mean, each "" where nothing is said."""
        if self.labels:
            return self.labels[0], self.labels[-1]
        return self.low_label, self.high_label


def read_steps(steps: object) -> Steps:
    """Take steps as they are, or make them of words.

    Args:
        steps: `Steps`, or a list of two to five different words from worst to best.

    Raises:
        DefinitionError: It is neither.
    """
    if isinstance(steps, Steps):
        return steps
    if isinstance(steps, str) or not isinstance(steps, Sequence):
        _refuse("write kit.Steps(1, 7), or a list of words as ['seldom', 'often']")
    if not all(isinstance(word, str) and word.strip() for word in steps):
        _refuse("each word of the list is a text in quotation marks")
    words = tuple(word.strip() for word in steps)
    if not FEWEST_LABELS <= len(words) <= MOST_LABELS:
        _refuse(f"a list has {FEWEST_LABELS} to {MOST_LABELS} words, and this has {len(words)}")
    if len(set(words)) < len(words):
        _refuse("two words of the list are the same. Reword one")
    return Steps(1, len(words), labels=words)


def _refuse(reason: str) -> NoReturn:
    msg = f"steps: {reason}."
    raise DefinitionError(msg)
