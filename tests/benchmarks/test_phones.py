"""What a phone of the benchmarks reads out of an answer."""

from __future__ import annotations

from benchmarks.phones import PARTS, find_missing, read_head


def test_a_head_is_read_with_every_cookie() -> None:
    head = "HTTP/1.1 303 See Other\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nLocation: /s/B\r\n\r\n"
    status, headers = read_head(head)
    assert status == 303
    assert headers["set-cookie"] == ["a=1", "b=2"]
    assert headers["location"] == ["/s/B"]


def test_a_page_names_its_parts() -> None:
    text = '<script type="module" src="/static/page-2.js"></script><a href="/screen/B">x</a>'
    assert PARTS.findall(text) == ["/static/page-2.js"]


def test_a_phone_asks_for_the_scripts_that_it_did_not_get_at_the_door() -> None:
    state = {"_esm": "kit-source:b", "_css": "kit-source:a", "text": "own words", "low": 1}
    page = {"state": {"one": {"state": state}, "other": {"state": state}}}
    assert find_missing("", page) == ["a", "b"]
    assert find_missing('<script id="kit-sources">{"a": "x"}</script>', page) == ["b"]
