"""What a phone of the benchmarks reads out of an answer."""

from __future__ import annotations

import pytest

from benchmarks.phones import PARTS, read_head, read_page


def test_a_head_is_read_with_every_cookie() -> None:
    head = "HTTP/1.1 303 See Other\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nLocation: /s/B\r\n\r\n"
    status, headers = read_head(head)
    assert status == 303
    assert headers["set-cookie"] == ["a=1", "b=2"]
    assert headers["location"] == ["/s/B"]


def test_a_page_names_its_parts_and_carries_its_form() -> None:
    text = (
        '<link href="/static/page-1.css"><script type="module" src="/static/page-2.js"></script>'
        '<a href="/screen/B">x</a><script id="kit-page">{"seq": 3, "state": {}}</script>'
    )
    assert PARTS.findall(text) == ["/static/page-1.css", "/static/page-2.js"]
    assert read_page(text) == {"seq": 3, "state": {}}


def test_a_page_without_a_form_is_no_seat() -> None:
    with pytest.raises(ValueError, match="no form"):
        read_page("<p>One moment</p>")
