"""The sentence above a picture is true of its table, whatever the table."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.charts.captions import make_table
from kit.charts.headlines import MOST_NAMED, count_sides, write_headline
from kit.charts.marginal import draw_marginal
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.scale import Scale
from kit.gate.counts import build_marginal
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from tests.drawings import DOUBT, GUESS, POLICY, answer, answer_yes, make_marginal, scales

OPTIONS = [f"act {letter}" for letter in "abcdefgh"]


@given(st.integers(2, 8), st.integers(1, 3), st.integers(5, 40), st.data())
def test_what_is_said_of_kinds_is_what_the_table_counts(
    options: int, most: int, n: int, data: st.DataObject
) -> None:
    labels = OPTIONS[:options]
    prompt = Choice("kind", "Which?", labels, max_choices=min(most, options))
    values = [option.value for option in prompt.options]
    picks = st.lists(st.sampled_from(values), min_size=1, max_size=prompt.max_choices, unique=True)
    answers = [tuple(each) for each in data.draw(st.lists(picks, min_size=n, max_size=n))]
    marginal = build_marginal(prompt, answers, POLICY)
    said = write_headline(marginal)
    counts = {label: int(count) for label, count in make_table(marginal).rows}
    highest = max(counts.values())
    first = {label for label, count in counts.items() if count == highest}
    named, _, missing = said.partition(" Not chosen: ")
    quoted = set(re.findall("\u201c(.*?)\u201d", named))
    if len(first) == len(counts):
        assert said.startswith(f"All {len(counts)} were chosen equally often")
    elif len(first) > MOST_NAMED:
        assert said.startswith(f"{len(first)} answers share the first place")
    else:
        assert quoted == first
        assert named.count(" was ") == (len(first) == 1)
    assert f"{highest} of {n}" in named
    assert named.rstrip(".").endswith(" each") is (len(first) > 1)
    for label in re.findall("\u201c(.*?)\u201d", missing):
        assert counts[label] == 0
        assert list(counts.values()).count(0) == 1


@given(scales, st.integers(5, 40), st.data())
def test_what_is_said_of_a_scale_is_what_its_columns_add_up_to(
    prompt: Scale, n: int, data: st.DataObject
) -> None:
    steps = st.integers(prompt.low, prompt.high)
    answers = data.draw(st.lists(steps, min_size=n, max_size=n))
    marginal = build_marginal(prompt, answers, POLICY)
    said = write_headline(marginal)
    if marginal.zone is not None:
        assert said.startswith("The centre of the answers is ")
        assert not re.search(r"\d", said)  # no finer than what is published
        return
    sides = count_sides(marginal)
    assert sum(sides) == n
    numbers = [int(each) for each in re.findall(r"\d+", said.split("\u201c")[0])]
    largest = max(sides)
    if 2 * largest > n:
        assert numbers[0] == largest
        words = [("below the middle", "low third"), ("in the middle", "middle third")]
        words += [("above the middle", "high third")]
        assert any(word in said for word in words[sides.index(largest)])
        assert said.startswith("All ") is (largest == n)
    else:
        assert said.startswith("No side has more than half")
        told = [
            count for place, count in enumerate(sides) if place != 1 or count or len(numbers) > 2
        ]
        assert numbers == told


def test_sides_of_a_scale_are_its_steps_below_and_above_the_middle() -> None:
    assert count_sides(answer(1, 2, 3, 3, *[4] * 6, *[5] * 5)) == (2, 2, 11)
    even = build_marginal(Scale("deep", "How deep?", low=1, high=4), [1, 2, 3] * 5, POLICY)
    assert count_sides(even) == (10, 0, 5)


@pytest.mark.parametrize(
    ("marginal", "said"),
    [
        (
            make_marginal(("gave credit", 9), ("other", 2)),
            "\u201cgave credit\u201d was chosen most: 9 of 12.",
        ),
        (
            make_marginal(("a", 5), ("b", 5), ("c", 0)),
            "\u201ca\u201d and \u201cb\u201d were chosen most: 5 of 12 each. "
            "Not chosen: \u201cc\u201d.",
        ),
        (make_marginal(("a", 0), ("b", 0)), "None of these was chosen."),
        (answer_yes(0, 15), "All 15 said no."),
        (answer_yes(15, 15), "All 15 said yes."),
        (answer_yes(8, 16), "Half said yes, half said no: 8 each."),
        (answer_yes(9, 16), "9 of 16 said yes."),
        (answer_yes(2, 6), "About half said yes."),
        (GUESS, "About a third said yes: between 20 and 50 %."),
        (answer(*[5] * 15), "All 15 answers are above the middle, towards \u201cvery\u201d."),
        (answer(*[3] * 12), "All 12 answers are in the middle third."),
    ],
)
def test_a_person_would_say_it_so(marginal: Marginal, said: str) -> None:
    assert write_headline(marginal) == said


@given(st.lists(st.booleans(), min_size=5, max_size=40))
def test_yes_and_no_are_told_as_they_are_counted(answers: list[bool]) -> None:
    marginal = build_marginal(DOUBT, answers, POLICY)
    said, n, yes = write_headline(marginal), len(answers), sum(answers)
    if marginal.zone is not None:
        assert said == marginal.summary
    elif yes in (0, n):
        assert said == f"All {n} said {'yes' if yes else 'no'}."
    elif 2 * yes == n:
        assert said == f"Half said yes, half said no: {yes} each."
    else:
        assert said == f"{yes} of {n} said yes."


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=5))
def test_energy_rises_or_falls_as_its_table_does(parts: list[tuple[int, int, int, int]]) -> None:
    answers = [tuple(10 * part for part in each) for each in parts]
    marginal = build_marginal(EnergyMap("energy", "Where?"), answers, POLICY)
    if marginal.in_words:
        return
    said = write_headline(marginal)
    rows = {row[0]: [int(cell.split()[0]) for cell in row[1:]] for row in make_table(marginal).rows}
    for part, words in zip(("Gives energy", "Drains energy"), said.split(";"), strict=True):
        now, then = rows[part]
        verb = "stays at" if now == then else "rises from" if then > now else "falls from"
        assert verb in words
        assert str(now) in words
        assert str(then) in words


def test_what_is_withheld_or_told_in_words_has_no_headline() -> None:
    for kind in ("Choice", "Scale", "YesNo", "EnergyMap"):
        withheld = Marginal("any", kind, "Any?", 0, (), Shape.WITHHELD, TOO_FEW)
        assert write_headline(withheld) == ""
        assert draw_marginal(withheld) is None
    assert write_headline(replace(answer(1, 2, 3, 4, 5), zone=None, summary="Words.")) == ""
