"""What the campaign takes for lost, doubled and miscounted."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.torture.person import Person
from benchmarks.torture.truth import Tally, compare, list_options
from kit.gate.marginals import Marginal, Shape
from kit.gate.snapshot import Snapshot

NAMES = ["a", "b", "c", "d", "e"]


def build_people(**received: str) -> list[Person]:
    people = [Person(name, 0, "") for name in NAMES]
    for person in people:
        person.received = received.get(person.name, f"{person.name}-0")
    return people


def build_result(counts: Mapping[str, int]) -> Snapshot:
    n = sum(counts.values())
    told = tuple((option, option, counts.get(option, 0)) for option in list_options(NAMES))
    marginal = Marginal("kind", "Choice", "Which", n, told, Shape.COUNTS)
    return Snapshot(1, n, n, (marginal,), final=True)


ALL = {f"{name}-0": 1 for name in NAMES}


def test_a_result_that_shows_what_was_received_is_right() -> None:
    assert compare(build_people(), build_result(ALL)) == Tally(people=5, acknowledged=5)


def test_a_received_answer_that_is_not_in_the_result_is_lost() -> None:
    found = compare(build_people(), build_result({**ALL, "c-0": 0}))
    assert (found.lost, found.doubled, found.miscounted) == (1, 0, 0)
    assert found.is_bad


def test_a_person_who_is_counted_twice_is_doubled() -> None:
    assert compare(build_people(), build_result({**ALL, "c-0": 2})).doubled == 1


def test_an_answer_that_was_replaced_is_miscounted_and_one_in_doubt_is_not() -> None:
    people = build_people(c="c-1")
    assert compare(people, build_result(ALL)).miscounted == 1
    people[2].doubtful = ["c-0"]
    assert compare(people, build_result(ALL)).miscounted == 0


def test_somebody_who_was_never_told_may_be_counted_and_is_named_unsure() -> None:
    people = build_people(c="")
    people[2].doubtful = ["c-0"]
    found = compare(people, build_result(ALL))
    assert (found.unsure, found.acknowledged, found.is_bad) == (1, 4, False)


def test_a_missing_result_is_withheld_without_need_from_five_receipts_on() -> None:
    assert compare(build_people(), None).withheld == 1
    assert compare(build_people(c=""), None).withheld == 0
