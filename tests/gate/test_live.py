"""Live rounds: when the next batch may come, and what somebody with several browsers gets of it."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.gate.least import LEFT_OUT
from kit.gate.live import UNCOUNTED, Coming, LiveRoom, explain_live
from kit.gate.publication import close_round, submit
from kit.gate.results import foresee_close, get_result
from kit.gate.rules import Verdict
from kit.gate.snapshot import Snapshot
from kit.lifecycle import open_round
from kit.session.session import Phase, Role
from kit.store import Store
from tests.store.sample import OpenRound, add_seats, get_shown, open_sample, prepare_round

LIVE = AnonymityPolicy(reveal="live")
PROMPTS = [Choice("kind", "Which?", ["a", "b", "c"]), Text("story", "What happened?")]
JAR = Exercise("jar", prompts=PROMPTS, policy=LIVE)


def send(sample: OpenRound, *places: int, said: str = "a") -> None:
    for place in places:
        raw = {"kind": [said]} if said else {"story": {"text": "so", "share": False}}
        submit(sample.store, sample.id, sample.tokens[place], raw)


def list_shown(sample: OpenRound) -> list[int]:
    """How many answers each snapshot so far has shown."""
    return [each["n"] for each in sample.store.list_snapshots(sample.id)]


def list_coming(people: int, policy: AnonymityPolicy = LIVE, known: int = 0) -> list[int]:
    """After how many shown answers a further batch may come before the close, in a full room."""
    rooms = [LiveRoom(policy, people, people, shown, known) for shown in range(people)]
    return [room.published for room in rooms if room.coming is Coming.BATCH]


@pytest.mark.parametrize(
    ("people", "last"),
    [(4, None), (5, None), (6, None), (11, None), (12, 0), (25, 11), (60, 42), (99, 76)],
)
def test_what_comes_next_is_a_batch_as_long_as_another_one_can_follow(
    people: int, last: int | None
) -> None:
    assert list_coming(people) == ([] if last is None else [*range(last + 1)])


@pytest.mark.parametrize("people", [5, 12, 13, 25, 60, 120])
@pytest.mark.parametrize("known", [0, 1, 2])
def test_a_batch_is_announced_exactly_where_one_may_fall_before_all_have_answered(
    people: int, known: int
) -> None:
    for published in range(people):
        room = LiveRoom(LIVE, people, people, published, known)
        falls = any(room.decide(n) is Verdict.PUBLISH for n in range(published + 1, people))
        assert (room.coming is Coming.BATCH) == falls


def test_a_batch_announces_its_least_size_and_a_sealed_round_announces_nothing() -> None:
    assert (LiveRoom(LIVE, 60, 60).batch, LiveRoom(LIVE, 120, 120).batch) == (5, 10)
    assert LiveRoom(LIVE, 120, 60).batch == 5
    assert LiveRoom(AnonymityPolicy(), 60, 60).coming is Coming.NOTHING
    assert LiveRoom(LIVE, 12, 12, published=12).coming is Coming.NOTHING
    assert LiveRoom(LIVE, 60, None).coming is Coming.REST


def test_the_facilitator_reads_what_keeps_batches_waiting() -> None:
    assert explain_live(LiveRoom(LIVE, 60, None)) == (UNCOUNTED,)
    assert explain_live(LiveRoom(LIVE, 60, 60)) == ()
    (one,) = explain_live(LiveRoom(LIVE, 61, 60))
    (two,) = explain_live(LiveRoom(LIVE, 62, 60))
    assert one.startswith("There is 1 seat more than people, so each batch takes 1 more")
    assert two.startswith("There are 2 seats more than people, so each batch takes 2 more")
    assert explain_live(LiveRoom(AnonymityPolicy(), 60, None)) == ()


def test_it_is_read_before_the_form_opens_and_until_the_close(store: Store) -> None:
    prepared = prepare_round(store, JAR)
    tokens = add_seats(store, prepared.code, 12)
    assert foresee_close(store, prepared) == (UNCOUNTED,)
    opened = store.set_phase(prepared.id, Phase.OPEN, expected=Phase.PREPARE)
    assert UNCOUNTED in foresee_close(store, opened)
    store.set_people(prepared.code, 12)
    sample = OpenRound(store, opened, tokens)
    send(sample, *range(10))
    assert UNCOUNTED not in foresee_close(store, opened)
    send(sample, 10)
    assert list_shown(sample) == [5]
    send(sample, 11)
    assert list_shown(sample) == [5, 12]
    assert foresee_close(store, opened) == ()  # all answers are shown, so nothing would be lost


def test_while_nobody_has_counted_the_people_four_browsers_do_not_unlock_a_fifth_answer(
    store: Store,
) -> None:
    """Sixteen seats, four of them the second, third, fourth and fifth browser of one person."""
    sample = open_sample(store, 16, JAR)
    store.set_people(sample.code, None)
    send(sample, *range(4))
    send(sample, 4, said="c")
    assert get_result(store, sample.round, Role.SCREEN).coming is Coming.REST
    send(sample, *range(5, 15))
    assert list_shown(sample) == []
    close_round(store, sample.id)
    assert list_shown(sample) == [15]


def test_whoever_fills_batches_with_four_more_browsers_sees_four_others_at_least(
    store: Store,
) -> None:
    """The same in a room of 26 people; everybody else answers after the browsers."""
    sample = open_sample(store, 30, JAR)
    store.set_people(sample.code, 26)
    own = set(range(5))
    shown: list[int] = []
    for place in range(30):
        send(sample, place)
        if len(list_shown(sample)) > len(shown):
            batch = set(range(shown[-1] if shown else 0, place + 1))
            assert len(batch - own) >= 4
            shown = list_shown(sample)
    assert shown == [9, 18, 30]


@pytest.mark.parametrize("asleep", [0, 4, 8])
def test_browsers_do_not_take_the_place_of_phones_that_sleep(store: Store, asleep: int) -> None:
    sample = open_sample(store, 30, JAR)
    store.set_people(sample.code, 26)
    store.leave_seats(sample.code, sample.tokens[30 - asleep :])
    send(sample, *range(8))
    assert list_shown(sample) == []
    send(sample, 8)
    assert list_shown(sample) == [9]


def test_strangers_who_looked_in_keep_batches_waiting_and_not_the_result(store: Store) -> None:
    sample = open_sample(store, 26, JAR)
    strangers = add_seats(store, sample.code, 20)
    store.leave_seats(sample.code, strangers)
    send(sample, *range(24))
    assert list_shown(sample) == []
    close_round(store, sample.id)
    assert get_shown(store, sample.id, Role.FACILITATOR).n == 24


def test_a_batch_that_would_show_nothing_waits(store: Store) -> None:
    """Five forms, one with a sentence alone: nobody's answer is fixed before it is shown."""
    sample = open_sample(store, 25, JAR)
    send(sample, 0, said="")
    send(sample, *range(1, 5))
    assert list_shown(sample) == []
    send(sample, 0, said="b")  # it may still be changed
    assert list_shown(sample) == [5]
    send(sample, 5, said="")
    send(sample, *range(6, 10))
    assert list_shown(sample) == [5]
    send(sample, 10)
    assert list_shown(sample) == [5, 11]


@pytest.mark.parametrize("people", [40, 20])
def test_a_question_that_is_left_out_moves_no_batch_and_says_why_in_each(
    store: Store, people: int
) -> None:
    """Who joins later brings it back in none of them."""
    asked = [YesNo("quiet", "Quiet?", least=30), *PROMPTS]
    current = prepare_round(store, Exercise("jar", prompts=asked, policy=LIVE))
    tokens = add_seats(store, current.code, 20)
    store.set_people(current.code, 20)
    sample = OpenRound(store, open_round(store, current.id, expected=Phase.PREPARE), tokens)
    assert sample.round.left_out == ("quiet",)
    store.set_people(current.code, people)
    sample.tokens.extend(add_seats(store, current.code, people - 20))
    with pytest.raises(ResponseError, match="form has changed"):
        submit(store, sample.id, tokens[0], {"quiet": True, "kind": ["a"]})
    send(sample, *range(12))
    assert list_shown(sample) == [5, 10]
    close_round(store, sample.id)
    for snapshot in map(Snapshot.from_json, store.list_snapshots(sample.id)):
        told = snapshot.get_marginal("quiet")
        assert (told.n, told.summary) == (0, LEFT_OUT.format(least=30))
        assert snapshot.get_marginal("kind").n == snapshot.n


def test_where_nothing_is_counted_no_batch_is_announced_or_waited_for(store: Store) -> None:
    asked = [YesNo("quiet", "Quiet?", least=30), PROMPTS[1]]
    current = prepare_round(store, Exercise("jar", prompts=asked, policy=LIVE))
    tokens = add_seats(store, current.code, 12)
    assert UNCOUNTED in foresee_close(store, current)  # as many as it takes may still come
    opened = open_round(store, current.id, expected=Phase.PREPARE)
    assert UNCOUNTED not in foresee_close(store, opened)
    store.set_people(current.code, 12)
    sample = OpenRound(store, opened, tokens)
    assert get_result(store, opened, Role.SCREEN).coming is Coming.NOTHING
    send(sample, *range(12), said="")
    assert list_shown(sample) == []


def test_who_joins_late_is_not_left_over(store: Store) -> None:
    """Six people, five of whom have joined: the jar waits for the sixth, or for the close."""
    sample = open_sample(store, 5, JAR)
    store.set_people(sample.code, 6)
    send(sample, *range(5))
    assert list_shown(sample) == []
    sample.tokens.extend(add_seats(store, sample.code, 1))
    send(sample, 5)
    assert list_shown(sample) == [6]
