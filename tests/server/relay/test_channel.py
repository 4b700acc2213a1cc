"""The line to one seat: what goes up once, what is counted, and what is forgotten."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kit.server.relay.channel import PASSED, Channel, UnderWay, build_idle_frame
from kit.server.relay.traits import Unfit, add_rules

COMM = "a" * 32


class Phone:
    """A browser that remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.reasons: list[tuple[str, bool]] = []

    def tell(self, frame: str) -> None:
        self.heard.append(frame)

    def dismiss(self, reason: str, *, again: bool) -> None:
        self.reasons.append((reason, again))


@pytest.fixture
def channel() -> Channel:
    channel = Channel("a secret")
    channel.owned.add(COMM)
    return channel


def press(number: int, comm: str = COMM) -> str:
    data = {"method": "custom", "content": {"event": "click"}}
    return json.dumps({"id": number, "comm": comm, "data": data})


def make_message(kind: str, comm: str = COMM, **about: Any) -> dict[str, Any]:
    return {"header": {"msg_type": kind}, "content": {"comm_id": comm}, "metadata": about}


def make_status(state: str, parent: str) -> dict[str, Any]:
    return {"content": {"execution_state": state}, "parent_header": {"msg_id": parent}}


def test_a_frame_goes_up_once_and_is_answered_when_it_comes_again(channel: Channel) -> None:
    phone = Phone()
    upward = channel.admit(phone, press(1))
    assert upward is not None
    assert upward.id == 1
    assert channel.admit(phone, press(1)) is None
    assert phone.heard == [build_idle_frame(1)]


def test_while_the_kernel_is_not_ready_a_frame_is_left_for_the_page_to_repeat(
    channel: Channel,
) -> None:
    phone = Phone()
    assert channel.admit(phone, press(1), ready=False) is None
    assert (phone.heard, phone.reasons) == ([], [])
    assert channel.admit(phone, press(1)) is not None


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"id": 1}', press(1, "b" * 32), b"\xff", "null"])
def test_a_frame_that_no_page_sends_closes_its_connection(
    channel: Channel, frame: str | bytes
) -> None:
    phone = Phone()
    assert channel.admit(phone, frame) is None
    ((_, again),) = phone.reasons
    assert again
    assert not channel.passed


def test_what_a_widget_would_not_take_is_answered_and_not_passed_up(channel: Channel) -> None:
    phone = Phone()
    add_rules({"numbers": {"value": {"kind": "number"}}})
    channel.rules[COMM] = "numbers"
    update = {"method": "update", "state": {"value": "x"}, "buffer_paths": []}
    frame = json.dumps({"id": 4, "comm": COMM, "data": update})
    with pytest.raises(Unfit):
        channel.admit(phone, frame)
    assert phone.heard == [build_idle_frame(4)]


def test_comms_are_owned_from_their_opening_to_their_close(channel: Channel) -> None:
    before = channel.seq
    channel.count(make_message("comm_open", "new", rule="a rule"))
    assert ("new" in channel.owned, channel.rules) == (True, {"new": "a rule"})
    channel.count(make_message("comm_close", "new"))
    assert (channel.owned, channel.gone, channel.rules) == ({COMM}, {"new"}, {})
    assert channel.seq == before + 2


def test_widgets_that_have_gone_leave_a_frame_for_them_without_effect(channel: Channel) -> None:
    phone = Phone()
    channel.forget_comms()
    assert channel.admit(phone, press(1)) is None
    assert phone.reasons == []  # the page is late, not faulty


def test_forgotten_frames_keep_their_numbers_and_nothing_made_of_their_content(
    channel: Channel,
) -> None:
    phone = Phone()
    channel.admit(phone, press(1))
    channel.forget_frames()
    assert list(channel.passed) == [(1, None)]
    assert channel.admit(phone, press(1)) is None
    for number in range(2, PASSED + 9):
        channel.admit(phone, press(number))
    assert len(channel.passed) == PASSED


def test_everybody_at_a_seat_is_told_and_sent_away_together(channel: Channel) -> None:
    phones = [Phone(), Phone()]
    channel.browsers.update(phones)
    channel.tell("hello")
    channel.dismiss("Over.", again=False)
    assert [phone.heard for phone in phones] == [["hello"]] * 2
    assert [phone.reasons for phone in phones] == [[("Over.", False)]] * 2


def test_the_secret_of_a_seat_is_in_no_log(channel: Channel) -> None:
    assert "a secret" not in repr(channel)


def test_a_frame_under_way_is_ended_by_the_kernels_idle_alone_and_once() -> None:
    phone, under_way = Phone(), UnderWay()
    under_way.add("m1", phone, 7)
    assert under_way.finish(make_status("busy", "m1")) == ""
    assert (phone.heard, len(under_way)) == ([], 1)
    assert under_way.finish(make_status("idle", "m1")) == "m1"
    assert under_way.finish(make_status("idle", "m1")) == "m1"
    assert (phone.heard, len(under_way)) == ([build_idle_frame(7)], 0)


def test_nobody_waits_for_the_frames_of_a_browser_or_a_kernel_that_has_gone() -> None:
    one, other, under_way = Phone(), Phone(), UnderWay()
    under_way.add("m1", one, 1)
    under_way.add("m2", other, 2)
    under_way.drop(one)
    under_way.finish(make_status("idle", "m1"))
    under_way.clear()
    under_way.finish(make_status("idle", "m2"))
    assert (one.heard, other.heard, len(under_way)) == ([], [], 0)
