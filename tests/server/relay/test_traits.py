"""Values held against rules."""

from __future__ import annotations

from typing import Any

import pytest

from kit.server.relay.traits import Unfit, check_paths, check_written, fits

RULES: dict[str, dict[str, Any]] = {
    "value": {"kind": "list", "of": {"kind": "one", "choices": ["a", "b"]}, "longest": 2},
    "number": {"kind": "number", "least": 0, "most": 1, "none": True},
    "words": {"kind": "text", "longest": 3},
    "file": {"kind": "any"},
}


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"value": []},
        {"value": ["a", "b"]},
        {"number": 1},
        {"number": 0.5},
        {"number": None},
        {"words": "abc"},
        {"file": None},
        {"file": [{"content": 1}]},
    ],
)
def test_what_fits_passes_as_it_is(state: dict[str, Any]) -> None:
    data = {"method": "update", "state": state}
    assert check_written(data, RULES) == data


@pytest.mark.parametrize(
    "state",
    [
        {"value": "a"},
        {"value": ["a", "c"]},
        {"value": [["a"]]},
        {"value": ["a", "b", "a"]},
        {"value": None},
        {"number": 2},
        {"number": "1"},
        {"words": "abcd"},
        {"words": None},
        {"words": 1},
        {"other": 1},
        {"number": 1, "other": 1},
    ],
)
def test_what_does_not_fit_is_not_passed_on(state: dict[str, Any]) -> None:
    with pytest.raises(Unfit):
        check_written({"state": state}, RULES)


@pytest.mark.parametrize("value", [None, 1, "x", [], {}])
def test_a_kind_that_nobody_knows_takes_everything(value: object) -> None:
    assert fits(value, {"kind": "colour"})


def test_binary_parts_belong_where_their_paths_lead() -> None:
    state = {"file": [{"content": None}, None]}
    paths = [["file", 0, "content"], ["file", 1]]
    data = {"state": state, "buffer_paths": paths}
    assert check_paths(data, 2) == data
    assert check_paths(data, 1) == {"state": state, "buffer_paths": paths[:1]}
    assert check_written(data, RULES) == data
    wrongs: list[list[Any]] = [
        [[]],
        [5],
        [["file", 2]],
        [["file", "0"]],
        [["file", True]],
        [["none", "x"]],
        [[0]],
        [["file", 0, "content", "deeper"]],
    ]
    for wrong in wrongs:
        with pytest.raises(Unfit):
            check_paths({"state": state, "buffer_paths": wrong}, 1)
    with pytest.raises(Unfit):
        check_written({"state": {}, "buffer_paths": [["other"]]}, RULES)
