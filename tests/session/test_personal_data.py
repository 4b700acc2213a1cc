"""What makes the form ask a writer to look once more, and what does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.session.personal_data import EMAIL, NAME, PHONE, find_clues


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Write to anna.schmidt@example.org about it", EMAIL, "anna.schmidt@example.org"),
        ("It was a+b@mail.example.co.uk.", EMAIL, "a+b@mail.example.co.uk"),
        ("Call me on 0176 1234567", PHONE, "0176 1234567"),
        ("He answered at once, +49 (30) 123-45 67.", PHONE, "+49 (30) 123-45 67"),
        ("555-123-4567 was always reachable", PHONE, "555-123-4567"),
        ("Ask at 555 1234", PHONE, "555 1234"),  # seven digits are the fewest
        ("or at 123456789012345.", PHONE, "123456789012345"),  # and fifteen the most
        ("by fax (030 / 12 34 567)", PHONE, "(030 / 12 34 567"),  # three signs between two digits
        ("it was +1.555.123.4567, I think", PHONE, "+1.555.123.4567"),
        ("or 12-345-67, the direct one", PHONE, "12-345-67"),  # the second part is no month
        ("or 21-2345-2345", PHONE, "21-2345-2345"),
        ("or 12-03/2024", PHONE, "12-03/2024"),  # a date has one sign
        ("Last week Anna Schmidt stayed late", NAME, "Anna Schmidt"),
        ("I think José de la Cruz or Åsa Öberg did", NAME, "Åsa Öberg"),
        ("Then Mary Ann O'Brien asked", NAME, "Mary Ann O'Brien"),
        ("It was Ms Keller who asked", NAME, "Ms Keller"),
        ("Dr. Singh asked", NAME, "Dr. Singh"),
    ],
)
def test_what_looks_like_a_person_is_found(text: str, kind: str, words: str) -> None:
    assert [(clue.kind, clue.text) for clue in find_clues(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "She told me on Monday that the date would slip, not on Friday.",
        "He said in front of everyone that the idea had been mine.",
        "On 12.03.2024 he kept his word, as in 2019-2023 and on 2024-03-12",
        "We lost 1.000.000 in 20 days and 1 500 000 later",
        "It cost 555 123 or (55) 5123 or 1234567890123456 or 555 /  1234",
        "Then in March Anna left, and on Friday Anna came back",
        "The plan of 1987-1999 and that of 2001 / 2009 came on 1-12-2019 and 2019/1/12",
        "A good 12 345 678 or 123 456 789 of them",
        "x1234567 and 1234567th",
        "The dean of Anna Maria Lund Berg came",
        "I was there. The Team helped. So I stayed",
        "The whole IT Department and HR cheered",
        "She Kept Every Word She Had Given Me",
        "mr nobody asked @ home",
        "It came on Friday March 3",
        "Anna helped me",
        "She said: Good Morning",
        "A dr who helped, a Mr. nobody",
    ],
)
def test_what_everybody_writes_is_left_alone(text: str) -> None:
    assert find_clues(text) == ()


def test_several_clues_are_told_once_each_and_never_in_a_repr() -> None:
    text = "Ask Ms Keller or Ms Keller, k@example.org, 030 1234567, or my friend Bo Lund"
    found = find_clues(text)
    assert [clue.kind for clue in found] == [EMAIL, PHONE, NAME, NAME]
    assert "Keller" not in repr(found)


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    for clue in find_clues(text):
        assert clue.text in text


LENGTH = 10_000
REPEATED = {
    "one letter": "a",
    "half an address": "a@",
    "an address without an end": "a@b.c",
    "one word after the other": " A b",
    "capitals": "x Ab ",
    "names": "x Anna Lund, ",
    "titles": "Mr Aa ",
    "digits": "1",
    "digits apart": "1 ",
    "brackets": "1(/",
    "signs": "+(",
    "hyphens": "a-",
    "spaces before a word": " " * 400 + "Ab",
    "combining characters": "a\u0301",
}


def measure_work(text: str) -> float:
    """The least processor time of a few looks, in seconds."""
    times = []
    for _ in range(3):
        began = time.process_time()
        find_clues(text)
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("part", REPEATED.values(), ids=REPEATED)
def test_four_times_the_text_is_four_times_the_work_and_not_sixteen(part: str) -> None:
    text = part * (LENGTH // len(part))
    assert measure_work(4 * text) < 9 * measure_work(text) + 0.01
