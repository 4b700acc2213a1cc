"""Two questions of a round crossed, as a heat map; nothing is crossed that was not declared."""

from __future__ import annotations

from typing import Any

from kit.view import View
from kit.widgets.heat_table import HeatTable
from kit.widgets.picture import Results


def heat_map(results: Results, row: str, column: str) -> HeatTable:
    """A heat map of two Choice prompts that the exercise crosses."""
    table = HeatTable()
    table.follow(results, lambda view: _read_table(view, row, column))
    return table


def _read_table(view: View, row: str, column: str) -> dict[str, Any]:
    return {}
