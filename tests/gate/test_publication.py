"""From answers to what may be seen: one rule after the other."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from kit.errors import DefinitionError, NotFoundError, PhaseError, ResponseError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.policy import LARGE_SESSION, AnonymityPolicy
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.forms.result_tables import render_snapshot
from kit.gate.marginals import ADVICE, TOO_FEW
from kit.gate.publication import (
    build_snapshot,
    close_round,
    find_own_submission,
    is_published,
    submit,
)
from kit.gate.randomised_response import estimate_share
from kit.gate.results import Result, foresee_close, get_result
from kit.gate.sentences import list_texts
from kit.gate.snapshot import Snapshot
from kit.lifecycle import advance_round, open_round
from kit.session.session import Phase, Role, Round, new_seat_token
from kit.store import Store, open_store
from kit.store.staging import count_submissions
from tests.store.sample import (
    EXERCISE,
    MARKER,
    NOTEBOOK,
    OpenRound,
    add_seats,
    find_bytes,
    get_shown,
    make_exercise,
    open_sample,
    prepare_round,
)

LIVE = make_exercise(AnonymityPolicy(reveal="live"))
SHORT = Exercise("short", prompts=EXERCISE.prompts[:2])  # nothing but what is counted
KINDS = ("kept-their-word", "asked-for-help", "other")
AGENDA = [NOTEBOOK, "welcome.ipynb"]


def make_raw(place: int) -> dict[str, object]:
    """What one person sends."""
    return {
        "kind": [KINDS[place % 3]],
        "safe": 1 + place % 5,
        "quiet": place % 2 == 0,
        "story": {"text": f"{MARKER} {place}", "share": place % 2 == 0},
    }


def answer(sample: OpenRound, count: int, start: int = 0) -> None:
    """Some seats answer, one after the other."""
    for place, token in enumerate(sample.tokens[start : start + count], start):
        submit(sample.store, sample.id, token, make_raw(place))


def look(sample: OpenRound, role: Role = Role.SCREEN) -> Result:
    """What a role sees now."""
    return get_result(sample.store, sample.store.get_round_by_id(sample.id), role)


def reveal(sample: OpenRound) -> None:
    """Close and reveal."""
    close_round(sample.store, sample.id)
    sample.store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)


def play_again(sample: OpenRound) -> Round:
    """Open another round of a sample whose round is over."""
    sample.store.finish_round(sample.id)
    again = sample.store.add_round(sample.code, NOTEBOOK)
    exercise = sample.store.get_round_by_id(sample.id).exercise
    assert exercise is not None
    sample.store.set_definition(again.id, exercise)
    return open_round(sample.store, again.id, expected=Phase.PREPARE)


def count_kinds(snapshot: Snapshot) -> int:
    """How many chose something: everybody who is in the snapshot."""
    return sum(count for _, _, count in snapshot.get_marginal("kind").counts)


def press_at_once(*presses: Callable[[], object]) -> list[object]:
    """Do several things in the same moment; give what came of each."""
    outcomes: list[object] = []
    start = threading.Barrier(len(presses))

    def run(press: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(press())
        except PhaseError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


# Counting


def make_submissions(count: int, exercise: Exercise = EXERCISE) -> list[Submission]:
    return [exercise.clean(make_raw(place)) for place in range(count)]


def test_every_counted_prompt_has_its_own_marginal_and_texts_have_none() -> None:
    snapshot = build_snapshot(EXERCISE, make_submissions(20))
    assert [each.prompt for each in snapshot.marginals] == ["kind", "safe", "quiet"]
    assert (snapshot.number, snapshot.n, snapshot.of, snapshot.final) == (1, 20, 20, False)
    kind = snapshot.get_marginal("kind")
    assert kind.text == "Which small acts?"
    assert [(value, count) for value, _, count in kind.counts] == list(
        zip(KINDS, (7, 7, 6), strict=True)
    )
    assert MARKER not in str(snapshot.to_json())


@pytest.mark.parametrize(
    ("n", "shapes"),
    [
        (5, ["counts", "band", "band"]),
        (7, ["counts", "band", "band"]),
        (8, ["counts", "buckets", "buckets"]),
        (14, ["counts", "buckets", "buckets"]),
        (15, ["counts", "full", "full"]),
    ],
)
def test_the_number_of_answers_decides_how_fine_the_picture_is(n: int, shapes: list[str]) -> None:
    snapshot = build_snapshot(EXERCISE, make_submissions(n))
    assert [each.shape for each in snapshot.marginals] == shapes


def test_a_prompt_that_few_have_answered_is_withheld_on_its_own() -> None:
    submissions = make_submissions(6) + [EXERCISE.clean({"kind": ["other"]})] * 4
    snapshot = build_snapshot(EXERCISE, [*submissions[2:], *[EXERCISE.clean({"quiet": True})] * 2])
    assert [each.shape for each in snapshot.marginals] == ["counts", "withheld", "band"]
    safe = snapshot.get_marginal("safe")
    assert (safe.n, safe.counts, safe.summary) == (0, (), TOO_FEW)


@pytest.mark.parametrize(
    ("n", "extra", "shapes"),
    [
        (8, 1, ["counts", "band", "band"]),
        (9, 4, ["counts", "band", "band"]),
        (8, 4, ["withheld", "withheld", "withheld"]),
        (20, 13, ["counts", "band", "band"]),
        (9, 1, ["counts", "buckets", "buckets"]),
        (16, 2, ["counts", "buckets", "buckets"]),
        (17, 2, ["counts", "full", "full"]),
    ],
)
def test_no_number_rests_on_answers_from_second_browsers(
    n: int, extra: int, shapes: list[str]
) -> None:
    snapshot = build_snapshot(EXERCISE, make_submissions(n), extra=extra)
    assert [each.shape for each in snapshot.marginals] == shapes


def test_of_seven_people_with_eight_answers_the_room_is_told_in_words(store: Store) -> None:
    sample = open_sample(store, 8)
    store.set_people(sample.code, 7)
    answer(sample, 8)
    reveal(sample)
    safe = get_shown(store, sample.id).get_marginal("safe")
    assert (safe.shape, safe.n, safe.counts) == ("band", 8, ())
    shown = render_snapshot(get_shown(store, sample.id), look(sample).note)
    assert "The centre of the answers is" in shown
    assert "Not enough answers" not in shown


def test_energy_is_told_in_words_where_second_browsers_make_up_the_number() -> None:
    exercise = Exercise("map", prompts=[EnergyMap("energy", "Where does it go?")])
    submissions = [exercise.clean({"energy": [60, 20, 70, 10]})] * 8
    energy = build_snapshot(exercise, submissions, extra=1).get_marginal("energy")
    assert (energy.shape, energy.n, energy.counts) == ("band", 8, ())
    assert energy.summary.startswith("From now to next: more on work that gives energy")


def test_words_about_second_browsers_count_against_a_later_round(store: Store) -> None:
    first = open_sample(store, 8)
    store.set_people(first.code, 7)
    answer(first, 8)
    reveal(first)
    again = play_again(first)
    for place, token in enumerate(first.tokens[:7]):
        submit(store, again.id, token, make_raw(place))
    close_round(store, again.id)
    snapshot = get_shown(store, again.id, Role.FACILITATOR)
    assert {each.shape for each in snapshot.marginals} == {"withheld"}


def test_a_snapshot_comes_back_as_it_was() -> None:
    snapshot = build_snapshot(EXERCISE, make_submissions(9), number=3, final=True)
    assert Snapshot.from_json(snapshot.to_json()) == snapshot
    assert "kept" not in repr(snapshot)


def test_the_order_of_submissions_changes_nothing() -> None:
    submissions = make_submissions(20)
    shuffled = random.Random(1).sample(submissions, len(submissions))
    assert build_snapshot(EXERCISE, shuffled) == build_snapshot(EXERCISE, submissions)


def test_a_misspelt_prompt_is_told_with_what_was_meant() -> None:
    snapshot = build_snapshot(EXERCISE, make_submissions(5))
    with pytest.raises(DefinitionError, match="Did you mean 'kind'"):
        snapshot.get_marginal("knid")


# Answering


def test_an_answer_is_received_and_may_be_changed_until_the_close(store: Store) -> None:
    sample = open_sample(store, 8)
    token = sample.tokens[0]
    assert find_own_submission(store, sample.id, token) is None
    received = submit(store, sample.id, token, make_raw(0))
    assert received == EXERCISE.clean(make_raw(0))
    assert find_own_submission(store, sample.id, token) == received
    changed = submit(store, sample.id, token, {"safe": 2})
    assert find_own_submission(store, sample.id, token) == changed
    assert look(sample).progress == "1 of 8 finished"
    reveal(sample)
    assert find_own_submission(store, sample.id, token) is None


def test_an_answer_that_cannot_be_taken_changes_nothing(store: Store) -> None:
    sample = open_sample(store, 8)
    token = sample.tokens[0]
    kept = submit(store, sample.id, token, make_raw(0))
    with pytest.raises(ResponseError) as error:
        submit(store, sample.id, token, {"safe": 9})
    assert error.value.prompt == "safe"
    assert find_own_submission(store, sample.id, token) == kept


def test_whoever_has_no_seat_is_told_to_join(store: Store) -> None:
    sample = open_sample(store, 1)
    with pytest.raises(NotFoundError, match="Join with the code"):
        submit(store, sample.id, new_seat_token(), make_raw(0))


def test_a_locked_form_says_so_before_it_looks_at_the_answer(store: Store) -> None:
    prepared = prepare_round(store)
    (token,) = add_seats(store, prepared.code, 1)
    with pytest.raises(PhaseError, match="The form opens in a moment"):
        submit(store, prepared.id, token, {"nonsense": 1})


def test_a_round_of_another_store_is_not_found(store: Store) -> None:
    for act in (
        lambda: submit(store, 99, "token", {}),
        lambda: close_round(store, 99),
        lambda: find_own_submission(store, 99, "token"),
        lambda: advance_round(store, 99, Phase.PREPARE),
    ):
        with pytest.raises(NotFoundError):
            act()


# Sealed rounds


def test_while_sealed_nobody_sees_more_than_how_many_have_finished(store: Store) -> None:
    sample = open_sample(store, 30)
    answer(sample, 20)
    for role in Role:
        result = look(sample, role)
        assert (result.snapshot, result.withheld, result.note) == (None, False, "")
        assert result.progress == "20 of 30 finished"
        assert MARKER not in repr(result)
    assert store.list_snapshots(sample.id) == []


def test_the_result_waits_for_the_reveal_except_on_the_facilitators_page(store: Store) -> None:
    sample = open_sample(store, 12)
    answer(sample, 12)
    closed = close_round(store, sample.id)
    assert closed.phase is Phase.CLOSED
    for role in (Role.SCREEN, Role.PARTICIPANT):
        assert (look(sample, role).snapshot, look(sample, role).note) == (None, "")
    mine = get_shown(store, sample.id, Role.FACILITATOR)
    assert (mine.n, mine.final) == (12, True)
    assert look(sample, Role.FACILITATOR).note == "12 answers"
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    seen = [look(sample, role) for role in Role]
    assert seen == [seen[0]] * 3
    assert (seen[0].snapshot, seen[0].note) == (mine, "12 answers")
    assert seen[0].progress == "12 of 12 finished"


def test_below_the_threshold_nothing_is_ever_shown(store: Store) -> None:
    sample = open_sample(store, 12)
    answer(sample, 4)
    close_round(store, sample.id)
    assert look(sample, Role.FACILITATOR).withheld
    assert not look(sample, Role.SCREEN).withheld
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    for role in Role:
        result = look(sample, role)
        assert (result.snapshot, result.withheld, result.progress) == (None, True, "")
        assert result.note == ADVICE
    assert ADVICE == "Not enough answers to protect you. Talk about it instead."
    assert store.list_snapshots(sample.id) == []


def test_extra_browsers_do_not_unlock_a_result(store: Store) -> None:
    sample = open_sample(store, 8)
    store.set_people(sample.code, 4)
    answer(sample, 8)
    reveal(sample)
    assert look(sample).withheld
    assert store.list_snapshots(sample.id) == []


@pytest.mark.one_file
def test_nothing_but_the_snapshot_is_left_in_the_files_after_the_close(
    tmp_path: Path, store: Store
) -> None:
    sample = open_sample(store, 12)
    answer(sample, 12)
    path = tmp_path / "kit.db"
    assert find_bytes(path, [MARKER.encode()])
    close_round(store, sample.id)
    assert find_bytes(path, [MARKER.encode()]) == []
    assert count_submissions(store, sample.id) == 0
    assert len(store.list_snapshots(sample.id)) == 1


# Live rounds


def test_a_live_round_grows_by_whole_batches(store: Store) -> None:
    sample = open_sample(store, 20, LIVE)
    grown = []
    for place in range(20):
        answer(sample, 1, start=place)
        snapshot = look(sample).snapshot
        grown.append(snapshot.n if snapshot else 0)
    assert grown == [0] * 4 + [5] * 5 + [10] * 10 + [20]
    assert look(sample).note == "20 answers"
    assert not get_shown(store, sample.id).final


def test_what_a_live_round_has_shown_can_no_longer_be_changed(store: Store) -> None:
    sample = open_sample(store, 20, LIVE)
    answer(sample, 6)
    with pytest.raises(PhaseError, match="stays as it is"):
        submit(store, sample.id, sample.tokens[0], make_raw(1))
    submit(store, sample.id, sample.tokens[5], make_raw(2))


def test_a_phone_is_told_that_its_answer_stays_as_soon_as_the_room_has_seen_it(
    store: Store,
) -> None:
    sample, other = open_sample(store, 20, LIVE), open_sample(store, 20, LIVE)

    def list_fixed() -> list[int]:
        return [i for i, token in enumerate(sample.tokens) if is_published(store, sample.id, token)]

    answer(sample, 4)
    assert list_fixed() == []
    answer(sample, 2, start=4)
    assert list_fixed() == [0, 1, 2, 3, 4]
    assert not is_published(store, other.id, sample.tokens[0])


def test_the_last_few_are_left_out_and_the_result_says_so(store: Store) -> None:
    sample = open_sample(store, 20, LIVE)
    answer(sample, 12)
    before = get_shown(store, sample.id)
    close_round(store, sample.id)
    # The room keeps seeing what it has seen; the note about the others waits for the reveal.
    assert (look(sample).snapshot, look(sample).note) == (before, "10 answers")
    assert look(sample, Role.FACILITATOR).note == "shown 10 of 12"
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    result = look(sample)
    snapshot = get_shown(store, sample.id)
    assert (snapshot.marginals, snapshot.final) == (before.marginals, True)
    assert (result.note, result.progress) == ("shown 10 of 12", "12 of 20 finished")
    published = [(each["number"], each["n"]) for each in store.list_snapshots(sample.id)]
    assert published == [(1, 5), (2, 10), (3, 10)]


def test_a_live_round_publishes_a_last_full_batch_at_the_close(store: Store) -> None:
    sample = open_sample(store, 12, LIVE)
    answer(sample, 10)  # the two who are missing keep the second batch waiting
    assert get_shown(store, sample.id).n == 5
    current = store.get_round_by_id(sample.id)
    close_round(store, sample.id)
    # A page that was about to draw the open round does not get the result before the reveal.
    drawn = get_result(store, current, Role.SCREEN).snapshot
    assert drawn is not None
    assert drawn.n == 5
    assert get_shown(store, sample.id).n == 5
    assert get_shown(store, sample.id, Role.FACILITATOR).n == 10
    assert look(sample, Role.FACILITATOR).note == "10 answers"


# Phases


def test_next_does_whatever_comes_next(store: Store) -> None:
    session = store.add_session("Team", AGENDA)
    current = store.add_round(session.code, NOTEBOOK)
    store.set_definition(current.id, make_exercise(leader=True))
    passed = []
    for expected in list(Phase)[:4]:
        passed.append(advance_round(store, current.id, expected).phase)
    assert passed == [Phase.LEADER, Phase.OPEN, Phase.CLOSED, Phase.REVEALED]
    following = advance_round(store, current.id, Phase.REVEALED)
    assert (following.notebook, following.number) == ("welcome.ipynb", 2)
    assert store.get_round(session.code) == following
    store.set_definition(following.id, EXERCISE)
    assert advance_round(store, following.id, Phase.PREPARE).phase is Phase.OPEN
    advance_round(store, following.id, Phase.OPEN)
    advance_round(store, following.id, Phase.CLOSED)
    last = advance_round(store, following.id, Phase.REVEALED)
    assert (last.id, last.phase) == (following.id, Phase.DONE)
    with pytest.raises(PhaseError, match="Start the next exercise"):
        advance_round(store, following.id, Phase.DONE)


def test_nothing_comes_next_before_the_exercise_is_set_up(store: Store) -> None:
    session = store.add_session("Team", AGENDA)
    current = store.add_round(session.code, NOTEBOOK)
    with pytest.raises(PhaseError, match=f"{NOTEBOOK} has not been set up yet"):
        advance_round(store, current.id, Phase.PREPARE)


def test_a_second_press_of_the_same_button_does_nothing(store: Store) -> None:
    sample = open_sample(store, 5)
    advance_round(store, sample.id, Phase.OPEN)
    with pytest.raises(PhaseError, match="is closed already"):
        advance_round(store, sample.id, Phase.OPEN)
    with pytest.raises(PhaseError, match="is closed already"):
        close_round(store, sample.id)
    assert store.get_round_by_id(sample.id).phase is Phase.CLOSED


def test_the_timer_runs_for_its_minutes_and_ends_with_the_round(store: Store) -> None:
    exercise = Exercise("short", prompts=EXERCISE.prompts, minutes=20, timer=3)
    prepared = prepare_round(store, exercise)
    early = time.time()
    opened = open_round(store, prepared.id, expected=Phase.PREPARE)
    assert opened.ends_at is not None
    assert early + 180 <= opened.ends_at <= time.time() + 180
    assert close_round(store, prepared.id).ends_at is None
    timeless = prepare_round(store, Exercise("calm", prompts=EXERCISE.prompts, timer=None))
    assert open_round(store, timeless.id, expected=Phase.PREPARE).ends_at is None


def test_everybody_is_told_what_kind_of_thing_has_happened(store: Store) -> None:
    sample = open_sample(store, 9, LIVE)
    heard: list[str] = []
    store.notices.listen(lambda code, what: heard.append(what if code == sample.code else code))
    answer(sample, 4)
    assert heard == ["progress"] * 4
    answer(sample, 5, start=4)
    assert heard == ["progress"] * 9 + ["ledger"]
    close_round(store, sample.id)
    assert heard[10:] == ["ledger", "phase"]


# At the same moment


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_who_close_at_once_one_publishes(store: Store, attempt: int) -> None:
    sample = open_sample(store, 6 + attempt)
    answer(sample, 6)
    outcomes = press_at_once(*[lambda: close_round(store, sample.id)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["PhaseError", "Round"]
    assert len(store.list_snapshots(sample.id)) == 1
    assert store.get_round_by_id(sample.id).phase is Phase.CLOSED


@pytest.mark.parametrize("exercise", [EXERCISE, LIVE], ids=["sealed", "live"])
def test_an_answer_at_the_moment_of_the_close_is_in_or_refused(
    store: Store, exercise: Exercise
) -> None:
    sample = open_sample(store, 16, exercise)
    answer(sample, 5)
    late = [
        lambda place=place: submit(store, sample.id, sample.tokens[place], make_raw(place))
        for place in range(5, 16)
    ]
    outcomes = press_at_once(*late[:6], lambda: close_round(store, sample.id), *late[6:])
    received = sum(isinstance(each, Submission) for each in outcomes)
    (final,) = [each for each in store.list_snapshots(sample.id) if each["final"]]
    assert final["of"] == 5 + received
    assert count_kinds(Snapshot.from_json(final)) == final["n"]


def close_in_a_process(path: Path, round_id: int) -> str:
    """Close a round in a process of its own."""
    store = open_store(path)
    try:
        return str(close_round(store, round_id).phase)
    except PhaseError as error:
        return str(error)
    finally:
        store.close()


@pytest.mark.one_file
def test_two_processes_that_close_at_once_publish_once(tmp_path: Path, store: Store) -> None:
    sample = open_sample(store, 8)
    answer(sample, 8)
    with get_context("spawn").Pool(2) as pool:
        said = pool.starmap(close_in_a_process, [(tmp_path / "kit.db", sample.id)] * 2, 1)
    assert sorted(said)[1] == "closed"
    assert "is closed already" in sorted(said)[0]
    assert len(store.list_snapshots(sample.id)) == 1


# Answers that go through a coin

DELICATE = Exercise(
    "quiet", prompts=[YesNo("quiet", "Did you keep quiet?", randomised=True), Text("why", "Why?")]
)


def open_delicate(store: Store, seats: int, people: int | None = None) -> OpenRound:
    prepared = prepare_round(store, DELICATE)
    tokens = add_seats(store, prepared.code, seats)
    store.set_people(prepared.code, people)
    return OpenRound(store, open_round(store, prepared.id, expected=Phase.PREPARE), tokens)


@pytest.mark.parametrize(
    ("seats", "people", "coin"),
    [(29, None, False), (30, None, True), (34, 29, False), (34, 30, True), (29, 40, False)],
)
def test_the_coin_is_settled_when_the_round_opens(
    store: Store, seats: int, people: int | None, coin: bool
) -> None:
    sample = open_delicate(store, seats, people)
    assert sample.round.coin is coin
    add_seats(store, sample.code, 30)
    store.set_people(sample.code, 3)
    assert store.get_round(sample.code).coin is coin


def test_no_coin_is_thrown_where_nothing_delicate_is_asked(store: Store) -> None:
    prepared = prepare_round(store)
    add_seats(store, prepared.code, 40)
    assert not open_round(store, prepared.id, expected=Phase.PREPARE).coin


def test_what_a_coin_has_made_of_an_answer_stays(store: Store) -> None:
    sample = open_delicate(store, 30)
    first, second = sample.tokens[:2]
    submit(store, sample.id, first, {"quiet": True})
    changed = submit(store, sample.id, first, {"quiet": False, "why": "I was afraid"})
    assert changed.responses["quiet"] is True
    assert find_own_submission(store, sample.id, first) == changed
    assert submit(store, sample.id, first, {"why": "Still"}).responses["quiet"] is True
    # Who has skipped it has thrown no coin yet.
    submit(store, sample.id, second, {"why": "No reason"})
    assert submit(store, sample.id, second, {"quiet": False}).responses["quiet"] is False


@pytest.mark.parametrize("coin", [True, False])
def test_answers_behind_a_coin_are_estimated_and_others_counted(store: Store, coin: bool) -> None:
    sample = open_delicate(store, 32 if coin else 29)
    for place, token in enumerate(sample.tokens[:28]):
        submit(store, sample.id, token, {"quiet": place % 2 == 0})
    reveal(sample)
    marginal = get_shown(store, sample.id).get_marginal("quiet")
    if coin:
        assert (marginal.shape, marginal.counts) == ("estimate", ())
        assert marginal.estimate == estimate_share(14, 28)
    else:
        assert marginal.counts == (("yes", "Yes", 14), ("no", "No", 14))


@pytest.mark.parametrize(("answers", "extra", "shape"), [(14, 0, "withheld"), (15, 0, "estimate")])
def test_an_estimate_needs_as_many_answers_as_a_full_picture(
    answers: int, extra: int, shape: str
) -> None:
    submissions = [DELICATE.clean({"quiet": place % 2 == 0}) for place in range(answers)]
    assert build_snapshot(DELICATE, submissions).get_marginal("quiet").estimate is None
    for more in (0, 3):
        snapshot = build_snapshot(DELICATE, submissions, coin=True, extra=extra + more)
        marginal = snapshot.get_marginal("quiet")
        assert marginal.shape == ("withheld" if more else shape)
        assert marginal.estimate is None or not more
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


def test_seats_that_nobody_sits_in_switch_no_coin_on(store: Store) -> None:
    prompts = [YesNo("quiet", "Did you keep quiet?", randomised=True)]
    prepared = prepare_round(store, Exercise("any", prompts=prompts))
    tokens = add_seats(store, prepared.code, 40)
    store.leave_seats(prepared.code, tokens[:20])
    assert not open_round(store, prepared.id, expected=Phase.PREPARE).coin


def test_seats_that_nobody_sits_in_ask_for_no_larger_batch(store: Store) -> None:
    sample = open_sample(store, 100)
    answer(sample, 8)
    store.leave_seats(sample.code, sample.tokens[8:])
    reveal(sample)
    assert look(sample).note == "8 answers"


@pytest.mark.parametrize(("people", "note"), [(99, "8 answers"), (100, ADVICE)])
def test_sleeping_phones_ask_for_the_larger_batch_where_their_people_were_counted(
    store: Store, people: int, note: str
) -> None:
    sample = open_sample(store, 100)
    store.set_people(sample.code, people)
    answer(sample, 8)
    store.leave_seats(sample.code, sample.tokens[8:])
    reveal(sample)
    assert look(sample).note == note


def test_playing_again_with_one_person_fewer_does_not_tell_that_persons_answer(
    store: Store,
) -> None:
    first = open_sample(store, 6)
    answer(first, 6)
    reveal(first)
    again = play_again(first)
    for place, token in enumerate(first.tokens[:5]):
        submit(store, again.id, token, make_raw(place))
    close_round(store, again.id)
    snapshot = get_shown(store, again.id, Role.FACILITATOR)
    assert {each.shape for each in snapshot.marginals} == {"withheld"}
    assert "too few answers differ" in snapshot.get_marginal("kind").summary


def test_before_the_close_a_question_is_compared_with_what_was_shown_of_it(store: Store) -> None:
    """Twenty answered, and eleven of them the scale: nine of the next round are near to it."""
    first = open_sample(store, 26)
    answer(first, 11)
    for token in first.tokens[11:20]:
        submit(store, first.id, token, {"kind": ["other"]})
    reveal(first)
    again = play_again(first)
    for place, token in enumerate(first.tokens[:9]):
        submit(store, again.id, token, make_raw(place))
    said = " ".join(foresee_close(store, store.get_round_by_id(again.id)))
    assert "played before with 11 answers" in said
    close_round(store, again.id)
    snapshot = get_shown(store, again.id, Role.FACILITATOR)
    shapes = [each.shape for each in snapshot.marginals]
    assert shapes == ["counts", "withheld", "withheld"]


def test_before_the_close_the_facilitator_is_told_what_this_very_round_would_withhold(
    store: Store,
) -> None:
    """The people, the coin, sentences and what was shown live: all of the round in question."""
    sample = open_sample(store, 20)
    answer(sample, 8)

    def say() -> str:
        return " ".join(foresee_close(store, store.get_round_by_id(sample.id)))

    assert say() == "Sentences are shown only if 8 people allow it."
    store.set_people(sample.code, 16)
    assert "20 seats, 16 people" in say()
    close_round(store, sample.id)
    assert say() == ""
    sample = open_delicate(store, 30)
    for token in sample.tokens[:9]:
        submit(store, sample.id, token, {"quiet": True})
    assert "A question behind the coin takes 15 answers" in say()
    sample = open_sample(store, 12, Exercise("words", prompts=[Text("why", "Why?")]))
    for token in sample.tokens[:6]:
        submit(store, sample.id, token, {"why": {"text": "so", "share": True}})
    assert say() == "No sentence is shown: it takes 8 people who allow it."
    sample = open_sample(store, 30, LIVE)
    answer(sample, 7)
    assert "the result stays as it is shown: it takes 5 new answers" in say()


@pytest.mark.parametrize(
    ("before", "now", "skipped", "withheld"),
    [(0, 6, 2, True), (0, 8, 2, False), (12, 12, 1, True), (12, 18, 2, True), (12, 19, 2, False)],
)
def test_what_a_few_skips_withhold_is_spoken_of_before_the_close(
    store: Store, before: int, now: int, skipped: int, withheld: bool
) -> None:
    sample = open_sample(store, 26, SHORT)
    both = {"kind": ["other"], "safe": 4}
    if before:
        for token in sample.tokens[:before]:
            submit(store, sample.id, token, both)
        reveal(sample)
        sample = OpenRound(store, play_again(sample), sample.tokens)
    for place, token in enumerate(sample.tokens[:now]):
        submit(store, sample.id, token, {"kind": ["other"]} if place < skipped else both)
    assert bool(foresee_close(store, store.get_round_by_id(sample.id))) == withheld
    close_round(store, sample.id)
    shown = get_shown(store, sample.id, Role.FACILITATOR).get_marginal("safe")
    assert (shown.shape == "withheld") == withheld


def test_of_one_person_with_five_browsers_a_question_does_not_tell_the_neighbours_answer(
    store: Store,
) -> None:
    """Twenty people, twenty-four seats: four new answers may all be one person's."""
    choices = [Choice(name, name, ["a", "b", "c"]) for name in ("often", "rarely")]
    exercise = Exercise("two", prompts=choices, policy=AnonymityPolicy(reveal="live"))
    sample = open_sample(store, 24, exercise)
    store.set_people(sample.code, 20)
    both, often = {"often": ["a"], "rarely": ["a"]}, {"often": ["a"]}
    for token in sample.tokens[:9]:
        submit(store, sample.id, token, both)
    assert get_shown(store, sample.id).get_marginal("rarely").n == 9
    for token in sample.tokens[9:13]:
        submit(store, sample.id, token, both)  # all of one person's
    submit(store, sample.id, sample.tokens[13], {"often": ["a"], "rarely": ["c"]})
    for token in sample.tokens[14:]:
        submit(store, sample.id, token, often)
    counts = get_shown(store, sample.id).get_marginal("rarely").counts
    assert [count for _, _, count in counts] == [9, 0, 0]
    assert get_shown(store, sample.id).n > 9


def test_in_a_large_room_a_question_moves_by_larger_steps(store: Store) -> None:
    """Each question, too: seven new answers to one that others skip are too few in a hundred."""
    choices = [Choice(name, name, ["a", "b"]) for name in ("often", "rarely")]
    exercise = Exercise("two", prompts=choices, policy=AnonymityPolicy(reveal="live"))
    sample = open_sample(store, LARGE_SESSION, exercise)
    for place, token in enumerate(sample.tokens[:40]):
        rarely = place < 10 or place % 4 == 0
        submit(store, sample.id, token, {"often": ["a"]} | ({"rarely": ["a"]} if rarely else {}))
    snapshot = get_shown(store, sample.id)
    assert snapshot.get_marginal("often").n == 40
    assert snapshot.get_marginal("rarely").n == 10


def test_the_team_of_a_session_has_played_what_any_session_before_or_after_has(
    store: Store,
) -> None:
    first = open_sample(store, 8)
    answer(first, 8)
    reveal(first)
    codes = [first.code]
    for _ in range(2):
        codes.append(store.add_session("Team", [NOTEBOOK], follows=codes[-1]).code)
    rounds = [store.add_round(code, NOTEBOOK) for code in codes[1:]]
    stranger = prepare_round(store)
    for each in rounds:
        store.set_definition(each.id, make_exercise())
    for each in rounds:
        ((played, earlier),) = store.list_earlier(store.get_round_by_id(each.id))
        assert (played.id, earlier["n"]) == (first.id, 8)
    assert store.list_earlier(stranger) == []
    last = store.set_phase(rounds[-1].id, Phase.OPEN, expected=Phase.PREPARE)
    later = OpenRound(store, last, add_seats(store, codes[-1], 8))
    answer(later, 8)
    reveal(later)
    ((played, after),) = store.list_earlier(store.get_round_by_id(rounds[0].id))[1:]
    assert (played.id, after["n"]) == (rounds[-1].id, 8)


def test_a_known_answer_is_taken_off_before_a_result(store: Store) -> None:
    sample = open_sample(store, 6)
    answer(sample, 5)
    store.set_known(sample.id, 1, expected=0)
    reveal(sample)
    assert look(sample).withheld
    assert not store.list_snapshots(sample.id)


@pytest.mark.parametrize(
    ("n", "known", "shapes"),
    [
        (6, 1, ["counts", "band", "band"]),
        (8, 1, ["counts", "band", "band"]),
        (15, 1, ["counts", "buckets", "buckets"]),
        (17, 2, ["counts", "full", "full"]),
    ],
)
def test_no_number_rests_on_known_answers(n: int, known: int, shapes: list[str]) -> None:
    snapshot = build_snapshot(EXERCISE, make_submissions(n), known=known)
    assert [each.shape for each in snapshot.marginals] == shapes
    assert snapshot.known == known


def test_sentences_take_one_more_for_each_known_answer(store: Store) -> None:
    for known, released in ((0, 8), (1, 0)):
        sample = open_sample(store, 8)
        for token in sample.tokens:
            story = {"text": "She noticed.", "share": True}
            submit(store, sample.id, token, {"kind": ["other"], "story": story})
        store.set_known(sample.id, known, expected=0)
        closed = close_round(store, sample.id)
        assert len(list_texts(store, closed, Role.FACILITATOR)) == released


def test_what_was_shown_before_an_answer_became_known_stays_and_what_follows_is_stricter(
    store: Store,
) -> None:
    sample = open_sample(store, 12, LIVE)
    answer(sample, 5)
    shown = get_shown(store, sample.id)
    assert shown.n == 5
    store.set_known(sample.id, 2, expected=0)
    assert get_shown(store, sample.id) == shown
    answer(sample, 6, start=5)
    assert get_shown(store, sample.id) == shown  # six new ones, of whom two are known
    close_round(store, sample.id)
    kept = [Snapshot.from_json(each) for each in store.list_snapshots(sample.id)][-1]
    assert (kept.n, kept.of, kept.known) == (5, 11, 2)
    assert kept.marginals == shown.marginals


def test_what_was_shown_stays_and_counts_stricter_where_people_turn_out_to_be_fewer(
    store: Store,
) -> None:
    sample = open_sample(store, 12, LIVE)
    answer(sample, 5)
    shown = get_shown(store, sample.id)
    assert (shown.n, shown.extra) == (5, 0)
    store.set_people(sample.code, 10)
    answer(sample, 6, start=5)
    close_round(store, sample.id)
    kept = [Snapshot.from_json(each) for each in store.list_snapshots(sample.id)][-1]
    assert (kept.n, kept.of, kept.extra) == (5, 11, 2)
    assert kept.marginals == shown.marginals


def test_what_became_known_of_an_earlier_round_counts_beside_all_it_has_shown(
    store: Store,
) -> None:
    sample = open_sample(store, 12, LIVE)
    answer(sample, 5)
    store.set_known(sample.id, 1, expected=0)
    reveal(sample)
    store.finish_round(sample.id, NOTEBOOK)
    current = store.get_round(sample.code)
    store.set_definition(current.id, LIVE)
    earlier = store.list_earlier(store.get_round(sample.code))
    assert [published["known"] for _, published in earlier] == [1, 1]


def test_eight_people_of_whom_one_is_known_are_a_small_room(store: Store) -> None:
    sample = open_sample(store, 8)
    answer(sample, 3)
    assert look(sample).progress == "3 of 8 finished"
    store.set_known(sample.id, 1, expected=0)
    assert look(sample).progress == "Some have not finished"
    assert look(sample).told is None
