import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.server.relay.filter import (
    DOWNWARD,
    MAX_FRAME,
    METHODS,
    Refusal,
    build_change,
    build_downward,
    check_upward,
    find_owner,
    read_changes,
)
from tests.places import KIT

FRAMES = {*DOWNWARD.values(), "idle", "page", "hello", "beat", "bye"}
PAGE_FRAMES = {"reload", "news", "lines"}  # for a dashboard or a screen
OWN, OTHER = "a" * 32, "b" * 32
WORDS = st.text(max_size=20) | st.text(st.characters(categories=["Cs"]), max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
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
        {"buffers": ["\u00e4\u00e4\u00e4\u00e4"]},
        {"buffers": {}},
        {"buffers": None},
        {"buffers": [""] * 65},
        {"id": -1},
        {"id": 2**53},
        {"data": {"method": "update", "state": {"value": float("nan")}}},
        {"data": {"method": "update", "state": {"value": float("-inf")}}},
        {"data": {"method": "update", "state": {"value": 10**30}}},
        {"data": {"method": "update", "state": {"value": "\ud800"}}},
        {"data": {"method": "update", "state": {"\udfff": 1}}},
        {"data": {"method": "update", "state": {}, "another": 1}},
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


def test_a_number_too_large_for_a_number_is_refused() -> None:
    with pytest.raises(Refusal, match="not readable"):
        check_upward(make_frame().replace("3", "1e999"), {OWN})


def test_a_frame_nested_too_deep_is_refused() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = [deep]
    with pytest.raises(Refusal, match="not readable"):
        check_upward(make_frame(data={"method": "custom", "content": deep}), {OWN})


def test_a_binary_frame_is_told_what_is_wrong_with_it() -> None:
    with pytest.raises(Refusal, match="not text"):
        check_upward(b"{}", {OWN})


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
    json.dumps(upward.data, ensure_ascii=False, allow_nan=False).encode()


@given(owner=st.none() | st.sampled_from(["seat-1", "seat-2"]) | st.integers(), data=JSON)
def test_a_downward_frame_tells_nothing_of_its_origin(owner: Any, data: Any) -> None:
    message = {
        "header": {"msg_type": "comm_msg", "msg_id": "secret-id", "session": "secret-session"},
        "parent_header": {"msg_id": "secret-parent"},
        "metadata": {"seat": owner},
        "content": {"comm_id": OWN, "data": data},
        "buffers": [],
    }
    assert find_owner(message) == (owner if isinstance(owner, str) else None)
    frame = build_downward(message, 7)
    assert frame == json.dumps(json.loads(frame), separators=(",", ":"))
    assert json.loads(frame).keys() == {"type", "seq", "comm", "data"}
    assert "secret" not in frame


@given(data=JSON, rule=st.sampled_from(["", "a rule"]))
def test_a_change_that_came_with_others_is_the_same_frame_as_alone(data: Any, rule: str) -> None:
    bundle = {"changes": [["seat-1", OWN, 0, rule]], "texts": [json.dumps(data)], "rules": {}}
    [change] = read_changes(bundle)
    assert (change.seat, change.comm, change.rule) == ("seat-1", OWN, rule)
    message = {
        "header": {"msg_type": "comm_msg"},
        "metadata": {"seat": "seat-1"},
        "content": {"comm_id": OWN, "data": data},
    }
    assert json.loads(build_change(change, 7)) == json.loads(build_downward(message, 7))


@pytest.mark.parametrize("kind", ["stream", "display_data", "execute_result", "error", "status"])
def test_only_comm_messages_have_an_owner(kind: str) -> None:
    message = {"header": {"msg_type": kind}, "metadata": {"seat": "seat-1"}, "content": {}}
    assert find_owner(message) is None


SEATS = ["one", "two", "three"]


class Ear:
    """A page that remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def tell(self, frame: str) -> None:
        self.told.append(json.loads(frame))

    def dismiss(self, reason: str, *, again: bool) -> None:
        self.told.append({"type": "bye"})


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "open", "close"]),
            st.sampled_from(SEATS),
            st.sampled_from(SEATS),
            st.integers(0, 3),
        ),
        max_size=60,
    )
)
def test_however_seats_are_interleaved_nothing_reaches_or_comes_from_another(
    steps: list[tuple[str, str, str, int]],
) -> None:
    owned: dict[str, set[str]] = {seat: set() for seat in SEATS}
    gone: dict[str, set[str]] = {seat: set() for seat in SEATS}
    ears = {seat: Ear() for seat in SEATS}
    for kind, seat, other, number in steps:
        comm = f"{other}-{number}"
        if kind == "up":  # a seat's browser writes to a widget that may be anybody's
            data = {"method": "update", "state": {"value": f"IPY_MODEL_{seat}-{number}"}}
            try:
                upward = check_upward(make_frame(comm=comm, data=data), owned[seat], gone[seat])
            except Refusal:
                assert seat != other or comm not in owned[seat]
                continue
            assert seat == other
            assert (upward is None) == (comm not in owned[seat])
            continue
        message_type = {"down": "comm_msg", "open": "comm_open", "close": "comm_close"}[kind]
        message = {
            "header": {"msg_type": message_type},
            "metadata": {"seat": other},
            "content": {"comm_id": comm, "data": {}},
        }
        owner = find_owner(message)
        assert owner == other
        if kind == "open":
            owned[owner].add(comm)
            gone[owner].discard(comm)
        elif kind == "close":
            owned[owner].discard(comm)
            gone[owner].add(comm)
        ears[owner].tell(build_downward(message, number))
    for seat, ear in ears.items():
        assert all(frame["comm"].startswith(f"{seat}-") for frame in ear.told)


PAPER = (KIT.parent / "docs" / "relay.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["_esm", "_css", "_anywidget_id", "_view_name", "_model_module"])
def test_what_a_widget_is_made_of_is_never_changed_from_a_page(name: str) -> None:
    for change in ({"state": {name: "kit-source:feed"}}, {"state": {}, "buffer_paths": [[name]]}):
        frame = json.dumps({"id": 1, "comm": OWN, "data": {"method": "update", **change}})
        with pytest.raises(Refusal, match="may not ask"):
            check_upward(frame, [OWN])


def list_table(heading: str) -> set[str]:
    """Names in the first column of the table below a heading of the paper."""
    rows = PAPER.partition(f"\n## {heading}")[2].partition("\n## ")[0].splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("| `")]
    return {name for cell in cells for name in re.findall("`([a-z]+)`", cell)}


def test_the_paper_names_every_kind_of_frame_and_every_member() -> None:
    assert list_table("Downward") == FRAMES | PAGE_FRAMES
    assert list_table("Upward") == {"id", "comm", "data", "buffers"}
    assert all(f'"{method}"' in PAPER for method in METHODS)


def test_the_server_sends_and_the_page_knows_these_kinds_and_no_others() -> None:
    server = "".join(path.read_text("utf-8") for path in (KIT / "server").rglob("*.py"))
    sent = set(re.findall(r'"type": "([a-z]+)"', server)) | set(DOWNWARD.values())
    assert sent == FRAMES | PAGE_FRAMES
    folder = KIT / "client" / "src"
    names = ("connection.js", "page.js", "voila.js")
    page = "".join((folder / name).read_text("utf-8") for name in names)
    known = set(re.findall(r'type === "([a-z]+)"', page))
    quiet = re.search(r"const QUIET = \[(.*?)\]", page)
    assert quiet
    assert known | set(re.findall('"([a-z]+)"', quiet[1])) == FRAMES | PAGE_FRAMES
