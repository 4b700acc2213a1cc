"""A leader's link and what is written by it: held until the exercise begins, and in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import NotFoundError, PhaseError
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import close_round
from kit.session.session import Phase, Session
from kit.store import Store
from kit.store.facilitator_keys import SERVER
from kit.store.leader_words import LeaderPart, name_edition
from tests.store.sample import find_bytes, make_exercise

FIRST, SECOND, LAST = "welcome.ipynb", "marble_jar.ipynb", "check_out.ipynb"
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
WORDS = {"name": "Ada Lovelace", "act": "the blue door"}
LEADS = make_exercise(leader=True)
PASSING = Exercise(
    "mistakes",
    prompts=[Scale("safe", "How safe?")],
    leader=Leader([Text("act", "One mistake")], keep=False),
)
ASKED = {SECOND: LEADS, LAST: make_exercise()}


@pytest.fixture
def session(store: Store) -> Session:
    """A session in its first exercise, with a link to the leader's page."""
    session = store.add_session("Team", [FIRST, SECOND, LAST])
    begun = store.add_round(session.code, FIRST, 0)
    store.set_definition(begun.id, make_exercise())
    store.set_leader_link(session.code, KEY, ASKED)
    return session


def read(store: Store, code: str, notebook: str = SECOND) -> LeaderPart:
    return next(each for each in store.list_leader_parts(code) if each.notebook == notebook)


def write(store: Store, code: str, told: dict[str, str], notebook: str = SECOND) -> bool:
    edition = read(store, code, notebook).edition
    return store.write_leader_part(KEY, notebook, told, edition=edition)


def go_on(store: Store, code: str, notebook: str, place: int) -> int:
    """Leave the round of now as if it had been played, for another one."""
    current = store.get_round(code)
    if not current.phase.is_shown:
        store.set_phase(current.id, Phase.REVEALED, expected=current.phase)
    return store.finish_round(current.id, notebook, place).id


def test_a_leader_is_asked_only_where_somebody_goes_first(store: Store, session: Session) -> None:
    parts = store.list_leader_parts(session.code)
    assert [(each.notebook, dict(each.told), each.opened) for each in parts] == [
        (SECOND, {}, False)
    ]
    assert parts[0].exercise == LEADS


def test_words_are_kept_and_can_be_changed_and_go_to_the_round_that_begins(
    path: Path, store: Store, session: Session
) -> None:
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda code, what: heard.append((code, what)))
    assert write(store, session.code, {"name": "Ada", "act": "a first draft"})
    assert write(store, session.code, WORDS)
    assert heard == [(session.code, "leader")] * 2
    assert read(store, session.code).told == WORDS
    begun = go_on(store, session.code, SECOND, 1)
    assert store.get_leader(begun) == WORDS
    assert read(store, session.code).told == WORDS
    assert write(store, session.code, {"name": "Ada", "act": "better"})
    assert store.get_leader(begun) == {"name": "Ada", "act": "better"}
    store.set_leader(begun, {"act": "the facilitator's"})
    assert read(store, session.code).told == {"act": "the facilitator's"}


def test_words_stand_in_one_place_alone(path: Path, store: Store, session: Session) -> None:
    store.set_leader_link(session.code, KEY, {SECOND: PASSING})
    write(store, session.code, WORDS)
    begun = go_on(store, session.code, SECOND, 1)
    store.set_definition(begun, PASSING)
    assert store.get_leader(begun) == WORDS
    go_on(store, session.code, LAST, 2)
    assert find_bytes(path, [b"the blue door", b"Ada Lovelace"]) == []


def test_whoever_writes_later_is_told_and_nothing_is_lost(store: Store, session: Session) -> None:
    seen = read(store, session.code).edition
    assert write(store, session.code, WORDS)
    late = {"name": "Ben", "act": "the other"}
    assert not store.write_leader_part(KEY, SECOND, late, edition=seen)
    assert read(store, session.code).told == WORDS
    assert store.write_leader_part(KEY, SECOND, WORDS, edition=seen)  # the same once more
    assert write(store, session.code, late)
    assert read(store, session.code).told == late


def test_the_facilitator_counts_as_somebody_who_has_written(store: Store, session: Session) -> None:
    begun = go_on(store, session.code, SECOND, 1)
    seen = read(store, session.code).edition
    store.set_leader(begun, WORDS)
    assert not store.write_leader_part(KEY, SECOND, {"act": "mine"}, edition=seen)
    assert store.get_leader(begun) == WORDS


@pytest.mark.parametrize("phase", [Phase.LEADER, Phase.OPEN])
def test_nothing_is_written_once_the_exercise_is_opened(
    store: Store, session: Session, phase: Phase
) -> None:
    write(store, session.code, WORDS)
    begun = go_on(store, session.code, SECOND, 1)
    store.set_definition(begun, LEADS)
    store.set_phase(begun, phase, expected=Phase.PREPARE)
    part = read(store, session.code)
    assert (part.opened, dict(part.told)) == (True, {})
    with pytest.raises(PhaseError, match="has been opened"):
        store.write_leader_part(KEY, SECOND, {"act": "late"}, edition=part.edition)
    assert store.get_leader(begun) == WORDS
    if phase is Phase.OPEN:
        close_round(store, begun)
        go_on(store, session.code, LAST, 2)
        assert read(store, session.code).opened


def test_words_wait_where_their_round_is_left_before_its_turn(
    path: Path, store: Store, session: Session
) -> None:
    write(store, session.code, WORDS)
    begun = go_on(store, session.code, SECOND, 1)
    store.set_definition(begun, LEADS)
    store.finish_round(begun, LAST, 2, expected=Phase.PREPARE)
    assert store.get_leader(begun) == {}
    assert read(store, session.code).told == WORDS
    again = go_on(store, session.code, SECOND, 1)
    assert store.get_leader(again) == WORDS
    store.end_session(session.code)


def test_a_second_part_is_no_new_turn(store: Store, session: Session) -> None:
    begun = go_on(store, session.code, SECOND, 1)
    later = Exercise("later", prompts=[Scale("more", "How?")])
    store.set_definition(begun, LEADS, [later])
    store.set_phase(begun, Phase.REVEALED, expected=Phase.PREPARE)
    store.begin_part(begun)
    part = read(store, session.code)
    assert part.opened
    assert part.exercise == LEADS


@pytest.mark.parametrize("purges", [False, True])
def test_the_end_erases_link_and_words(
    path: Path, store: Store, session: Session, purges: bool
) -> None:
    write(store, session.code, WORDS)
    assert find_bytes(path, [b"the blue door"])
    edition = read(store, session.code).edition
    store.purge_session(session.code) if purges else store.end_session(session.code)
    assert store.find_leader_session(KEY) is None
    assert find_bytes(path, [b"the blue door", b"Ada Lovelace", KEY]) == []
    with pytest.raises(NotFoundError):
        store.write_leader_part(KEY, SECOND, WORDS, edition=edition)
    with pytest.raises(NotFoundError if purges else PhaseError):
        store.set_leader_link(session.code, KEY, ASKED)
    assert find_bytes(path, [b"the blue door"]) == []


def test_a_link_can_be_renewed_and_taken_back_and_the_words_stay(
    store: Store, session: Session
) -> None:
    write(store, session.code, WORDS)
    assert store.find_leader_session(KEY) == session.code
    store.set_leader_link(session.code, OTHER_KEY, ASKED)
    assert store.find_leader_session(KEY) is None
    assert store.find_leader_session(OTHER_KEY) == session.code
    with pytest.raises(NotFoundError, match="opens nothing any more"):
        store.write_leader_part(KEY, SECOND, {}, edition=read(store, session.code).edition)
    assert store.has_leader_link(session.code)
    store.set_leader_link(session.code, None)
    assert not store.has_leader_link(session.code)
    assert read(store, session.code).told == WORDS


def test_links_end_with_all_cookies_and_with_the_servers_key(
    store: Store, session: Session
) -> None:
    store.keep_server_key(b"1" * 32)
    assert store.find_leader_session(KEY) == session.code  # a server that starts anew
    store.renew_keys()
    assert store.find_leader_session(KEY) is None
    store.set_leader_link(session.code, KEY, ASKED)
    store.set_key(session.code, b"2" * 32)  # inviting a colleague is no reason
    assert store.find_leader_session(KEY) == session.code
    store.set_key(SERVER, b"3" * 32)
    assert store.find_leader_session(KEY) is None


def test_a_link_opens_one_session_and_no_other(store: Store, session: Session) -> None:
    other = store.add_session("Other", [SECOND])
    store.set_leader_link(other.code, OTHER_KEY, ASKED)
    assert store.write_leader_part(
        OTHER_KEY, SECOND, WORDS, edition=read(store, other.code).edition
    )
    assert read(store, session.code).told == {}
    with pytest.raises(NotFoundError):
        store.write_leader_part(KEY, FIRST, WORDS, edition="")


def test_words_show_in_no_repr(store: Store, session: Session) -> None:
    write(store, session.code, WORDS)
    assert repr(read(store, session.code)) == "LeaderPart('marble_jar.ipynb', 2 words)"


def test_a_leader_is_asked_nothing_more_in_a_team_without_one(
    store: Store, session: Session
) -> None:
    assert write(store, session.code, WORDS)
    current = store.get_round(session.code)
    store.set_leaderless(current.id, True)
    assert store.list_leader_parts(session.code) == []
    with pytest.raises(NotFoundError):
        store.write_leader_part(KEY, SECOND, {"name": "Ben"}, edition="")
    store.set_leaderless(current.id, False)
    assert read(store, session.code).told == WORDS


def test_another_sessions_exercise_of_the_same_name_has_nothing_to_do_with_it(
    store: Store, session: Session
) -> None:
    other = store.add_session("Other", [SECOND])
    begun = store.add_round(other.code, SECOND, 0)
    store.set_definition(begun.id, LEADS)
    store.set_phase(begun.id, Phase.LEADER, expected=Phase.PREPARE)
    assert not read(store, session.code).opened
    assert write(store, session.code, WORDS)
    assert store.get_leader(begun.id) == {}


def test_a_link_that_is_made_anew_asks_what_the_exercise_asks_by_now(
    store: Store, session: Session
) -> None:
    write(store, session.code, WORDS)
    store.set_leader_link(session.code, OTHER_KEY, {SECOND: PASSING})
    part = read(store, session.code)
    assert (part.exercise, part.told) == (PASSING, WORDS)


def test_after_the_end_a_link_can_still_be_taken_back(store: Store, session: Session) -> None:
    store.end_session(session.code)
    store.set_leader_link(session.code, None)
    assert not store.has_leader_link(session.code)


def test_what_was_opened_stays_so_where_nobody_goes_first_any_more(
    store: Store, session: Session
) -> None:
    begun = go_on(store, session.code, SECOND, 1)
    store.set_definition(begun, LEADS)
    store.set_phase(begun, Phase.OPEN, expected=Phase.PREPARE)
    close_round(store, begun)
    following = go_on(store, session.code, LAST, 2)
    store.set_leaderless(following, True)
    assert read(store, session.code).opened


def test_a_second_part_that_is_passed_over_leaves_the_exercise_opened(
    store: Store, session: Session
) -> None:
    begun = go_on(store, session.code, SECOND, 1)
    store.set_definition(begun, LEADS, [Exercise("later", prompts=[Scale("more", "How?")])])
    store.set_phase(begun, Phase.REVEALED, expected=Phase.PREPARE)
    part = store.begin_part(begun)
    store.finish_round(part.id, LAST, 2, expected=Phase.PREPARE)
    assert read(store, session.code).opened


def test_words_have_the_same_edition_in_whatever_order_they_were_written() -> None:
    assert name_edition(WORDS) == name_edition(dict(reversed(WORDS.items())))
    assert name_edition(WORDS) != name_edition({"name": "Ada Lovelace"})
