"""Values as JSON: the same in a change as in a page, and what cannot be written is named."""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, date, datetime
from typing import Any

import numpy
import pytest
from ipywidgets import Widget
from jupyter_client.session import json_packer
from traitlets import Any as AnyTrait

from kit.room.written import find_unwritable, write


def repr_kind(value: Any) -> str:
    """A name for a value that Python would not write either."""
    return type(value).__name__


class Odd(Widget):  # type: ignore[misc]
    """A widget whose value may be anything."""

    value = AnyTrait().tag(sync=True)


@pytest.mark.filterwarnings("ignore:Message serialization failed")
@pytest.mark.parametrize(
    "value",
    [
        numpy.arange(3),
        numpy.int64(3),
        {"nested": [numpy.float32(0.5), numpy.array([[1]])]},
        range(3),
        {1},
        frozenset({1}),
        deque([1]),
        {"a": 1}.keys(),
        (1, (2, None)),
        {True: 1, None: 2, 3: 4},
        datetime(2026, 1, 1, tzinfo=UTC),
        date(2026, 1, 1),
        b"abc",
        2**70,
        float("nan"),
        [float("inf"), -float("inf")],
        numpy.float32("nan"),
        "</script>\u2028 \u0000 \U0001f642",
    ],
)
def test_it_is_what_jupyter_writes(value: Any) -> None:
    """And no word that JSON does not have, which would stop the page that reads it."""

    def refuse(word: str) -> None:
        pytest.fail(word)

    text = write({"value": value})
    read = json.loads(text, parse_constant=refuse)
    assert read == json.loads(json_packer({"value": value}))


@pytest.mark.parametrize("value", [object(), [10**5000], {"a": [object()]}], ids=repr_kind)
def test_what_has_no_json_is_refused_and_named_without_its_value(value: Any) -> None:
    with pytest.raises(ValueError, match=r"JSON|integer string"):
        write(value)
    odd = Odd(value=1)
    state = {"value": "whole"}
    assert find_unwritable({odd.model_id: {"state": state}}) == ""
    assert find_unwritable({odd.model_id: {"state": {**state, "more": value}}}) == (
        "ValueError in Odd.more"
    )
    odd.close()
