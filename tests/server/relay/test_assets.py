"""Scripts and styles under names made from their content: told once, fetched together."""

from __future__ import annotations

import json

import pytest

from kit.room.assets import PREFIX
from kit.server.relay.assets import add_sources, list_sources, pack_sources, read_sources


def test_a_page_mentions_each_name_once_in_order() -> None:
    page = {
        "state": {
            "one": {"state": {"_esm": f"{PREFIX}b", "_css": f"{PREFIX}a"}},
            "two": {"state": {"_esm": f"{PREFIX}b"}},
            "three": {"state": {"_esm": "a text as it is", "_css": None}},
            "four": {"state": {}},
        }
    }
    assert list_sources(page) == ["a", "b"]


def test_what_a_kernel_has_told_is_read_and_packed_under_its_name() -> None:
    add_sources({"name-1": "export default {}", "name-2": ".kit {}"})
    add_sources({"name-1": "export default {}"})
    assert read_sources(["name-1", "unknown"]) == {"name-1": "export default {}"}
    packed = pack_sources(("name-1", "name-2"))
    assert packed.kind == "application/json; charset=utf-8"
    assert json.loads(packed.plain) == {"name-1": "export default {}", "name-2": ".kit {}"}


def test_one_unknown_name_among_those_that_are_asked_for_is_an_error() -> None:
    add_sources({"name-3": "text"})
    with pytest.raises(KeyError):
        pack_sources(("name-3", "never told"))
