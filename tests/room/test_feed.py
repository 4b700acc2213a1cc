"""Following a round: one reading for all notices that come together, told to all who watch."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest

from kit.lifecycle import advance_round
from kit.room.feed import Feed
from kit.room.ownership import Seat, acting, find_acting_seat
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.store.notices import NoticeHub
from kit.views.round import View, get_view
from tests.store.sample import add_seats, prepare_round
from tests.waiting import play


class Reader:
    """Reads the round of a store, and keeps count of it."""

    def __init__(self, store: Store, current: Round) -> None:
        self.store, self.current = store, current
        self.times = 0
        self.threads: set[threading.Thread] = set()

    def __call__(self) -> View:
        self.times += 1
        self.threads.add(threading.current_thread())
        return get_view(self.store, self.current.id, Role.PARTICIPANT)

    def follow(self, **settings: Any) -> Feed[View]:
        return Feed(self.store, self.current.code, self, **settings)

    def publish(self, what: str = "phase", code: str = "") -> None:
        """A notice comes in a thread of its own, as from a hub."""
        notice = code or self.current.code, what
        thread = threading.Thread(target=self.store.notices.publish, args=notice)
        thread.start()
        thread.join()


@pytest.fixture
def reader(store: Store, prepared: Round) -> Reader:
    return Reader(store, prepared)


async def settle() -> None:
    """Let the loop do what a notice has planned: two turns, and one to be sure."""
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_watcher_is_told_at_once_and_after_every_change(reader: Reader) -> None:
    async def scenario() -> None:
        feed = reader.follow()
        seen: list[Phase] = []
        feed.watch(lambda view: seen.append(view.phase))
        for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
            advance_round(reader.store, reader.current.id, phase)
            await settle()
        assert seen == [Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED]
        assert feed.view.phase is Phase.REVEALED

    play(scenario())


def test_notices_that_come_together_are_one_reading(reader: Reader) -> None:
    async def scenario() -> None:
        feed = reader.follow()
        seen: list[View] = []
        for _ in range(3):
            feed.watch(seen.append)
        before = reader.times
        for _ in range(50):
            reader.publish("seats")
        await settle()
        assert reader.times == before + 1
        assert len(seen) == 3 + 3

    play(scenario())


def test_counts_wait_a_while_for_each_other_and_nothing_else_does(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        feed, before = reader.follow(), reader.times
        monkeypatch.setattr("kit.room.feed.PACE", 600.0)
        for what, times in (("seats", 1), ("progress", 1), ("phase", 2), ("seats", 2)):
            reader.publish(what)
            await settle()
            assert reader.times == before + times
        monkeypatch.setattr("kit.room.feed.PACE", 0.01)
        read = asyncio.Event()
        feed.watch(lambda _view: read.set())
        read.clear()
        reader.publish("seats")
        await read.wait()
        feed.close()

    play(scenario())


def test_the_store_is_read_in_the_loop_and_never_where_the_notice_came_from(
    reader: Reader,
) -> None:
    async def scenario() -> None:
        feed = reader.follow()
        reader.publish()
        before = reader.times
        await settle()
        assert reader.times == before + 1
        feed.close()

    play(scenario())
    assert reader.threads == {threading.main_thread()}


def test_without_a_loop_the_store_is_read_where_the_notice_comes(reader: Reader) -> None:
    feed = reader.follow()
    seen: list[Phase] = []
    feed.watch(lambda view: seen.append(view.phase))
    advance_round(reader.store, reader.current.id, Phase.PREPARE)
    assert seen == [Phase.PREPARE, Phase.OPEN]
    feed.close()


def test_other_sessions_and_deaf_ears_hear_nothing(reader: Reader) -> None:
    feed = reader.follow(deaf_to={"progress", "seats"})
    before = reader.times
    reader.publish("phase", prepare_round(reader.store).code)
    reader.publish("progress")
    reader.publish("seats")
    assert reader.times == before
    reader.publish("ledger")
    assert reader.times == before + 1
    feed.close()


def test_a_welcome_from_the_hub_makes_everybody_read_anew(reader: Reader) -> None:
    async def scenario() -> None:
        feed, read = reader.follow(), asyncio.Event()
        feed.watch(lambda _view: read.set())
        read.clear()
        hub = NoticeHub()
        reader.store.notices.connect(hub.address)
        await read.wait()
        assert reader.times == 2
        feed.close()
        reader.store.notices.close()
        hub.close()

    play(scenario())


def test_a_change_while_the_feed_begins_is_not_missed(reader: Reader) -> None:
    class Late(Reader):
        def __call__(self) -> View:
            view = super().__call__()
            if self.times == 1:  # right after the first reading somebody opens the round
                advance_round(self.store, self.current.id, Phase.PREPARE)
            return view

    late = Late(reader.store, reader.current)

    async def scenario() -> None:
        feed, seen = late.follow(), []
        feed.watch(lambda view: seen.append(view.phase))
        await settle()
        assert seen[-1] is Phase.OPEN
        feed.close()

    play(scenario())


def test_a_reading_that_fails_keeps_the_last_view_and_the_next_notice_tries_again(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    feed = reader.follow()
    seen: list[int] = []
    feed.watch(lambda view: seen.append(view.seats))
    current, reader.current = reader.current, Round(99, "", 1, "", Phase.OPEN)
    with caplog.at_level(logging.ERROR, logger="kit.room"):
        add_seats(reader.store, current.code, 1)
    assert "could not be read" in caplog.text
    assert (feed.view.seats, seen) == (0, [0])
    reader.current = current
    add_seats(reader.store, current.code, 1)
    assert seen == [0, 2]
    feed.close()


@pytest.mark.parametrize("raised", [ZeroDivisionError, asyncio.CancelledError, SystemExit])
def test_a_watcher_that_fails_keeps_nobody_else_from_being_told(
    reader: Reader, caplog: pytest.LogCaptureFixture, raised: type[BaseException]
) -> None:
    feed = reader.follow()
    seen: list[Phase] = []

    def fail(view: View) -> None:
        if view.phase is Phase.OPEN:
            raise raised

    feed.watch(fail)
    feed.watch(lambda view: seen.append(view.phase))
    with caplog.at_level(logging.ERROR, logger="kit.room"):
        advance_round(reader.store, reader.current.id, Phase.PREPARE)
    assert seen[-1] is Phase.OPEN
    assert raised.__name__ in caplog.text
    feed.close()


def test_a_watcher_whose_first_call_fails_is_not_kept(reader: Reader) -> None:
    feed = reader.follow()

    def fail(_view: View) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        feed.watch(fail)
    assert repr(feed) == "<Feed of 0 watchers>"
    feed.close()


def test_a_watcher_that_has_ended_is_told_no_more(reader: Reader) -> None:
    feed = reader.follow()
    seen: list[View] = []
    stop, _ = feed.watch(seen.append), feed.watch(seen.append)
    stop()
    stop()
    assert repr(feed) == "<Feed of 1 watchers>"
    reader.publish()
    assert len(seen) == 3
    feed.close()


def test_a_closed_feed_neither_reads_nor_tells(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        feed = reader.follow()
        seen: list[View] = []
        feed.watch(seen.append)
        reader.publish()
        feed.close()  # while the notice is on its way
        reader.store.close()
        await settle()
        reader.publish()
        await settle()
        assert (reader.times, len(seen)) == (1, 1)

    with caplog.at_level(logging.ERROR, logger="kit.room"):
        play(scenario())
    assert caplog.text == ""


def test_a_notice_after_the_loop_has_ended_does_no_harm(reader: Reader) -> None:
    async def scenario() -> None:
        reader.follow()

    play(scenario())
    reader.publish()
    assert reader.times == 1


def test_a_watcher_is_told_for_the_seat_it_was_given_for(reader: Reader) -> None:
    first, second = Seat("seat-0", ""), Seat("seat-1", "")
    acted: list[tuple[str, Seat | None]] = []

    def make_watcher(name: str) -> Callable[[View], None]:
        return lambda _view: acted.append((name, find_acting_seat()))

    async def scenario() -> None:
        feed = reader.follow()
        for seat in (first, second):
            with acting(seat):
                feed.watch(make_watcher(seat.handle))
        feed.watch(make_watcher("nobody"))
        expected = [("seat-0", first), ("seat-1", second), ("nobody", None)]
        assert acted == expected
        with acting(second):  # a notice that one seat's answer has caused
            reader.store.notices.publish(reader.current.code, "phase")
        await settle()
        reader.publish()
        await settle()
        assert acted == expected * 3
        feed.close()

    play(scenario())


def test_a_watcher_may_cause_the_next_notice(reader: Reader) -> None:
    feed = reader.follow()
    seen: list[int] = []

    def follow(view: View) -> None:
        seen.append(view.seats)
        if view.seats < 3:
            add_seats(reader.store, reader.current.code, 1)

    feed.watch(follow)
    assert sorted(seen) == [0, 1, 2, 3]
    assert feed.view.seats == 3
    feed.close()
