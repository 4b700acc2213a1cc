"""Whole sessions in which anything may happen, step by step held against every rule of the gate."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kit.errors import PhaseError, ResponseError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import find_own_submission, submit
from kit.gate.rules import SMALL_ROOM
from kit.gate.sentences import set_texts_shown
from kit.gate.snapshot import Snapshot
from kit.lifecycle import advance_round
from kit.session.session import MOST_KNOWN, Phase, Role, Round, new_seat_token
from kit.store import Store, open_store
from kit.store.staging import count_submissions
from kit.views.round import View, get_view
from tests.stores import make_store

AGENDA = ["first.ipynb", "second.ipynb", "third.ipynb"]
KINDS = ("kept-their-word", "asked-for-help", "other")
LOCKED = (Phase.PREPARE, Phase.LEADER)
OVER = (Phase.CLOSED, Phase.REVEALED, Phase.DONE)
SHOWN = (Phase.REVEALED, Phase.DONE)
FACILITATORS = st.integers(0, 1)

POLICIES = st.builds(
    AnonymityPolicy,
    k=st.sampled_from([4, 5]),
    text_k=st.sampled_from([5, 8]),
    batch=st.sampled_from([None, 6]),
    reveal=st.sampled_from(["sealed", "live"]),
)
STORIES = st.builds(
    lambda words, hidden: {"text": words, "share": not hidden},
    st.sampled_from(["the blue door", "a long night", "so be it"]),
    st.sampled_from([False, False, False, True]),
)
ANSWERS = st.fixed_dictionaries(
    {
        "kind": st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True),
        "safe": st.sampled_from([1, 2, 3, 5, None]),
        "story": st.one_of(STORIES, STORIES, STORIES, st.none()),
    }
)


@dataclass
class Played:
    """What a round is known to hold, from what people did and nothing else.

    Attributes:
        id: The round's.
        policy: Its policy.
        answers: What each seat has sent last.
        fixed: Seats whose answers have been published.
        states: The answers as they were at each publication.
        extra: Seats beyond the number of people, at the close.
        known: How many answers are known, as the facilitators have said.
    """

    id: int
    policy: AnonymityPolicy
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    states: list[list[dict[str, object]]] = field(default_factory=list)
    extra: int = 0
    known: int = 0

    def publish(self) -> None:
        self.fixed = set(self.answers)
        self.states.append(list(self.answers.values()))


def make_exercise(policy: AnonymityPolicy, leader: bool) -> Exercise:
    return Exercise(
        "one",
        prompts=[
            Choice("kind", "Which?", list(KINDS), max_choices=2),
            Scale("safe", "How safe?"),
            Text("story", "What happened?"),
        ],
        leader=Leader([Text("act", "One act")]) if leader else None,
        policy=policy,
    )


def count_kinds(answers: list[dict[str, object]]) -> list[int]:
    found = Counter(kind for each in answers for kind in each["kind"])  # type: ignore[attr-defined]
    return [found[kind] for kind in KINDS]


class Workshop(RuleBasedStateMachine):
    """One session, any number of seats, two facilitators, and a server that may be restarted."""

    @initialize(
        policy=POLICIES, leader=st.booleans(), seats=st.sampled_from([0, 3, 6, 8, 10, 12, 15, 20])
    )
    def begin(self, policy: AnonymityPolicy, leader: bool, seats: int) -> None:
        self.path = Path(tempfile.mkdtemp(), "kit.db")
        self.desks: list[Store] = [make_store(self.path), open_store(self.path)]
        self.code = self.store.add_session("Team", AGENDA).code
        self.seats: list[str] = []
        self.people: int | None = None
        self.rounds: list[Played] = []
        self._set_up(self.store.add_round(self.code, AGENDA[0]), policy, leader)
        self.seen: list[Round] = [self.current, self.current]
        for _ in range(seats):
            self.join()
        advance_round(self.store, self.current.id, Phase.PREPARE)

    @property
    def store(self) -> Store:
        return self.desks[0]

    @property
    def current(self) -> Round:
        return self.store.get_round(self.code)

    def _set_up(self, current: Round, policy: AnonymityPolicy, leader: bool) -> None:
        self.store.set_definition(current.id, make_exercise(policy, leader))
        self.rounds.append(Played(current.id, policy))

    def _submit(self, token: str, raw: dict[str, object]) -> None:
        played, phase = self.rounds[-1], self.current.phase
        before = len(self.store.list_snapshots(played.id))
        may = phase is Phase.OPEN and token not in played.fixed
        try:
            submit(self.desks[1], played.id, token, raw)
        except PhaseError:
            assert not may
            return
        assert may
        played.answers[token] = raw
        if len(self.store.list_snapshots(played.id)) > before:
            assert played.policy.reveal == "live"
            played.publish()

    @rule()
    def join(self) -> None:
        token = new_seat_token()
        self.store.add_seat(self.code, token)
        self.seats.append(token)

    @precondition(lambda self: self.seats)
    @rule(data=st.data(), raw=ANSWERS)
    def send(self, data: st.DataObject, raw: dict[str, object]) -> None:
        self._submit(data.draw(st.sampled_from(self.seats)), raw)

    @precondition(lambda self: self.current.phase is Phase.OPEN)
    @rule(raws=st.lists(ANSWERS, min_size=4, max_size=12))
    def send_one_after_the_other(self, raws: list[dict[str, object]]) -> None:
        waiting = [each for each in self.seats if each not in self.rounds[-1].answers]
        for token, raw in zip(waiting, raws, strict=False):
            self._submit(token, raw)

    @rule(desk=FACILITATORS, less=st.sampled_from([None, None, -1, 0, 1, 2, 3]))
    def count_people(self, desk: int, less: int | None) -> None:
        self.people = None if less is None else max(1, len(self.seats) - less)
        self.desks[desk].set_people(self.code, self.people)

    @rule(desk=FACILITATORS, known=st.integers(-1, 4), seen=st.sampled_from([0, 0, 0, 1, 2]))
    def tell_known(self, desk: int, known: int, seen: int) -> None:
        played, over = self.rounds[-1], self.current.phase in OVER
        try:
            self.desks[desk].set_known(played.id, known, expected=seen)
        except ResponseError:
            assert not 0 <= known <= MOST_KNOWN
        except PhaseError:
            assert over or seen != played.known
        else:
            assert not over
            assert seen == played.known
            played.known = known

    @rule(desk=FACILITATORS)
    def look(self, desk: int) -> None:
        self.seen[desk] = self.desks[desk].get_round(self.code)

    @precondition(lambda self: self.current.phase is not Phase.OPEN)
    @rule(desk=FACILITATORS, policy=POLICIES, leader=st.booleans())
    def press(self, desk: int, policy: AnonymityPolicy, leader: bool) -> None:
        self.look(desk)
        self.press_without_looking(desk, policy, leader)

    @rule(desk=FACILITATORS, policy=POLICIES, leader=st.booleans())
    def press_without_looking(self, desk: int, policy: AnonymityPolicy, leader: bool) -> None:
        seen, actual = self.seen[desk], self.current
        if seen.phase is Phase.DONE:
            return
        played = self.rounds[-1]
        before = len(self.store.list_snapshots(played.id))
        try:
            after = advance_round(self.desks[desk], seen.id, seen.phase)
        except PhaseError:
            assert (seen.id, seen.phase) != (actual.id, actual.phase)
            return
        assert (seen.id, seen.phase) == (actual.id, actual.phase)
        if seen.phase is Phase.OPEN:
            people = len(self.seats) if self.people is None else self.people
            played.extra = max(0, len(self.seats) - people)
            if len(self.store.list_snapshots(played.id)) > before:
                played.publish()
        if after.id != seen.id:
            self._set_up(after, policy, leader)
        self.seen[desk] = self.desks[desk].get_round(self.code)

    @rule(desk=FACILITATORS, shown=st.booleans(), place=st.integers(0, 20))
    def choose_a_sentence(self, desk: int, shown: bool, place: int) -> None:
        texts = get_view(self.desks[desk], self.rounds[-1].id, Role.FACILITATOR).texts
        if texts:
            set_texts_shown(self.desks[desk], [texts[place % len(texts)].id], shown)

    @rule()
    def restart(self) -> None:
        for desk in self.desks:
            desk.close()
        self.desks = [open_store(self.path), open_store(self.path)]

    @invariant()
    def nothing_shown_gives_anybody_away(self) -> None:
        for played in self.rounds if hasattr(self, "rounds") else []:
            assert self.store.get_round_by_id(played.id).known == played.known
            views = {role: get_view(self.store, played.id, role) for role in Role}
            self._check_roles(views)
            self._check_progress(views[Role.SCREEN])
            self._check_ledger(played)
            self._check_texts(played, views)
            if views[Role.SCREEN].phase in OVER:
                self._check_erased(played)

    def _check_roles(self, views: dict[Role, View]) -> None:
        screen, desk = views[Role.SCREEN], views[Role.FACILITATOR]
        assert views[Role.PARTICIPANT].result == screen.result
        if screen.phase is not Phase.CLOSED:
            assert desk.result == screen.result
        if screen.phase in LOCKED:
            assert desk.snapshot is None
        if screen.phase is Phase.OPEN and screen.exercise.policy.reveal == "sealed":
            assert all(view.snapshot is None and not view.note for view in views.values())
        if screen.phase not in SHOWN:
            assert screen.snapshot is None or not screen.snapshot.final

    def _check_progress(self, view: View) -> None:
        unknown = len(self.seats) - view.round.known
        if view.phase is Phase.OPEN and self.seats and unknown <= SMALL_ROOM:
            assert view.progress.split()[0] in ("Some", "Most", "Everyone")

    def _check_ledger(self, played: Played) -> None:
        published = [Snapshot.from_json(each) for each in self.store.list_snapshots(played.id)]
        least = played.policy.get_batch(0)
        # The last snapshot may be marked as the result without anything new in it.
        assert len(published) - len(played.states) in (0, 1) or not published
        for snapshot in published:
            assert snapshot.n >= played.policy.k
            for marginal in snapshot.marginals:
                assert marginal.n == 0 or marginal.n >= played.policy.k
                assert (marginal.shape == "withheld") == (marginal.n == 0)
            kinds = [count for _, _, count in snapshot.get_marginal("kind").counts]
            assert not kinds or kinds in [count_kinds(state) for state in played.states]
        for snapshot in published[:1]:
            for n in [snapshot.n, *(each.n for each in snapshot.marginals if each.n)]:
                assert n - snapshot.known >= played.policy.k
        for before, after in pairwise(published):
            assert after.n - before.n - after.known >= least or after.n == before.n
            assert after.n - before.n >= least or after.n == before.n
            for old, new in zip(before.marginals, after.marginals, strict=True):
                assert new == old or new.n - old.n >= least

    def _check_texts(self, played: Played, views: dict[Role, View]) -> None:
        released = views[Role.FACILITATOR].texts
        assert views[Role.SCREEN].texts == views[Role.PARTICIPANT].texts
        if views[Role.SCREEN].phase not in SHOWN:
            assert views[Role.SCREEN].texts == ()
        assert [each for each in released if each.shown] == list(views[Role.SCREEN].texts) or (
            views[Role.SCREEN].phase is Phase.CLOSED
        )
        if not released:
            return
        assert views[Role.FACILITATOR].phase in OVER
        stories = [each.get("story") for each in played.answers.values()]
        ticked = [each["text"] for each in stories if each and each["share"]]  # type: ignore[index]
        kept = Counter(each.text for each in released)
        if views[Role.SCREEN].phase is Phase.DONE:  # what the room has not seen is erased
            assert all(each.shown for each in released)
            assert kept <= Counter(ticked)
        else:
            assert kept == Counter(ticked)
        assert len(ticked) - played.extra - played.known >= played.policy.text_k

    def _check_erased(self, played: Played) -> None:
        assert count_submissions(self.store, played.id) == 0
        assert all(find_own_submission(self.store, played.id, each) is None for each in self.seats)

    def teardown(self) -> None:
        if hasattr(self, "desks"):
            for desk in self.desks:
                desk.close()
            shutil.rmtree(self.path.parent)


TestWholeSessions = Workshop.TestCase
TestWholeSessions.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
