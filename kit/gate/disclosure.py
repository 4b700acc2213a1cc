"""Which cells of a cross-table may be shown, so that nobody in a small one is found."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

STEP = 3  # cells are shown in steps of it, so that nobody in a shown one knows the only other

Cell = tuple[int, int]
Line = tuple[int, str]


def is_open(found: Mapping[Cell, int]) -> bool:
    """Say whether every cell that shows fewer than a step may be empty, for all anybody can know.

    The sums of all rows and columns are taken as known, and so is the own answer of whoever looks.
    The result depends on what is shown and on these sums alone: every other table that would look
    the same has the same result.

    Args:
        found: How many there are in each cell, by row and column; every cell of the table.
    """
    rest = CellBounds(
        dict(found),
        {cell: count - count % STEP for cell, count in found.items()},
        {cell: count - count % STEP + STEP - 1 for cell, count in found.items()},
    )
    return rest.may_all_be_empty() and all(
        rest.take_out(cell).may_all_be_empty() for cell in found if rest.may_hold(cell)
    )


class CellBounds:
    """One way to fill the cells that fits the sums and what is shown, and a search for others.

    Args:
        filled: How many are in each cell.
        least: How few there could be.
        most: How many there could be.
    """

    def __init__(
        self, filled: dict[Cell, int], least: dict[Cell, int], most: dict[Cell, int]
    ) -> None:
        self._filled, self._least, self._most = filled, least, most

    def may_all_be_empty(self) -> bool:
        """Whether, for each cell that may be empty by what it shows, there is a way to be so."""
        return all(
            self._may_be_empty(cell)
            for cell, count in self._filled.items()
            if count and not self._least[cell]
        )

    def may_hold(self, cell: Cell) -> bool:
        """Whether there is a way with somebody in a cell."""
        return self._fill(cell) is not None

    def take_out(self, cell: Cell) -> CellBounds:
        """The rest without one person who is in a cell; `may_hold` has said that it may be."""
        filled = self._fill(cell)
        assert filled is not None
        return CellBounds(
            {**filled, cell: filled[cell] - 1},
            {**self._least, cell: max(0, self._least[cell] - 1)},
            {**self._most, cell: self._most[cell] - 1},
        )

    def _may_be_empty(self, cell: Cell) -> bool:
        """Move everybody out of a cell, one after the other, along a chain of other cells."""
        filled, (row, column) = dict(self._filled), cell
        return all(
            self._move(filled, (row, "row"), (column, "column"), cell) for _ in range(filled[cell])
        )

    def _fill(self, cell: Cell) -> dict[Cell, int] | None:
        """Find a way with somebody in a cell; None where there is none."""
        filled = dict(self._filled)
        if filled[cell]:
            return filled
        filled[cell] = 1
        row, column = cell
        fits = self._move(filled, (column, "column"), (row, "row"), cell)
        return filled if fits else None

    def _move(self, filled: dict[Cell, int], start: Line, end: Line, but: Cell) -> bool:
        """Put one more into the first cell of a chain, take one out of the next, and so on.

        A chain leads from row to column by a cell with room, and back by a cell that can spare
        somebody; so all sums but those of its two ends stay. This is one step of the search for a
        maximum flow by Ford and Fulkerson (1956).
        """
        came: dict[Line, tuple[Line, Cell, int]] = {}
        waiting = deque([start])
        while waiting and end not in came:
            here = waiting.popleft()
            for cell, there, change in self._list_steps(filled, here):
                if cell != but and there != start and there not in came:
                    came[there] = here, cell, change
                    waiting.append(there)
        if end not in came:
            return False
        while end != start:
            end, cell, change = came[end]
            filled[cell] += change
        return True

    def _list_steps(self, filled: dict[Cell, int], here: Line) -> Iterator[tuple[Cell, Line, int]]:
        """From a row, the cells with room; from a column, those that can spare somebody."""
        place, kind = here
        for cell, count in filled.items():
            if kind == "row" and cell[0] == place and count < self._most[cell]:
                yield cell, (cell[1], "column"), 1
            elif kind == "column" and cell[1] == place and count > self._least[cell]:
                yield cell, (cell[0], "row"), -1
