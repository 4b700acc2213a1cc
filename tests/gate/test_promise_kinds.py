"""What the promise says of each kind of question: once, and in one order."""

from __future__ import annotations

import pytest

from kit.errors import MissingPartError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import COIN_SEATS, YesNo
from kit.gate.promise_kinds import COIN, LOOK, UNSHOWN, KindWords, describe_kinds

POLICY = AnonymityPolicy()
PROMPTS: list[Prompt] = [
    Text("story", "What happened?"),
    Scale("safe", "How safe?"),
    YesNo("quiet", "Quiet?", randomised=True),
    Scale("open", "How open?"),
    EnergyMap("energy", "Where?"),
    Choice("kind", "Which?", ["a", "b"]),
]


def test_however_many_ask_the_same_nothing_is_said_twice() -> None:
    words = describe_kinds(PROMPTS, POLICY)
    for lines in (words.results, words.answers):
        assert len(lines) == len(set(lines))
    assert words == describe_kinds(PROMPTS * 2, POLICY)


def test_the_order_of_the_questions_does_not_matter() -> None:
    assert describe_kinds(PROMPTS, POLICY) == describe_kinds(PROMPTS[::-1], POLICY)


def test_of_a_choice_nothing_is_said_beyond_what_holds_for_every_answer() -> None:
    assert describe_kinds([Choice("kind", "Which?", ["a", "b"])], POLICY) == KindWords()
    assert describe_kinds([], POLICY) == KindWords()


def test_the_coin_is_mentioned_only_where_a_question_goes_through_it() -> None:
    delicate, plain = YesNo("a", "A?", randomised=True), YesNo("b", "B?")
    assert COIN.format(seats=COIN_SEATS) in describe_kinds([plain, delicate], POLICY).results
    assert COIN not in describe_kinds([plain], POLICY).results


def test_sentences_are_promised_by_the_boxes_they_have() -> None:
    ticked, plain = Text("a", "A?"), Text("b", "B?", may_be_shown=False)
    both = describe_kinds([ticked, plain], POLICY).answers
    assert both[1:] == (UNSHOWN, LOOK)
    assert describe_kinds([plain], POLICY).answers == (UNSHOWN, LOOK)
    assert UNSHOWN not in describe_kinds([ticked], POLICY).answers


def test_the_numbers_are_those_of_the_policy() -> None:
    strict = AnonymityPolicy(text_k=11, full_scale_n=23)
    words = describe_kinds(PROMPTS, strict)
    assert any("fewer than 23" in line for line in words.results)
    assert any("from 11 such sentences" in line for line in words.answers)


def test_a_kind_without_words_is_named() -> None:
    class Sketch(Prompt):
        def clean(self, raw: object) -> None:
            return None

    with pytest.raises(MissingPartError, match="the kind Sketch has no words in the promise"):
        describe_kinds([Sketch("sketch", "Draw it")], POLICY)
