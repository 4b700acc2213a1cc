"""Changes of widgets that leave together: in order, once, each with its seat."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.room.outbox import MOST, MOST_OF_ALL, MOST_SIGNS, Change, Outbox, describe_change, pack
from kit.server.relay.filter import read_changes


def setting(seat: str, comm: str, **state: Any) -> Change:
    """A widget sets traits."""
    return describe_change(seat, comm, {"method": "update", "state": state, "buffer_paths": []})


def read(sent: list[dict[str, Any]]) -> list[tuple[str, str, Any]]:
    """What a server reads of what was sent."""
    return [
        (each.seat, each.comm, json.loads(each.text).get("state"))
        for bundle in sent
        for each in read_changes(json.loads(json.dumps(bundle)))
    ]


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def outbox(sent: list[dict[str, Any]]) -> Outbox:
    outbox = Outbox()
    outbox.open(sent.append)
    return outbox


def test_what_happens_in_one_moment_leaves_in_one_message(
    outbox: Outbox, sent: list[dict[str, Any]]
) -> None:
    async def change() -> None:
        outbox.add(setting("anna", "button", disabled=True))
        outbox.add(setting("ben", "button", disabled=True))
        assert sent == []
        await asyncio.sleep(0)

    asyncio.run(change())
    assert len(sent) == 1
    assert len(sent[0]["texts"]) == 1  # the same for both
    state = {"disabled": True}
    assert read(sent) == [("anna", "button", state), ("ben", "button", state)]


def test_traits_of_one_widget_that_follow_each_other_are_one_change(
    outbox: Outbox, sent: list[dict[str, Any]]
) -> None:
    async def change() -> None:
        outbox.add(setting("anna", "note", tone="calm", text="Wait."))
        outbox.add(setting("anna", "note", tone="good"))
        outbox.add(setting("anna", "button", disabled=True))
        outbox.add(setting("anna", "note", text="Received."))  # not before the button
        outbox.add(setting("ben", "note", text="Received."))
        outbox.flush()

    asyncio.run(change())
    assert read(sent) == [
        ("anna", "note", {"tone": "good", "text": "Wait."}),
        ("anna", "button", {"disabled": True}),
        ("anna", "note", {"text": "Received."}),
        ("ben", "note", {"text": "Received."}),
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"method": "custom", "content": {"ask": 1}},
        {"method": "echo_update", "state": {"value": "a"}, "buffer_paths": []},
        {"method": "update", "state": {"value": None}, "buffer_paths": [["value"]]},
    ],
)
def test_other_messages_stay_apart(
    outbox: Outbox, sent: list[dict[str, Any]], data: dict[str, Any]
) -> None:
    async def change() -> None:
        for each in (data, {"method": "update", "state": {"value": "b"}, "buffer_paths": []}, data):
            outbox.add(describe_change("anna", "text", dict(each)))
        outbox.flush()

    asyncio.run(change())
    texts = [json.loads(each.text) for each in read_changes(sent[0])]
    assert texts[0] == texts[2] == data
    assert texts[1]["state"] == {"value": "b"}


def test_a_server_can_pass_on_the_first_of_many_while_more_are_made(
    outbox: Outbox, sent: list[dict[str, Any]]
) -> None:
    async def change() -> None:
        for number in range(MOST + 1):
            outbox.add(setting(f"seat {number}", "note", text="It is open."))
        assert len(sent) == 1
        for _ in range(MOST_OF_ALL):  # of one seat, too
            outbox.add(setting("seat 0", "note", text="a"))
            outbox.add(setting("seat 0", "other", text="b"))
        assert len(sent) == 3

    asyncio.run(change())


def test_long_texts_leave_in_several_messages_unless_they_are_the_same(
    outbox: Outbox, sent: list[dict[str, Any]]
) -> None:
    async def change(sign: str) -> None:
        for number in range(6):
            text = (sign or str(number)) * MOST_SIGNS
            outbox.add(setting(f"seat {number}", "note", text=text))
        outbox.flush()

    asyncio.run(change("a"))
    assert len(sent) == 1
    asyncio.run(change(""))
    assert len(sent) == 7
    assert [seat for seat, _comm, _state in read(sent)] == 2 * [f"seat {n}" for n in range(6)]


def test_how_much_others_had_to_say_before_is_seen_in_nobodys_frames() -> None:
    def send(others: int) -> list[tuple[str, str, Any]]:
        sent: list[dict[str, Any]] = []
        outbox = Outbox()
        outbox.open(sent.append)

        async def change() -> None:
            for number in range(others):
                outbox.add(setting(f"seat {number // 5}", f"comm {number}", text="Received."))
            for step in range(6):
                outbox.add(setting("anna", "note", **{f"trait{step}": step}))
                outbox.add(setting(f"seat {step}", "note", text="between"))
            outbox.flush()

        asyncio.run(change())
        return [each for each in read(sent) if each[0] == "anna"]

    alone = send(0)
    assert len(alone) == 1
    assert all(send(others) == alone for others in range(MOST - 8, MOST + 2))


def test_nobody_waits_for_the_loop_of_a_notebooks_thread(
    outbox: Outbox, sent: list[dict[str, Any]]
) -> None:
    asleep, over = threading.Event(), threading.Event()

    async def sleep() -> None:
        outbox.add(setting("anna", "clock", value=1))
        asleep.set()
        over.wait()  # as a careless notebook does

    async def change() -> None:
        asleep.wait()
        outbox.add(setting("ben", "note", text="It is open."))
        await asyncio.sleep(0)

    careless = threading.Thread(target=asyncio.run, args=(sleep(),))
    careless.start()
    asyncio.run(change())
    told = read(sent)
    over.set()
    careless.join()
    assert told == [("anna", "clock", {"value": 1}), ("ben", "note", {"text": "It is open."})]


def test_a_value_that_cannot_be_written_is_refused_at_once_and_loses_nobodys(
    outbox: Outbox, sent: list[dict[str, Any]]
) -> None:
    async def change() -> None:
        outbox.add(setting("anna", "note", text="a"))
        for value in (10**5000, object(), {"deep": {1: object()}}):
            with pytest.raises(ValueError, match=r"JSON|integer string"):
                outbox.add(setting("ben", "odd", value=value))
        outbox.add(setting("anna", "note", tone="calm"))
        outbox.flush()

    asyncio.run(change())
    assert read(sent) == [("anna", "note", {"text": "a", "tone": "calm"})]


def test_what_is_changed_later_was_not_said(outbox: Outbox, sent: list[dict[str, Any]]) -> None:
    async def change() -> None:
        names = ["a"]
        outbox.add(setting("anna", "list", names=names))
        names.append("b")
        outbox.flush()

    asyncio.run(change())
    assert read(sent) == [("anna", "list", {"names": ["a"]})]


def test_where_no_loop_runs_nothing_waits(outbox: Outbox, sent: list[dict[str, Any]]) -> None:
    outbox.add(setting("anna", "note", text="a"))
    other = threading.Thread(target=outbox.add, args=(setting("anna", "note", text="b"),))
    other.start()
    other.join()
    assert read(sent) == [("anna", "note", {"text": "a"}), ("anna", "note", {"text": "b"})]


def test_half_a_character_is_mended_and_holds_nothing_up(outbox: Outbox) -> None:
    sent: list[dict[str, Any]] = []

    def send(bundle: dict[str, Any]) -> None:
        json.dumps(bundle, ensure_ascii=False).encode()
        sent.append(bundle)

    outbox.open(send)

    async def change() -> None:
        outbox.add(setting("anna", "note", text="half \ud83d"))
        outbox.add(setting("ben", "note", text="whole"))
        outbox.flush()

    asyncio.run(change())
    assert read(sent) == [
        ("anna", "note", {"text": "half \ufffd"}),
        ("ben", "note", {"text": "whole"}),
    ]


def test_a_rule_that_may_have_changed_goes_along(outbox: Outbox) -> None:
    first, second = setting("anna", "choice", options=["a"]), setting("anna", "choice", label="b")
    first.rule = "rule"
    assert first.take_in(second)
    [change] = read_changes(pack([first]))
    assert (change.rule, json.loads(change.text)["state"]) == (
        "rule",
        {"options": ["a"], "label": "b"},
    )


def test_a_closed_outbox_keeps_nothing(outbox: Outbox, sent: list[dict[str, Any]]) -> None:
    assert outbox.is_open
    outbox.close()
    assert not outbox.is_open
    outbox.add(setting("anna", "note", text="late"))
    assert sent == []


STATES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=1)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("pq"), STATES), max_size=200))
def test_every_widget_ends_as_if_each_change_had_gone_alone(
    changes: list[tuple[str, str, dict[str, int]]],
) -> None:
    sent: list[dict[str, Any]] = []
    outbox = Outbox()
    outbox.open(sent.append)

    async def change() -> None:
        for seat, comm, state in changes:
            outbox.add(setting(seat, comm, **state))
        outbox.flush()

    asyncio.run(change())
    alone: dict[tuple[str, str], dict[str, int]] = {}
    together: dict[tuple[str, str], dict[str, int]] = {}
    for seat, comm, state in changes:
        alone.setdefault((seat, comm), {}).update(state)
    for seat, comm, state in read(sent):
        together.setdefault((seat, comm), {}).update(state)
    assert together == alone
