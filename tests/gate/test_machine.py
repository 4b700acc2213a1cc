"""Whatever people, second browsers and two colluding colleagues do: what the room ever sees.

Everybody who is in the room has a seat, and the facilitator enters how many people are there. Some
say aloud what they answered, and the facilitator says so: then everybody can take them off. The
machine knows whose answers are behind every number that was published; the checks compare each
with every other number of the same question that this team has seen, today and last time, and
leave out whoever was known by then.
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
from kit.gate.counts import build_marginal
from kit.gate.marginals import Marginal
from kit.gate.publication import close_round, submit
from kit.gate.results import foresee_close, get_result
from kit.lifecycle import open_round
from kit.session.session import MOST_KNOWN, Phase, Role, new_seat_token
from kit.store import Store, open_store
from tests.postgres import find_server, make_postgres_store
from tests.stores import make_store

NOTEBOOK = "two.ipynb"
CHOICES = ("often", "rarely")
LINES = ("x", "y")  # rows of a grid: the one is answered with every form, the other rarely
PROMPTS = (*CHOICES, *(f"grid.{line}" for line in LINES))
COLLUDERS = (0, 1)
VALUES = st.sampled_from("abc")
SKIPPED = st.none() | VALUES


def make_exercise(reveal: Literal["sealed", "live"]) -> kit.Exercise:
    prompts = [
        *(kit.Choice(name, name, options=list("abc")) for name in CHOICES),
        kit.Grid("grid", "Lines", rows=LINES, steps=list("abc")),
    ]
    return kit.Exercise("two", prompts=prompts, policy=AnonymityPolicy(reveal=reveal))


def answer_rows(said: Mapping[str, str]) -> dict[str, str]:
    """What somebody says, with the rows of the grid, by the names of the results."""
    pairs = zip(CHOICES, LINES, strict=True)
    return {**said, **{f"grid.{line}": said[name] for name, line in pairs if name in said}}


def write_form(said: Mapping[str, str]) -> dict[str, object]:
    """The same as a form holds it."""
    rows = {line: answer_rows(said).get(f"grid.{line}") for line in LINES}
    steps = {line: "abc".index(step) + 1 for line, step in rows.items() if step is not None}
    return {**{name: [value] for name, value in said.items()}, "grid": steps}


def tell(marginal: Marginal) -> dict[str, object]:
    """All that is told of a result; empty where it is withheld."""
    counts: dict[str, object] = {value: count for value, _, count in marginal.counts}
    if marginal.group and marginal.n:
        counts |= {"n": marginal.n, "zone": marginal.zone, "spread": marginal.spread}
    return counts


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
    counts: Mapping[str, object]
    answers: Counter[int]  # person -> submissions
    known: Mapping[int, frozenset[int]]  # round -> who had told their answer when this was shown

    @property
    def people(self) -> set[int]:
        """Those behind it whose answer nobody knows."""
        return set(self.answers) - self.known[self.round_id]


def count_apart(before: Shown, after: Shown) -> int:
    """Fewest people whose answers nobody knows that two rounds of one exercise may differ by.

    Who answered both times may have said the same both times. Who was known in one of them may have
    been so in that one alone.
    """
    all_before, all_after = set(before.answers), set(after.answers)
    known = [after.known[each.round_id] & set(each.answers) for each in (before, after)]
    if not any(known):
        return abs(len(all_after) - len(all_before))
    gone, come = all_before - all_after - known[0], all_after - all_before - known[1]
    return len(gone | come)


class Workshop(RuleBasedStateMachine):
    """One team, its sessions and the rounds of one exercise."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0
        self.stores = self.open_stores()
        self.people: list[Person] = []
        self.staged: dict[str, tuple[int, dict[str, str]]] = {}
        self.shown: dict[str, list[Shown]] = {name: [] for name in PROMPTS}
        self.known: dict[int, frozenset[int]] = {}

    def open_stores(self) -> list[Store]:
        """Where the team plays: in one file."""
        self.folder = tempfile.TemporaryDirectory()
        return [make_store(Path(self.folder.name, "kit.db"))]

    @property
    def store(self) -> Store:
        """Whichever server's turn it is: every call goes to another one."""
        self.turn += 1
        return self.stores[self.turn % len(self.stores)]

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
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
        self.known[self.round_id] = frozenset()
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
        self.leave_seats(tokens)

    @rule(place=st.integers(0, 40))
    def leave(self, place: int) -> None:
        """Somebody goes home, with all browsers."""
        if len(self.answering) > 1:
            person = self.answering[place % len(self.answering)]
            person.here = False
            self.leave_seats(person.tokens)
            self.count_people()

    def leave_seats(self, tokens: list[str]) -> None:
        """Their pages are closed: each server says so of those it holds."""
        for store in self.stores:
            store.leave_seats(self.code, tokens)

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
            submit(self.store, self.round_id, token, write_form(said))
        except kit.errors.PhaseError:  # it is part of what the room has seen
            return
        self.staged[token] = number, answer_rows(said)
        self.look()

    @precondition(lambda self: self.is_open)
    @rule(place=st.integers(0, 40))
    def tell_aloud(self, place: int) -> None:
        """Somebody says what they have answered, or will answer; the facilitator says so."""
        told, who = self.known[self.round_id], self.people[place % len(self.people)].number
        if len(told) < MOST_KNOWN and who not in told:
            self.store.set_known(self.round_id, len(told) + 1, expected=len(told))
            self.known[self.round_id] = told | {who}

    @precondition(lambda self: self.is_open)
    @rule(
        count=st.integers(1, MOST_KNOWN), more=st.sampled_from([0, 0, 0, 1]), closes=st.booleans()
    )
    def answer_and_tell(self, count: int, more: int, closes: bool) -> None:
        """As many answer as a batch has, and some of them tell the room what they have answered."""
        answered = {number for number, _ in self.staged.values()}
        waiting = [each for each in self.answering if each.number not in answered]
        told = self.known[self.round_id]
        silent = [each for each in waiting if each.number not in told]
        speak = silent[: min(count, MOST_KNOWN - len(told))]
        if speak:
            self.store.set_known(self.round_id, len(told) + len(speak), expected=len(told))
            self.known[self.round_id] = told | {each.number for each in speak}
        for person in waiting[: self.exercise.policy.k + more]:
            self.send(person.number, person.tokens[0], {"often": "a", "rarely": "b"})
        if closes:
            self.close()

    @precondition(lambda self: self.is_open and self.known[self.round_id])
    @rule(place=st.integers(0, 3))
    def take_back(self, place: int) -> None:
        """It was somebody else who spoke, of something else."""
        told = self.known[self.round_id]
        if any(each.round_id == self.round_id for shown in self.shown.values() for each in shown):
            return  # what is known of a result that has been shown stays known
        self.store.set_known(self.round_id, len(told) - 1, expected=len(told))
        self.known[self.round_id] = told - {sorted(told)[place % len(told)]}

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
        told = self.known[self.round_id]
        if first and not gone and not second and not told and people >= max(5, finished):
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
    def play_again_with_others_for_the_known(self) -> None:
        """All answer again but those whose answers were known, and as many others instead."""
        before = {number for number, _ in self.staged.values()}
        known = self.known[self.round_id] & before
        self.play_again()
        here = [each for each in self.answering if each.number not in known]
        others = [each for each in here if each.number not in before][: len(known)]
        for person in [each for each in here if each.number in before] + others:
            self.send(person.number, person.tokens[0], {"often": "b", "rarely": "a"})
        self.close()

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
        if snapshot is None:
            return
        for marginal in snapshot.marginals:
            counts = tell(marginal)
            before = self.shown[marginal.prompt]
            if not counts or (
                before and (before[-1].round_id, before[-1].counts) == (self.round_id, counts)
            ):
                continue
            said = [(who, each) for who, each in self.staged.values() if marginal.prompt in each]
            answers = [each[marginal.prompt] for _, each in said]
            taken_off = snapshot.extra + snapshot.known
            assert counts == self.expect(marginal, answers, taken_off)
            people = Counter(who for who, _ in said)
            before.append(Shown(self.round_id, counts, people, dict(self.known)))

    def expect(
        self, marginal: Marginal, answers: list[str], taken_off: int
    ) -> Mapping[str, object]:
        """What is told of these answers."""
        if not marginal.group:
            return dict.fromkeys("abc", 0) | Counter(answers)
        row, steps = (
            self.exercise.get_prompt(marginal.prompt),
            ["abc".index(a) + 1 for a in answers],
        )
        return tell(build_marginal(row, steps, self.exercise.policy, taken_off=taken_off))

    @invariant()
    def nothing_shown_rests_on_fewer_than_k(self) -> None:
        for shown in self.shown.values():
            for each in shown[-1:]:
                assert len(each.people) >= self.exercise.policy.k

    @invariant()
    def two_results_differ_by_nobody_or_by_a_batch_of_people(self) -> None:
        for shown in self.shown.values():
            for each in shown[:-1]:
                last = shown[-1]
                if each.round_id == last.round_id:
                    apart = len(last.people - set(each.answers))
                else:
                    apart = count_apart(each, last)
                assert apart == 0 or apart >= self.exercise.policy.k


class ClusterWorkshop(Workshop):
    """The same team on two servers of one PostgreSQL, which write in turn."""

    def open_stores(self) -> list[Store]:
        self.folder = tempfile.TemporaryDirectory()
        first = make_postgres_store()
        second = open_store(find_server())
        for store, name in ((first, "one"), (second, "two")):
            store.enter_node(name, b"the same")
        return [first, second]


TestWorkshop = Workshop.TestCase
TestWorkshop.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestClusterWorkshop = ClusterWorkshop.TestCase
TestClusterWorkshop.settings = settings(max_examples=10, stateful_step_count=30, deadline=None)
