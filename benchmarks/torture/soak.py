"""A long session: rounds without end, and people who come, stay for a while and go."""

from __future__ import annotations

import asyncio
import random
import time

from benchmarks.torture.person import Person
from benchmarks.torture.trials import BOUND, Outcome, Session, open_session
from benchmarks.torture.truth import Tally

LEAVE = 0.25  # share of the people who go after each round; as many come
BREAK = 0.3  # share of the phones whose line breaks while they answer
ROUNDS = 240  # more than the minutes allow


async def run_soak(minutes: float, count: int, chance: random.Random) -> Outcome:
    """Play rounds for so many minutes, at least two of them."""
    until = time.monotonic() + 60 * minutes
    async with open_session(count, ROUNDS, chance) as session:
        assert session is not None
        before = session.site.read_held()
        while session.tally.trials < 2 or (
            time.monotonic() < until and session.tally.trials < ROUNDS
        ):
            await play_round(session)
            await change_people(session)
        return Outcome(
            f"soak of {minutes:g} minutes", session.tally, before, session.site.read_held()
        )


async def play_round(session: Session) -> None:
    """One round; some lines break in it."""
    tasks = await session.begin()
    for person in session.people:
        if session.chance.random() < BREAK:
            await asyncio.sleep(0.05)
            person.connection.cut()
    _, left = await asyncio.wait(tasks, timeout=BOUND)
    await session.finish(tasks)
    session.tally.add(Tally(stuck=len(left)))


async def change_people(session: Session) -> None:
    """Some go, half of them without a word, and somebody else comes for each."""
    going = [each for each in session.people if session.chance.random() < LEAVE]
    for number, person in enumerate(going):
        if number % 2:
            person.connection.abandon()
        person.connection.end()
    coming = [Person(each.name, session.site.port, session.site.server.code) for each in going]
    session.people = [each for each in session.people if each not in going] + coming
    await asyncio.gather(*[person.join() for person in coming])
