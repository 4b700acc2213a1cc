import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.server.relay import (
    MAX_FRAME,
    Refusal,
    build_downward,
    check_upward,
    get_owner,
)

OWN, OTHER = "a" * 32, "b" * 32
WORDS = st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(WORDS, parts, max_size=4),
    max_leaves=12,
)


def make_frame(**changes: Any) -> str:
    frame = {"id": 1, "comm": OWN, "data": {"method": "update", "state": {"value": 3}}}
    return json.dumps({**frame, **changes})


def test_an_update_of_an_own_widget_passes() -> None:
    upward = check_upward(make_frame(buffers=["aGk="]), {OWN})
    assert upward is not None
    assert upward.comm == OWN
    assert upward.id == 1
    assert upward.buffers == [b"hi"]


@pytest.mark.parametrize(
    "changes",
    [
        {"comm": OTHER},
        {"comm": None},
        {"id": "1"},
        {"id": True},
        {"data": []},
        {"data": {"method": "execute"}},
        {"data": {"method": "request_states"}},
        {"data": {"method": ["update"]}},
        {"data": {}},
        {"msg_type": "execute_request"},
        {"buffers": "aGk="},
        {"buffers": ["not base64"]},
        {"data": {"method": "update", "state": {"children": [f"IPY_MODEL_{OTHER}"]}}},
        {"data": {"method": "custom", "content": {"deep": [{"er": f"IPY_MODEL_{OTHER}"}]}}},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        check_upward(make_frame(**changes), {OWN})


def test_a_mention_of_an_own_widget_passes() -> None:
    data = {"method": "update", "state": {"children": [f"IPY_MODEL_{OWN}"]}}
    upward = check_upward(make_frame(data=data), {OWN})
    assert upward is not None
    assert upward.data == data


def test_a_frame_for_a_comm_that_was_just_closed_is_passed_over() -> None:
    assert check_upward(make_frame(comm=OTHER), {OWN}, gone={OTHER}) is None


@pytest.mark.parametrize("frame", ["", "{", "[]", "null", "1", '"text"', b"{}", "[" * 100_000])
def test_unreadable_frames_are_refused(frame: str | bytes) -> None:
    with pytest.raises(Refusal):
        check_upward(frame, {OWN})


def test_a_frame_over_the_limit_is_refused() -> None:
    with pytest.raises(Refusal):
        check_upward(make_frame(data={"method": "custom", "content": "x" * MAX_FRAME}), {OWN})


@given(
    st.fixed_dictionaries(
        {
            "id": st.integers() | WORDS,
            "comm": st.sampled_from([OWN, OTHER]) | WORDS,
            "data": st.dictionaries(st.sampled_from(["method", "state", "content"]), JSON) | JSON,
        },
        optional={"buffers": JSON, "metadata": JSON, "channel": JSON},
    )
)
def test_whatever_passes_is_for_an_own_comm_by_an_allowed_method(frame: dict[str, Any]) -> None:
    try:
        upward = check_upward(json.dumps(frame), {OWN})
    except Refusal:
        return
    assert upward is not None
    assert upward.comm == OWN
    assert upward.data["method"] in {"update", "custom", "request_state"}


@given(owner=st.none() | st.sampled_from(["seat-1", "seat-2"]) | st.integers(), data=JSON)
def test_a_downward_frame_tells_nothing_of_its_origin(owner: Any, data: Any) -> None:
    message = {
        "header": {"msg_type": "comm_msg", "msg_id": "secret-id", "session": "secret-session"},
        "parent_header": {"msg_id": "secret-parent"},
        "metadata": {"seat": owner},
        "content": {"comm_id": OWN, "data": data},
        "buffers": [],
    }
    assert get_owner(message) == (owner if isinstance(owner, str) else None)
    frame = json.loads(build_downward(message, 7))
    assert frame == {"type": "msg", "seq": 7, "comm": OWN, "data": data}


@pytest.mark.parametrize("kind", ["stream", "display_data", "execute_result", "error", "status"])
def test_only_comm_messages_have_an_owner(kind: str) -> None:
    message = {"header": {"msg_type": kind}, "metadata": {"seat": "seat-1"}, "content": {}}
    assert get_owner(message) is None
