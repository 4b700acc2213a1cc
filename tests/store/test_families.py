"""The family of a session is what the gate goes by: one name, or one following the other."""

from __future__ import annotations

from kit.store import Store
from kit.store.families import find_family
from tests.store.sample import NOTEBOOK


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


def test_two_facilitators_of_one_word_have_two_families(store: Store) -> None:
    codes = [
        store.add_session("Team", [NOTEBOOK], team="North", owner=owner).code
        for owner in ("ada", "ben", "")
    ]
    assert [find(store, code) for code in codes] == [{code} for code in codes]
