"""Whatever people, second browsers and two colluding colleagues do: what the room ever sees.

Everybody who is in the room has a seat, and the facilitator enters how many people are there. The
machine knows whose answers are behind every number that was published; the checks compare each
with every other number of the same question that this team has seen, today and last time.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import kit
from kit.exercise.policy import AnonymityPolicy
from kit.gate.publication import close_round, submit
from kit.gate.results import foresee_close, get_result
from kit.lifecycle import open_round
from kit.session.session import Phase, Role, new_seat_token
from kit.store import open_store

NOTEBOOK = "two.ipynb"
PROMPTS = ("often", "rarely")
COLLUDERS = (0, 1)
VALUES = st.sampled_from("abc")
SKIPPED = st.none() | VALUES


def make_exercise(reveal: Literal["sealed", "live"]) -> kit.Exercise:
    prompts = [kit.Choice(name, name, options=list("abc")) for name in PROMPTS]
    return kit.Exercise("two", prompts=prompts, policy=AnonymityPolicy(reveal=reveal))


@dataclass
class Person:
    """Somebody with one browser, or with many."""

    number: int
    tokens: list[str] = field(default_factory=list)
    here: bool = True


@dataclass(frozen=True)
class Shown:
    """A number of a question that the room has seen, and whose answers are behind it."""

    round_id: int
    counts: Mapping[str, int]
    answers: Counter[int]  # person -> submissions

    @property
    def people(self) -> set[int]:
        return set(self.answers)


class Workshop(RuleBasedStateMachine):
    """One team, its sessions and the rounds of one exercise."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.folder.name, "kit.db"))
        self.people: list[Person] = []
        self.staged: dict[str, tuple[int, dict[str, str]]] = {}
        self.shown: dict[str, list[Shown]] = {name: [] for name in PROMPTS}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @initialize(
        reveal=st.sampled_from(["live", "live", "sealed"]),
        people=st.sampled_from([4, 6, 8, 12, 20, 22]),
        answers=st.sampled_from([0, 9, 9, 12]),
    )
    def begin(self, reveal: Literal["sealed", "live"], people: int, answers: int) -> None:
        self.exercise = make_exercise(reveal)
        self.code = self.store.add_session("Team", [NOTEBOOK]).code
        self.people = [Person(number) for number in range(people)]
        for person in self.people:
            self.seat(person)
        self.play()
        for person in self.people[len(COLLUDERS) :][:answers]:
            self.send(person.number, person.tokens[0], {"often": "a", "rarely": "a"})

    def play(self) -> None:
        """A new round takes answers."""
        self.round_id = self.store.add_round(self.code, NOTEBOOK).id
        self.store.set_definition(self.round_id, self.exercise)
        self.count_people()
        open_round(self.store, self.round_id, expected=Phase.PREPARE)
        self.staged = {}
        self.is_open = True

    def seat(self, person: Person) -> None:
        person.here = True
        person.tokens.append(new_seat_token())
        self.store.add_seat(self.code, person.tokens[-1])

    def count_people(self) -> None:
        self.store.set_people(self.code, max(1, sum(each.here for each in self.people)))

    @property
    def answering(self) -> list[Person]:
        return [each for each in self.people if each.here and each.tokens]

    @rule(count=st.integers(1, 6))
    def arrive(self, count: int) -> None:
        """Some come late."""
        for _ in range(count):
            self.people.append(Person(len(self.people)))
            self.seat(self.people[-1])
        self.count_people()

    @rule(who=st.sampled_from(COLLUDERS), count=st.integers(1, 4))
    def open_browsers(self, who: int, count: int) -> None:
        """A colleague who wants to know opens browsers that nobody needs."""
        self.add_browsers(who, count)

    def add_browsers(self, who: int, count: int) -> None:
        for _ in range(count if self.people[who].here else 0):
            self.seat(self.people[who])

    @rule(count=st.integers(1, 30))
    def look_in(self, count: int) -> None:
        """Strangers take seats, and leave at once."""
        tokens = [new_seat_token() for _ in range(count)]
        for token in tokens:
            self.store.add_seat(self.code, token)
        self.store.leave_seats(self.code, tokens)

    @rule(place=st.integers(0, 40))
    def leave(self, place: int) -> None:
        """Somebody goes home, with all browsers."""
        if len(self.answering) > 1:
            person = self.answering[place % len(self.answering)]
            person.here = False
            self.store.leave_seats(self.code, person.tokens)
            self.count_people()

    @rule(place=st.integers(0, 40))
    def come_back(self, place: int) -> None:
        gone = [each for each in self.people if not each.here and each.tokens]
        if gone:
            person = gone[place % len(gone)]
            person.here = True
            for token in person.tokens:
                self.store.add_seat(self.code, token)
            self.count_people()

    @rule()
    def drop(self) -> None:
        """The facilitator drops the seats that nobody sits in; who comes back sits anew."""
        self.store.drop_absent_seats(self.code)

    @precondition(lambda self: self.is_open)
    @rule(
        start=st.integers(0, 40),
        count=st.sampled_from([1, 2, 5, 9, 12]),
        often=VALUES,
        rarely=SKIPPED,
    )
    def answer(self, start: int, count: int, often: str, rarely: str | None) -> None:
        """Some answer, or change their answers."""
        seats = [(each.number, token) for each in self.answering for token in each.tokens]
        for place in range(start, start + min(count, len(seats))):
            number, token = seats[place % len(seats)]
            self.send(number, token, {"often": often} | ({"rarely": rarely} if rarely else {}))

    @precondition(lambda self: self.is_open)
    @rule(often=VALUES, rarely=SKIPPED)
    def answer_all(self, often: str, rarely: str | None) -> None:
        """Everybody who is here answers, with every browser."""
        for person in self.answering:
            for token in person.tokens:
                said = {"often": often} | ({"rarely": rarely} if rarely else {})
                self.send(person.number, token, said)

    @precondition(lambda self: self.is_open)
    @rule(target_place=st.integers(0, 40), value=VALUES, browsers=st.integers(0, 6))
    def single_out(self, target_place: int, value: str, browsers: int) -> None:
        """Two colleagues answer a question with all they have, and others but one skip it."""
        self.add_browsers(COLLUDERS[0], browsers)
        others = [each for each in self.answering if each.number not in COLLUDERS]
        for who in COLLUDERS:
            for token in self.people[who].tokens if self.people[who].here else ():
                self.send(who, token, {"often": "a", "rarely": "a"})
        for place, person in enumerate(others):
            answers = place == target_place % len(others)
            for token in person.tokens:
                if token not in self.staged:
                    said = {"often": "b"} | ({"rarely": value} if answers else {})
                    self.send(person.number, token, said)

    def send(self, number: int, token: str, said: dict[str, str]) -> None:
        self.store.add_seat(self.code, token)  # a page that sends has a line
        try:
            submit(self.store, self.round_id, token, {name: [said[name]] for name in said})
        except kit.errors.PhaseError:  # it is part of what the room has seen
            return
        self.staged[token] = number, said
        self.look()

    @precondition(lambda self: self.is_open)
    @rule()
    def close(self) -> None:
        finished = len(self.staged)
        people = len({number for number, _ in self.staged.values()})
        first = not any(self.shown.values())
        cautions = foresee_close(self.store, self.store.get_round_by_id(self.round_id))
        close_round(self.store, self.round_id)
        self.store.set_phase(self.round_id, Phase.REVEALED, expected=Phase.CLOSED)
        self.is_open = False
        self.look()
        result = get_result(self.store, self.store.get_round_by_id(self.round_id), Role.SCREEN)
        gone = sum(1 for each in self.people if not each.here)
        second = sum(len(each.tokens) - 1 for each in self.people)
        if first and not gone and not second and people >= max(5, finished):
            # Nothing speaks against a result, however many strangers have looked in.
            assert result.withheld == (finished < 5 or (len(self.people) >= 100 and finished < 10))
            assert result.withheld or not [each for each in cautions if "no result" in each]
        if result.withheld:
            assert cautions, "the facilitator was not told beforehand"

    @precondition(lambda self: not self.is_open)
    @rule()
    def play_again(self) -> None:
        self.store.finish_round(self.round_id)
        self.play()

    @precondition(lambda self: not self.is_open)
    @rule()
    def meet_again(self) -> None:
        """The same team, another day."""
        self.store.end_session(self.code)
        self.code = self.store.add_session("Team", [NOTEBOOK], follows=self.code).code
        for person in self.people:
            person.tokens.clear()
            if person.here:
                self.seat(person)
        self.play()

    def look(self) -> None:
        """Whatever is new on the screen is kept, with the people behind it."""
        current = self.store.get_round_by_id(self.round_id)
        snapshot = get_result(self.store, current, Role.SCREEN).snapshot
        for marginal in snapshot.marginals if snapshot else ():
            counts = {value: count for value, _, count in marginal.counts}
            before = self.shown[marginal.prompt]
            if not counts or (
                before and (before[-1].round_id, before[-1].counts) == (self.round_id, counts)
            ):
                continue
            said = [(who, each) for who, each in self.staged.values() if marginal.prompt in each]
            assert counts == dict.fromkeys("abc", 0) | Counter(
                each[marginal.prompt] for _, each in said
            )
            before.append(Shown(self.round_id, counts, Counter(who for who, _ in said)))

    @invariant()
    def nothing_shown_rests_on_fewer_than_k(self) -> None:
        for shown in self.shown.values():
            for each in shown[-1:]:
                assert len(each.people) >= self.exercise.policy.k

    @invariant()
    def two_results_differ_by_nobody_or_by_a_batch_of_people(self) -> None:
        for shown in self.shown.values():
            for each in shown[:-1]:
                if each.round_id == shown[-1].round_id:
                    apart = len(shown[-1].people - each.people)
                else:
                    apart = abs(len(shown[-1].people) - len(each.people))
                assert apart == 0 or apart >= self.exercise.policy.k


TestWorkshop = Workshop.TestCase
TestWorkshop.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
