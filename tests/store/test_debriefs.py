"""What rooms said: written while the result is on the screen, and erased unless it was kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from kit.errors import NotFoundError, PhaseError
from kit.lifecycle import advance_round
from kit.session.debrief import Debrief
from kit.session.session import Phase, Role, Round
from kit.store import Store, open_store
from kit.store.schema import debriefs
from kit.views.round import get_view
from tests.store.sample import NOTEBOOK, find_bytes, make_exercise, open_sample, prepare_round

SAID, OTHER = "we-were-loud-at-the-blue-door", "the-green-window"


def reveal(store: Store) -> Round:
    """A round whose result is on the screen."""
    sample = open_sample(store, 6)
    advance_round(store, sample.id, Phase.OPEN)
    return advance_round(store, sample.id, Phase.CLOSED)


def keep(store: Store, current: Round, words: str = SAID) -> None:
    store.ask_debrief(current.id, words)
    store.keep_debrief(current.id, words)


def test_it_is_written_shown_and_kept_and_every_step_is_told(path: Path, store: Store) -> None:
    current, heard = reveal(store), []
    store.notices.listen(lambda _code, what: heard.append(what))
    assert store.get_debrief(current.id) == Debrief()
    store.write_debrief(current.id, "We w")
    assert store.get_debrief(current.id) == Debrief("We w")
    store.ask_debrief(current.id, SAID)
    assert store.get_debrief(current.id) == Debrief("We w", SAID)
    store.keep_debrief(current.id, SAID)
    other = open_store(path)  # as after a restart
    assert other.get_debrief(current.id) == Debrief(SAID, "", SAID)
    other.close()
    assert heard == ["debrief"] * 3


def test_only_what_the_screen_shows_is_kept(store: Store) -> None:
    current = reveal(store)
    store.write_debrief(current.id, SAID)
    with pytest.raises(PhaseError, match="on another page"):
        store.keep_debrief(current.id, SAID)
    store.ask_debrief(current.id, OTHER)  # another facilitator was quicker
    with pytest.raises(PhaseError, match="on another page"):
        store.keep_debrief(current.id, SAID)
    store.ask_debrief(current.id, "")
    assert store.get_debrief(current.id) == Debrief(SAID)


@pytest.mark.parametrize("phase", [each for each in Phase if each is not Phase.REVEALED])
def test_it_changes_only_while_the_result_is_on_the_screen(store: Store, phase: Phase) -> None:
    current = prepare_round(store, make_exercise(leader=True))
    while current.phase is not phase:
        current = advance_round(store, current.id, current.phase)
    for act in (store.write_debrief, store.ask_debrief, store.keep_debrief):
        with pytest.raises(PhaseError, match="while its result is on the screen"):
            act(current.id, "")
    with pytest.raises(PhaseError, match="while its result is on the screen"):
        store.erase_debrief(current.id)
    with pytest.raises(NotFoundError):
        store.write_debrief(99, SAID)


def test_nothing_is_written_in_a_session_that_has_ended(store: Store) -> None:
    current = reveal(store)
    store.end_session(current.code)
    with pytest.raises(PhaseError, match="has ended"):
        store.write_debrief(current.id, SAID)


def test_each_page_sees_what_is_for_it(store: Store) -> None:
    current = reveal(store)
    store.write_debrief(current.id, OTHER)
    store.ask_debrief(current.id, SAID)
    seen = {role: get_view(store, current.id, role).debrief for role in Role}
    assert seen[Role.FACILITATOR] == Debrief(OTHER, SAID)
    assert seen[Role.SCREEN] == Debrief(asked=SAID)
    assert seen[Role.PARTICIPANT] == Debrief()
    store.keep_debrief(current.id, SAID)
    assert get_view(store, current.id, Role.SCREEN).debrief == Debrief()


def test_what_is_not_kept_is_in_no_file_after_the_round(path: Path, store: Store) -> None:
    current = reveal(store)
    store.write_debrief(current.id, OTHER + " and more")
    store.ask_debrief(current.id, OTHER)
    advance_round(store, current.id, Phase.REVEALED)
    assert store.get_debrief(current.id) == Debrief()
    assert find_bytes(path, [OTHER.encode()]) == []


@pytest.mark.parametrize("ends", [True, False])
def test_what_was_kept_stays_and_a_correction_that_was_not_goes(
    path: Path, store: Store, ends: bool
) -> None:
    current = reveal(store)
    keep(store, current)
    store.ask_debrief(current.id, OTHER)
    store.write_debrief(current.id, OTHER)
    if ends:
        store.end_session(current.code)
    else:
        advance_round(store, current.id, Phase.REVEALED)
    assert store.get_debrief(current.id) == Debrief(SAID, "", SAID)
    assert find_bytes(path, [OTHER.encode()]) == []


@pytest.mark.parametrize("ends", [True, False])
def test_what_was_written_over_is_in_no_file_either(path: Path, store: Store, ends: bool) -> None:
    """As on a server, another process has the file open: its log is not emptied by itself."""
    current = reveal(store)
    other = open_store(path)
    other.get_session(current.code)
    for count in (3, 2, 1):
        store.write_debrief(current.id, OTHER * count)
        store.ask_debrief(current.id, OTHER * count)
    keep(store, current)
    assert find_bytes(path, [OTHER.encode()])
    if ends:
        store.end_session(current.code)
    else:
        advance_round(store, current.id, Phase.REVEALED)
    assert store.get_debrief(current.id) == Debrief(SAID, "", SAID)
    assert find_bytes(path, [OTHER.encode()]) == []
    other.close()


def test_another_sessions_words_are_left_alone(store: Store) -> None:
    mine, theirs = reveal(store), reveal(store)
    store.write_debrief(theirs.id, OTHER)
    store.end_session(mine.code)
    assert store.get_debrief(theirs.id) == Debrief(OTHER)


def test_it_can_be_erased_and_is_in_no_file(path: Path, store: Store) -> None:
    current = reveal(store)
    keep(store, current)
    store.erase_debrief(current.id)
    assert store.get_debrief(current.id) == Debrief()
    assert find_bytes(path, [SAID.encode()]) == []


def test_it_is_purged_with_its_session(path: Path, store: Store) -> None:
    current = reveal(store)
    keep(store, current)
    assert store.purge_session(current.code)
    assert find_bytes(path, [SAID.encode()]) == []


def test_a_round_that_is_played_again_has_words_of_its_own(store: Store) -> None:
    current = reveal(store)
    keep(store, current)
    again = store.finish_round(current.id, NOTEBOOK)
    assert store.get_debrief(again.id) == Debrief()
    assert store.get_debrief(current.id).kept == SAID


def test_of_a_round_whose_words_nobody_has_kept_no_row_is_left(store: Store) -> None:
    """Not even that there were some."""
    current = reveal(store)
    store.write_debrief(current.id, SAID)
    store.finish_round(current.id, NOTEBOOK)
    with store.database.read() as connection:
        assert connection.execute(select(debriefs)).all() == []
