"""A result that is left unseen: it is in no file and on no page, and still protects whoever answers
again."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.errors import KitError, NotFoundError, PauseError, PhaseError
from kit.exercise.choice import Choice
from kit.exercise.claims import hash_key, make_key
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.export.export import build_export, list_files
from kit.gate.claims import claim_sentence
from kit.gate.marginals import TOO_CLOSE, UNSEEN, Shape
from kit.gate.publication import close_round, submit
from kit.gate.results import foresee_close, get_result
from kit.gate.snapshot import Snapshot
from kit.gate.unseen import leave_unseen
from kit.lifecycle import advance_round, move_to, open_round
from kit.session.session import Phase, Role
from kit.store import Store, open_store
from kit.views.round import View, get_earlier_parts, get_view
from tests.store.sample import (
    EXERCISE,
    MARKER,
    NOTEBOOK,
    OpenRound,
    add_seats,
    find_bytes,
    make_exercise,
    open_sample,
)

CROSSED = Exercise(
    "crossed",
    prompts=[
        Choice("kind", "Which?", ["a", "b", "c"]),
        Choice("help", "Who helped?", ["x", "y", "z"]),
        Scale("later", "And last time?", low=1, high=7, since=True),
        Text("story", "What happened?", may_be_claimed=True),
    ],
    crosses=[("kind", "help")],
)
# Forty people whose table may be published: how many said "a" and "x", "a" and "y" ...
TABLE = ((6, 4, 3), (3, 7, 5), (0, 3, 9))
PAIRS = [
    ("abc"[row], "xyz"[column])
    for row, counts in enumerate(TABLE)
    for column, count in enumerate(counts)
    for _ in range(count)
]


def answer(sample: OpenRound, key: str = "") -> None:
    """Everybody answers, with words that can be found again."""
    names = ("kept-their-word", "asked-for-help", "other")
    for place, token in enumerate(sample.tokens):
        story: dict[str, object] = {"text": f"{MARKER} {place}", "share": True}
        if key and not place:
            story["mark"] = hash_key(key)
        raw: dict[str, object] = {"story": story}
        if sample.round.exercise == CROSSED:
            kind, helped = PAIRS[place % len(PAIRS)]
            raw |= {"kind": [kind], "help": [helped], "later": 1 + place % 7}
        else:
            raw |= {"kind": [names[place % 3]], "safe": 1 + place % 5}
        submit(sample.store, sample.id, token, raw)


def close(store: Store, seats: int = 16, exercise: Exercise = EXERCISE) -> OpenRound:
    """A round that is closed, and not revealed."""
    sample = open_sample(store, seats, exercise)
    answer(sample)
    close_round(store, sample.id)
    return sample


def look(sample: OpenRound, role: Role) -> View:
    return get_view(sample.store, sample.id, role)


def test_nobody_sees_anything_of_it_ever_again(store: Store) -> None:
    sample = close(store)
    assert look(sample, Role.FACILITATOR).may_be_unseen
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda *notice: heard.append(notice))
    current = leave_unseen(store, sample.id)
    assert heard == [(sample.code, "ledger"), (sample.code, "phase")]
    assert (current.phase, current.unseen) == (Phase.REVEALED, True)
    for phase in (Phase.REVEALED, Phase.DONE):
        for role in Role:
            view = look(sample, role)
            assert (view.snapshot, view.texts, view.text_counts) == (None, (), {})
            assert (view.unseen, view.withheld, view.note) == (True, False, UNSEEN)
            assert not view.may_be_unseen
        if phase is Phase.REVEALED:
            advance_round(store, sample.id, phase)


@pytest.mark.one_file
def test_nothing_of_what_was_said_is_in_any_file(store: Store, tmp_path: Path) -> None:
    sample = close(store, len(PAIRS), CROSSED)
    path = tmp_path / "kit.db"
    before = store.list_snapshots(sample.id)[0]
    found = [each["counts"] for each in (*before["marginals"], *before["crosses"])]
    counts = [json.dumps(each, separators=(",", ":")).encode() for each in found]
    traces = [MARKER.encode(), *counts]
    for trace in traces:
        assert find_bytes(path, [trace])
    leave_unseen(store, sample.id)
    assert find_bytes(path, traces) == []
    assert store.list_snapshots(sample.id) == []


def test_no_picture_of_it_stays_turned_to(store: Store) -> None:
    sample = close(store)
    store.set_picture(sample.id, "Which small acts?")
    assert leave_unseen(store, sample.id).picture == ""


def test_what_stays_says_how_many_answered_and_no_more(store: Store) -> None:
    sample = close(store, len(PAIRS), CROSSED)
    leave_unseen(store, sample.id)
    again = store.add_session("Team", [NOTEBOOK], follows=sample.code)
    following = store.add_round(again.code, NOTEBOOK)
    store.set_definition(following.id, CROSSED)
    [(kept, payload)] = store.list_earlier(store.get_round_by_id(following.id))
    assert kept.id == sample.id
    snapshot = Snapshot.from_json(payload)
    assert (snapshot.n, snapshot.of) == (40, 40)
    for marginal in snapshot.marginals:
        told = marginal.to_json()
        assert [told.pop(name) for name in ("n", "summary", "shape")] == [40, UNSEEN, "withheld"]
        about = {told.pop(name) for name in ("prompt", "type", "text")}
        assert about
        assert not any(value for value in told.values() if value != ["", ""])
    [table] = snapshot.crosses
    assert (table.n, table.counts, table.rows, table.columns) == (40, (), (), ())


@pytest.mark.parametrize("more", [-1, 1])
def test_whoever_has_looked_cannot_take_it_from_the_next_result(store: Store, more: int) -> None:
    """Close, look, leave it unseen, play it again with one answer more: what is left is one."""
    sample = close(store)
    leave_unseen(store, sample.id)
    following = move_to(store, sample.id, 0, expected=Phase.REVEALED)
    store.set_definition(following.id, EXERCISE)
    tokens = [*sample.tokens, *add_seats(store, sample.code, 1)][: 16 + more]
    opened = open_round(store, following.id, expected=Phase.PREPARE)
    again = OpenRound(store, opened, tokens)
    answer(again)
    assert any("played before with 16 answers" in each for each in foresee_close(store, opened))
    close_round(store, again.id)
    result = get_result(store, store.get_round_by_id(again.id), Role.FACILITATOR).snapshot
    assert result is not None
    for name in ("kind", "safe"):
        marginal = result.get_marginal(name)
        assert (marginal.shape, marginal.summary) == (Shape.WITHHELD, TOO_CLOSE)


def test_played_again_with_a_batch_more_it_is_a_round_like_any_other(store: Store) -> None:
    sample = close(store, 12)
    leave_unseen(store, sample.id)
    following = move_to(store, sample.id, 0, expected=Phase.REVEALED)
    store.set_definition(following.id, EXERCISE)
    tokens = [*sample.tokens, *add_seats(store, sample.code, 5)]
    again = OpenRound(store, open_round(store, following.id, expected=Phase.PREPARE), tokens)
    answer(again)
    close_round(store, again.id)
    advance_round(store, again.id, Phase.CLOSED)
    view = get_view(store, again.id, Role.SCREEN)
    assert view.snapshot is not None
    assert view.snapshot.n == 17
    states = [each["state"] for each in build_export(store, sample.code)["rounds"]]
    assert states == ["not shown", "revealed"]


def test_of_one_who_reveals_and_one_who_does_not_one_is_told(store: Store) -> None:
    for _ in range(5):
        sample = close(store)
        start = threading.Barrier(2)
        refused: list[KitError] = []

        def press(act: Callable[[], object], start: threading.Barrier = start) -> None:
            start.wait()
            try:
                act()
            except PhaseError as error:
                refused.append(error)  # noqa: B023

        acts: list[Callable[[], object]] = [
            lambda: leave_unseen(store, sample.id),  # noqa: B023
            lambda: advance_round(store, sample.id, Phase.CLOSED),  # noqa: B023
        ]
        threads = [threading.Thread(target=press, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        current = store.get_round_by_id(sample.id)
        assert current.phase is Phase.REVEALED
        seen = get_view(store, sample.id, Role.SCREEN).snapshot is not None
        assert seen != current.unseen
        stands = "left unseen" if current.unseen else "is revealed"
        assert stands in str(refused[0])


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.REVEALED])
def test_only_what_is_closed_and_not_revealed_can_be_left_unseen(
    store: Store, phase: Phase
) -> None:
    sample = open_sample(store, 12)
    answer(sample)
    if phase is Phase.REVEALED:
        close_round(store, sample.id)
        advance_round(store, sample.id, Phase.CLOSED)
    before = store.list_snapshots(sample.id)
    with pytest.raises(PhaseError):
        leave_unseen(store, sample.id)
    assert store.list_snapshots(sample.id) == before
    assert not look(sample, Role.FACILITATOR).may_be_unseen


def test_while_the_session_is_stopped_no_result_goes(store: Store) -> None:
    """A stop holds the round where it is, whatever a page sends."""
    sample = close(store)
    before = store.list_snapshots(sample.id)
    store.stop_session(sample.code)
    assert not look(sample, Role.FACILITATOR).may_be_unseen
    with pytest.raises(PauseError):
        leave_unseen(store, sample.id)
    assert store.list_snapshots(sample.id) == before
    assert store.get_round_by_id(sample.id).phase is Phase.CLOSED
    store.let_go_on(sample.code, store.get_session(sample.code).stopped_at)
    assert look(sample, Role.FACILITATOR).may_be_unseen
    assert leave_unseen(store, sample.id).unseen


def test_one_live_result_is_a_part_that_the_room_has_seen(store: Store) -> None:
    """Who comes after it is too few for another one: the close publishes nothing new."""
    sample = open_sample(store, 12, make_exercise(AnonymityPolicy(reveal="live")))
    for token in sample.tokens[:7]:
        submit(store, sample.id, token, {"safe": 3})
    assert len(store.list_snapshots(sample.id)) == 1
    close_round(store, sample.id)
    assert not look(sample, Role.FACILITATOR).may_be_unseen
    with pytest.raises(PhaseError, match="has seen a part"):
        leave_unseen(store, sample.id)


def test_a_result_of_which_the_room_has_seen_a_part_cannot_be_left_unseen(store: Store) -> None:
    sample = open_sample(store, 24, make_exercise(AnonymityPolicy(reveal="live")))
    answer(sample)
    assert len(store.list_snapshots(sample.id)) > 0
    close_round(store, sample.id)
    assert not look(sample, Role.FACILITATOR).may_be_unseen
    with pytest.raises(PhaseError, match="has seen a part"):
        leave_unseen(store, sample.id)
    assert not store.get_round_by_id(sample.id).unseen


def test_where_too_few_answered_there_is_nothing_to_leave_unseen(store: Store) -> None:
    sample = close(store, 3)
    assert not look(sample, Role.FACILITATOR).may_be_unseen
    with pytest.raises(PhaseError, match="no result"):
        leave_unseen(store, sample.id)


@pytest.mark.one_file
def test_a_restart_finds_it_as_it_was_left(store: Store, tmp_path: Path) -> None:
    sample = close(store)
    leave_unseen(store, sample.id)
    again = open_store(tmp_path / "kit.db")
    view = get_view(again, sample.id, Role.FACILITATOR)
    assert (view.phase, view.unseen, view.snapshot) == (Phase.REVEALED, True, None)
    again.close()


def test_its_sentences_are_nobodys_to_show_or_to_claim(store: Store) -> None:
    key = make_key()
    sample = open_sample(store, 16, CROSSED)
    answer(sample, key)
    close_round(store, sample.id)
    ids = [row.id for row in store.list_texts(sample.id)]
    store.set_texts_shown(ids, True)
    leave_unseen(store, sample.id)
    with pytest.raises(NotFoundError):
        store.set_texts_shown(ids, True)
    with pytest.raises(NotFoundError):
        claim_sentence(store, sample.code, key, "Ada")


def test_last_time_is_told_to_the_facilitator_and_stands_beside_nothing(store: Store) -> None:
    first = close(store, exercise=CROSSED)
    leave_unseen(store, first.id)
    store.end_session(first.code)
    session = store.add_session("Team", [NOTEBOOK], follows=first.code)
    current = store.add_round(session.code, NOTEBOOK)
    store.set_definition(current.id, CROSSED)
    tokens = add_seats(store, session.code, 16)
    opened = store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    answer(OpenRound(store, opened, tokens))
    close_round(store, current.id)
    result = get_view(store, current.id, Role.FACILITATOR).result
    assert (result.since, result.unseen_before) == ((), True)
    advance_round(store, current.id, Phase.CLOSED)
    [told] = build_export(store, session.code)["rounds"]
    assert told["last_time"].startswith("Last time's result was not shown")


def test_a_part_that_was_left_unseen_stays_so_beside_the_next_part(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK])
    first = store.add_round(session.code, NOTEBOOK)
    second = Exercise("again", prompts=[Scale("later", "And now?", low=1, high=5)])
    store.set_definition(first.id, EXERCISE, [second])
    tokens = add_seats(store, session.code, 12)
    opened = open_round(store, first.id, expected=Phase.PREPARE)
    answer(OpenRound(store, opened, tokens))
    close_round(store, first.id)
    leave_unseen(store, first.id)
    part = advance_round(store, first.id, Phase.REVEALED)
    assert (part.part, part.phase) == (1, Phase.OPEN)
    [earlier] = get_earlier_parts(store, part.id, Role.SCREEN)
    assert (earlier.unseen, earlier.snapshot) == (True, None)


def test_no_file_of_an_export_holds_a_number_or_a_word_of_it(store: Store) -> None:
    sample = close(store, len(PAIRS), CROSSED)
    leave_unseen(store, sample.id)
    advance_round(store, sample.id, Phase.REVEALED)
    store.end_session(sample.code)
    exported = build_export(store, sample.code)
    [told] = exported["rounds"]
    assert (told["state"], told["note"]) == ("not shown", UNSEEN)
    assert (told["result"], told["sentences"]) == (None, [])
    files = {name: content.decode() for name, content in list_files(exported).items()}
    for content in files.values():
        assert MARKER not in content
        assert "40 answers" not in content
    code = sample.code
    _heads, row = files[f"{code}-results.csv"].splitlines()
    assert row == f'1,Crossed,not shown,"{UNSEEN}",,,,,,,,,,'
    assert UNSEEN in files[f"{code}-report.html"]
    assert UNSEEN in files[f"{code}-mail.txt"]


def test_no_object_of_a_page_holds_the_result_once_it_has_heard_of_it(store: Store) -> None:
    sample = close(store)
    view = look(sample, Role.FACILITATOR)
    assert view.snapshot is not None
    leave_unseen(store, sample.id)
    view = look(sample, Role.FACILITATOR)
    store.database.forget()
    gc.collect()
    left = [each for each in gc.get_objects() if isinstance(each, Snapshot) and each.n == 16]
    assert left == []
    assert view.unseen
