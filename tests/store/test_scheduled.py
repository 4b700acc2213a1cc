"""Sessions that nobody leads: one after a session, kept while they last, erased with it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.errors import NotFoundError, PhaseError
from kit.export.export import build_export, list_files
from kit.gate.marginals import Shape
from kit.gate.publication import close_round, submit
from kit.lifecycle import finish_alone, open_round
from kit.session.session import Phase, Role, Round
from kit.store import Store, open_store
from kit.views.round import get_view
from tests.store.sample import EXERCISE, MARKER, NOTEBOOK, add_seats, find_bytes

TODAY = date.today()
DAYS = (TODAY, TODAY + timedelta(days=14))


def set_up(store: Store, people: int = 9) -> tuple[str, Round]:
    """A session that is over, and the questions after it, open."""
    first = store.add_session("Team", [NOTEBOOK]).code
    store.end_session(first)
    after = store.add_session("Later", [NOTEBOOK], follows=first, days=DAYS, people=people)
    current = store.add_round(after.code, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    return first, open_round(store, current.id, expected=Phase.PREPARE)


def answer(store: Store, current: Round, count: int) -> list[str]:
    tokens = add_seats(store, current.code, count)
    for token in tokens:
        raw = {"kind": ["other"], "story": {"text": MARKER, "share": True}}
        submit(store, current.id, token, raw)
    return tokens


def end_on(store: Store, code: str, day: date) -> None:
    change = text("UPDATE sessions SET ended_on = :day WHERE code = :code")
    with store.database.write() as connection:
        connection.execute(change, {"day": day.isoformat(), "code": code})


def test_there_is_one_after_a_session_and_it_is_found(store: Store) -> None:
    first, current = set_up(store)
    after = store.find_scheduled(first)
    assert after is not None
    assert (after.code, after.opens_on, after.closes_on) == (
        current.code,
        *(each.isoformat() for each in DAYS),
    )
    assert store.find_people(after.code) == 9
    assert [each.code for each in store.list_scheduled()] == [after.code]
    assert store.find_scheduled(after.code) is None
    with pytest.raises(PhaseError, match="already"):
        store.add_session("Again", [NOTEBOOK], follows=first, days=DAYS, people=9)
    store.add_session("Next", [NOTEBOOK], follows=first)  # the team meets all the same


def test_it_has_no_timer_and_asks_what_the_team_is_large_enough_for(store: Store) -> None:
    _first, current = set_up(store)
    assert EXERCISE.timer
    assert current.ends_at is None
    assert current.left_out == ()


def test_at_the_close_it_is_published_revealed_and_over_in_one(store: Store, path: Path) -> None:
    _first, current = set_up(store)
    answer(store, current, 6)
    finish_alone(store, current.code)
    assert store.get_session(current.code).ended
    assert store.get_round(current.code).phase is Phase.REVEALED
    shown = get_view(store, current.id, Role.SCREEN).snapshot
    assert shown is not None
    assert shown.n == 6
    assert store.list_texts(current.id) == []  # nobody has looked at what was ticked
    assert find_bytes(path, [MARKER.encode()]) == []
    finish_alone(store, current.code)  # twice is once
    assert store.list_scheduled() == []


def test_too_few_answers_show_nothing(store: Store) -> None:
    _first, current = set_up(store)
    answer(store, current, 4)
    finish_alone(store, current.code)
    view = get_view(store, current.id, Role.SCREEN)
    assert view.withheld
    assert store.list_snapshots(current.id) == []


def test_no_number_rests_on_browsers_beyond_the_teams_people(store: Store) -> None:
    _first, current = set_up(store, people=5)
    answer(store, current, 5)
    for token in add_seats(store, current.code, 3):  # whoever has these may have some of the five
        submit(store, current.id, token, {"safe": 3})
    finish_alone(store, current.code)
    snapshot = get_view(store, current.id, Role.SCREEN).snapshot
    assert snapshot is not None
    assert snapshot.get_marginal("kind").shape is Shape.WITHHELD


def test_what_was_cut_short_after_the_close_is_done_at_the_next_look(store: Store) -> None:
    _first, current = set_up(store)
    answer(store, current, 6)
    close_round(store, current.id)
    assert [each.code for each in store.list_scheduled()] == [current.code]
    finish_alone(store, current.code)
    assert get_view(store, current.id, Role.SCREEN).snapshot is not None


def test_what_was_never_opened_is_over_without_a_result(store: Store) -> None:
    first = store.add_session("Team", [NOTEBOOK]).code
    after = store.add_session("Later", [NOTEBOOK], follows=first, days=DAYS, people=9)
    store.add_round(after.code, NOTEBOOK)
    finish_alone(store, after.code)
    assert store.get_round(after.code).phase is Phase.PREPARE
    assert store.get_session(after.code).ended


def test_no_phone_sees_the_result_that_the_facilitator_has(store: Store) -> None:
    _first, current = set_up(store)
    answer(store, current, 6)
    finish_alone(store, current.code)
    seen = get_view(store, current.id, Role.PARTICIPANT)
    assert (seen.snapshot, seen.note, seen.progress, seen.withheld) == (None, "", "", False)


def test_until_they_are_over_no_file_tells_whether_anybody_has_answered(store: Store) -> None:
    """Neither the files of the session nor those of the questions themselves."""
    first, current = set_up(store)
    store.set_team(first, "Dune")

    def read() -> list[dict[str, bytes]]:
        return [list_files(build_export(store, code)) for code in (first, current.code)]

    before = read()
    answer(store, current, 6)
    assert read() == before
    close_round(store, current.id)  # and the server is stopped before it ends the session
    assert read() == before
    finish_alone(store, current.code)
    assert b"6 answers" in read()[0][f"{first}-results.csv"]


def test_a_purge_of_the_session_takes_the_questions_and_their_answers(
    store: Store, path: Path
) -> None:
    first, current = set_up(store)
    answer(store, current, 6)
    told: list[str] = []
    store.notices.listen(lambda code, _what: told.append(code))
    assert store.purge_session(first)
    assert set(told) == {first, current.code}
    with pytest.raises(NotFoundError):
        store.get_session(current.code)
    assert find_bytes(path, [MARKER.encode()]) == []


def test_a_session_is_kept_until_its_questions_may_go_and_both_go_together(store: Store) -> None:
    first, current = set_up(store)
    long_ago = TODAY - timedelta(days=60)
    end_on(store, first, long_ago)
    before = TODAY - timedelta(days=30)
    assert store.list_expired(before) == []
    store.end_session(current.code)
    assert store.list_expired(before) == []  # closed today
    end_on(store, current.code, long_ago)
    assert {each.code for each in store.list_expired(before)} == {first, current.code}
    assert store.purge_expired(before)[0] == 2


def test_what_is_open_for_days_holds_up_no_erasing(store: Store) -> None:
    set_up(store)
    assert not store.has_open_round()
    led = store.add_session("Room", [NOTEBOOK])
    current = store.add_round(led.code, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    open_round(store, current.id, expected=Phase.PREPARE)
    assert store.has_open_round()


def test_what_opens_by_the_day_is_listed_by_its_day_and_no_session_in_a_room(store: Store) -> None:
    later, sooner = ((TODAY + timedelta(days=n), TODAY + timedelta(days=n + 7)) for n in (5, 2))
    codes = [
        store.add_session("Later", [NOTEBOOK], days=days, people=9).code
        for days in (later, sooner, later)
    ]
    store.add_session("Room", [NOTEBOOK])
    assert [each.code for each in store.list_scheduled()] == [
        codes[1],
        *sorted([codes[0], codes[2]]),
    ]


def test_at_its_close_no_other_session_is_revealed(store: Store) -> None:
    """A room that has closed its form, and whose facilitator looks at the result alone."""
    _first, current = set_up(store)
    led = store.add_session("Room", [NOTEBOOK])
    closed = store.add_round(led.code, NOTEBOOK)
    store.set_definition(closed.id, EXERCISE)
    answer(store, open_round(store, closed.id, expected=Phase.PREPARE), 6)
    close_round(store, closed.id)
    finish_alone(store, current.code)
    assert store.get_round(current.code).phase is Phase.REVEALED
    assert store.get_round(led.code).phase is Phase.CLOSED


def test_questions_that_come_after_a_team_with_a_name_have_none(store: Store) -> None:
    """With one they would stand in a row with the team's sessions, and be asked once more."""
    first = store.add_session("Team", [NOTEBOOK], team="Dune").code
    after = store.add_session("Later", [NOTEBOOK], follows=first, days=DAYS, people=9)
    assert (after.team, store.get_session(after.code).team) == ("", "")
    assert [each.code for each in store.list_team(first)] == [first]


def test_what_is_too_old_is_so_from_a_day_on_and_no_earlier(store: Store) -> None:
    before = TODAY - timedelta(days=30)
    first, current = set_up(store)
    store.end_session(current.code)
    rehearsal = store.add_session("Rehearsal", [NOTEBOOK], rehearsal=True).code
    store.end_session(rehearsal)
    for code in (first, rehearsal):
        end_on(store, code, before - timedelta(days=1))
    end_on(store, current.code, before)
    assert store.list_expired(before) == []  # the questions were over on the first day that is kept
    end_on(store, current.code, before - timedelta(days=1))
    assert {each.code for each in store.list_expired(before)} == {first, current.code}


def test_what_a_session_that_goes_on_comes_back_to_is_kept_all_the_way_back(store: Store) -> None:
    codes: list[str] = []
    for _ in range(3):
        follows = codes[-1] if codes else None
        codes.append(store.add_session("Team", [NOTEBOOK], follows=follows).code)
    for code in codes[:2]:
        store.end_session(code)
        end_on(store, code, TODAY - timedelta(days=60))
    assert store.list_expired(TODAY) == []
    store.end_session(codes[2])
    assert {each.code for each in store.list_expired(TODAY)} == set(codes[:2])


def test_what_is_erased_for_its_age_is_wiped_out_of_the_file(store: Store, path: Path) -> None:
    """As on a server, another process has the file open: its log is not emptied by itself."""
    code = store.add_session(MARKER, [NOTEBOOK]).code
    store.end_session(code)
    end_on(store, code, TODAY - timedelta(days=60))
    other = open_store(path)
    other.get_session(code)
    assert store.purge_expired(TODAY) == (1, True)
    assert find_bytes(path, [MARKER.encode(), code.encode()]) == []
    other.close()
