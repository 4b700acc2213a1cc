"""How many people are in the room, and how many answers it knows already."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import PhaseError, ResponseError
from kit.gate.publication import close_round
from kit.session.session import MOST_KNOWN, Phase
from kit.store import Store, open_store
from tests.store.sample import prepare_round


def test_the_number_of_people_is_kept_and_may_be_unknown(store: Store) -> None:
    code = store.add_session("Team", []).code
    assert store.find_people(code) is None
    store.set_people(code, 12)
    assert store.find_people(code) == 12
    store.set_people(code, None)
    assert store.find_people(code) is None


@pytest.mark.parametrize("people", [0, -3, True, 2.5])
def test_what_is_no_number_of_people_is_refused(store: Store, people: int) -> None:
    code = store.add_session("Team", []).code
    with pytest.raises(ResponseError, match="how many people") as error:
        store.set_people(code, people)
    assert error.value.prompt == "people"


def test_known_answers_are_kept_with_the_round_until_its_close(path: Path, store: Store) -> None:
    current = prepare_round(store)
    assert store.set_known(current.id, 2, expected=0).known == 2
    with pytest.raises(PhaseError, match="Somebody else has just changed"):
        store.set_known(current.id, 1, expected=0)
    for wrong in (-1, MOST_KNOWN + 1, True, 1.5):
        with pytest.raises(ResponseError, match="At most 3 answers"):
            store.set_known(current.id, wrong, expected=2)  # type: ignore[arg-type]
    again = open_store(path)
    assert again.get_round_by_id(current.id).known == 2
    again.set_known(current.id, 1, expected=2)
    again.close()
    assert store.get_round_by_id(current.id).known == 1
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    store.set_known(current.id, 2, expected=1)
    close_round(store, current.id)
    with pytest.raises(PhaseError, match="stays as it was"):
        store.set_known(current.id, 0, expected=2)
    assert store.get_round_by_id(current.id).known == 2
