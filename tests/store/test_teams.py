"""A team's sessions: by name and facilitator, one after the other, and no rehearsal among them."""

from __future__ import annotations

from datetime import date as day
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.errors import NotFoundError, PhaseError, ResponseError
from kit.session.commitments import Commitment
from kit.session.session import Phase
from kit.store import Store
from tests.store.sample import EXERCISE, NOTEBOOK, find_bytes


def begin(store: Store, team: str | None = "North", **more: object) -> str:
    session = store.add_session("Retrospective", [NOTEBOOK], team=team, **more)  # type: ignore[arg-type]
    store.add_round(session.code, NOTEBOOK)
    return session.code


def open_form(store: Store, code: str) -> None:
    current = store.get_round(code)
    store.set_definition(current.id, EXERCISE)
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)


def date(store: Store, code: str, held_on: str) -> None:
    with store.database.write() as connection:
        dated = text("UPDATE sessions SET held_on = :day WHERE code = :code")
        connection.execute(dated, {"day": held_on, "code": code})


def list_team(store: Store, code: str) -> list[str]:
    return [each.code for each in store.list_team(code)]


def test_a_session_comes_after_the_last_one_of_its_team(store: Store) -> None:
    first, other = begin(store), begin(store, "South")
    second = begin(store)
    third = begin(store, " North ")
    assert store.list_followed(third) == [second, first]
    assert store.list_followed(other) == []
    assert list_team(store, second) == [first, second, third]
    assert store.get_session(third).team == "North"


def test_a_session_without_a_name_is_alone(store: Store) -> None:
    first, second = begin(store, ""), begin(store, "")
    assert store.list_followed(second) == []
    assert list_team(store, first) == [first]
    assert store.get_session(first).team == ""


def test_a_session_that_follows_another_has_its_team_unless_it_is_told_otherwise(
    store: Store,
) -> None:
    first = begin(store)
    assert store.get_session(begin(store, None, follows=first)).team == "North"
    assert store.get_session(begin(store, "", follows=first)).team == ""
    assert store.get_session(begin(store, "South", follows=first)).team == "South"
    assert store.get_session(begin(store, None)).team == ""


def test_sessions_stand_by_their_days(store: Store) -> None:
    late, early, middle = begin(store), begin(store), begin(store)
    for code, held_on in ((late, "2020-11-03"), (early, "2020-09-01"), (middle, "2020-10-05")):
        date(store, code, held_on)
    assert list_team(store, early) == [early, middle, late]
    assert store.list_followed(begin(store))[0] == late


def test_a_session_comes_after_none_that_is_dated_later(store: Store) -> None:
    early, late = begin(store), begin(store)
    date(store, late, "2999-01-01")
    assert store.list_followed(begin(store)) == [early]


def test_the_same_name_again_moves_nothing(store: Store) -> None:
    first, second = begin(store), begin(store)
    other = begin(store)
    date(store, second, "2020-01-01")
    date(store, other, "2999-01-01")
    third = begin(store, "", follows=first)
    store.set_team(third, "South")
    assert store.list_followed(third) == [first]
    store.set_team(first, "South")
    store.set_team(third, "South")
    assert store.list_followed(third) == [first]


def test_two_facilitators_teams_of_one_name_are_two_teams(store: Store) -> None:
    ada, ben = begin(store, owner="ada"), begin(store, owner="ben")
    assert store.list_followed(ben) == []
    assert list_team(store, ada) == [ada]
    again = begin(store, owner="ben")
    assert list_team(store, ben) == list_team(store, again) == [ben, again]
    assert sorted(store.list_codes_of_team("North")) in (
        sorted([ada, ben]),
        sorted([ada, again]),
    )


def test_a_colleague_who_goes_on_with_a_team_has_its_sessions(store: Store) -> None:
    ada = begin(store, owner="ada")
    taken_over = begin(store, None, owner="ben", follows=ada)
    own = begin(store, "South", owner="ben", follows=ada)
    assert list_team(store, taken_over) == list_team(store, ada) == [ada, taken_over]
    assert list_team(store, own) == [own]
    assert len(store.list_codes_of_team("North")) == 1


def test_a_rehearsal_is_in_no_team(store: Store) -> None:
    first = begin(store)
    rehearsed = begin(store, rehearsal=True)
    assert store.get_session(rehearsed).team == ""
    assert list_team(store, first) == [first]
    assert store.list_followed(begin(store)) == [first]
    with pytest.raises(PhaseError, match="rehearsal"):
        store.set_team(rehearsed, "North")
    assert store.list_team(rehearsed) == []


def test_what_a_team_answers_alone_gets_no_name_and_stays_with_its_session(store: Store) -> None:
    """A name would put it after another session: the first one could be asked once more."""
    begin(store)
    asked = begin(store, "")
    days = (day.today(), day.today() + timedelta(days=7))
    alone = begin(store, None, follows=asked, days=days, people=9)
    for name in ("North", ""):
        with pytest.raises(PhaseError, match="alone"):
            store.set_team(alone, name)
    found = store.find_scheduled(asked)
    assert found is not None
    assert (found.code, found.team) == (alone, "")
    with pytest.raises(PhaseError, match="already"):
        begin(store, None, follows=asked, days=days, people=9)


def test_a_name_that_comes_before_the_first_form_puts_the_session_after_the_teams_last(
    store: Store,
) -> None:
    first, second = begin(store), begin(store, "")
    store.add_commitment(first, Commitment("Ana", "call", "Friday", "Ben"))
    store.set_team(second, "North")
    assert store.list_followed(second) == [first]
    store.set_team(second, "South")
    assert store.list_followed(second) == []
    store.set_team(second, "North")
    store.set_team(second, "")
    assert list_team(store, second) == [second]


def test_a_name_that_comes_later_changes_nothing_of_what_has_stood_beside(store: Store) -> None:
    first, second = begin(store), begin(store, "")
    open_form(store, second)
    store.set_team(second, "North")
    assert store.list_followed(second) == []
    assert list_team(store, second) == [first, second]


def test_what_was_chosen_beside_a_new_name_stays(store: Store) -> None:
    first = begin(store, "")
    second = begin(store, "", follows=first)
    store.set_team(second, "North")
    assert store.list_followed(second) == [first]


def test_no_session_comes_after_one_that_comes_after_it(store: Store) -> None:
    first = begin(store, "South")
    second = begin(store, "North", follows=first)
    store.set_team(first, "North")
    assert store.list_followed(first) == []
    assert store.list_followed(second) == [first]


def test_of_a_purged_session_no_name_is_left(store: Store, path: Path) -> None:
    first, second = begin(store, "Lighthouse"), begin(store, "Lighthouse")
    third = begin(store, "Lighthouse")
    store.purge_session(second)
    assert list_team(store, third) == [first, third]
    assert store.list_followed(third) == [first]
    store.purge_session(first)
    store.purge_session(third)
    assert store.list_codes_of_team("Lighthouse") == []
    assert find_bytes(path, [b"Lighthouse"]) == []


def test_bad_names_and_unknown_sessions_are_refused(store: Store) -> None:
    with pytest.raises(ResponseError, match="60 characters"):
        store.set_team(begin(store), "a" * 61)
    for look in (store.list_team, lambda code: store.set_team(code, "North")):
        with pytest.raises(NotFoundError):
            look("BCDFGH")


def test_the_same_name_again_takes_back_no_choice(store: Store) -> None:
    first, second = begin(store), begin(store)
    third = begin(store, follows=first)
    store.set_team(third, "North")
    assert store.list_followed(third) == [first]
    assert store.list_followed(second) == [first]


def test_it_comes_after_a_session_of_its_own_facilitator_alone(store: Store) -> None:
    first, other = begin(store, owner="ada"), begin(store, owner="ben")
    unowned = begin(store)
    assert [store.list_followed(code) for code in (first, other, unowned)] == [[], [], []]
    assert store.list_followed(begin(store, owner="ada")) == [first]


def test_an_erased_session_takes_no_sight_of_another_from_those_it_does_not_lie_between(
    store: Store,
) -> None:
    first = begin(store)
    second = begin(store, led=[first])
    aside = begin(store, "South")
    assert store.list_followed(second) == [first]
    store.purge_session(aside)
    assert store.list_followed(second) == [first]
