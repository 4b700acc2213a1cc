"""Snapshots: round trip, and questions that move only by whole batches of answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from kit.errors import DefinitionError
from kit.exercise.exercise import Submission
from kit.gate.crosstabs import CrossTable
from kit.gate.marginals import TOO_CLOSE, TOO_FEW, Marginal, Shape
from kit.gate.publication import build_snapshot
from kit.gate.snapshot import Snapshot, hold_back

BATCH = 5
EXERCISE = kit.Exercise(
    "two",
    prompts=[
        kit.Choice("often", "Which?", options=["a", "b"]),
        kit.Choice("rarely", "Which then?", options=["c", "d"]),
    ],
)
ANSWERS = st.sampled_from(["a", "b"])
RARE = st.none() | st.sampled_from(["c", "d"])
WHOLE = Snapshot(
    number=2,
    n=34,
    of=36,
    marginals=(
        Marginal("kind", "Choice", "Which?", 9, (("a", "A", 4), ("b", "B", 5)), Shape.COUNTS),
        Marginal(
            *("safe", "Scale", "How?", 7, (), Shape.BAND, "Most lie high."),
            zones=("low", "middle", "high"),
            zone=2,
            spread="split",
            ends=("not", "very"),
        ),
        Marginal("coin", "YesNo", "Coin?", 34, (), Shape.ESTIMATE, estimate=(20, 33, 50)),
        Marginal("quiet", "YesNo", "Quiet?", 0, (), Shape.WITHHELD, "Too few"),
    ),
    final=True,
    crosses=(
        CrossTable(
            *("kind", "safe", ("Which?", "How?"), 30),
            rows=(("a", "A"), ("b", "B")),
            columns=(("0", "low"), ("1", "high")),
            counts=((3, 0), (6, 12)),
            step=3,
        ),
        CrossTable("kind", "quiet", ("Which?", "Quiet?"), 0, (), (), (), 3, "Too few"),
    ),
    extra=1,
)
PUBLISHED = (
    '{"number":2,"n":34,"of":36,"marginals":['
    '{"prompt":"kind","type":"Choice","text":"Which?","n":9,"counts":[["a","A",4],["b","B",5]],'
    '"shape":"counts","summary":"","zones":[],"zone":null,"spread":"","ends":["",""],'
    '"estimate":null},'
    '{"prompt":"safe","type":"Scale","text":"How?","n":7,"counts":[],'
    '"shape":"band","summary":"Most lie high.","zones":["low","middle","high"],"zone":2,'
    '"spread":"split","ends":["not","very"],"estimate":null},'
    '{"prompt":"coin","type":"YesNo","text":"Coin?","n":34,"counts":[],'
    '"shape":"estimate","summary":"","zones":[],"zone":null,"spread":"","ends":["",""],'
    '"estimate":[20,33,50]},'
    '{"prompt":"quiet","type":"YesNo","text":"Quiet?","n":0,"counts":[],'
    '"shape":"withheld","summary":"Too few","zones":[],"zone":null,"spread":"","ends":["",""],'
    '"estimate":null}],'
    '"final":true,"crosses":['
    '{"first":"kind","second":"safe","texts":["Which?","How?"],"n":30,'
    '"rows":[["a","A"],["b","B"]],"columns":[["0","low"],["1","high"]],'
    '"counts":[[3,0],[6,12]],"step":3,"summary":""},'
    '{"first":"kind","second":"quiet","texts":["Which?","Quiet?"],"n":0,'
    '"rows":[],"columns":[],"counts":[],"step":3,"summary":"Too few"}],"extra":1,"known":0}'
)
PEOPLE = st.lists(st.tuples(ANSWERS, RARE), min_size=5, max_size=40)


def build(
    people: Sequence[tuple[str, str | None]], number: int, extra: int = 0, known: int = 0
) -> Snapshot:
    submissions = [
        Submission({"often": (often,)} | ({"rarely": (rare,)} if rare else {}))
        for often, rare in people
    ]
    return build_snapshot(EXERCISE, submissions, number=number, extra=extra, known=known)


@given(PEOPLE, PEOPLE)
def test_a_question_differs_by_nothing_or_by_a_whole_batch_of_answers(
    first: list[tuple[str, str | None]], more: list[tuple[str, str | None]]
) -> None:
    before = build(first, 1)
    after = hold_back(build(first + more, 2), before, [], BATCH)
    for old, new in zip(before.marginals, after.marginals, strict=True):
        assert new == old or new.n - old.n >= BATCH
    assert after.n == len(first) + len(more)


def test_one_answer_to_a_skipped_question_does_not_move_its_bars() -> None:
    before = build([("a", "c")] * 6, 1)
    more = build([("a", "c")] * 6 + [("b", None)] * 4 + [("b", "d")], 2)
    after = hold_back(more, before, [], BATCH)
    assert after.get_marginal("rarely") == before.get_marginal("rarely")
    assert after.get_marginal("often").n == 11


def test_second_browsers_are_taken_off_the_step_of_a_question_too() -> None:
    before = build([("a", "c")] * 9, 1)
    people = [("a", "c")] * 12 + [("b", "d")]
    after = hold_back(build(people, 2, extra=4), before, [], BATCH)
    assert after.get_marginal("rarely").n == 9  # of the four new ones all may be one person's
    assert (
        hold_back(build(people + people, 2, extra=4), before, [], BATCH).get_marginal("rarely").n
        == 26
    )


@pytest.mark.parametrize(
    ("earlier", "now", "shown"),
    [(6, 5, False), (5, 6, False), (6, 6, True), (12, 16, False), (12, 17, True), (10, 5, True)],
)
def test_playing_again_shows_a_question_as_often_or_a_batch_apart(
    earlier: int, now: int, shown: bool
) -> None:
    first, again = build([("a", "c")] * earlier, 1), build([("a", None)] * now, 1)
    held = hold_back(again, None, [first], BATCH)
    often, rarely = held.marginals
    assert (often.n == now) is shown
    assert shown or "too few answers differ from the last time" in often.summary
    assert rarely == again.get_marginal("rarely")  # nobody answered it, and that is why


def test_a_question_that_was_not_asked_last_time_is_shown() -> None:
    first, again = build([("a", "c")] * 12, 1), build([("a", "c")] * 13, 1)
    held = hold_back(again, None, [replace(first, marginals=first.marginals[:1])], BATCH)
    assert [each.shape for each in held.marginals] == ["withheld", "counts"]


def test_a_question_that_was_not_shown_last_time_is_shown_from_its_own_number_on() -> None:
    first = build([("a", None)] * 12, 1)
    again = build([("a", "c")] * 6 + [("a", None)] * 24, 1)
    assert hold_back(again, None, [first], 10).get_marginal("rarely").n == 6


def test_of_a_question_that_few_answered_it_is_said_that_they_were_too_few() -> None:
    first, again = build([("a", "c")] * 6, 1), build([("a", None)] * 16, 1)
    assert hold_back(again, None, [first], 10).get_marginal("rarely").summary == TOO_FEW


def test_of_a_question_that_is_not_shown_again_nothing_is_left_but_what_was_asked() -> None:
    first, again = build([("a", "c")] * 6, 1), build([("b", "d")] * 7, 1)
    assert hold_back(again, None, [first], BATCH).get_marginal("often") == Marginal(
        "often", "Choice", "Which?", 0, (), Shape.WITHHELD, TOO_CLOSE
    )


def test_with_second_browsers_about_the_same_number_again_is_not_the_same_people() -> None:
    first, again = build([("a", "c")] * 12, 1), build([("a", "c")] * 12, 1, extra=1)
    for earlier, later in ((first, again), (again, first)):
        assert hold_back(later, None, [earlier], BATCH).marginals[0].shape == "withheld"
    assert hold_back(first, None, [first], BATCH) == first
    apart = build([("a", "c")] * 18, 1, extra=2)  # six more, of which two may be nobody
    assert hold_back(apart, None, [first], BATCH).marginals[0].shape == "withheld"
    assert hold_back(replace(apart, extra=1), None, [first], BATCH).marginals[0].n == 18


def test_what_may_not_be_shown_anew_stays_as_the_round_has_shown_it() -> None:
    first, before = build([("a", "c")] * 13, 1), build([("a", "c")] * 7, 1)
    held = hold_back(build([("a", "c")] * 12, 2), before, [first], BATCH)
    assert held.marginals == before.marginals


def test_a_snapshot_comes_back_from_plain_values() -> None:
    snapshot = build([("a", "c")] * 7, 3)
    assert Snapshot.from_json(snapshot.to_json()) == snapshot
    with pytest.raises(DefinitionError, match="Did you mean 'often'"):
        snapshot.get_marginal("oftn")


def test_what_is_published_is_this_byte_for_byte_and_nothing_more() -> None:
    # Whoever adds a name here publishes it: docs/anonymity.md says what that may be.
    assert json.dumps(WHOLE.to_json(), separators=(",", ":")) == PUBLISHED
    assert Snapshot.from_json(json.loads(PUBLISHED)) == WHOLE


def test_a_snapshot_of_an_older_version_is_read() -> None:
    older: dict[str, Any] = {"number": 2, "n": 9, "of": 9, "final": True}
    marginal = {"prompt": "a", "type": "Choice", "text": "A?", "n": 9, "shape": "counts"}
    older["marginals"] = [marginal | {"counts": [["a", "A", 9]], "summary": ""}]
    counted = Marginal("a", "Choice", "A?", 9, (("a", "A", 9),), Shape.COUNTS)
    assert Snapshot.from_json(older) == Snapshot(2, 9, 9, (counted,), final=True)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"shape": "pie"}, ValueError),
        ({"counts": [["a", "A"]]}, ValueError),
        ({"counts": 7}, TypeError),
        ({"answers": []}, TypeError),
    ],
)
def test_a_stored_marginal_that_is_wrong_is_not_read(
    change: dict[str, Any], error: type[Exception]
) -> None:
    marginal: dict[str, Any] = WHOLE.marginals[0].to_json()
    with pytest.raises(error):
        Marginal.from_json(marginal | change)


def test_known_answers_are_taken_off_every_step_beside_second_browsers() -> None:
    before = build([("a", "c")] * 9, 1)
    people = [("a", "c")] * 15
    assert hold_back(build(people, 2, extra=1), before, [], BATCH).get_marginal("often").n == 15
    held = hold_back(build(people, 2, extra=1, known=1), before, [], BATCH)
    assert held.get_marginal("often").n == 9
    again = build(people, 1, known=2)  # six more, of which two are known
    assert hold_back(again, None, [before], BATCH).marginals[0].shape == "withheld"
    known = replace(before, known=1)  # of the same number, somebody unknown may have left
    assert hold_back(before, None, [known], BATCH).marginals[0].shape == "withheld"


def test_a_result_of_before_there_were_known_answers_can_be_read() -> None:
    values = build([("a", "c")] * 9, 1).to_json()
    del values["known"]
    assert Snapshot.from_json(values).known == 0
