"""What closing now would withhold: told before, and without saying more than the page says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.anonymity import SMALL_ROOM, AnonymityPolicy
from kit.forecast import Standing, foresee

POLICY = AnonymityPolicy()


def say(finished: int, present: int, **more: object) -> str:
    standing = Standing(POLICY, finished, present, **{"total": present, **more})  # type: ignore[arg-type]
    return " ".join(foresee(standing))


def test_nothing_is_said_where_nothing_is_withheld() -> None:
    assert say(12, 12) == say(5, 9) == say(8, 9, texts=True) == ""
    assert say(12, 12, people=12, earlier=[(12, 0), (7, 0)]) == ""


def test_too_few_answers_are_told_with_the_number_it_takes() -> None:
    assert say(4, 12).startswith("Closing now shows no result: it takes 5 answers. Wait for more")
    assert say(5, 12) == ""


def test_too_few_people_are_not_told_to_wait_for_more_answers() -> None:
    assert say(4, 4) == "Only 4 have joined, and a result takes 5 answers. Talk about it instead."
    assert say(0, 1).startswith("Only 1 person has joined")
    assert say(0, 0).startswith("Nobody has joined")
    assert "joined" not in say(1, 1, total=20)  # the others' phones are asleep


def test_seats_beyond_the_people_are_told_with_what_to_correct() -> None:
    said = say(8, 12, people=8)
    assert "it takes 9 answers" in said
    assert "12 seats, 8 people" in said
    assert "Correct the number" in said
    assert say(12, 12, people=10) == ""


def test_a_large_room_takes_a_larger_first_step() -> None:
    assert "it takes 10 answers" in say(9, 100)
    assert say(9, 100, people=12) != ""
    assert say(9, 99) == ""


def test_the_last_few_after_a_live_picture_are_told() -> None:
    assert "the result stays as it is shown: it takes 5 new answers" in say(12, 12, published=10)
    assert say(15, 15, published=10) == ""


def test_a_result_too_close_to_that_of_before_is_told() -> None:
    said = say(11, 12, earlier=[(12, 0)])
    assert "played before with 12 answers" in said
    assert "from 5 answers more or fewer on, or with just as many" in said
    assert say(12, 12, earlier=[(12, 0)]) == ""
    assert "just as many" not in say(12, 13, people=12, earlier=[(12, 0)])


def test_too_few_for_sentences_is_told_beside_a_result() -> None:
    assert say(7, 12, texts=True) == "No sentence is shown: it takes 8 people who allow it."
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
    settings = {"people": people, "earlier": earlier, "texts": True}
    assert say(one, present, **settings) == say(other, present, **settings)


@pytest.mark.parametrize("finished", [0, 4, 5, 7])
def test_in_a_small_room_it_says_what_it_takes_and_not_whether_it_is_there(finished: int) -> None:
    assert say(finished, 7) == "A result takes 5 answers. With fewer, closing shows none."
