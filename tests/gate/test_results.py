"""What a role may see of a round: how many have finished, in words that give nobody away."""

from __future__ import annotations

import pytest

from kit.gate.publication import close_round, submit
from kit.gate.results import Result, get_result
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from tests.store.sample import EXERCISE, NOTEBOOK, OpenRound, open_sample


def answer(sample: OpenRound, count: int, start: int = 0) -> None:
    """Some seats answer, one after the other."""
    for token in sample.tokens[start : start + count]:
        submit(sample.store, sample.id, token, {"safe": 4})


def look(sample: OpenRound) -> Result:
    """What the screen may see now."""
    return get_result(sample.store, sample.store.get_round_by_id(sample.id), Role.SCREEN)


def follow(sample: OpenRound) -> list[Result]:
    """What the screen may see before the first seat has answered, and after each."""
    seen = [look(sample)]
    for place in range(len(sample.tokens)):
        answer(sample, 1, start=place)
        seen.append(look(sample))
    return seen


def test_in_a_small_room_even_the_count_is_told_in_words_only(store: Store) -> None:
    seen = follow(open_sample(store, 7))
    words = [result.progress for result in seen]
    assert words[:4] == ["Some have not finished"] * 4
    assert words[4:] == ["Most of 7 finished"] * 3 + ["Everyone finished"]
    assert len({repr(result) for result in seen[:4]}) == 1
    assert {result.told for result in seen} == {None}


@pytest.mark.parametrize("people", [5, 7])
def test_few_people_stay_a_small_room_however_many_phones_they_have(
    store: Store, people: int
) -> None:
    sample = open_sample(store, 10)
    store.set_people(sample.code, people)
    words = [result.progress for result in follow(sample)]
    assert words[:6] == ["Some have not finished"] * 6
    assert words[6:] == ["Most of 10 finished"] * 4 + ["Everyone finished"]


def test_progress_goes_by_the_people_in_the_room_where_phones_sleep(store: Store) -> None:
    sample = open_sample(store, 20)
    store.leave_seats(sample.code, sample.tokens[12:])
    store.set_people(sample.code, 15)
    answer(sample, 3)
    assert look(sample).progress == "3 of 15 finished"
    assert look(sample).told == (3, 15)


def test_progress_goes_by_the_phones_where_more_are_here_than_people_were_counted(
    store: Store,
) -> None:
    sample = open_sample(store, 20)
    store.set_people(sample.code, 15)
    answer(sample, 3)
    assert look(sample).progress == "3 of 20 finished"


def test_whoever_had_finished_still_has_when_their_phone_is_gone(store: Store) -> None:
    sample = open_sample(store, 14)
    answer(sample, 12)
    close_round(store, sample.id)
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    assert look(sample).progress == "12 of 14 finished"
    store.leave_seats(sample.code, sample.tokens[9:])
    assert store.drop_absent_seats(sample.code) == 5
    assert look(sample).progress == "12 of 12 finished"


@pytest.mark.parametrize("people", [None, 4])
@pytest.mark.parametrize("asleep", [0, 6])
def test_in_a_small_room_a_page_that_closes_does_not_tell_whether_it_had_answered(
    store: Store, people: int | None, asleep: int
) -> None:
    """Six phones are here; others may sleep that were here before."""
    sample = open_sample(store, 6 + asleep)
    store.leave_seats(sample.code, sample.tokens[6:])
    store.set_people(sample.code, people)
    answer(sample, 1)
    told = []
    for gone in ((), sample.tokens[:1], sample.tokens[5:6]):  # nobody; answered; has not
        store.leave_seats(sample.code, list(gone))
        view = get_view(store, sample.id, Role.FACILITATOR)
        told.append((view.seats, view.absent, view.progress, view.cautions))
        for token in gone:
            store.add_seat(sample.code, token)
    assert told[1] == told[2] == told[0]


def test_seven_people_with_more_phones_are_a_small_room_too(store: Store) -> None:
    sample = open_sample(store, 9)
    store.set_people(sample.code, 7)
    answer(sample, 1)
    told = []
    for gone in (sample.tokens[:1], sample.tokens[5:6]):  # has answered; has not
        store.leave_seats(sample.code, gone)
        view = get_view(store, sample.id, Role.FACILITATOR)
        told.append((view.seats, view.absent, view.progress, view.cautions))
        store.add_seat(sample.code, gone[0])
    assert told[0] == told[1]


def test_nine_of_whom_two_are_known_are_a_small_room_too(store: Store) -> None:
    sample = open_sample(store, 9)
    store.set_known(sample.id, 2, expected=0)
    answer(sample, 3)
    told = []
    for gone in (sample.tokens[:1], sample.tokens[5:6]):  # has answered; has not
        store.leave_seats(sample.code, gone)
        view = get_view(store, sample.id, Role.FACILITATOR)
        told.append((view.seats, view.absent, view.progress, view.cautions))
        store.add_seat(sample.code, gone[0])
    assert told[0] == told[1]


def test_nine_of_whom_two_are_known_are_told_in_words_only(store: Store) -> None:
    sample = open_sample(store, 9)
    assert look(sample).told == (0, 9)
    store.set_known(sample.id, 2, expected=0)
    seen = follow(sample)
    assert {result.told for result in seen} == {None}
    assert seen[2].progress == "Some have not finished"


def test_no_seat_may_be_dropped_while_nobody_else_is_let_in(store: Store) -> None:
    sample = open_sample(store, 12)
    store.leave_seats(sample.code, sample.tokens[9:])
    assert get_view(store, sample.id, Role.FACILITATOR).absent == 3
    store.set_lock(sample.code, True)
    assert get_view(store, sample.id, Role.FACILITATOR).absent == 0


def test_a_page_of_an_earlier_round_tells_no_more_of_who_has_answered(store: Store) -> None:
    """Its kernel follows the session as long as somebody keeps its line."""
    sample = open_sample(store, 6)
    answer(sample, 5)
    close_round(store, sample.id)
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    later = store.finish_round(sample.id, NOTEBOOK)
    store.set_definition(later.id, EXERCISE)
    store.set_phase(later.id, Phase.OPEN, expected=Phase.PREPARE)
    submit(store, later.id, sample.tokens[0], {"kind": ["kept-their-word"]})
    told = []
    for gone in (sample.tokens[:1], sample.tokens[5:6]):
        store.leave_seats(sample.code, gone)
        view = get_view(store, sample.id, Role.FACILITATOR)
        told.append((view.seats, view.absent, view.progress))
        store.add_seat(sample.code, gone[0])
    assert told[0] == told[1]
