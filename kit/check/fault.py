"""A fault: which file, which cell, which line, what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        file: The file's name.
        cell: Number of the cell, from 1; 0 where the whole file is meant.
        line: Line of the cell, from 1; 0 where the whole cell is meant.
        words: What is wrong, with the cure. A sentence that names the file itself stands alone.
        grave: It keeps the exercise from being played as it is meant. Otherwise it is advice.
    """

    file: str
    cell: int
    line: int
    words: str
    grave: bool = True

    def __str__(self) -> str:
        """As it is told: the place, then the words."""
        if self.words.startswith(self.file):
            return self.words
        place = [self.file]
        place += [f"cell {self.cell}"] if self.cell else []
        place += [f"line {self.line}"] if self.line else []
        return f"{', '.join(place)}: {self.words}"


def move_fault(fault: Fault, folder: str) -> Fault:
    """The same fault with its file named from outside of a folder.

    Args:
        fault: The fault.
        folder: The folder's name; "" for none.
    """
    if not folder:
        return fault
    names = fault.words.startswith(fault.file)
    words = f"{folder}/{fault.words}" if names else fault.words
    return replace(fault, file=f"{folder}/{fault.file}", words=words)


def sort_faults(faults: list[Fault]) -> list[Fault]:
    """Each once, by file and place, what is grave first within a place."""
    return sorted(set(faults), key=lambda each: (each.file, each.cell, each.line, not each.grave))
