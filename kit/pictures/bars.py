"""`kit.bars`: for every kind of prompt the picture that fits its result, kept up to date."""

from __future__ import annotations

from typing import Any

from kit.charts.captions import describe_marginal, list_columns, list_rows
from kit.charts.marginal import render_both
from kit.errors import DefinitionError
from kit.exercise.guesses import describe_guess, get_guess
from kit.exercise.prompts import Text
from kit.gate.marginals import ADVICE
from kit.views.round import View
from kit.widgets.live_chart import WAITING, LiveChart
from kit.widgets.picture import Results


def bars(results: Results, prompt: str) -> LiveChart:
    """A picture of one prompt's published result, with its words and its table.

    Bars for kinds and for yes and no; columns along a scale. Where few have answered, a strip in
    three parts with the one that holds the centre of the answers.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a prompt with a result: a Choice, a Scale or a YesNo.

    Raises:
        DefinitionError: The exercise has no such prompt, or it asks for text.
    """
    chart = LiveChart()
    chart.follow(results, lambda view: _read_result(view, prompt))
    return chart


def _read_result(view: View, name: str) -> dict[str, Any]:
    prompt = view.exercise.get_prompt(name)
    if isinstance(prompt, Text):
        msg = f"prompt {name!r} asks for text, which bars cannot show. Choose a prompt with counts."
        raise DefinitionError(msg)
    traits = {"title": prompt.text, "svg": "", "svg_narrow": "", "alt": "", "rows": [], "note": ""}
    if view.snapshot is None:
        return traits | {"message": ADVICE if view.withheld else WAITING}
    marginal = view.snapshot.get_marginal(name)
    if marginal.shape == "withheld":
        return traits | {"message": marginal.advice}
    guess, guessed = get_guess(view.leader, name), describe_guess(view.leader, name)
    drawn = render_both(marginal, guess)
    if drawn is None:
        return traits | {"message": marginal.summary, "note": join_words(view.note, guessed)}
    here = "" if marginal.n == view.snapshot.n else f", {marginal.n} to this question"
    return traits | {
        "svg": drawn[0],
        "svg_narrow": drawn[1],
        "alt": describe_marginal(marginal),
        "columns": list_columns(marginal),
        "rows": list_rows(marginal),
        "note": join_words(f"{view.note}{here}", guessed),
    }


def join_words(*parts: str) -> str:
    """Some words after each other, those that there are."""
    return ". ".join(part for part in parts if part)
