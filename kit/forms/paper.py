"""An exercise's form on paper, for somebody without a phone. It is never collected or counted."""

from __future__ import annotations

import math
from functools import singledispatch

from markupsafe import Markup

from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.kinds import refuse_part
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.language import _
from kit.widgets.markup import render_part

TEMPLATE = "forms/paper.html"
IN_LINE = 45  # characters of handwriting in a line of the sheet
TASKS = 6  # lines for a map of one's own work


def render_paper(exercise: Exercise) -> Markup:
    """One part of an exercise as a sheet to be filled in with a pen."""
    questions = [(prompt.text, prompt.help, render_blank(prompt)) for prompt in exercise.prompts]
    return render_part(TEMPLATE, "sheet", exercise.title, questions)


@singledispatch
def render_blank(prompt: Prompt) -> Markup:
    """The place for an answer with a pen.

    Raises:
        MissingPartError: This kind cannot be asked on paper.
    """
    refuse_part(prompt, "paper form")


@render_blank.register
def _render_choice(prompt: Choice) -> Markup:
    labels = [option.label for option in prompt.options]
    return render_part(TEMPLATE, "choice", labels, prompt.max_choices)


@render_blank.register
def _render_dots(prompt: Dots) -> Markup:
    labels = [option.label for option in prompt.options]
    return render_part(TEMPLATE, "dots", labels, prompt.dots)


@render_blank.register
def _render_yes_no(_prompt: YesNo) -> Markup:
    return render_part(TEMPLATE, "choice", [_("Yes"), _("No")], 1)


@render_blank.register
def _render_scale(prompt: Scale) -> Markup:
    steps = range(prompt.low, prompt.high + 1)
    return render_part(TEMPLATE, "scale", steps, prompt.low_label, prompt.high_label)


@render_blank.register
def _render_grid(prompt: Grid) -> Markup:
    steps = prompt.steps
    heads = steps.labels or [str(step) for step in range(steps.low, steps.high + 1)]
    ends = ("", "") if steps.labels else (steps.low_label, steps.high_label)
    return render_part(TEMPLATE, "grid", [row.label for row in prompt.rows], heads, ends)


@render_blank.register
def _render_text(prompt: Text) -> Markup:
    return render_part(TEMPLATE, "lines", math.ceil(prompt.max_length / IN_LINE))


@render_blank.register
def _render_energy_map(_prompt: EnergyMap) -> Markup:
    return render_part(TEMPLATE, "energy", TASKS)
