"""The promise says what the gate does, in the numbers of the policy."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.gate.promise import Promise, describe_briefly, describe_promise
from kit.gate.rules import Verdict, decide_close, decide_live

KIND = Choice("kind", "Which?", ["a", "b"])
COSTLY = Scale("costly", "How costly?")
QUIET = YesNo("quiet", "Did you?")
MOMENT = Text("moment", "One sentence")
PRIVATE = Text("private", "For yourself", may_be_shown=False)
SEALED = AnonymityPolicy()
LIVE = AnonymityPolicy(reveal="live")


def promise(
    *prompts: Prompt, policy: AnonymityPolicy = SEALED, leader: Leader | None = None
) -> Promise:
    return describe_promise(Exercise("any", prompts=prompts, policy=policy, leader=leader))


def said(*prompts: Prompt, policy: AnonymityPolicy = SEALED, leader: Leader | None = None) -> str:
    """All of it as one text."""
    written = promise(*prompts, policy=policy, leader=leader)
    return "\n".join([*written.short, *written.more])


def test_two_short_lines_fit_on_a_phone() -> None:
    for policy in (SEALED, LIVE):
        for prompts in ((KIND,), (MOMENT,), (PRIVATE,), (KIND, MOMENT)):
            assert all(len(line) <= 84 for line in promise(*prompts, policy=policy).short)


@pytest.mark.parametrize("policy", [SEALED, LIVE, AnonymityPolicy(k=6, batch=12)])
def test_what_the_room_reads_from_afar_is_the_same_promise(policy: AnonymityPolicy) -> None:
    def read(*prompts: Prompt) -> tuple[str, str, str]:
        return describe_briefly(Exercise("any", prompts=prompts, policy=policy))

    names, bound, free = read(KIND, MOMENT)
    fewest = re.search(r"From fewer than (\d+) answers", said(KIND, policy=policy))
    assert fewest is not None
    assert bound == f"Shown only if {fewest[1]} or more answer."
    assert names == "Answers carry no names."
    assert free == "Skip what you like."
    assert read(MOMENT)[1] == "Shown only if you tick it."
    assert read(PRIVATE)[1] == "Shown to nobody."
    assert all(len(line) <= 40 for line in read(KIND))


def test_a_sealed_round_promises_nothing_before_the_close() -> None:
    text = said(KIND)
    assert "after the close and only from 5 answers on" in text
    assert "Until the close nobody sees a result" in text
    assert "You can change your answer until the close." in text
    assert "presses Send" not in text


def test_a_live_round_does_not_promise_silence_until_the_close() -> None:
    text = said(KIND, policy=LIVE)
    assert "nobody sees a result" not in text
    assert "While people answer, the room sees one result for all: 5 or more at a time." in text
    assert "until it is shown, together with 4 others or more" in text
    assert "only if the facilitator has said how many people are here" in text
    assert "Whoever watches who presses Send may know with which answers yours was shown" in text
    assert "The last few may be left out" in text


@pytest.mark.parametrize("prompts", [(KIND,), (MOMENT,), (KIND, COSTLY, QUIET, MOMENT, PRIVATE)])
@pytest.mark.parametrize("policy", [SEALED, LIVE])
def test_every_promise_names_what_it_does_not_protect_from(
    prompts: tuple[Prompt, ...], policy: AnonymityPolicy
) -> None:
    text = said(*prompts, policy=policy)
    for danger in (
        "whoever runs the server",
        "your own wording",
        "everybody answering the same",
        "several colleagues acting together",
    ):
        assert danger in text
    assert "Kept until the close" in text
    assert "skip any question" in text
    assert "erased" in text


@given(
    k=st.integers(4, 20),
    batch=st.none() | st.integers(20, 25),
    live=st.booleans(),
    seats=st.sampled_from((40, 99, 100, 150)),
)
def test_the_smallest_number_promised_is_the_smallest_the_gate_lets_through(
    k: int, batch: int | None, live: bool, seats: int
) -> None:
    policy = AnonymityPolicy(k=k, batch=batch, reveal="live" if live else "sealed")
    promised = re.search(r"From fewer than (\d+) answers", said(KIND, policy=policy))
    larger = re.search(r"100 or more have joined, it takes (\d+)", said(KIND, policy=policy))
    assert promised is not None
    fewest = int(larger[1]) if larger and seats >= 100 else int(promised[1])
    through = [
        n
        for n in range(seats + 1)
        if decide_close(policy, n=n, published=0, seats=seats) == Verdict.PUBLISH
    ]
    assert min(through) == fewest
    early = [
        n
        for n in range(seats + 1)
        if decide_live(policy, n=n, published=0, seats=seats) == Verdict.PUBLISH
    ]
    assert min(early, default=fewest) >= fewest
    assert bool(early) == live


def test_a_larger_number_for_large_rooms_is_promised_where_there_is_one() -> None:
    fewest = "From fewer than 5 answers no result is ever shown."
    assert f"{fewest} Where 100 or more have joined, it takes 10." in promise(KIND).more
    policy = AnonymityPolicy(batch=12)
    assert fewest.replace("5", "12") in promise(KIND, policy=policy).more


@pytest.mark.parametrize("pair", [("kind", "quiet"), ("quiet", "kind")])
def test_what_two_questions_counted_together_take_is_what_the_gate_takes(
    pair: tuple[str, str],
) -> None:
    policy = AnonymityPolicy(full_scale_n=30)
    exercise = Exercise("any", prompts=[KIND, QUIET], crosses=[pair], policy=policy)
    first, second = (exercise.get_prompt(name).text for name in pair)
    assert (
        f"For the whole group, “{first}” and “{second}” are also counted together: once, at the "
        "close, only from 30 people on who answered both, only roughly, in steps of 3, and not at "
        "all where that could give somebody away."
    ) in describe_promise(exercise).more


def test_rough_scales_are_mentioned_where_there_are_any() -> None:
    policy = AnonymityPolicy(full_scale_n=18)
    assert (
        "Scales and yes-or-no questions are shown only roughly with fewer than 18 answers."
    ) in promise(COSTLY, policy=policy).more
    assert "only roughly" in said(QUIET)
    assert "only roughly" not in said(KIND, MOMENT)


def test_a_coin_is_promised_where_a_delicate_question_is_asked() -> None:
    delicate = YesNo("delicate", "Did you lie?", randomised=True)
    for prompts in ((delicate,), (QUIET, delicate)):
        text = said(*prompts)
        assert "Where 30 or more have joined, your phone throws a coin" in text
        assert "three times out of four your answer goes out" in text
    assert "coin" not in said(QUIET, COSTLY)


def test_sentences_need_the_tick_the_number_and_the_look() -> None:
    text = said(KIND, MOMENT, policy=AnonymityPolicy(text_k=9))
    assert "only if its writer ticked the box" in text
    assert "from 9 such sentences on" in text
    assert "only after the close" in text
    assert "The facilitator reads these, shuffled" in text
    assert "without its author" in text
    assert "sentences included" in text
    assert "sentences included" not in said(KIND)
    assert "ticked sentences from 9 on" in text


def test_sentences_without_a_tick_box_are_shown_to_nobody() -> None:
    text = said(PRIVATE)
    assert "What you write is shown to nobody, and erased at the close." in promise(PRIVATE).short
    assert "ticked" not in text
    assert "released" not in text
    assert "no box to tick" in said(MOMENT, PRIVATE)
    assert "no box to tick" in said(KIND, PRIVATE)
    assert "no box to tick" not in said(KIND, MOMENT)


def test_the_look_at_names_before_sending_is_mentioned_where_there_are_sentences() -> None:
    assert "asks you once before it is sent" in said(KIND, PRIVATE)
    assert "phone number" not in said(KIND)


def test_an_exercise_of_sentences_promises_no_result() -> None:
    for policy in (SEALED, LIVE):
        text = said(MOMENT, policy=policy)
        assert "The room sees one result" not in text
        assert "Only those you tick may be shown" in text
        assert promise(MOMENT, policy=policy).short[1] == (
            "Your sentences are erased at the close. Only those you tick may be shown."
        )


def test_the_leader_is_mentioned_where_there_is_one() -> None:
    assert "leader" not in said(KIND)
    assert "never counted" in said(KIND, leader=Leader([MOMENT]))


def test_questions_are_apart_where_there_are_several() -> None:
    assert "side by side" in said(KIND, COSTLY)
    assert "side by side" not in said(KIND)


def test_the_words_are_for_people() -> None:
    text = said(KIND, COSTLY, MOMENT, leader=Leader([MOMENT]))
    for word in ("kernel", "snapshot", "submission", "seat", "threshold", "!", "policy", "batch"):
        assert word not in text


def test_a_map_is_promised_to_stay_in_the_browser_and_only_where_one_is_asked_for() -> None:
    text = said(EnergyMap("energy", "Where does your energy go?"), KIND)
    assert "Your energy map stays in this browser" in text
    assert "with fewer than 8 answers only whether they rise or fall" in text
    assert "energy map" not in said(KIND, COSTLY)


def test_known_answers_stand_in_sight_of_every_phone() -> None:
    exercise = Exercise("any", prompts=[COSTLY])
    assert describe_promise(exercise).notes == ()
    assert describe_promise(exercise, known=1).notes == (
        "One answer here is known to everybody, so we count one fewer.",
    )
    assert describe_promise(exercise, known=2).notes == (
        "2 answers here are known to everybody, so we count 2 fewer.",
    )
    assert describe_briefly(exercise, known=1)[1] == "Shown only if 6 or more answer."


def test_a_leaders_words_that_are_not_kept_are_promised_to_be_erased() -> None:
    kept, passing = (Leader([Text("act", "One act")], keep=keep) for keep in (True, False))
    assert "erased with the next exercise" in said(COSTLY, leader=passing)
    assert "erased with the next exercise" not in said(COSTLY, leader=kept)
