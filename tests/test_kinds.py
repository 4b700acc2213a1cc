"""Every kind of prompt has every part: a walk over all of them, and a kind that has none."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import kit
from kit.charts.captions import describe_marginal, make_table
from kit.charts.headlines import write_headline
from kit.charts.lines import choose_line
from kit.charts.marginal import draw_marginal
from kit.charts.theme import BESIDE, PHONE, SCREEN, SQUARE, STAGE
from kit.errors import DefinitionError, MissingPartError
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.kinds import get_kind, list_kinds
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.prompts import PROMPT_TYPES, read_prompt
from kit.exercise.responses import Response
from kit.exercise.scale import Scale
from kit.exercise.steps import Steps
from kit.exercise.text import Text
from kit.exercise.word import Word
from kit.exercise.yes_no import YesNo
from kit.forms.inputs import build_input, clear_input, fill_input, read_input
from kit.forms.paper import render_blank
from kit.forms.result_tables import render_marginal, render_texts
from kit.gate.counts import build_marginal, build_marginals
from kit.gate.cross_places import find_place, list_places
from kit.gate.marginals import Marginal, Shape
from kit.gate.promise import describe_promise
from kit.gate.publication import build_snapshot
from kit.gate.sentences import ReleasedText
from kit.rehearsal.answers import make_answer

POLICY = AnonymityPolicy()
EXAMPLES: list[Prompt] = [
    Choice("kind", "Which act?", ["kept their word", "gave credit", "other"]),
    Choice("kinds", "Which acts?", ["kept their word", "gave credit", "other"], max_choices=2),
    Dots("dots", "What matters most?", ["time", "help", "other"]),
    Dots("many", "What matters most?", ["time", "help"], dots=5),
    Scale("safe", "How safe is it?", low_label="not at all", high_label="very"),
    Scale("deep", "How deep?", low=0, high=10),
    Grid(
        "pulse",
        "How true is each?",
        rows=["we ask", "we wait"],
        steps=Steps(1, 7, low_label="not at all", high_label="very"),
        reverse=["we-wait"],
    ),
    Grid("soil", "How is it?", rows=["time", "tools"], steps=["neglected", "patchy", "tended"]),
    Grid("twice", "Is it so?", rows=["here", "there"], steps=["no", "yes"]),
    YesNo("quiet", "Did you keep quiet?"),
    YesNo("doubt", "Did you keep a doubt?", randomised=True),
    Text("story", "What happened?"),
    Text("note", "For yourself", may_be_shown=False),
    Word("word", "One word for today?"),
    EnergyMap("energy", "Where does your energy go?"),
]
KINDS = [kind for kind in list_kinds() if kind.__module__.startswith("kit.") and kind.type]
"""All that an exercise may hold: a row of a grid comes with its grid."""

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
each_example = pytest.mark.parametrize("prompt", EXAMPLES, ids=lambda prompt: prompt.name)
each_counted = pytest.mark.parametrize(
    "prompt", [each for each in EXAMPLES if each.counted], ids=lambda prompt: prompt.name
)


def answer(prompt: Prompt, n: int) -> list[Response]:
    """What the first `n` simulated people who do not skip a prompt have answered."""
    chance, found = random.Random(7), []
    for place in range(2 * n + 2):
        response = prompt.clean(make_answer(prompt, chance, place))
        found += [] if response is None else [response]
    assert len(found) >= n
    return found[:n]


def complete(prompt: Prompt, response: Response) -> Response:
    """A response in which no row of a grid is left out."""
    if not isinstance(prompt, Grid) or not isinstance(response, dict):
        return response
    return {row.value: response.get(row.value, prompt.steps.low) for row in prompt.rows}


def ask(prompt: Prompt) -> Exercise:
    return Exercise("try", prompts=[prompt])


@each_kind
def test_a_kind_has_an_example_here_and_a_name_for_trainers_and_for_the_store(
    kind: type[Prompt],
) -> None:
    assert any(type(prompt) is kind for prompt in EXAMPLES)
    assert getattr(kit, kind.__name__) is kind
    assert PROMPT_TYPES[kind.type] is kind
    assert get_kind(kind.__name__) is kind
    assert kind.__doc__


@each_example
def test_a_definition_comes_back_from_the_store_as_it_was(prompt: Prompt) -> None:
    assert read_prompt(prompt.to_json()) == prompt


@each_example
def test_a_sample_answer_is_clean_and_stays_the_same_when_it_is_cleaned_again(
    prompt: Prompt,
) -> None:
    for response in answer(prompt, 15):
        stored = ask(prompt).clean({prompt.name: _to_raw(response)}).to_json()[prompt.name]
        assert prompt.clean(stored) == response


@each_example
def test_an_input_gives_back_what_was_put_in_and_nothing_once_it_is_cleared(
    prompt: Prompt,
) -> None:
    assert render_blank(prompt)
    control = build_input(prompt)
    assert (control.prompt, control.text) == (prompt.name, prompt.text)
    for response in [None, *answer(prompt, 8)]:
        if response is not None:
            fill_input(control, response)
        assert prompt.clean(read_input(prompt, control)) == response
        clear_input(control)
        assert prompt.clean(read_input(prompt, control)) is None
    control.close()


@each_counted
@pytest.mark.parametrize("n", [5, 8, 15])
def test_answers_are_counted_drawn_told_and_tabled(prompt: Prompt, n: int) -> None:
    responses = [complete(prompt, response) for response in answer(prompt, n)]
    marginals = build_marginals(prompt, responses, POLICY)
    assert [each.prompt for each in marginals] == [each.name for each in prompt.questions]
    for marginal in marginals:
        check_shown(marginal, n)


@pytest.mark.parametrize("n", [5, 8, 15])
def test_what_went_through_a_coin_is_shown_from_fifteen_on(n: int) -> None:
    delicate = [prompt for prompt in EXAMPLES if prompt.delicate]
    assert delicate
    for prompt in delicate:
        marginal = build_marginal(prompt, answer(prompt, n), POLICY, coin=True)
        if n < 15:
            assert marginal.shape is Shape.WITHHELD
        else:
            check_shown(marginal, n)


def check_shown(marginal: Marginal, n: int) -> None:
    assert marginal.n == n
    assert marginal.shape is not Shape.WITHHELD
    assert Marginal.from_json(marginal.to_json()) == marginal
    words, table = describe_marginal(marginal), make_table(marginal)
    phone = render_marginal(marginal)
    assert words.endswith(".")
    assert bool(write_headline(marginal)) is not marginal.in_words
    for size in (SCREEN, PHONE, STAGE, BESIDE, SQUARE):
        chart = draw_marginal(marginal, size=size)
        assert (chart is None) is marginal.in_words
        if chart is not None:
            chart.to_dict()  # Altair's schema checks it
    assert bool(table.rows) is not marginal.in_words
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert marginal.text in phone
    assert ("<tr>" in phone) is bool(marginal.counts)


@each_counted
def test_below_the_threshold_nothing_is_counted_drawn_or_tabled(prompt: Prompt) -> None:
    for marginal in build_marginals(prompt, answer(prompt, 4), POLICY):
        assert (marginal.shape, marginal.n, marginal.in_words) == (Shape.WITHHELD, 0, True)
        assert draw_marginal(marginal) is None
        assert make_table(marginal).rows == []
        assert describe_marginal(marginal) in render_marginal(marginal)


@each_example
def test_what_is_not_counted_has_no_result_but_may_have_sentences(prompt: Prompt) -> None:
    exercise = ask(prompt)
    submissions = [exercise.clean({prompt.name: _to_raw(r)}) for r in answer(prompt, 8)]
    counted = [marginal.prompt for marginal in build_snapshot(exercise, submissions).marginals]
    assert counted == ([each.name for each in prompt.questions] if prompt.counted else [])
    if exercise.sentences:
        assert "<li>So it was.</li>" in render_texts(
            exercise, [ReleasedText(1, prompt.name, "So it was.", True)]
        )


@each_example
def test_the_promise_finds_words_for_every_kind(prompt: Prompt) -> None:
    assert len(describe_promise(ask(prompt)).more) == len({*describe_promise(ask(prompt)).more})


@each_example
def test_what_may_be_crossed_has_a_place_for_every_answer(prompt: Prompt) -> None:
    other = Scale("other", "Another?")
    if prompt.explain_uncrossed():
        with pytest.raises(DefinitionError, match=f"crosses: '{prompt.name}'"):
            Exercise("try", prompts=[prompt, other], crosses=[(prompt.name, "other")])
    else:
        places = {find_place(prompt, response) for response in answer(prompt, 15)}
        assert places <= set(range(len(list_places(prompt))))


# A kind that is only half there


class Drawing(Prompt):
    """A kind without a single part."""

    type = "drawing"

    def clean(self, raw: object) -> Any:
        return raw


SKETCH = Drawing("sketch", "Draw it")
DRAWN = Marginal("sketch", "Drawing", "Draw it", 9, (("a", "A", 9),), Shape.COUNTS)


@pytest.mark.parametrize(
    ("part", "use"),
    [
        ("sample answer", lambda: make_answer(SKETCH, random.Random(1), 0)),
        ("input", lambda: build_input(SKETCH)),
        ("paper form", lambda: render_blank(SKETCH)),
        ("way to be counted", lambda: build_marginal(SKETCH, ["ink"] * 9, POLICY)),
        ("words in the promise", lambda: describe_promise(ask(SKETCH))),
        ("rows in a cross-table", lambda: list_places(SKETCH)),
        ("place in a cross-table", lambda: find_place(SKETCH, "ink")),
        ("chart", lambda: draw_marginal(DRAWN)),
        ("caption", lambda: describe_marginal(DRAWN)),
        ("table of its result", lambda: make_table(DRAWN)),
        ("table for phones", lambda: render_marginal(DRAWN)),
        ("headline", lambda: choose_line(SKETCH, DRAWN)),
    ],
)
def test_a_kind_that_lacks_a_part_is_named_with_the_part(
    part: str, use: Callable[[], object]
) -> None:
    with pytest.raises(MissingPartError, match=f"the kind Drawing has no {part}"):
        use()


@each_counted
def test_a_result_has_a_line_to_read_aloud_also_in_its_own_words(prompt: Prompt) -> None:
    own = replace(prompt, say={word: f"It is {word}." for word in prompt.outcomes})
    for n in (5, 8, 15):
        for marginal in build_marginals(prompt, answer(prompt, n), POLICY):
            assert choose_line(prompt, marginal)
            told = bool(prompt.outcomes) and marginal.shape is not Shape.WITHHELD
            assert choose_line(own, marginal).startswith("It is ") is told


def test_the_walk_finds_a_kind_as_soon_as_it_is_defined() -> None:
    assert Drawing in list_kinds()
    assert Drawing not in KINDS
    with pytest.raises(AssertionError):
        test_a_kind_has_an_example_here_and_a_name_for_trainers_and_for_the_store(Drawing)


def test_a_kind_made_from_another_has_its_parts_until_it_registers_its_own() -> None:
    class Mood(Scale):
        """A scale of faces."""

    mood = Mood("mood", "How are you?")
    marginal = build_marginal(mood, answer(mood, 15), POLICY)
    assert marginal.kind is Mood
    check_shown(marginal, 15)
    assert describe_promise(ask(mood)) == describe_promise(ask(Scale("mood", "How are you?")))


def _to_raw(response: Response) -> object:
    """A response as a form would hold it."""
    if isinstance(response, tuple):
        return list(response)
    text = getattr(response, "text", None)
    return response if text is None else {"text": text, "share": response.share}  # type: ignore[union-attr]
