"""Seats that have lost their line: counted after a while, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kit.server.kernels.settings import RoomSettings
from kit.server.relay.presence import Presence

NEVER = 3600.0  # seconds
SOON = 0.2  # seconds, more than a loop needs to go on
PATIENCE = 30  # seconds until a test gives up


class Watch:
    """A presence whose numbers are written down."""

    def __init__(self, soon: float, late: float) -> None:
        self.told: list[int] = []
        self.presence = Presence(soon, late, self._hear)
        self._heard = asyncio.Event()

    def _hear(self) -> None:
        self.told.append(self.presence.lost)
        self._heard.set()

    async def wait_for(self, *told: int) -> None:
        while self.told != list(told):
            await self._heard.wait()
            self._heard.clear()


def play(soon: float, late: float, scenario: Callable[[Watch], object]) -> None:
    async def run() -> None:
        async with asyncio.timeout(PATIENCE):
            await scenario(Watch(soon, late))  # type: ignore[misc]

    asyncio.run(run())


def test_a_seat_counts_until_it_is_back() -> None:
    async def scenario(watch: Watch) -> None:
        for seat in ("one", "other", "one"):
            watch.presence.lose(seat)
        await watch.wait_for(1, 2)
        watch.presence.forget("one")
        watch.presence.forget("one")
        assert watch.told == [1, 2, 1]
        watch.presence.close()
        assert watch.presence.lost == 0

    play(0.0, NEVER, scenario)


def test_a_seat_that_stays_away_is_not_waited_for_any_more() -> None:
    async def scenario(watch: Watch) -> None:
        watch.presence.lose("one")
        await watch.wait_for(1, 0)

    play(0.0, 0.01, scenario)


def test_from_five_seconds_after_the_break_on_a_seat_counts_and_for_two_minutes_at_most() -> None:
    settings = RoomSettings()
    assert (settings.soon, settings.late) == (5.0, 120.0)

    async def scenario(watch: Watch) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        watch.presence.lose("one")
        assert began + SOON <= watch.presence._timers["one"].when() <= clock() + SOON
        await watch.wait_for(1)
        assert began + NEVER <= watch.presence._timers["one"].when() <= clock() + NEVER - SOON

    play(SOON, NEVER, scenario)


def test_a_short_break_is_never_seen() -> None:
    async def scenario(watch: Watch) -> None:
        watch.presence.lose("one")
        watch.presence.forget("one")
        assert watch.presence.lost == 0
        assert watch.told == []
        assert not watch.presence._timers

    play(NEVER, 2 * NEVER, scenario)


def test_a_seat_that_breaks_off_again_stays_counted_and_has_its_time_anew() -> None:
    async def scenario(watch: Watch) -> None:
        watch.presence.lose("one")
        await watch.wait_for(1)
        before = watch.presence._timers["one"]
        watch.presence.lose("one")
        assert before.cancelled()
        watch.presence.lose("other")
        await watch.wait_for(1, 2)

    play(0.0, NEVER, scenario)
