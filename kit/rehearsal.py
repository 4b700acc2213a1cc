"""Simulated people: they take seats and answer through the same pieces a form uses.

For rehearsals in JupyterLab, for `kit demo`, and for tests. Their answers are plausible, not
random noise: some kinds are more common than others, a few people skip a question, most write.
"""

from __future__ import annotations

import asyncio
import logging
import random
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kit.errors import KitError
from kit.exercise.energy import DRAINS, GIVES, NEUTRAL, Task, share_energy
from kit.exercise.exercise import Exercise
from kit.exercise.prompts import Choice, EnergyMap, Prompt, Scale, Text, YesNo
from kit.gate.publication import submit
from kit.gate.randomised_response import throw_coin
from kit.session.commitments import Commitment, State
from kit.session.session import Phase, new_seat_token
from kit.store import Store, open_store

log = logging.getLogger("kit")

JOINING = 4.0  # seconds over which simulated people take their seats
ANSWERING = (2.0, 28.0)  # seconds after the opening in which they answer
REHEARSING = (0.5, 6.0)  # the same while a trainer tries a notebook out
PEOPLE = 12

SENTENCES = (
    "She told me on Monday that the date would slip, not on Friday.",
    "He said in front of everyone that the idea had been mine.",
    "They stayed on the call until my part worked too.",
    "She asked how the talk went, weeks after I had mentioned it.",
    "He said: I broke the build, and I have mended it.",
    "She did not pass on what I told her in the corridor.",
    "He asked me for help although he knows far more than I do.",
    "They told me kindly that my slides lost them on page three.",
    "She came to the meeting nobody wanted to be in.",
    "He kept the promise I had already forgotten.",
    "They thanked the people who had written the tests.",
    "She let me finish, and then she changed her mind.",
    "He told the customer that it was late because of him.",
    "They made room for me at the table on my first day.",
    "She asked what I needed before she asked when it was done.",
    "He said he did not know, and that he would find out.",
    "She wrote to me before the meeting, so that I was not surprised.",
    "He took the late call so that I could go to the concert.",
    "They asked the quietest of us first, and then waited.",
    "She returned my draft with three questions and no verdict.",
    "He stood by the decision when it turned out badly.",
    "They told me what was said about my idea while I was away.",
    "She showed me how she does it, twice, without a sigh.",
    "He apologised in the same room in which he had been loud.",
)
WORDS = (
    "curious",
    "tired",
    "calm",
    "rushed",
    "hopeful",
    "Curious",
    "here",
    "busy",
    "awake",
    "tired",
    "glad",
    "curious",
    "between things",
    "quiet",
)
LEAVING = (
    "lighter",
    "thoughtful",
    "hungry",
    "hopeful",
    "tired",
    "relieved",
    "Hopeful",
    "calm",
    "glad",
    "moved",
    "still unsure",
    "awake",
    "thoughtful",
    "grateful",
)
LONGEST_WORD = 20  # characters; a text prompt that takes no more is asked for a word
LINES = {
    "lesson": (
        "Ask on the first day, not on the fifth.",
        "Read the date twice before you promise it.",
        "A quiet warning is still a warning.",
        "Say what is not clear to me while it is small.",
        "Send a draft early, even when it looks poor.",
        "Two people check what goes to customers.",
        "No is a kinder answer than a late yes.",
        "Write down what we agreed before we leave the room.",
        "Tell the next person at once, not when it is mended.",
        "What I assume, I can ask in one sentence.",
        "A mistake I tell is half as large as one that is found.",
        "Plan the last day for what went wrong.",
        "If nobody answers, they have not agreed.",
        "Try it on one customer before all of them get it.",
        "Whoever is new sees what we no longer see. Ask them.",
        "Sleep on a reply that is meant to hurt.",
        "Write the number and the unit.",
        "Say when I will be back, and then be back.",
        "Check the copy that is sent, not the one I worked on.",
        "Ask who else needs to know.",
        "A late night costs the next morning.",
        "Practise the difficult part first.",
        "Say that I am stuck after an hour, not after a week.",
        "Read the contract before the call.",
    ),
    "take": (
        "the weekly numbers",
        "new colleagues through their first week",
        "the calls with the plant",
        "the tidying of our templates",
        "notes in the planning meeting",
        "the difficult customers",
        "the tests of the new tool",
        "the pictures for the report",
        "the training on Mondays",
        "the figures for the board",
        "the visits to our partners",
        "the tidying of the archive",
        "the morning shift on the phone",
        "the walk through the warehouse",
        "the talks with the works council",
        "the budget sheet",
        "the photographs for the website",
        "the visits of school classes",
        "the questions from the press",
        "the first draft of our guidelines",
        "the planning of the summer party",
        "the repair of the old templates",
        "the calls in Spanish",
        "the search for a new supplier",
    ),
    "give": (
        "the travel bookings",
        "the last check of the slides",
        "the Friday summary",
        "the room plan",
        "the first line of support",
        "the supplier meetings",
        "the licence renewals",
        "the shared inbox",
        "the monthly forecast",
        "the minutes of the big meeting",
        "the ordering of supplies",
        "the reports nobody answers",
        "the evening calls",
        "the badge printing",
        "the travel claims",
        "the newsletter",
        "the booking of the hall",
        "the stock count",
        "the reminders about unpaid bills",
        "the weekly tidy-up of the board",
        "the calendar of absences",
        "the translations",
        "the test reports nobody misses",
        "the parking permits",
    ),
}
SIGNING = "commitments"  # the exercise in which some of them sign a card
CARDS = (
    Commitment(
        "Ada", "ask before I assume, at least once a week", "end of March", "Ben", State.KEPT
    ),
    Commitment(
        "Ben and Chris", "send every draft a day early", "next sprint", "Ada", State.CHANGED
    ),
    Commitment("Dana", "say no within a day, or yes and mean it", "Friday", "the team"),
    Commitment("Eli", "begin every Monday with what went wrong", "Monday", "everybody there"),
    Commitment("Ada", "thank one person by name on Fridays", "this Friday", "whoever I thank"),
)
EARLIER = 3  # so many of them were signed in the session before
WRITING = 9  # of so many, one writes no sentence and one keeps it to themselves


def make_answer(prompt: Prompt, chance: random.Random, place: int) -> object:
    """A plausible raw answer to a prompt; None where this person skips it.

    Args:
        prompt: The prompt.
        chance: What decides.
        place: The person's number. It decides alone whether there is a sentence and which, so that
            people differ in what they write, and a dozen of them always has sentences to show.
    """
    if isinstance(prompt, Choice):
        weights = [1.0 / (place + 1.5) for place in range(len(prompt.options))]
        count = chance.randint(prompt.min_choices, prompt.max_choices)
        left, chosen = dict(zip(prompt.options, weights, strict=True)), []
        for _ in range(count):
            option = chance.choices(list(left), weights=list(left.values()))[0]
            del left[option]
            chosen.append(option.value)
        return chosen
    if isinstance(prompt, Scale):
        middle = (prompt.low + prompt.high) / 2
        return min(prompt.high, max(prompt.low, round(chance.gauss(middle + 0.4, 1.1))))
    if isinstance(prompt, YesNo):
        return chance.random() < 0.4
    if isinstance(prompt, EnergyMap):
        return make_shares(chance)
    if isinstance(prompt, Text):
        if place % WRITING == 4:
            return None
        lines: Sequence[str] = LINES.get(prompt.name, SENTENCES)
        if prompt.max_length <= LONGEST_WORD:
            lines = LEAVING if "leave" in prompt.text else WORDS
        text = lines[place % len(lines)][: prompt.max_length]
        return {"text": text, "share": prompt.may_be_shown and place % WRITING != 7}
    return None


def make_shares(chance: random.Random) -> list[int]:
    """The shares of a plausible map: eight tasks, one or two of them changed for the better."""
    now: list[Task] = [
        (chance.choice((1, 2, 2, 3)), chance.choice((GIVES, GIVES, NEUTRAL, DRAINS, DRAINS)))
        for _ in range(8)
    ]
    draining = [task for task in now if task[1] == DRAINS]
    then = list(now)
    for task in draining[: chance.randint(0, 2)]:
        then.remove(task)
        then.append((1, chance.choice((DRAINS, GIVES))))
    return [*share_energy(now), *share_energy(then)]


def make_answers(
    exercise: Exercise, chance: random.Random, place: int | None = None
) -> dict[str, object]:
    """One simulated person's raw answers by prompt name; without a place, those of just anybody."""
    if place is None:
        place = chance.randrange(WRITING * len(SENTENCES))
    raw = {prompt.name: make_answer(prompt, chance, place) for prompt in exercise.prompts}
    given = {name: answer for name, answer in raw.items() if answer is not None}
    if given:
        return given
    # Asked for sentences alone, this person writes one after all: nobody sends an empty form.
    return {prompt.name: make_answer(prompt, chance, place + 1) for prompt in exercise.prompts}


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


@dataclass(frozen=True)
class Rehearsal:
    """A throw-away session for trying out a notebook.

    Attributes:
        store: In a temporary folder, gone with the process.
        code: The session's code.
        round_id: Its only round.
        own_seat: The seat of the person who tries it.
    """

    store: Store
    code: str
    round_id: int
    own_seat: str


_running: list[SimulatedPeople] = []
_folders: list[tempfile.TemporaryDirectory[str]] = []


def start_rehearsal(exercise: Exercise) -> Rehearsal:
    """Begin a throw-away session with simulated people, who answer once the round is open."""
    for people in _running:
        people.stop()
    folder = tempfile.TemporaryDirectory(prefix="kit-rehearsal-", ignore_cleanup_errors=True)
    _folders.append(folder)
    store = open_store(str(Path(folder.name, "rehearsal.sqlite")))
    earlier = store.add_session("Last time", ["rehearsal"])
    for card in CARDS[:EARLIER]:
        store.add_commitment(earlier.code, card)
    session = store.add_session("Rehearsal", ["rehearsal"], follows=earlier.code)
    for card in CARDS[EARLIER:]:
        store.add_commitment(session.code, card)
    current = store.add_round(session.code, "rehearsal")
    store.set_definition(current.id, exercise)
    own_seat = new_seat_token()
    store.add_seat(session.code, own_seat)
    people = SimulatedPeople(store, session.code, PEOPLE, answering=REHEARSING, joining=0.0)
    _running[:] = [people]
    try:
        people.start()
    except RuntimeError:
        log.info("No event loop is running, so nobody but you takes part in this rehearsal")
    return Rehearsal(store, session.code, current.id, own_seat)
