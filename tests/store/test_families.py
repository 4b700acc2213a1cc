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
