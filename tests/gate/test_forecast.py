"""What closing now would withhold: told before, and without saying more than the page says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.policy import AnonymityPolicy
from kit.gate.forecast import SPARE, Standing, find_doubt, foresee
from kit.gate.rules import SMALL_ROOM, count_extra, describe_progress, may_stand_beside

POLICY = AnonymityPolicy()


def say(finished: int, present: int, **more: object) -> str:
    settings = {"policy": POLICY, "total": present, **more}
    standing = Standing(finished=finished, present=present, **settings)  # type: ignore[arg-type]
    return " ".join(foresee(standing))


def ask(finished: int, present: int, **more: object) -> tuple[str, str]:
    """What the button says and why, where closing is asked about; else two empty words."""
    settings = {"policy": POLICY, "total": present, **more}
    doubt = find_doubt(Standing(finished=finished, present=present, **settings))  # type: ignore[arg-type]
    return (doubt.label, str(doubt)) if doubt else ("", "")


SKIPPED = "Each question takes 5 answers of its own; one that people skipped may not be shown."
BEFORE = "This was played before with 12 answers. Each question is shown again only"


def test_nothing_is_said_where_nothing_is_withheld() -> None:
    assert say(12, 12) == say(8, 9) == say(18, 20, texts=True) == say(18, 20, coin=True) == ""
    assert say(18, 20, people=20, earlier=[(8, 0), (11, 0)]) == ""
    assert say(18, 20, published=10) == ""


@pytest.mark.parametrize("finished", [5, 6, 7])
def test_with_few_to_spare_a_skipped_question_is_spoken_of(finished: int) -> None:
    assert say(finished, 12) == SKIPPED
    assert say(finished, 12, questions=False) == ""
    assert "takes 7 answers of its own" in say(finished + 2, 12, people=10)


def test_questions_that_skips_leave_as_they_are_shown_are_spoken_of() -> None:
    stays = "Each question takes 5 new answers of its own; one that people skipped stays as it is."
    assert say(15, 20, published=10) == say(17, 20, published=10) == stays
    assert "takes 7 new answers of its own" in say(17, 20, people=18, published=10)


@pytest.mark.parametrize("finished", [5, 14, 17])
def test_a_question_behind_the_coin_takes_as_many_as_a_full_picture(finished: int) -> None:
    coin = "A question behind the coin takes 15 answers of its own; with fewer it is not shown."
    assert coin in say(finished, 30, coin=True)
    assert "takes 17 answers of its own" in say(finished + 2, 30, people=28, coin=True)
    assert "coin" not in say(18, 30, coin=True) + say(4, 30, coin=True)


def test_that_all_who_answered_allow_their_sentences_is_not_promised() -> None:
    allowed = "Sentences are shown only if 8 people allow it."
    assert say(8, 12, texts=True) == say(10, 12, texts=True) == allowed
    assert "if 9 people allow it" in say(9, 12, people=11, texts=True)


def test_sentences_are_not_spoken_of_where_three_may_keep_theirs() -> None:
    assert say(11, 12, texts=True) == ""


def test_too_few_answers_are_told_with_the_number_it_takes() -> None:
    assert say(4, 12) == (
        "Closing now shows no result: it takes 5 answers. Wait for more, or close and talk about "
        "it instead."
    )
    assert "no result" not in say(5, 12)


def test_too_few_people_are_not_told_to_wait_for_more_answers() -> None:
    assert say(4, 4) == "Only 4 have joined, and a result takes 5 answers. Talk about it instead."
    assert say(0, 1).startswith("Only 1 person has joined")
    assert say(0, 0).startswith("Nobody has joined")
    assert "joined" not in say(5, 5)
    assert "joined" not in say(1, 1, total=20)  # the others' phones are asleep


def test_seats_beyond_the_people_are_told_with_what_to_correct() -> None:
    assert say(8, 12, people=8) == (
        "Closing now shows no result: it takes 9 answers. Wait for more, or close and talk about "
        "it instead. 12 seats, 8 people: one answer more is needed for each seat beyond the "
        "people. Correct the number under “Who is in the room” if it is wrong."
    )
    assert say(12, 12, people=10) == ""


def test_a_large_room_takes_a_larger_first_step() -> None:
    assert "it takes 10 answers" in say(9, 100)
    assert say(9, 100, people=12) != ""
    assert say(9, 99) == say(10, 100) == ""


def test_the_last_few_after_a_live_picture_are_told() -> None:
    assert say(12, 12, published=10) == (
        "If you close now, the result stays as it is shown: it takes 5 new answers to change it. "
        "Wait for them if you can."
    )
    assert "it takes 7 new answers" in say(12, 14, people=12, published=10)
    assert "result stays" not in say(15, 15, published=10)


def test_a_question_too_close_to_that_of_before_is_told() -> None:
    said = say(11, 12, earlier=[(12, 0)])
    assert said == (
        f"{BEFORE} with just as many, or from 5 answers more or fewer on. In between, the two "
        "results would tell what a few people said."
    )
    assert "before with 12 and 13 answers." in say(11, 12, earlier=[(13, 0), (12, 0), (12, 0)])


@pytest.mark.parametrize("finished", [12, 17, 18])
def test_after_a_round_of_before_no_question_that_may_be_skipped_is_promised(
    finished: int,
) -> None:
    assert say(finished, 20, earlier=[(12, 0)]).startswith(BEFORE)


@pytest.mark.parametrize(("now", "then"), [(1, 0), (1, 1), (0, 1)])
def test_second_browsers_now_or_before_make_the_step_larger(now: int, then: int) -> None:
    said = say(12, 20 + now, people=20, earlier=[(12, then)])
    assert f"{BEFORE} from 6 answers more or fewer on" in said
    assert "just as many" not in said


def test_too_few_for_sentences_is_told_beside_a_result() -> None:
    assert (
        say(7, 12, questions=False, texts=True)
        == "No sentence is shown: it takes 8 people who allow it."
    )
    assert "sentence" not in say(4, 12, texts=True)


@given(
    present=st.integers(1, SMALL_ROOM),
    data=st.data(),
    people=st.none() | st.integers(1, 9),
    earlier=st.lists(st.tuples(st.integers(4, 9), st.integers(0, 2)), max_size=2),
)
def test_in_a_small_room_nothing_it_says_follows_the_answers(
    present: int, data: st.DataObject, people: int | None, earlier: list[tuple[int, int]]
) -> None:
    numbers = st.integers(0, present)
    one, other = data.draw(numbers), data.draw(numbers)
    policy = AnonymityPolicy(text_k=data.draw(st.integers(5, 8)))
    coin, published = data.draw(st.booleans()), data.draw(st.sampled_from([0, 5]))
    settings: dict[str, object] = {
        "people": people,
        "earlier": earlier,
        "texts": True,
        "coin": coin,
    }
    settings |= {"coin": coin, "published": published, "policy": policy}
    assert say(one, present, **settings) == say(other, present, **settings)


@pytest.mark.parametrize("finished", [0, 4, 5, 7])
def test_in_a_small_room_it_says_what_it_takes_and_not_whether_it_is_there(finished: int) -> None:
    said = say(finished, 7)
    assert said == f"A result takes 5 answers; with fewer, closing shows none. {SKIPPED}"


def test_in_a_small_room_with_seats_beyond_the_people_all_of_them_may_answer() -> None:
    assert say(0, 7, people=5).startswith("A result takes 7 answers; with fewer, closing shows")


@given(
    finished=st.integers(0, 40),
    present=st.integers(8, 40),
    skipped=st.integers(0, SPARE - 1),
    people=st.none() | st.integers(8, 40),
    before=st.none() | st.tuples(st.integers(5, 40), st.integers(0, 2)),
)
def test_where_nothing_is_said_two_skips_withhold_nothing(
    finished: int,
    present: int,
    skipped: int,
    people: int | None,
    before: tuple[int, int] | None,
) -> None:
    present = max(finished, present)
    earlier = [before] if before else []
    if say(finished, present, people=people, earlier=earlier):
        return
    extra = count_extra(present, people)
    answers = finished - skipped
    assert answers - extra >= POLICY.k
    for other, theirs in earlier:
        batch = POLICY.get_batch(present)
        assert may_stand_beside(answers, other, batch=batch, taken_off=max(extra, theirs))


def test_known_answers_raise_all_that_it_takes_and_are_named() -> None:
    said = say(10, 20, known=2, texts=True, coin=True)
    for needed in ("10 people allow it", "7 answers of its own", "17 answers of its own"):
        assert needed in say(8, 20, known=2) + said, needed
    assert "it takes 6 answers" in say(5, 20, known=1)
    assert "it takes 6 new answers" in say(9, 20, known=1, published=8)
    assert "One answer here is known, so a result takes as many answers more." in say(
        5, 20, known=1
    )
    assert "only from 6 answers more" in say(18, 20, known=1, people=20, earlier=[(18, 0)])
    assert "a result takes 6 answers" in ask(5, 20, known=1)[1]


def test_a_room_of_eight_of_whom_one_is_known_is_a_small_one() -> None:
    assert {say(finished, 8, known=1) for finished in range(9)} == {say(0, 8, known=1)}
    assert len({say(finished, 8) for finished in range(9)}) > 1


FINAL = "Closing is final."


@pytest.mark.parametrize(
    ("finished", "present", "asked"),
    [
        (
            0,
            0,
            (
                "Close with no answers",
                f"Nobody has joined yet, so there is nothing to show. {FINAL}",
            ),
        ),
        (
            0,
            12,
            (
                "Close with no answers",
                f"Nobody has finished yet, so there is nothing to show. {FINAL}",
            ),
        ),
        (
            1,
            12,
            ("Close anyway", f"Only 1 of 12 has finished, and a result takes 5 answers. {FINAL}"),
        ),
        (
            4,
            12,
            ("Close anyway", f"Only 4 of 12 have finished, and a result takes 5 answers. {FINAL}"),
        ),
        (5, 12, ("", "")),
        (7, 24, ("Close anyway", f"Only 7 of 24 have finished. {FINAL}")),
        (8, 24, ("", "")),
        (7, 7, ("", "")),
        (4, 4, ("Close anyway", f"Everyone has finished, and a result takes 5 answers. {FINAL}")),
        (0, 1, ("Close anyway", f"A result takes 5 answers; with fewer, none is shown. {FINAL}")),
    ],
)
def test_closing_is_asked_about_while_hardly_anybody_has_answered(
    finished: int, present: int, asked: tuple[str, str]
) -> None:
    assert ask(finished, present) == asked


def test_a_result_that_has_been_shown_is_asked_about_only_where_few_have_finished() -> None:
    assert ask(6, 12, published=5) == ("", "")
    assert ask(6, 30, published=5)[0] == "Close anyway"


@given(
    seats=st.integers(0, 12),
    data=st.data(),
    people=st.none() | st.integers(1, 14),
    published=st.sampled_from([0, 5]),
)
def test_what_is_asked_follows_the_progress_that_is_told_and_no_number_behind_it(
    seats: int, data: st.DataObject, people: int | None, published: int
) -> None:
    numbers = st.integers(0, seats)
    one, other = data.draw(numbers), data.draw(numbers)
    joined = seats if people is None else min(seats, people)
    told = [describe_progress(each, max(seats, joined), joined) for each in (one, other)]
    if told[0] == told[1]:
        said = [ask(each, seats, people=people, published=published) for each in (one, other)]
        assert said[0] == said[1]
