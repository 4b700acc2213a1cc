"""The line to read aloud fits the result, and goes by what has been published alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.charts.headlines import write_headline
from kit.charts.lines import choose_line
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy import EnergyShares
from kit.exercise.energy_map import EnergyMap
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.prompts import read_prompt
from kit.exercise.scale import OUTCOMES, Scale
from kit.exercise.steps import Steps
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.gate.counts import build_marginal, build_marginals
from kit.gate.thirds import THIRDS, describe_spread, get_third

POLICY = AnonymityPolicy()
SAFE = Scale("safe", "How safe?", say={word: word.upper() for word in OUTCOMES})
QUIET = YesNo("quiet", "Did you?", say={"few": "F", "half": "H", "most": "M"})
KIND = Choice("kind", "Which?", ["a", "b"], say={"one-leads": "ONE", "even": "EVEN"})
ROWS = Grid(
    "often",
    "How often?",
    rows=["we ask", "we blame"],
    steps=Steps(1, 5),
    reverse=["we-blame"],
    say={word: word.upper() for word in OUTCOMES},
)


def say(prompt: Prompt, *responses: object, coin: bool = False) -> str:
    return choose_line(prompt, build_marginal(prompt, responses, POLICY, coin=coin))


@pytest.mark.parametrize("times", [1, 2, 3])  # as a band, in three parts, step by step
def test_a_scale_is_spoken_of_by_its_word_and_its_third(times: int) -> None:
    assert say(SAFE, *[5, 5, 5, 5, 5] * times) == "ALIGNED-HIGH"
    assert say(SAFE, *[1, 1, 1, 1, 1] * times) == "ALIGNED-LOW"
    assert say(SAFE, *[1, 1, 3, 5, 5] * times) == "SPLIT-MIDDLE"
    assert say(SAFE, *[1, 3, 3, 5, 3] * times) == "MIXED-MIDDLE"


@given(st.lists(st.integers(1, 5), min_size=15, max_size=40))
def test_step_by_step_it_is_the_word_that_a_band_would_have(numbers: list[int]) -> None:
    middle = sorted(numbers)[len(numbers) // 2]
    spread = describe_spread(SAFE, numbers)
    if len(numbers) % 2:
        assert say(SAFE, *numbers) == f"{spread}-{THIRDS[get_third(SAFE, middle)]}".upper()
    assert say(SAFE, *numbers).startswith(spread.upper())


def test_the_longer_word_goes_first_and_without_a_line_the_pictures_sentence_stands_there() -> None:
    short = Scale("safe", "How safe?", say={"aligned": "short", "aligned-low": "long"})
    assert say(short, *[5] * 5) == "short"
    assert say(short, *[1] * 5) == "long"
    plain = build_marginal(short, [1, 1, 3, 5, 5], POLICY)
    assert choose_line(short, plain) == write_headline(plain) != ""


@pytest.mark.parametrize("times", [1, 3])
def test_yes_or_no_is_spoken_of_by_its_share(times: int) -> None:
    assert say(QUIET, *[True, *[False] * 4] * times) == "F"
    assert say(QUIET, *[True, True, True, False, False] * times) == "H"
    assert say(QUIET, *[True] * 5 * times) == "M"
    delicate = YesNo("quiet", "Did you?", randomised=True, say={"few": "F", "most": "M"})
    assert say(delicate, *[False] * 30, coin=True) == "F"
    assert say(delicate, *[True] * 30, coin=True) == "M"


def test_a_choice_is_spoken_of_by_whether_one_leads() -> None:
    assert say(KIND, *[("a",)] * 5) == "ONE"
    assert say(KIND, *[("a", "b")] * 5) == "EVEN"
    assert say(Choice("kind", "Which?", ["a", "b"]), *[("a",)] * 5).startswith("“a” was chosen")


def test_a_choice_may_have_a_line_for_the_option_that_leads_and_name_those_that_do() -> None:
    lines = {"leads-none": "NO", "one-leads": "First {}.", "two-lead": "{} first.", "even": "EVEN"}
    kind = Choice("kind", "Which?", ["to ask", "to say", "none"], say=lines, max_choices=3)
    assert say(kind, *[("none",)] * 5) == "NO"
    assert say(kind, *[("to-ask",)] * 5) == "First \u201cto ask\u201d."
    both = [("to-ask", "to-say")] * 5
    assert say(kind, *both) == "\u201cto ask\u201d and \u201cto say\u201d first."
    assert say(kind, *[("to-ask", "to-say", "none")] * 5) == "EVEN"
    assert say(replace(kind, say={"even": "EVEN"}), *both) == "EVEN"
    dots = Dots("dots", "Where?", ["a", "b", "c"], say={"leads-b": "B"})
    assert say(dots, *[("a", "b", "b")] * 5) == "B"


@pytest.mark.parametrize("times", [1, 2, 3])  # as a band, in three parts, step by step
def test_a_row_of_a_grid_is_spoken_of_as_it_lies_in_the_picture(times: int) -> None:
    answers = [{"we-ask": 5, "we-blame": 5}] * 5 * times
    ask, blame = build_marginals(ROWS, answers, POLICY)
    assert choose_line(ROWS, ask) == "ALIGNED-HIGH"
    assert choose_line(ROWS, blame) == "ALIGNED-LOW"
    unknown = replace(ask, prompt="often.reworded")
    assert choose_line(ROWS, unknown) == (write_headline(unknown) or unknown.summary)


@pytest.mark.parametrize("n", [5, 8])  # in words, in numbers
def test_an_energy_map_is_spoken_of_by_where_it_goes(n: int) -> None:
    prompt = EnergyMap("energy", "Your map")
    own = replace(prompt, say={word: word.upper() for word in prompt.outcomes})
    assert say(prompt, *[(20, 40, 40, 20)] * n)
    for shares, line in {
        (20, 40, 40, 20): "LIGHTER",
        (20, 40, 40, 40): "ONE-MOVES",
        (20, 40, 20, 20): "ONE-MOVES",
        (20, 40, 20, 40): "STILL",
        (40, 40, 30, 20): "HEAVIER",
        (20, 20, 40, 30): "HEAVIER",
    }.items():
        # Giving and draining now, then next.
        assert say(own, *[EnergyShares(*shares)] * n) == line, shares


def test_of_what_is_withheld_no_line_of_the_exercise_is_said() -> None:
    assert say(SAFE, *[5] * 4) == "Not enough answers to protect you. Talk about it instead."


def test_wrong_words_and_lines_are_refused_with_the_cure() -> None:
    with pytest.raises(
        DefinitionError, match=r"prompt 'safe': say: no result is called 'split-up'"
    ):
        Scale("safe", "How safe?", say={"split-up": "Two groups."})
    with pytest.raises(DefinitionError, match=r"Did you mean 'aligned-high'\?"):
        Scale("safe", "How safe?", say={"aligned-hihg": "High."})
    with pytest.raises(DefinitionError, match="the line for 'few' is missing"):
        YesNo("quiet", "Did you?", say={"few": " "})
    with pytest.raises(DefinitionError, match="have no words"):
        Text("story", "What?", say={"few": "Few."})
    with pytest.raises(DefinitionError, match="no result is called 'leads-c'"):
        Choice("kind", "Which?", ["a", "b"], say={"leads-c": "C"})
    with pytest.raises(DefinitionError, match="there is nothing to name"):
        Choice("kind", "Which?", ["a", "b"], say={"none": "{} is none."})
    with pytest.raises(DefinitionError, match="say is a line for each word"):
        Choice("kind", "Which?", ["a", "b"], say="even")  # type: ignore[arg-type]


@pytest.mark.parametrize("prompt", [SAFE, QUIET, KIND, ROWS])
def test_lines_come_back_from_the_store(prompt: Prompt) -> None:
    assert read_prompt(prompt.to_json()) == prompt
    assert hash(prompt) == hash(read_prompt(prompt.to_json()))
