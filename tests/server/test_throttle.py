"""Strangers' codes are looked up in turn: nobody is kept out, and wrong ones leave at a fixed pace.

The clock is the test's own, so it counts turns and measures nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from kit.server.throttle import AT_ONCE, PER_SECOND, Attempts
from kit.session.session import CODE_LENGTH, CODE_LETTERS
from tests.server.clock import Clock

YEAR = 365.25 * 24 * 3600
ROOM = 300
HERE, THERE = "192.0.2.1", "192.0.2.2"
Turn = asyncio.Future[bool]


class Line:
    """The line and its clock, and how many guesses were looked up."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.attempts = Attempts(self.clock)
        self.guesses: list[Turn] = []
        self.looked_up = 0

    def guess(self, number: int, address: Callable[[int], str] = lambda _: HERE) -> None:
        """Somebody keeps so many guesses in the line."""
        self.looked_up += sum(turn.done() for turn in self.guesses)
        self.guesses = [turn for turn in self.guesses if not turn.done()]
        for place in range(number - len(self.guesses)):
            self.guesses.append(self.attempts.ask(address(place)))

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.attempts.serve()

    def come_in(self, address: str = HERE, *, guessers: int, from_: Callable[[int], str]) -> float:
        """Somebody with the right code comes.

        Returns:
            How many seconds it takes until the code is looked up.
        """
        came, turn = self.clock.now, self.attempts.ask(address)
        while not turn.done():
            self.guess(guessers, from_)
            self.wait(0.01)
        self.attempts.give_back()
        return self.clock.now - came


def run(play: Callable[[], None]) -> None:
    async def inside() -> None:
        play()

    asyncio.run(inside())


def test_a_calm_room_waits_for_nothing() -> None:
    def play() -> None:
        line = Line()
        for _ in range(2 * ROOM):
            assert line.attempts.ask(HERE).done()
            line.attempts.give_back()

    run(play)


@pytest.mark.parametrize("guessers", [1, 50, 1000])
def test_a_room_comes_in_within_a_minute_beside_a_guesser_at_its_address(guessers: int) -> None:
    def play() -> None:
        line = Line()
        line.guess(guessers)
        began, room = line.clock.now, [line.attempts.ask(HERE) for _ in range(ROOM)]
        given_back = 0
        while given_back < ROOM:
            assert line.clock.now < began + 60
            line.guess(guessers)
            line.wait(0.01)
            while given_back < sum(turn.done() for turn in room):
                given_back += 1
                line.attempts.give_back()

    run(play)


def test_wrong_codes_leave_the_line_at_one_pace_from_however_many_addresses() -> None:
    def play() -> None:
        line = Line()
        for _ in range(6000):
            line.guess(500, lambda place: f"192.0.2.{place % 250}")
            line.wait(0.01)
        line.guess(0)
        assert line.looked_up <= AT_ONCE + 60 * PER_SECOND + 1

    run(play)


def test_a_code_that_is_given_takes_years_to_find() -> None:
    codes = len(CODE_LETTERS) ** CODE_LENGTH
    assert codes / 2 / PER_SECOND > 8 * YEAR
    assert (AT_ONCE + 3 * 3600 * PER_SECOND) / codes < 1 / 40_000  # in a workshop of three hours


def test_guesses_of_those_who_hang_up_cost_nobody_a_turn_and_tell_nothing() -> None:
    def play() -> None:
        line = Line()
        for _ in range(5000):
            turn = line.attempts.ask(HERE)
            if not turn.done():
                turn.set_result(False)
        before = line.clock.now
        assert line.come_in(guessers=0, from_=lambda _: HERE) <= before + 1

    run(play)


def test_another_address_does_not_stand_behind_the_guessers() -> None:
    def play() -> None:
        line = Line()
        line.guess(3000)
        assert line.come_in(THERE, guessers=3000, from_=lambda _: HERE) < 0.1

    run(play)


def test_one_home_with_many_addresses_is_one() -> None:
    def play() -> None:
        line = Line()
        line.guess(3000, lambda place: f"2001:db8::{place:x}")
        assert line.come_in(THERE, guessers=3000, from_=lambda p: f"2001:db8::{p:x}") < 0.1

    run(play)


def test_what_is_over_is_forgotten() -> None:
    def play() -> None:
        line = Line()
        line.guess(1000, lambda place: f"192.0.2.{place % 250}")
        for _ in range(int(1000 / PER_SECOND) + 1):
            line.wait(1)
        assert repr(line.attempts) == "<Attempts of 0 strangers>"
        assert not line.attempts._waiting

    run(play)
