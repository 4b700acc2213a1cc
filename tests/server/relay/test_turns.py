"""Whose frame comes next: one of each seat at a time, and what goes down meanwhile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import pytest

from kit.server.relay.channel import Channel
from kit.server.relay.filter import Upward
from kit.server.relay.schedule import AT_ONCE, Schedule
from kit.server.relay.turns import FAULTY, MOST_IN_TURN, MOST_WAITING, MOST_WAITING_BYTES, Turns

PATIENCE = 30


class Phone:
    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.reasons: list[str] = []
        self.woken = asyncio.Event()

    def tell(self, frame: str) -> None:
        self.heard.append(json.loads(frame))
        self.woken.set()

    def dismiss(self, reason: str, *, again: bool) -> None:
        assert again
        self.reasons.append(reason)

    @property
    def done(self) -> list[int]:
        return [frame["id"] for frame in self.heard if frame["type"] == "idle"]

    async def wait_for(self, number: int) -> None:
        while number not in self.done:
            self.woken.clear()
            await self.woken.wait()


class Table:
    """Turns between phones and a kernel that does what it is told to.

    Attributes:
        passed: What was passed up, in order, as (seat, number).
    """

    def __init__(self) -> None:
        self.turns = Turns(self._admit, self._send, Schedule())
        self.passed: list[tuple[str, int]] = []
        self.refused: set[int] = set()

    def sit(self, token: str) -> tuple[Channel, Phone]:
        line, phone = Channel(token), Phone()
        line.browsers.add(phone)
        return line, phone

    def work(self, seconds: float = 0.0) -> None:
        """The kernel works off the oldest frame it has."""
        message = next(iter(self.turns._by_message))
        began = datetime(2026, 1, 1)
        for state, date in (("busy", began), ("idle", began + timedelta(seconds=seconds))):
            self.turns.hear(
                {
                    "parent_header": {"msg_id": message},
                    "header": {"date": date},
                    "content": {"execution_state": state},
                }
            )

    async def pass_up(self, count: int) -> None:
        """Wait until so many frames have been passed up."""
        while len(self.passed) < count:
            await asyncio.sleep(0)

    async def work_off(self, phone: Phone, number: int) -> None:
        while number not in phone.done:
            if self.turns._by_message:
                self.work()
            await asyncio.sleep(0)

    def _admit(self, line: Channel, _browser: Any, frame: str | bytes) -> Upward | None:
        number = int(frame)
        if number in self.refused:
            self.turns.count_fault(line)
            return None
        return Upward(number, line.token, {}, [])

    def _send(self, upward: Upward) -> str:
        self.passed.append((upward.comm, upward.id))
        return f"m{len(self.passed)}"


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, PATIENCE))


def test_one_frame_of_a_seat_is_with_the_kernel_and_the_next_comes_behind_those_of_others() -> None:
    async def play() -> None:
        table = Table()
        (one, loud), (other, quiet) = table.sit("one"), table.sit("other")
        for number in range(1, 4):
            table.turns.add(one, loud, str(number))
        table.turns.add(other, quiet, "9")
        await table.pass_up(2)
        assert table.passed == [("one", 1), ("other", 9)]
        table.work()
        await table.pass_up(3)
        assert table.passed[2:] == [("one", 2)]
        await table.work_off(loud, 3)
        await table.work_off(quiet, 9)
        assert loud.done == [1, 2, 3]
        assert quiet.done == [9]
        while len(table.turns):
            await asyncio.sleep(0)

    run(play())


def test_what_the_kernel_says_in_a_turn_goes_down_at_its_end_in_order() -> None:
    async def play() -> None:
        table = Table()
        (one, phone), (other, quiet) = table.sit("one"), table.sit("other")
        table.turns.tell(one, '{"type": "before"}')
        table.turns.add(one, phone, "1")
        table.turns.tell(one, '{"type": "echo"}')
        table.turns.tell(other, '{"type": "echo"}')
        await table.pass_up(1)
        table.work()
        table.turns.add(one, phone, "2")  # a press on Send, right behind the last word
        await table.pass_up(2)
        table.turns.tell(one, '{"type": "receipt"}')
        table.work()
        assert [frame["type"] for frame in phone.heard] == ["before"]
        assert [frame["type"] for frame in quiet.heard] == ["echo"]
        await phone.wait_for(2)
        kinds = [frame["type"] for frame in phone.heard]
        assert kinds == ["before", "echo", "idle", "receipt", "idle"]

    run(play())


def test_a_turn_has_room_for_a_few_frames_and_no_more() -> None:
    async def play() -> None:
        table = Table()
        one, phone = table.sit("one")
        for number in range(MOST_IN_TURN + 1):
            table.turns.add(one, phone, str(number))
        for number in range(MOST_IN_TURN):
            await table.pass_up(number + 1)
            table.work()
        await asyncio.sleep(0)
        assert len(table.passed) == MOST_IN_TURN
        await table.work_off(phone, MOST_IN_TURN)

    run(play())


def test_a_seat_that_has_spent_its_share_waits_and_others_do_not() -> None:
    async def play() -> None:
        table = Table()
        (one, loud), (other, quiet) = table.sit("one"), table.sit("other")
        for number in (1, 2):
            table.turns.add(one, loud, str(number))
        await table.pass_up(1)
        table.work(seconds=60)
        await loud.wait_for(1)
        for number in range(1, 20):
            table.turns.add(other, quiet, str(number))
            await table.work_off(quiet, number)
        assert ("one", 2) not in table.passed
        table.turns.clear()

    run(play())


def test_of_many_seats_that_send_and_one_that_has_been_quiet_the_quiet_one_is_next() -> None:
    async def play() -> None:
        table = Table()
        crowd = [table.sit(f"seat {place}") for place in range(20)]
        for line, _ in crowd:
            line.budget.spend(0.25)  # of 0.3
        for line, phone in crowd:
            for number in range(1, MOST_IN_TURN):
                table.turns.add(line, phone, str(number))
        await table.pass_up(AT_ONCE)
        other, quiet = table.sit("other")
        table.turns.add(other, quiet, "9")
        assert ("other", 9) not in table.passed
        table.work()
        await table.pass_up(AT_ONCE + 1)
        assert table.passed[-1] == ("other", 9)
        while not all(phone.done[-1:] == [MOST_IN_TURN - 1] for _, phone in crowd):
            if table.turns._by_message:
                table.work()
            await asyncio.sleep(0)

    run(play())


def test_while_much_of_a_seat_waits_nothing_more_is_read_and_nothing_is_lost() -> None:
    async def play() -> None:
        table = Table()
        one, phone = table.sit("one")
        numbers = range(MOST_WAITING + 1)
        rooms = [table.turns.add(one, phone, str(number)) for number in numbers]
        assert rooms[0] is None
        room = rooms[-1]
        assert room is not None
        assert not room.done()
        await table.work_off(phone, MOST_WAITING)
        assert room.done()
        assert phone.done == list(numbers)

        two, heavy = table.sit("two")
        room = table.turns.add(two, heavy, "1" + " " * MOST_WAITING_BYTES)
        assert room is not None
        await table.pass_up(1)
        await table.work_off(heavy, 1)
        assert room.done()

    run(play())


def test_where_the_kernel_has_gone_there_is_room_at_once() -> None:
    async def play() -> None:
        table = Table()
        one, phone = table.sit("one")
        rooms = [table.turns.add(one, phone, str(number)) for number in range(MOST_WAITING + 3)]
        await table.pass_up(1)
        table.turns.clear()
        assert all(room is None or room.done() for room in rooms)
        two, quiet = table.sit("two")
        for number in range(1, 4):  # what was under way does not stand in the way of what comes
            table.turns.add(two, quiet, str(number))
        while quiet.done[-1:] != [3]:
            if table.turns._by_message:
                table.work()
            await asyncio.sleep(0)

    run(play())


@pytest.mark.parametrize("in_kernel", [False, True])
def test_faults_close_their_line_and_what_it_has_sent_besides_is_left(in_kernel: bool) -> None:
    async def play() -> None:
        table = Table()
        one, phone = table.sit("one")
        if not in_kernel:
            table.refused = set(range(100))
        number = 0
        while not phone.reasons:
            number += 1
            table.turns.add(one, phone, str(number))
            if in_kernel:
                table.turns.hear_fault(one)
            while table.turns._turns[one].waiting:
                await asyncio.sleep(0)
                if table.turns._by_message:
                    table.turns.hear_fault(one)
                    table.work()
        assert set(phone.reasons) == {FAULTY}
        table.turns.clear()

    run(play())
