"""What a phone reads out of Solara's messages, and what it sends."""

from __future__ import annotations

import json
from typing import Any

from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders

from benchmarks.visitors.solara import build_message, is_idle, is_of, read_cookie, read_widget


def tell(kind: str, content: dict[str, Any], parent: str = "") -> str:
    header = {"msg_type": kind}
    return json.dumps({"header": header, "content": content, "parent_header": {"msg_id": parent}})


def test_only_the_end_of_the_run_itself_is_the_end() -> None:
    busy, idle = {"execution_state": "busy"}, {"execution_state": "idle"}
    assert is_idle(tell("status", idle, "run"), "run")
    assert not is_idle(tell("status", idle, "another"), "run")
    assert not is_idle(tell("status", busy, "run"), "run")
    assert not is_idle(tell("comm_msg", {"data": {"value": "idle"}}, "run"), "run")


def test_a_word_in_a_message_does_not_make_it_one_of_that_kind() -> None:
    assert is_of(tell("kernel_info_reply", {}), "kernel_info_reply")
    assert not is_of(tell("status", {"told": "kernel_info_reply"}), "kernel_info_reply")


def test_a_widget_is_known_by_the_message_with_which_it_begins() -> None:
    state = {"_model_name": "TextModel", "value": ""}
    content = {"comm_id": "w", "data": {"state": state}}
    assert read_widget(tell("comm_open", content)) == ("w", state)
    assert read_widget(tell("comm_msg", content)) == ("", {})


def test_a_cookie_is_sent_back_without_what_was_said_about_it() -> None:
    headers = HTTPHeaders()
    headers.add("Set-Cookie", "solara-session-id=s-1; Path=/; HttpOnly")
    headers.add("Set-Cookie", "theme=light; Path=/")
    answer = HTTPResponse(HTTPRequest("http://127.0.0.1/"), 200, headers)
    assert read_cookie(answer) == "solara-session-id=s-1; theme=light"


def test_a_message_carries_its_own_name_and_the_tabs() -> None:
    message = build_message("comm_msg", {"comm_id": "w"}, "tab", "m-1")
    assert message["header"]["session"] == "tab"
    assert message["header"]["msg_id"] == "m-1"
    assert (message["channel"], message["content"]) == ("shell", {"comm_id": "w"})
