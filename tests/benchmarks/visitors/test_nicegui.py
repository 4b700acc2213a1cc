"""What a phone reads out of a NiceGUI page, and what it sends."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from benchmarks.visitors.nicegui import build_events, build_query, read_form

ELEMENTS = {
    "4": {"tag": "nicegui-input", "props": {"label": "a < b"}, "events": [{"listener_id": "l4"}]},
    "5": {"tag": "q-slider", "events": [{"listener_id": "l5"}]},
    "6": {"tag": "q-btn", "events": [{"listener_id": "l6"}]},
    "7": {"tag": "div", "text": ""},
}
QUERY = "{'client_id': 'c-1', 'next_message_id': 0, 'implicit_handshake': True}"
DRAWN = json.dumps(ELEMENTS).replace("<", "&lt;")
PAGE = f"""
      const app = createApp(parseElements(String.raw`{DRAWN}`), {{
        prefix: "",
        query: {QUERY},
        extraHeaders: {{}},
"""


def test_a_page_is_read_with_its_elements_and_its_name() -> None:
    form = read_form(PAGE)
    assert form.elements == ELEMENTS
    assert form.client == "c-1"


def test_another_page_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="no elements"):
        read_form("<html>Not found</html>")


def test_a_line_is_opened_with_what_the_page_was_given_and_names_of_its_own() -> None:
    first, second = (parse_qs(build_query(read_form(PAGE))) for _ in range(2))
    assert first["implicit_handshake"] == ["true"]
    assert (first["client_id"], first["transport"]) == (["c-1"], ["websocket"])
    assert first["tab_id"] != second["tab_id"]


def test_a_text_a_place_and_a_press_are_three_events() -> None:
    events = build_events(read_form(PAGE), "a sentence", 4)
    assert all(event.startswith("42") for event in events)
    told = [json.loads(event[2:])[1] for event in events]
    assert [(each["id"], each["listener_id"], each["args"]) for each in told] == [
        (4, "l4", ['"a sentence"']),
        (5, "l5", ["4"]),
        (6, "l6", []),
    ]
