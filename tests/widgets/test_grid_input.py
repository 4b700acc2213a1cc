from __future__ import annotations

from typing import Any

import pytest

from kit.widgets.grid_input import GridInput

ROWS = [{"value": name, "label": name.upper()} for name in ("a", "b", "c")]
OPTIONS: list[dict[str, Any]] = [{"value": step, "label": str(step)} for step in (1, 2, 3)]
OPTIONS += [{"value": None, "label": "left out"}]


def make(**settings: Any) -> GridInput:
    return GridInput(rows=ROWS, options=OPTIONS, **settings)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([1, None, 3], [1, None, 3]),
        ([1], [1, None, None]),
        ([0, 4, 2], [None, None, 2]),
        ([None, None, None], []),
        ([], []),
        ([1, 2, 3, 1], [1, 2, 3]),
    ],
)
def test_what_is_beside_the_steps_or_behind_the_rows_counts_as_left_out(
    said: list[int | None], kept: list[int | None]
) -> None:
    widget = make(value=[2, 2, 2])
    widget.set_state({"value": said})
    assert widget.value == kept


def test_a_page_may_write_a_step_or_none_for_each_row() -> None:
    step = {"kind": "whole", "least": 1, "most": 3, "none": True}
    assert make().describe_written() == {"value": {"kind": "list", "of": step, "longest": 3}}
