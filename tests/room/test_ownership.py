"""Every widget belongs to the seat it was made for, however the seats' work is interleaved."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ipywidgets import HTML, Button, Widget

from kit.room.cells import compile_cell, run_cell
from kit.room.feed import Feed
from kit.room.ownership import Seat, acting, find_acting_seat
from kit.session.session import Role, Round
from kit.store import Store
from kit.views.round import View, get_view
from tests.room.conftest import NearKernel

NOBODY = "nobody"
SEATS = 4


@dataclass
class Sitting:
    """A seat at work: whatever it makes carries the name of the seat as its text."""

    seat: Seat
    made: list[HTML] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    teller: Button | None = None

    def __post_init__(self) -> None:
        with acting(self.seat):
            self.run_cell()
            self.button = self.make_button(self.make)
            self.starter = self.make_button(self.start_task)
            self.caller = self.make_button(self.start_thread)
        self.seat.built = True

    @property
    def name(self) -> str:
        return self.seat.handle

    def make(self) -> None:
        self.made.append(HTML(self.name))

    def run_cell(self) -> None:
        cell = compile_cell("made.append(HTML(name)); made[-1]", "a cell")
        run_cell(cell, {"HTML": HTML, "made": self.made, "name": self.name})

    def make_button(self, action: Callable[[], None]) -> Button:
        button = Button(description=self.name)
        button.on_click(lambda _button: action())
        return button

    def start_task(self) -> None:
        async def work() -> None:
            for _ in range(3):
                self.make()
                await asyncio.sleep(0)

        self.tasks.append(asyncio.create_task(work()))

    def start_thread(self) -> None:
        """A thread inherits nothing, so what it makes is nobody's, never somebody else's."""
        thread = threading.Thread(target=lambda: HTML(NOBODY))
        thread.start()
        thread.join()

    def follow(self, _view: View) -> None:
        self.make()


def make_seats(count: int = SEATS) -> list[Sitting]:
    return [Sitting(Seat(f"seat-{number}", f"secret-{number}")) for number in range(count)]


async def play(
    kernel: NearKernel, store: Store, current: Round, steps: list[tuple[str, int]]
) -> list[Sitting]:
    """Many seats at work at once, step by step in the order given."""
    sittings = make_seats()
    feed = Feed(store, current.code, lambda: get_view(store, current.id, Role.PARTICIPANT))
    for sitting in sittings:
        with acting(sitting.seat):
            feed.watch(sitting.follow)
            sitting.teller = sitting.make_button(
                lambda: store.notices.publish(current.code, "phase")
            )
    actions: dict[str, Callable[[Sitting], object]] = {
        "callback": lambda sitting: kernel.click(sitting.button),
        "task": lambda sitting: kernel.click(sitting.starter),
        "thread": lambda sitting: kernel.click(sitting.caller),
        "notice of a seat's own": lambda sitting: kernel.click(sitting.teller),
        "notice from outside": lambda _sitting: publish_outside(store, current.code),
        "change": lambda sitting: kernel.change(sitting.made[0], value=sitting.name),
        "update": lambda sitting: setattr(sitting.made[-1], "placeholder", sitting.name),
        "nobody": lambda _sitting: HTML(NOBODY),
    }
    for what, number in steps:
        if what == "cell":
            with acting(sittings[number].seat):
                sittings[number].run_cell()
        elif what == "pause":
            await asyncio.sleep(0)
        else:
            actions[what](sittings[number])
        assert find_acting_seat() is None
    await asyncio.gather(*(task for sitting in sittings for task in sitting.tasks))
    for _ in range(3):  # a notice reaches its watchers within three turns of the loop
        await asyncio.sleep(0)
    feed.close()
    return sittings


def publish_outside(store: Store, code: str) -> None:
    """A notice comes in a thread of its own."""
    thread = threading.Thread(target=store.notices.publish, args=(code, "phase"))
    thread.start()
    thread.join()


WORK = (
    "callback",
    "cell",
    "change",
    "nobody",
    "notice from outside",
    "notice of a seat's own",
    "pause",
    "task",
    "thread",
    "update",
)
works = st.lists(st.tuples(st.sampled_from(WORK), st.integers(0, SEATS - 1)), max_size=40)


@pytest.mark.long
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(works)
def test_however_seats_are_interleaved_everything_goes_to_the_seat_it_was_made_for(
    kernel: NearKernel, store: Store, prepared: Round, steps: list[tuple[str, int]]
) -> None:
    sittings = asyncio.run(play(kernel, store, prepared, steps))
    heard = kernel.listen()
    owners = defaultdict(set)
    for message in heard:
        owners[message.comm].add(message.seat)
        assert message.seat is not None, "a message for nobody was published"
        assert NOBODY not in message.text
        assert "secret" not in message.text
        others = {sitting.name for sitting in sittings} - {message.seat}
        assert not any(other in message.text for other in others)
    assert all(len(seats) == 1 for seats in owners.values())
    for sitting in sittings:
        mine = {comm for comm, seats in owners.items() if seats == {sitting.name}}
        assert mine <= sitting.seat.comms
        assert {each.model_id for each in sitting.made} <= sitting.seat.comms
    Widget.close_all()
    kernel.listen()


# One rule at a time


def test_before_a_seats_page_is_sent_nothing_of_it_is_published(kernel: NearKernel) -> None:
    seat = Seat("seat-0", "secret-0")
    with acting(seat):
        widget = HTML("early")
    widget.value = "changed"
    assert kernel.listen() == []
    assert widget.model_id in seat.comms
    seat.built = True
    widget.value = "late"
    (message,) = kernel.listen()
    assert (message.kind, message.seat) == ("comm_msg", "seat-0")
    assert message.data["state"] == {"value": "late"}


def test_a_comm_made_for_no_seat_is_told_to_nobody_and_hears_nobody(kernel: NearKernel) -> None:
    widget = Button(description="nobody's")
    pressed: list[Button] = []
    widget.on_click(pressed.append)
    widget.description = "changed"
    kernel.click(widget)
    widget.close()
    assert kernel.listen() == []
    assert pressed == []


def test_a_message_is_handled_for_the_seat_of_its_widget_and_for_nobody_after_it(
    kernel: NearKernel,
) -> None:
    acted: list[Seat | None] = []
    first, second = make_seats(2)
    for sitting in (first, second):
        sitting.button.on_click(lambda _button: acted.append(find_acting_seat()))
    kernel.click(second.button)
    kernel.click(first.button)
    assert acted == [second.seat, first.seat]
    assert find_acting_seat() is None


def test_a_callback_that_fails_leaves_nobody_acting(
    kernel: NearKernel, caplog: pytest.LogCaptureFixture
) -> None:
    (sitting,) = make_seats(1)

    def fail(_change: object) -> None:
        raise ZeroDivisionError

    sitting.made[0].observe(fail, ["value"])
    with caplog.at_level(logging.ERROR):
        kernel.change(sitting.made[0], value="new")
    assert find_acting_seat() is None


def test_code_for_one_seat_within_code_for_another_comes_back_to_the_first() -> None:
    first, second = Seat("seat-0", ""), Seat("seat-1", "")
    with acting(first):
        with acting(second):
            assert find_acting_seat() is second
        assert find_acting_seat() is first
    assert find_acting_seat() is None


def test_a_widget_one_seat_changes_for_another_is_told_to_its_owner(kernel: NearKernel) -> None:
    first, second = make_seats(2)
    kernel.listen()
    with acting(first.seat):
        second.made[0].value = "from the other"
    (message,) = kernel.listen()
    assert message.seat == second.name


def test_a_closed_widget_is_no_longer_the_seats(kernel: NearKernel) -> None:
    (sitting,) = make_seats(1)
    widget = sitting.made[0]
    comm = widget.model_id
    kernel.listen()
    widget.close()
    assert comm not in sitting.seat.comms
    assert ("comm_close", sitting.name, comm) in [message[:3] for message in kernel.listen()]


def test_a_seats_secret_is_not_shown_where_it_is_logged() -> None:
    assert "secret" not in repr(Seat("seat-0", "secret"))
