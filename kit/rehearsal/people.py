"""Simulated people: they take seats and answer through the same pieces a form uses.

For rehearsals in JupyterLab, for `kit demo`, and for tests. Their answers are plausible, not
random noise: some kinds are more common than others, a few people skip a question, most write.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from kit.errors import DefinitionError, KitError, PauseError
from kit.exercise.exercise import Exercise
from kit.rehearsal.answers import fit_script
from kit.rehearsal.cards import SIGNING, list_todays
from kit.rehearsal.notes import find_needed_number, sign_own
from kit.rehearsal.rounds import answer
from kit.rehearsal.scripts import Script
from kit.session.session import Phase, Role, Round, new_seat_token
from kit.store import Store
from kit.store.headcount import MOST_PEOPLE
from kit.views.notes import read_notes

log = logging.getLogger("kit")

JOINING = 4.0  # seconds over which simulated people take their seats
ANSWERING = (2.0, 28.0)  # seconds after the opening in which they answer
PEOPLE = 12

OWN = 4  # phones of those who rehearse, which count as people beside the simulated ones
SIGNERS = 12  # of them sign a card where notes are signed
HELPERS = 5  # of them sign what is signed after the reveal


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
        folder: Where the notebooks lie, perhaps with words for these people beside them.
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
        folder: Path | None = None,
    ) -> None:
        self._store = store
        self._code = code
        self._tokens = [new_seat_token() for _ in range(count)]
        self._answering = answering
        self._joining = joining
        self._folder = folder
        self._chance = random.Random(seed)  # noqa: S311 -- people, not secrets
        self._answered: set[int] = set()
        self._helped: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._hand = ThreadPoolExecutor(1, "kit-people")
        self._broken = ""
        self._held: list[Callable[[], None]] = []  # what met a stop, for the thread alone
        self._stop: Callable[[], None] | None = None

    def __repr__(self) -> str:
        return f"<SimulatedPeople: {len(self._tokens)}>"

    def enter(self) -> None:
        """Enter them as the people in the room, and a few more: whoever tries it on a phone.

        What somebody has entered before stays.
        """
        if self._tokens and self._store.find_people(self._code) is None:
            self._store.set_people(self._code, min(len(self._tokens) + OWN, MOST_PEOPLE))

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

    async def answer_at_once(self, round_id: int) -> None:
        """Let all of them answer a round that is open now, one after the other."""
        self._answered.add(round_id)
        for place, token in enumerate(self._tokens):
            with contextlib.suppress(KitError):
                answering = partial(self._answer, round_id, token, place)
                await self._loop.run_in_executor(self._hand, answering)

    def _hear(self, code: str, what: str) -> None:
        ours = code in (self._code, "*") and what in ("phase", "round", "welcome")
        if ours and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        self._later(0, self._read)

    def _read(self) -> None:
        with contextlib.suppress(KitError):  # the session may be gone
            current = self._store.get_round(self._code)
            self._loop.call_soon_threadsafe(self._plan, current)
            if self._held and not self._store.get_session(self._code).stopped_at:
                held, self._held = self._held, []
                self._loop.call_soon_threadsafe(self._take_up, held)

    def _plan(self, current: Round) -> None:
        """Let them do in a while what there is to do in a round."""
        if current.phase is Phase.OPEN and current.id not in self._answered:
            self._answered.add(current.id)
            for place, token in enumerate(self._tokens):
                seconds = self._chance.uniform(*self._answering)
                self._later(seconds, partial(self._answer, current.id, token, place))
        if current.phase is Phase.REVEALED and current.id not in self._helped:
            self._helped.add(current.id)
            for place in range(min(HELPERS, len(self._tokens))):
                seconds = self._chance.uniform(*self._answering)
                self._later(seconds, partial(self._help, current.id, place))

    def _take_up(self, held: Sequence[Callable[[], None]]) -> None:
        """Let them do what a stop has kept them from."""
        for action in held:
            self._later(self._chance.uniform(*self._answering), action)

    def _join(self, token: str) -> None:
        self._store.add_seat(self._code, token)

    def _answer(self, round_id: int, token: str, place: int) -> None:
        current = self._store.get_round_by_id(round_id)
        exercise = current.exercise
        self._join(token)  # whoever was still on the way comes in first
        if exercise is not None:
            script = self._find_script(exercise)
            answer(self._store, current, token, place, self._chance, script)
            if exercise.slug == SIGNING:
                self._sign_commitment(exercise, place)
            if not current.part and place < SIGNERS:
                sign_own(self._store, round_id, exercise.notes, place, script)

    def _sign_commitment(self, exercise: Exercise, place: int) -> None:
        if not self._find_script(exercise).cards:
            return
        signed = self._store.list_commitments(self._code).values()
        for card in list_todays(self._folder, exercise.slug)[place : place + 1]:
            if card not in signed:  # the exercise may be played twice
                self._store.add_commitment(self._code, card)

    def _help(self, round_id: int, place: int) -> None:
        """Sign what is signed when the result is seen: offers of help, and what will be done."""
        exercise = self._store.get_round_by_id(round_id).exercise
        if exercise is not None:
            if exercise.slug != SIGNING:
                self._sign_commitment(exercise, place)
            numbers = read_notes(self._store, round_id, Role.PARTICIPANT).numbers
            script = self._find_script(exercise)
            numbered = [kind for kind in exercise.notes if find_needed_number(kind)]
            sign_own(self._store, round_id, numbered, place, script, numbers)

    def _find_script(self, exercise: Exercise) -> Script:
        """What they say; where the file is wrong, that is told once, and they answer without it."""
        if self._broken == exercise.slug:
            return Script()
        try:
            return fit_script(exercise, self._folder)
        except DefinitionError as error:
            self._broken = exercise.slug
            log.warning("Simulated people answer without their words: %s", error)
            return Script()

    def _act(self, action: Callable[[], None]) -> None:
        try:
            action()
        except PauseError:
            self._held.append(action)

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            try:
                await self._loop.run_in_executor(self._hand, self._act, action)
            except KitError as error:
                log.info("A simulated person was turned away: %s", error)

        task = self._loop.create_task(wait())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
