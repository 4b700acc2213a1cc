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
        mark: The hash of the key by which it can be claimed; "" where there is none.
    """

    text: str
    share: bool = False
    mark: str = ""

    def __repr__(self) -> str:
        """Show how long it is, not what it says."""
        return f"TextResponse({len(self.text)} characters, share={self.share})"

    def to_json(self) -> dict[str, object]:
        """As plain values; the mark only where there is one."""
        mark = {"mark": self.mark} if self.mark else {}
        return {"text": self.text, "share": self.share} | mark


Response: TypeAlias = tuple[str, ...] | int | bool | TextResponse | EnergyShares | dict[str, int]
