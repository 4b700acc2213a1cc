"""A session that is stopped for a moment: nothing of it moves, and it goes on as it was."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from kit.errors import NotFoundError, PauseError, PhaseError
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.notes import SignedNote
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.gate.claims import claim_sentence
from kit.gate.publication import close_round, find_own_submission, submit
from kit.lifecycle import advance_round, move_to, play_again, skip_round
from kit.session.commitments import Commitment
from kit.session.memo import Memo
from kit.session.plan import Row
from kit.session.session import Phase, Role
from kit.session.talk import Talk, delay_talk
from kit.store import Store, open_store
from kit.store.stops import HELD, KEEP
from kit.views.round import get_view
from kit.views.scene import describe_scene
from tests.store.sample import (
    EXERCISE,
    NOTEBOOK,
    OpenRound,
    add_seats,
    make_exercise,
    open_sample,
    prepare_round,
)

CARD = Commitment("Ada", "ask first", "Monday", "Ben")
NAMED = Exercise(
    "named",
    prompts=[Text("story", "What happened?")],
    notes=[
        SignedNote(
            "thanks",
            "Thanks",
            [Text("to", "To", max_length=60), Text("what", "For", max_length=60)],
            names="to",
        )
    ],
)


def stop(store: Store, code: str) -> float:
    """Stop a session; since when it is."""
    store.stop_session(code)
    return store.get_session(code).stopped_at


def go_on(store: Store, code: str) -> None:
    store.let_go_on(code, store.get_session(code).stopped_at)


def test_an_answer_is_refused_while_it_is_stopped_and_taken_afterwards(store: Store) -> None:
    sample = open_sample(store, 6)
    first, second, *_ = sample.tokens
    submit(store, sample.id, first, {"safe": 4})
    stop(store, sample.code)
    for token, step in ((first, 5), (second, 2)):
        with pytest.raises(PauseError) as refused:
            submit(store, sample.id, token, {"safe": step})
        assert str(refused.value) == KEEP
    kept = find_own_submission(store, sample.id, first)
    assert kept is not None
    assert kept.to_json()["safe"] == 4
    assert find_own_submission(store, sample.id, second) is None
    go_on(store, sample.code)
    submit(store, sample.id, second, {"safe": 2})
    assert find_own_submission(store, sample.id, second) is not None


def test_an_answer_at_the_moment_of_the_stop_is_kept_or_refused(store: Store) -> None:
    sample = open_sample(store, 8)
    outcomes: dict[str, bool] = {}
    start = threading.Barrier(len(sample.tokens) + 1)

    def send(token: str) -> None:
        start.wait()
        try:
            submit(store, sample.id, token, {"safe": 4})
            outcomes[token] = True
        except PauseError:
            outcomes[token] = False

    threads = [threading.Thread(target=send, args=(token,)) for token in sample.tokens]
    for thread in threads:
        thread.start()
    start.wait()
    store.stop_session(sample.code)
    for thread in threads:
        thread.join()
    for token, taken in outcomes.items():
        assert (find_own_submission(store, sample.id, token) is not None) == taken
    assert len(outcomes) == len(sample.tokens)


@pytest.mark.parametrize("phase", [each for each in Phase if each is not Phase.DONE])
def test_in_every_phase_no_press_moves_the_round_until_it_goes_on(
    store: Store, phase: Phase
) -> None:
    current = prepare_round(store)
    stands = Phase.PREPARE
    while stands is not phase and phase is not Phase.LEADER:
        stands = advance_round(store, current.id, stands).phase
    before = store.get_round_by_id(current.id)
    stop(store, current.code)
    for sure in (False, True):
        with pytest.raises(PauseError) as refused:
            advance_round(store, current.id, stands, sure=sure)
        assert str(refused.value) == HELD
    assert store.get_round_by_id(current.id) == before
    go_on(store, current.code)
    assert store.get_round_by_id(current.id).phase is before.phase
    advance_round(store, current.id, stands)


def test_a_press_that_comes_past_the_first_look_is_refused_too(store: Store) -> None:
    """Two dashboards: the one presses Close, the other Stop, and Stop is quicker."""
    sample = open_sample(store, 6)
    stop(store, sample.code)
    presses: list[Callable[[], object]] = [
        lambda: close_round(store, sample.id),
        lambda: store.move_timer(sample.id, 60),
        lambda: store.set_phase(sample.id, Phase.CLOSED, expected=Phase.PREPARE),
    ]
    for press in presses[:2]:
        with pytest.raises(PauseError):
            press()
    prepared = prepare_round(store)
    stop(store, prepared.code)
    with pytest.raises(PauseError):
        store.set_phase(prepared.id, Phase.OPEN, expected=Phase.PREPARE)
    with pytest.raises(PauseError):
        move_to(store, prepared.id, 0, expected=Phase.PREPARE)


def test_no_card_is_signed_and_no_sentence_claimed_while_it_is_stopped(store: Store) -> None:
    current = prepare_round(store, NAMED)
    store.set_names(current.id, ["Ada"])
    note = store.add_note(current.id, "thanks", {"to": "Ada", "what": "the jar"})
    card = store.add_commitment(current.code, CARD)
    stop(store, current.code)
    for sign in (
        lambda: store.add_commitment(current.code, CARD),
        lambda: store.add_note(current.id, "thanks", {"to": "Ada", "what": "more"}),
        lambda: store.set_apart(current.id, "Ada", True),
        lambda: store.claim_text(current.id, "mark", "Ada", {}),
    ):
        with pytest.raises(PauseError):
            sign()
    with pytest.raises(NotFoundError):  # a key is never told to be one, stopped or not
        claim_sentence(store, current.code, "no key", "Ada")
    # What takes something back is let through.
    store.take_away_note(current.id, note)
    store.take_away_commitment(current.code, card)
    assert store.list_names(current.id) == {"Ada": False}


def test_a_timer_has_as_much_time_left_as_before(store: Store) -> None:
    current = prepare_round(store)
    ends_at = time.time() + 100
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=ends_at)
    stopped_at = stop(store, current.code)
    assert store.get_round_by_id(current.id).ends_at == ends_at
    went_on = time.time()
    go_on(store, current.code)
    moved = store.get_round_by_id(current.id).ends_at
    assert moved is not None
    assert went_on - stopped_at <= moved - ends_at <= time.time() - stopped_at


def test_a_clock_that_was_set_back_meanwhile_takes_no_time_away(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = prepare_round(store)
    ends_at = time.time() + 600
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=ends_at)
    stopped_at = stop(store, current.code)
    monkeypatch.setattr("kit.store.stops.get_now", lambda: stopped_at - 300)
    go_on(store, current.code)
    assert store.get_round_by_id(current.id).ends_at == ends_at


def test_no_talk_is_begun_changed_or_ended_while_it_is_stopped(store: Store) -> None:
    current = prepare_round(store)
    store.begin_talk(current.id, 2, 180)
    talk = store.get_round_by_id(current.id).talk
    stop(store, current.code)
    acts: list[Callable[[], None]] = [
        lambda: store.begin_talk(current.id, 1, 60),
        lambda: store.lengthen_talk(current.id, 60),
        lambda: store.show_talk(current.id, leads=False),
        lambda: store.end_talk(current.id),
    ]
    for act in acts:
        with pytest.raises(PauseError):
            act()
    assert store.get_round_by_id(current.id).talk == talk


def test_a_talk_has_as_much_time_left_as_before_and_a_turn_that_was_over_stays_so(
    store: Store,
) -> None:
    current = prepare_round(store)
    store.begin_talk(current.id, 2, 180)
    before = store.get_round_by_id(current.id).talk
    assert before is not None
    stopped_at = stop(store, current.code)
    assert get_view(store, current.id, Role.SCREEN).talk is None
    went_on = time.time()
    go_on(store, current.code)
    moved = store.get_round_by_id(current.id).talk
    assert moved is not None
    for then, now in zip(before.ends, moved.ends, strict=True):
        assert went_on - stopped_at <= now - then <= time.time() - stopped_at
    assert delay_talk(Talk((10.0, 200.0)), 50, 100.0) == Talk((10.0, 250.0))


def test_a_break_ends_when_it_was_said_that_it_would(store: Store) -> None:
    current = prepare_round(store)
    store.begin_break(current.id, 0, 4_000_000_020.0, expected=Phase.PREPARE)
    stop(store, current.code)
    with pytest.raises(PauseError):
        store.move_timer(current.id, 60)
    go_on(store, current.code)
    assert store.get_round_by_id(current.id).ends_at == 4_000_000_020.0
    assert store.get_round_by_id(current.id).is_break


def test_in_a_break_no_press_ends_it_until_it_goes_on(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK, Row(kind="break", minutes=5), "welcome.ipynb"])
    current = store.add_round(session.code, NOTEBOOK)
    move_to(store, current.id, 1, expected=Phase.PREPARE)
    before = store.get_round(session.code)
    assert before.is_break
    stop(store, session.code)
    presses: list[Callable[[], object]] = [
        lambda: advance_round(store, current.id, Phase.DONE),
        lambda: move_to(store, current.id, 2, expected=Phase.DONE),
        lambda: store.finish_round(current.id, "welcome.ipynb", expected=Phase.DONE),
    ]
    for press in presses:
        with pytest.raises(PauseError):
            press()
    assert store.get_round(session.code) == before
    go_on(store, session.code)
    assert advance_round(store, current.id, Phase.DONE).notebook == "welcome.ipynb"


def test_while_several_leaders_speak_no_other_one_begins_until_it_goes_on(store: Store) -> None:
    """What has been told stays, and what is written meanwhile is on no screen before that."""
    current = prepare_round(store, make_exercise(leader=True))
    advance_round(store, current.id, Phase.PREPARE)
    store.set_leader(current.id, {"name": "Ada", "act": "the first"})
    store.add_leader(current.id, expected=1)
    store.begin_talk(current.id, 1, 60)
    stop(store, current.code)
    store.set_leader(current.id, {"name": "Ben", "act": "the second"})
    with pytest.raises(PauseError):
        store.add_leader(current.id, expected=2)
    with pytest.raises(PauseError):
        advance_round(store, current.id, Phase.LEADER)
    scene = describe_scene(get_view(store, current.id, Role.SCREEN))
    assert (scene.heading, scene.standing) == ("A short pause", "alone")
    go_on(store, current.code)
    assert store.get_leader(current.id)["name"] == "Ada"
    assert [each["name"] for each in store.list_more_leaders(current.id)] == ["Ben"]
    store.add_leader(current.id, expected=2)
    assert store.get_round(current.code).phase is Phase.LEADER


@pytest.mark.parametrize("reveal", ["sealed", "live"])
def test_an_answer_that_becomes_known_meanwhile_counts_and_moves_nothing(
    store: Store, reveal: Literal["sealed", "live"]
) -> None:
    sample = open_sample(store, 24, make_exercise(AnonymityPolicy(reveal=reveal)))
    for token in sample.tokens[:5]:
        submit(store, sample.id, token, {"safe": 4})
    shown = store.list_snapshots(sample.id)
    assert len(shown) == (reveal == "live")
    stop(store, sample.code)
    for known, before in ((2, 0), (1, 2)):
        store.set_known(sample.id, known, expected=before)
        store.set_people(sample.code, 24)
        assert store.list_snapshots(sample.id) == shown
    go_on(store, sample.code)
    assert store.get_round_by_id(sample.id).known == 1
    if reveal == "live":
        for token in sample.tokens[5:10]:
            submit(store, sample.id, token, {"safe": 4})
        assert len(store.list_snapshots(sample.id)) == 1  # of the five new ones one is known
        submit(store, sample.id, sample.tokens[10], {"safe": 4})
        assert store.list_snapshots(sample.id)[-1]["n"] == 11
    close_round(store, sample.id)
    found = store.list_snapshots(sample.id)
    assert [each["known"] for each in found] == ([0, 1, 1] if reveal == "live" else [])


def test_of_two_dashboards_that_press_each_means_what_it_saw(store: Store) -> None:
    current = prepare_round(store)
    first = stop(store, current.code)
    assert stop(store, current.code) == first
    store.let_go_on(current.code, first)
    store.let_go_on(current.code, first)  # the other one's press comes too late, and is right
    second = stop(store, current.code)
    assert second != first
    with pytest.raises(PhaseError, match="stopped again"):
        store.let_go_on(current.code, first)
    assert store.get_session(current.code).stopped_at == second


def test_it_is_stopped_after_a_restart_too(path: Path) -> None:
    store = open_store(path)
    sample = open_sample(store, 6)
    since = stop(store, sample.code)
    store.close()
    again = open_store(path)
    assert again.get_session(sample.code).stopped_at == since
    with pytest.raises(PauseError):
        submit(again, sample.id, sample.tokens[0], {"safe": 4})
    again.let_go_on(sample.code, since)
    submit(again, sample.id, sample.tokens[0], {"safe": 4})
    again.close()


def test_whoever_joins_meanwhile_takes_a_seat(store: Store) -> None:
    current = prepare_round(store)
    stop(store, current.code)
    assert len(add_seats(store, current.code, 2)) == store.count_seats(current.code)


def test_every_page_is_told_and_shows_that_it_is_stopped(store: Store) -> None:
    heard: list[str] = []
    sample = open_sample(store, 6)
    store.notices.listen(lambda _code, what: heard.append(what))
    stop(store, sample.code)
    for role in Role:
        assert get_view(store, sample.id, role).is_stopped
    go_on(store, sample.code)
    assert not get_view(store, sample.id, Role.SCREEN).is_stopped
    assert heard == ["phase", "phase"]


def test_what_cannot_be_played_is_left_behind_all_the_same(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK, "welcome.ipynb"])
    first = store.add_round(session.code, NOTEBOOK)
    stop(store, session.code)
    following = skip_round(store, first.id)
    assert (following.notebook, store.get_session(session.code).stopped_at) == ("welcome.ipynb", 0)
    stop(store, session.code)
    play_again(store, following.id)
    assert store.get_session(session.code).stopped_at == 0


def test_the_end_of_a_session_ends_the_stop_and_an_ended_one_is_not_stopped(store: Store) -> None:
    sample: OpenRound = open_sample(store, 6, EXERCISE)
    stop(store, sample.code)
    store.end_session(sample.code)
    assert store.get_session(sample.code).stopped_at == 0
    with pytest.raises(PhaseError, match="ended"):
        store.stop_session(sample.code)


@pytest.mark.parametrize("phase", [Phase.LEADER, Phase.OPEN])
def test_the_end_of_a_stopped_session_leaves_no_timer_no_words_and_no_answer(
    store: Store, phase: Phase
) -> None:
    exercise = make_exercise()
    passing = Leader([Text("act", "One small act")], keep=False)
    sample = prepare_round(store, Exercise(exercise.slug, prompts=exercise.prompts, leader=passing))
    advance_round(store, sample.id, Phase.PREPARE)
    store.set_leader(sample.id, {"name": "Ada", "act": "the first"})
    store.add_leader(sample.id, expected=1)
    store.set_leader(sample.id, {"name": "Ben", "act": "the second"})
    (token,) = add_seats(store, sample.code, 1)
    if phase is Phase.OPEN:
        store.set_phase(sample.id, phase, expected=Phase.LEADER, ends_at=time.time() + 600)
        submit(store, sample.id, token, {"safe": 4})
    store.begin_talk(sample.id, 2, 180)
    store.write_memo(sample.code, "slower")
    since = stop(store, sample.code)
    store.end_session(sample.code)
    ended = store.get_round_by_id(sample.id)
    assert (ended.talk, ended.ends_at, ended.phase.is_shown) == (None, None, False)
    assert (store.get_leader(sample.id), store.list_more_leaders(sample.id)) == ({}, [])
    assert store.get_memo(sample.code) == Memo()
    assert find_own_submission(store, sample.id, token) is None
    assert store.list_snapshots(sample.id) == []
    store.let_go_on(sample.code, since)  # a page that has not heard of the end
    assert store.get_round_by_id(sample.id) == ended
