"""What a phone of the benchmarks reads out of an answer."""

from __future__ import annotations

from benchmarks.phones import PARTS, list_carried, read_head


def test_a_head_is_read_with_every_cookie() -> None:
    head = "HTTP/1.1 303 See Other\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nLocation: /s/B\r\n\r\n"
    status, headers = read_head(head)
    assert status == 303
    assert headers["set-cookie"] == ["a=1", "b=2"]
    assert headers["location"] == ["/s/B"]


def test_a_page_names_its_parts() -> None:
    text = '<script type="module" src="/static/page-2.js"></script><a href="/screen/B">x</a>'
    assert PARTS.findall(text) == ["/static/page-2.js"]


def test_a_phone_says_which_scripts_it_got_at_the_door() -> None:
    assert list_carried("") == []
    assert list_carried('<script id="kit-sources">{"a": "x", "b": "y"}</script>') == ["a", "b"]
