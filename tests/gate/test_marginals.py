"""One prompt's arithmetic: how coarsely it is shown; nothing but the count decides that."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.choice import Choice
from kit.exercise.energy import EnergyShares
from kit.exercise.energy_map import EnergyMap
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.counts import build_marginal
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from kit.gate.thirds import describe_spread, get_third

POLICY = AnonymityPolicy()
KIND = Choice("kind", "Which act?", ["kept their word", "gave credit", "other"], max_choices=3)
SAFE = Scale("safe", "How safe is it?", low_label="not at all", high_label="very")
QUIET = YesNo("quiet", "Did you keep quiet?")
MAP = EnergyMap("energy", "Where does your energy go?")
SPREADS = ("aligned", "mixed", "split")

policies = st.builds(AnonymityPolicy, k=st.integers(4, 9), full_scale_n=st.integers(15, 25))
scales = st.builds(
    lambda low, steps: Scale("safe", "How safe?", low=low, high=low + steps),
    st.integers(-3, 3),
    st.integers(1, 10),
)


def list_possible(prompt: Prompt) -> list[object]:
    """Every response a prompt may have been given."""
    if isinstance(prompt, Scale):
        return list(range(prompt.low, prompt.high + 1))
    if isinstance(prompt, YesNo):
        return [True, False]
    return [("kept-their-word",), ("gave-credit", "other"), ("other",)]


@st.composite
def twins(draw: st.DrawFn) -> tuple[Prompt, list[object], list[object]]:
    """A prompt, and two groups of the same size that answered it."""
    prompt = draw(scales | st.sampled_from([KIND, QUIET]))
    n = draw(st.integers(0, 30))
    responses = st.lists(st.sampled_from(list_possible(prompt)), min_size=n, max_size=n)
    return prompt, draw(responses), draw(responses)


@st.composite
def answered_scales(draw: st.DrawFn, most: int = 30) -> tuple[Scale, list[int]]:
    """A scale and at least five answers to it."""
    prompt = draw(scales)
    steps = st.integers(prompt.low, prompt.high)
    return prompt, draw(st.lists(steps, min_size=5, max_size=most))


def mirror(prompt: Scale, numbers: list[int]) -> list[int]:
    """The same group, asked the other way round."""
    return [prompt.low + prompt.high - number for number in numbers]


# What decides the shape


@given(twins(), policies)
def test_the_number_of_answers_alone_decides_the_shape(
    group: tuple[Prompt, list[object], list[object]], policy: AnonymityPolicy
) -> None:
    prompt, one, other = group
    first, second = (build_marginal(prompt, each, policy) for each in (one, other))
    assert (first.shape, first.n) == (second.shape, second.n)
    assert [count[:2] for count in first.counts] == [count[:2] for count in second.counts]
    assert bool(first.summary) == bool(second.summary)
    if len(one) < policy.k:
        assert first == second


@given(twins(), policies)
def test_below_the_threshold_not_even_the_number_is_told(
    group: tuple[Prompt, list[object], list[object]], policy: AnonymityPolicy
) -> None:
    prompt, responses, _ = group
    marginal = build_marginal(prompt, responses[: policy.k - 1], policy)
    assert (marginal.shape, marginal.n, marginal.counts) == ("withheld", 0, ())
    assert marginal.summary == TOO_FEW


@given(answered_scales(), policies)
def test_a_scale_becomes_finer_with_every_answer_and_never_coarser(
    answered: tuple[Scale, list[int]], policy: AnonymityPolicy
) -> None:
    prompt, numbers = answered
    shapes = ["withheld", "band", "buckets", "full"]
    grown = [
        shapes.index(build_marginal(prompt, numbers[:n], policy).shape)
        for n in range(len(numbers) + 1)
    ]
    assert grown == sorted(grown)


@given(twins())
def test_who_answered_first_changes_nothing(
    group: tuple[Prompt, list[object], list[object]],
) -> None:
    prompt, responses, _ = group
    shuffled = random.Random(len(responses)).sample(responses, len(responses))
    assert build_marginal(prompt, shuffled, POLICY) == build_marginal(prompt, responses, POLICY)


@given(twins(), policies)
def test_the_number_of_answers_alone_decides_what_is_told(
    group: tuple[Prompt, list[object], list[object]], policy: AnonymityPolicy
) -> None:
    prompt, one, other = group
    first, second = (build_marginal(prompt, each, policy) for each in (one, other))
    assert (first.zones, first.ends) == (second.zones, second.ends)
    assert (first.zone is None, not first.spread) == (second.zone is None, not second.spread)
    assert first.estimate is None


@given(scales, st.integers(5, 7), st.data())
def test_of_few_answers_nothing_is_kept_but_zone_and_spread(
    prompt: Scale, n: int, data: st.DataObject
) -> None:
    steps = st.integers(prompt.low, prompt.high)
    numbers = st.lists(steps, min_size=n, max_size=n)
    one, other = (build_marginal(prompt, data.draw(numbers), POLICY) for _ in range(2))
    same = (one.zone, one.spread) == (other.zone, other.spread)
    assert (one.to_json() == other.to_json()) is same


# What the counts say


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (1, 5, ("Low: 1 to 2", "Middle: 3", "High: 4 to 5")),
        (0, 10, ("Low: 0 to 3", "Middle: 4 to 6", "High: 7 to 10")),
        (-1, 1, ("Low: -1", "Middle: 0", "High: 1")),
    ],
)
def test_thirds_are_named_with_their_steps(low: int, high: int, labels: tuple[str, ...]) -> None:
    prompt = Scale("safe", "How safe?", low=low, high=high)
    few, more = (build_marginal(prompt, [low] * n, POLICY) for n in (5, 8))
    assert few.zones == tuple(label for _, label, _ in more.counts) == labels


def test_two_steps_are_a_band_up_to_fourteen_answers_as_a_yes_or_no_is() -> None:
    prompt = Scale("safe", "How safe?", low=1, high=2)
    bands = [build_marginal(prompt, [1] * n, POLICY) for n in (5, 8, 14)]
    assert {each.zones for each in bands} == {("Low: 1", "Middle", "High: 2")}
    assert [each.counts for each in bands] == [()] * 3
    assert [count for _, _, count in build_marginal(prompt, [1] * 15, POLICY).counts] == [15, 0]


def test_every_option_is_counted_in_the_order_of_the_question() -> None:
    responses = [("other",)] * 3 + [("kept-their-word", "other")] * 2
    assert build_marginal(KIND, responses, POLICY).counts == (
        ("kept-their-word", "kept their word", 2),
        ("gave-credit", "gave credit", 0),
        ("other", "other", 5),
    )


def test_a_full_scale_names_its_ends() -> None:
    marginal = build_marginal(SAFE, [1, 1, 5] * 5, POLICY)
    assert marginal.counts == (
        ("1", "1 not at all", 10),
        ("2", "2", 0),
        ("3", "3", 0),
        ("4", "4", 0),
        ("5", "5 very", 5),
    )


@given(answered_scales())
def test_counts_of_a_scale_add_up_and_a_band_has_none(answered: tuple[Scale, list[int]]) -> None:
    prompt, numbers = answered
    marginal = build_marginal(prompt, numbers, POLICY)
    counts = [count for _, _, count in marginal.counts]
    if len(numbers) < 8 or (len(numbers) < 15 and prompt.high - prompt.low == 1):
        assert counts == []
    else:
        assert sum(counts) == len(numbers) == marginal.n
        assert marginal.summary == ""


@given(answered_scales(most=7))
def test_a_band_says_one_of_nine_sentences(answered: tuple[Scale, list[int]]) -> None:
    summary = build_marginal(*answered, POLICY).summary
    assert summary in {
        f"The centre of the answers is {place}; the group is {spread}."
        for place in ("low", "in the middle", "high")
        for spread in SPREADS
    }


@pytest.mark.parametrize(
    ("yes", "n", "words"),
    [
        (0, 5, "Few said yes."),
        (1, 5, "Few said yes."),
        (2, 6, "About half said yes."),
        (3, 6, "About half said yes."),
        (4, 6, "About half said yes."),
        (4, 5, "Most said yes."),
        (14, 14, "Most said yes."),
    ],
)
def test_a_few_yes_and_no_are_told_in_three_words(yes: int, n: int, words: str) -> None:
    marginal = build_marginal(QUIET, [True] * yes + [False] * (n - yes), POLICY)
    assert (marginal.counts, marginal.summary) == ((), words)


def test_many_yes_and_no_are_counted() -> None:
    marginal = build_marginal(QUIET, [True] * 6 + [False] * 9, POLICY)
    assert marginal.counts == (("yes", "Yes", 6), ("no", "No", 9))
    assert (marginal.shape, marginal.summary) == ("full", "")


# A question asked the other way round must give the same picture the other way round


@given(scales)
def test_thirds_rise_with_the_scale_from_its_lowest_step_to_its_highest(prompt: Scale) -> None:
    thirds = [get_third(prompt, step) for step in range(prompt.low, prompt.high + 1)]
    assert thirds == sorted(thirds)
    assert (thirds[0], thirds[-1]) == (0, 2)
    assert thirds == [2 - third for third in reversed(thirds)]


@given(answered_scales(most=7))
def test_a_band_mirrors_when_the_question_is_turned_round(
    answered: tuple[Scale, list[int]],
) -> None:
    prompt, numbers = answered
    straight, turned = (
        build_marginal(prompt, each, POLICY).summary for each in (numbers, mirror(prompt, numbers))
    )
    swapped = {"low": "high", "in the middle": "in the middle", "high": "low"}
    words = straight.split(" is ")
    band, rest = words[1].split(";")
    assert turned == " is ".join([words[0], f"{swapped[band]};{rest}", words[2]])


@given(st.integers(5, 14), st.data())
def test_yes_and_no_mirror_when_the_question_is_turned_round(n: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, n))
    straight, turned = (
        build_marginal(QUIET, [True] * count + [False] * (n - count), POLICY).summary
        for count in (yes, n - yes)
    )
    swapped = {"Few": "Most", "About half": "About half", "Most": "Few"}
    assert turned.removesuffix(" said yes.") == swapped[straight.removesuffix(" said yes.")]


# How far a group agrees


@given(scales, st.integers(5, 14), st.data())
def test_a_group_of_one_mind_is_aligned(prompt: Scale, n: int, data: st.DataObject) -> None:
    step = data.draw(st.integers(prompt.low, prompt.high))
    assert describe_spread(prompt, [step] * n) == "aligned"


@given(scales, st.integers(3, 7))
def test_a_group_half_at_either_end_is_split_on_every_scale(prompt: Scale, half: int) -> None:
    assert describe_spread(prompt, [prompt.low] * half + [prompt.high] * half) == "split"


def test_neighbours_on_a_scale_of_five_are_aligned_and_a_straggler_or_two_make_it_mixed() -> None:
    assert describe_spread(SAFE, [2, 3, 3, 4, 3]) == "aligned"
    assert describe_spread(SAFE, [1, 3, 3, 3, 5, 5]) == "mixed"


def test_four_of_five_are_aligned_and_a_quarter_at_either_end_is_split() -> None:
    assert describe_spread(SAFE, [3, 3, 3, 3, 5]) == "aligned"
    assert describe_spread(SAFE, [1, 1, 3, 3, 3, 3, 5, 5]) == "split"
    assert describe_spread(SAFE, [1, 1, 3, 3, 3, 3, 3, 5, 5]) == "mixed"


# Keeping


@given(twins(), policies)
def test_a_marginal_comes_back_from_the_store_as_it_was(
    group: tuple[Prompt, list[object], list[object]], policy: AnonymityPolicy
) -> None:
    marginal = build_marginal(group[0], group[1], policy)
    assert Marginal.from_json(json.loads(json.dumps(marginal.to_json()))) == marginal


def test_a_marginal_of_an_older_version_is_still_read() -> None:
    values = build_marginal(QUIET, [True] * 9, POLICY).to_json()
    for name in ("zones", "zone", "spread", "ends", "estimate"):
        del values[name]
    read = Marginal.from_json(values)
    assert (read.summary, read.zones, read.zone, read.estimate) == (
        "Most said yes.",
        (),
        None,
        None,
    )


def test_an_estimate_comes_back_from_the_store_as_it_was() -> None:
    marginal = Marginal("quiet", "YesNo", "?", 34, (), Shape.ESTIMATE, estimate=(20, 33, 50))
    assert Marginal.from_json(json.loads(json.dumps(marginal.to_json()))) == marginal


def test_a_marginal_shows_no_result_where_it_is_logged() -> None:
    marginal = build_marginal(KIND, [("gave-credit",)] * 9, POLICY)
    assert repr(marginal) == "<Marginal of 'kind', 9 answers>"


# An energy map


def list_shares(n: int) -> list[EnergyShares]:
    return [EnergyShares(30, 50, 50, 30), EnergyShares(40, 40, 40, 40)] * n


def test_a_map_from_eight_answers_on_is_shown_as_means_of_the_group() -> None:
    marginal = build_marginal(MAP, list_shares(4), POLICY)
    assert (marginal.shape, marginal.n, marginal.type) == ("shares", 8, "EnergyMap")
    assert [count for *_, count in marginal.counts] == [35, 45, 45, 35]
    assert Marginal.from_json(json.loads(json.dumps(marginal.to_json()))) == marginal


def test_a_map_from_fewer_tells_only_where_the_group_wants_to_go() -> None:
    marginal = build_marginal(MAP, list_shares(3), POLICY)
    assert (marginal.shape, marginal.counts) == ("band", ())
    assert marginal.summary == (
        "From now to next: more on work that gives energy, less on work that drains it."
    )


def test_a_map_under_the_threshold_tells_nothing() -> None:
    assert build_marginal(MAP, list_shares(2), POLICY).summary == TOO_FEW


def test_a_mean_that_was_read_from_the_store_is_the_same() -> None:
    stored = [list(each) for each in list_shares(4)]
    read = [MAP.clean(each) for each in stored]
    assert build_marginal(MAP, read, POLICY) == build_marginal(MAP, list_shares(4), POLICY)
