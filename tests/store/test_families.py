"""The family of a session is what the gate goes by: one name, or one following the other."""

from __future__ import annotations

from kit.session.session import Phase
from kit.store import Store
from kit.store.families import find_family
from tests.store.sample import NOTEBOOK, prepare_round


def find(store: Store, code: str) -> set[str]:
    with store.database.read() as connection:
        return set(find_family(connection, code))


def test_a_name_and_a_link_both_make_a_family(store: Store) -> None:
    def begin(**more: str) -> str:
        return store.add_session("Team", [NOTEBOOK], **more).code  # type: ignore[arg-type]

    alone, first = begin(), begin(team="North")
    second = begin(team="North")
    linked = begin(team="", follows=second)
    renamed = begin(team="South")
    further = begin(team="South")
    assert find(store, alone) == {alone}
    assert find(store, linked) == {first, second, linked}
    assert find(store, renamed) == {renamed, further}
    store.set_team(renamed, "North")
    # By its name it is one of these now; the other has followed it and stays with it.
    assert find(store, first) == {first, second, linked, renamed, further}


def test_a_name_that_comes_after_the_first_form_makes_a_family_without_a_link(
    store: Store,
) -> None:
    first = store.add_session("Team", [NOTEBOOK], team="North").code
    late = prepare_round(store)
    store.set_phase(late.id, Phase.OPEN, expected=Phase.PREPARE)
    store.set_team(late.code, "North")
    assert store.list_followed(late.code) == []
    assert find(store, first) == find(store, late.code) == {first, late.code}


def test_two_facilitators_of_one_word_have_two_families(store: Store) -> None:
    codes = [
        store.add_session("Team", [NOTEBOOK], team="North", owner=owner).code
        for owner in ("ada", "ben", "")
    ]
    assert [find(store, code) for code in codes] == [{code} for code in codes]


def follow(store: Store, before: str | None, owner: str) -> str:
    """A session that somebody begins after another one, by the right they have."""
    session = store.add_session(
        "Team", [NOTEBOOK], follows=before, owner=owner, led=store.list_led(owner)
    )
    return session.code


def test_a_session_shows_of_those_before_it_what_its_beginner_might_lead(store: Store) -> None:
    first = follow(store, None, "ada")
    second = follow(store, first, "ada")
    store.add_invited(second, "ben")  # to the second alone
    third = follow(store, second, "ben")
    assert store.list_followed(third) == [second]
    assert find(store, third) == {first, second, third}  # the gate goes by all
    fourth = follow(store, third, "ben")
    assert store.list_followed(fourth) == [third, second]
    assert store.list_followed(second) == [first]


def test_what_was_right_at_that_moment_stays_and_what_was_not_does_not_come(store: Store) -> None:
    first = follow(store, None, "ada")
    second = follow(store, first, "ada")
    store.add_invited(second, "ben")
    third = follow(store, second, "ben")
    store.remove_invited(second, "ben")
    assert store.list_followed(third) == [second]
    store.add_invited(first, "ben")
    assert store.list_followed(third) == [second]


def test_a_session_that_is_erased_in_between_opens_none_behind_it(store: Store) -> None:
    first = follow(store, None, "ada")
    second = follow(store, first, "ada")
    store.add_invited(second, "ben")
    third = follow(store, second, "ben")
    fourth = follow(store, third, "ben")
    store.purge_session(second)
    assert store.list_followed(third) == []
    assert store.list_followed(fourth) == [third]
    assert find(store, fourth) == {first, third, fourth}
    store.purge_session(third)
    assert store.list_followed(fourth) == []


def test_with_the_servers_key_all_are_shown(store: Store) -> None:
    first = follow(store, None, "ada")
    second = follow(store, first, "ada")
    assert store.list_followed(store.add_session("Team", [NOTEBOOK], follows=second).code) == [
        second,
        first,
    ]


def test_a_name_brings_no_session_of_others_through_the_chain(store: Store) -> None:
    first = follow(store, None, "ada")
    store.add_invited(first, "ben")
    second = follow(store, first, "ben")
    store.set_team(second, "North", store.list_led("ben"))
    store.remove_invited(first, "ben")
    late = store.add_session("Team", [NOTEBOOK], owner="ben").code
    store.set_team(late, "North", store.list_led("ben"))
    assert store.list_followed(late) == [second]
    again = store.add_session(
        "Team", [NOTEBOOK], owner="ben", team="North", led=store.list_led("ben")
    )
    assert first not in store.list_followed(again.code)
