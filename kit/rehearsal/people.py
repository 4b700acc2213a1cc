"""Simulated people: they take seats and answer through the same pieces a form uses.

For rehearsals in JupyterLab, for `kit demo`, and for tests. Their answers are plausible, not
random noise: some kinds are more common than others, a few people skip a question, most write.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from kit.errors import KitError
from kit.gate.publication import submit
from kit.gate.randomised_response import throw_coin
from kit.rehearsal.answers import CARDS, make_answers
from kit.session.session import Phase, new_seat_token
from kit.store import Store

log = logging.getLogger("kit")

JOINING = 4.0  # seconds over which simulated people take their seats
ANSWERING = (2.0, 28.0)  # seconds after the opening in which they answer
PEOPLE = 12

SIGNING = "commitments"  # the exercise in which some of them sign a card


class SimulatedPeople:
    """People who join a session and answer whichever round is open.

    They write to the store one after the other, in a thread of their own: many of them do not hold
    up the loop that others live on.

    Args:
        store: The session's store.
        code: The session's code.
        count: How many.
        answering: Earliest and latest answer, in seconds after the opening.
        joining: Seconds over which they join.
        seed: Makes a run repeatable.
    """

    def __init__(
        self,
        store: Store,
        code: str,
        count: int,
        *,
        answering: tuple[float, float] = ANSWERING,
        joining: float = JOINING,
        seed: int | None = None,
    ) -> None:
        self._store = store
        self._code = code
        self._tokens = [new_seat_token() for _ in range(count)]
        self._answering = answering
        self._joining = joining
        self._chance = random.Random(seed)  # noqa: S311 -- people, not secrets
        self._answered: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._hand = ThreadPoolExecutor(1, "kit-people")
        self._stop: Callable[[], None] | None = None

    def __repr__(self) -> str:
        return f"<SimulatedPeople: {len(self._tokens)}>"

    def start(self) -> None:
        """Let them come in, and answer when a round opens. Needs a running event loop."""
        self._loop = asyncio.get_running_loop()
        self._stop = self._store.notices.listen(self._hear)
        for token in self._tokens:
            self._later(self._chance.uniform(0, self._joining), partial(self._join, token))
        self._look()

    def stop(self) -> None:
        """Let them go."""
        if self._stop is not None:
            self._stop()
        for task in self._tasks:
            task.cancel()
        self._hand.shutdown(wait=False, cancel_futures=True)

    def _hear(self, code: str, what: str) -> None:
        ours = code in (self._code, "*") and what in ("phase", "round", "welcome")
        if ours and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        try:
            current = self._store.get_round(self._code)
        except KitError:
            return
        if current.phase is Phase.OPEN and current.id not in self._answered:
            self._answered.add(current.id)
            for place, token in enumerate(self._tokens):
                seconds = self._chance.uniform(*self._answering)
                self._later(seconds, partial(self._answer, current.id, token, place))

    def _join(self, token: str) -> None:
        self._store.add_seat(self._code, token)

    def _answer(self, round_id: int, token: str, place: int) -> None:
        current = self._store.get_round_by_id(round_id)
        exercise = current.exercise
        self._join(token)  # whoever was still on the way comes in first
        if exercise is not None:
            raw = make_answers(exercise, self._chance, place)
            for name in exercise.delicate if current.coin else ():
                if isinstance(raw.get(name), bool):
                    raw[name] = throw_coin(bool(raw[name]), self._chance)
            submit(self._store, round_id, token, raw)
            if exercise.slug == SIGNING and place < len(CARDS):
                self._store.add_commitment(self._code, CARDS[place])

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            try:
                await self._loop.run_in_executor(self._hand, action)
            except KitError as error:
                log.info("A simulated person was turned away: %s", error)

        task = self._loop.create_task(wait())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
