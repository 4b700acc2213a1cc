"""What a prompt's `clean` gives: one seat's answer to one question."""

from dataclasses import dataclass
from typing import TypeAlias

from kit.exercise.energy import EnergyShares


@dataclass(frozen=True)
class TextResponse:
    """A sentence, and whether its writer allows that it is shown without a name.

    Args:
        text: The sentence, never empty.
        share: The writer ticked "may be shown".
    """

    text: str
    share: bool = False

    def __repr__(self) -> str:
        """Show how long it is, not what it says."""
        return f"TextResponse({len(self.text)} characters, share={self.share})"


Response: TypeAlias = tuple[str, ...] | int | bool | TextResponse | EnergyShares
