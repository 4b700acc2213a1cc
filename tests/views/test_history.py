"""A team over time as it is read from the store: only what rooms were shown, and of real people."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kit.errors import NotFoundError
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.gate.history import Kind
from kit.gate.publication import submit
from kit.gate.results import get_result
from kit.gate.unseen import leave_unseen
from kit.lifecycle import advance_round
from kit.session.commitments import Commitment, FollowThrough, State
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.history import History, read_history, read_room_history
from tests.store.sample import add_seats

PULSE = Exercise("pulse", prompts=[Scale("safe", "How safe?", low=1, high=7, since=True)])


def play(
    store: Store, steps: Sequence[int], *, reveal: bool = True, team: str = "North", **more: object
) -> str:
    code = store.add_session("Meeting", ["pulse.ipynb"], team=team, **more).code  # type: ignore[arg-type]
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, PULSE)
    advance_round(store, round_id, Phase.PREPARE)
    for token, step in zip(add_seats(store, code, len(steps)), steps, strict=True):
        submit(store, round_id, token, {"safe": step})
    advance_round(store, round_id, Phase.OPEN)
    if reveal:
        advance_round(store, round_id, Phase.CLOSED)
    return code


def list_numbers(history: History) -> list[int]:
    (measure,) = history.measures
    return [each.n for each in measure.points]


def test_each_session_has_a_line_once_its_room_has_seen_the_result(store: Store) -> None:
    first = play(store, [2] * 12)
    second = play(store, [6] * 17, reveal=False)
    assert [each.code for each in read_history(store, second).sessions] == [first]
    assert list_numbers(read_history(store, first)) == [12]
    advance_round(store, store.get_round(second).id, Phase.CLOSED)
    assert list_numbers(read_history(store, first)) == [12, 17]
    assert read_history(store, first) == read_history(store, second)


def test_the_reader_sees_the_sessions_that_are_the_readers(store: Store) -> None:
    first, second = play(store, [2] * 16), play(store, [6] * 15)
    own = read_history(store, first, lambda code: code == first)
    assert [each.code for each in own.sessions] == [first]
    assert not own.measures[0].points[0].parts  # by what the colleague's session has shown
    assert read_history(store, second, lambda _: False).is_empty


def test_rehearsals_other_teams_and_sessions_without_a_team_are_not_in_it(store: Store) -> None:
    first = play(store, [2] * 12)
    rehearsed = play(store, [2] * 30, rehearsal=True)
    other, alone = play(store, [2] * 20, team="South"), play(store, [2] * 25, team="")
    owned = play(store, [2] * 12, owner="ada")
    assert list_numbers(read_history(store, first)) == [12]
    assert list_numbers(read_history(store, other)) == [20]
    assert list_numbers(read_history(store, alone)) == [25]
    assert list_numbers(read_history(store, owned)) == [12]
    assert read_history(store, rehearsed).is_empty


def test_of_an_erased_session_nothing_is_left(store: Store) -> None:
    first, second = play(store, [2] * 12), play(store, [6] * 13)
    assert [each.parts for each in read_history(store, second).measures[0].points] == [(), ()]
    store.purge_session(second)
    assert read_history(store, first).measures[0].points[0].parts == (12, 0, 0)
    with pytest.raises(NotFoundError):
        read_history(store, second)


def test_what_became_of_cards_stands_in_the_line_of_the_session_that_signed_them(
    store: Store,
) -> None:
    first, second = play(store, [2] * 12), play(store, [6] * 12)
    cards = [store.add_commitment(first, Commitment("Ana", "call", "Friday", "Ben")) for _ in "ab"]
    store.mark_commitment(second, cards[0], State.KEPT)
    history = read_history(store, second)
    assert history.cards == (FollowThrough(kept=1, open=1), FollowThrough())
    assert history.has_cards


def test_a_session_with_cards_alone_has_a_line_and_one_with_nothing_none(store: Store) -> None:
    signed, nothing = (
        store.add_session(title, ["b.ipynb"], team="North").code for title in ("Signing", "Nothing")
    )
    for code in (signed, nothing):
        store.add_round(code, "b.ipynb")
    store.add_commitment(signed, Commitment("Ana", "call", "Friday", "Ben"))
    shown = play(store, [4] * 12)
    history = read_history(store, shown)
    assert [each.code for each in history.sessions] == [signed, shown]
    assert [each.kind for each in history.measures[0].points] == [Kind.NOT_PLAYED, Kind.SHOWN]


def test_known_answers_count_between_the_lines(store: Store) -> None:
    code = store.add_session("Meeting", ["pulse.ipynb"], team="North").code
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, PULSE)
    advance_round(store, round_id, Phase.PREPARE)
    for token in add_seats(store, code, 16):
        submit(store, round_id, token, {"safe": 4})
    store.set_known(round_id, 1, expected=0)
    advance_round(store, round_id, Phase.OPEN)
    advance_round(store, round_id, Phase.CLOSED)
    play(store, [6] * 16)
    assert [each.parts for each in read_history(store, code).measures[0].points] == [(), ()]


def test_a_result_that_was_left_unseen_has_no_point_and_is_not_called_too_few(
    store: Store,
) -> None:
    first = play(store, [2] * 12)
    second = play(store, [6] * 17, reveal=False)
    leave_unseen(store, store.get_round(second).id)
    card = Commitment("Ada", "ask first", "Monday", "Ben")
    store.add_commitment(second, card)  # so that the session has a line
    (measure,) = read_history(store, first).measures
    assert [each.kind for each in measure.points] == [Kind.SHOWN, Kind.NOT_PLAYED]


def test_last_time_is_not_the_time_before_where_the_last_was_left_unseen(store: Store) -> None:
    first = play(store, [2] * 12)
    second = play(store, [6] * 17, reveal=False)
    leave_unseen(store, store.get_round(second).id)
    third = play(store, [4] * 22)
    assert store.list_followed(third) == [second, first]
    result = get_result(store, store.get_round(third), Role.SCREEN)
    assert (result.since, result.unseen_before) == ((), True)


def test_a_dashboard_has_the_sessions_that_all_may_lead_who_lead_it(store: Store) -> None:
    first = play(store, [2] * 12, owner="ada")
    second = play(store, [6] * 17, owner="ada")
    store.add_invited(second, "ben")
    assert [each.code for each in read_room_history(store, second).sessions] == [second]
    assert [each.code for each in read_room_history(store, first).sessions] == [first, second]
