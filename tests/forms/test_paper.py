"""A form on paper: every question with a place for a pen, and no word of a trainer's as markup."""

from __future__ import annotations

import pytest

import kit
from kit.exercise.exercise import Exercise
from kit.exercise.prompt import Prompt
from kit.forms.paper import render_blank, render_paper


def count(markup: str, part: str) -> int:
    return markup.count(part)


def test_a_sheet_has_every_question_in_order_and_says_that_nobody_collects_it() -> None:
    prompts = [
        kit.Choice("kind", "Which <kind>?", ["a <b>", "b"], help="Only the kind."),
        kit.Text("story", "What happened?"),
    ]
    told = str(render_paper(Exercise("try", title="Try & see", prompts=prompts)))
    assert "Try &amp; see" in told
    assert told.index("Which &lt;kind&gt;?") < told.index("What happened?")
    assert "a &lt;b&gt;" in told
    assert "Only the kind." in told
    assert "Nobody collects it, and it is in no count." in told


@pytest.mark.parametrize(
    ("prompt", "part", "number"),
    [
        (kit.Choice("a", "A?", ["x", "y", "z"]), 'class="box"', 3),
        (kit.YesNo("a", "A?", randomised=True), 'class="box"', 2),
        (kit.Scale("a", "A?", low=0, high=10), "<li>", 11),
        (kit.Grid("a", "A?", rows=["x", "y"], steps=["no", "so", "yes"]), 'class="box"', 6),
        (kit.Grid("a", "A?", rows=["x", "y"], steps=kit.Steps(1, 7)), 'class="box"', 14),
        (kit.Dots("a", "A?", ["x", "y"], dots=4), "<li ", 2),
        (kit.Text("a", "A?", max_length=100), "<i></i>", 3),
        (kit.Word("a", "A?"), "<i></i>", 1),
        (kit.EnergyMap("a", "A?"), 'class="tall"', 6),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Prompt) else "",
)
def test_a_question_has_as_many_places_as_answers(prompt: Prompt, part: str, number: int) -> None:
    assert count(str(render_blank(prompt)), part) == number


def test_how_many_may_be_chosen_and_what_the_ends_mean_is_told() -> None:
    assert "Choose up to 2." in render_blank(kit.Choice("a", "A?", ["x", "y", "z"], max_choices=2))
    assert "Choose one." in render_blank(kit.YesNo("a", "A?"))
    assert "4 dots" in render_blank(kit.Dots("a", "A?", ["x", "y"], dots=4))
    scale = render_blank(kit.Scale("a", "A?", low_label="<low>", high_label="high"))
    assert "&lt;low&gt;" in scale
    assert "high" in scale
