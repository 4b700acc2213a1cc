"""A jar with a marble for every choice; like every picture it follows the published results."""

from __future__ import annotations

from typing import Any

from kit.charts.phrases import add_limit
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.gate.least import explain_left_out
from kit.gate.live import Coming
from kit.gate.marginals import Shape
from kit.language import N_, _
from kit.language.formats import join_items
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.marble_jar import EMPTY, MarbleJar
from kit.widgets.palette import get_category
from kit.widgets.picture import Results

TOGETHER = N_("The marbles fall together")
BATCH = N_("The marbles of {n} answers or more fall together")
REST = N_("All marbles fall together, at the close at the latest")


def marble_jar(results: Results, prompt: str | None = None) -> MarbleJar:
    """A jar that fills with one marble for every choice, coloured by kind.

    The leader's marble is gold, carries a name and lies at the bottom; it is in no count.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a Choice prompt; without it the exercise's first one.

    Raises:
        DefinitionError: The exercise has no such prompt, or it is not a Choice.
    """
    jar = MarbleJar()
    jar.follow(results, lambda view: _read_marbles(view, prompt))
    return jar


def _read_marbles(view: View, prompt: str | None) -> dict[str, Any]:
    view = view.of(prompt) if prompt else view
    choice = _get_choice(view.exercise, prompt)
    marginal = view.snapshot.get_marginal(choice.name) if view.snapshot else None
    counts = {value: count for value, _label, count in marginal.counts} if marginal else {}
    withheld = view.advice
    if marginal is not None and marginal.shape is Shape.WITHHELD and view.phase is not Phase.OPEN:
        withheld = marginal.advice
    if choice.name in view.round.left_out:
        withheld = explain_left_out(choice)
    told = view.note and not withheld
    gold = join_items(each.get("name", "") for each in (view.leader, *view.more_leaders))
    one = gold and not view.more_leaders
    waiting = _("{name} goes first", name=gold) if one else _(EMPTY)
    if view.phase in (Phase.OPEN, Phase.CLOSED):
        batch = _(BATCH, n=view.result.batch)
        coming = {Coming.BATCH: batch, Coming.REST: _(REST)}
        waiting = coming.get(view.result.coming, _(TOGETHER))
    marbles = []
    for place, option in enumerate(choice.options):
        category = get_category(place)
        marbles.append(
            {
                "value": option.value,
                "label": option.label,
                "letter": category.letter,
                "colour": category.name,
                "count": counts.get(option.value, 0),
            }
        )
    return {
        "marbles": marbles,
        "gold": gold,
        "message": withheld or waiting,
        "note": add_limit(view.note, choice.max_choices) if told else "",
    }


def _get_choice(exercise: Exercise, prompt: str | None) -> Choice:
    if prompt is not None:
        found = exercise.get_prompt(prompt)
        if isinstance(found, Choice):
            return found
    choices = [each for each in exercise.prompts if isinstance(each, Choice)]
    if prompt is None and choices:
        return choices[0]
    names = ", ".join(repr(each.name) for each in choices) or "none yet: add a Choice"
    asked = "" if prompt is None else f"prompt {prompt!r}: "
    msg = f"{asked}a marble jar shows the kinds of a Choice. This exercise has {names}."
    raise DefinitionError(msg)
