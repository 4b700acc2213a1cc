"""For every kind of prompt the picture that fits its result, kept up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kit.charts.captions import describe_marginal, describe_precision, make_table
from kit.charts.headlines import write_headline
from kit.charts.marginal import render_both, render_stage
from kit.charts.phrases import add_dots, add_limit
from kit.charts.since import describe_since, find_last
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.guesses import describe_guess, find_guess
from kit.exercise.prompt import Prompt
from kit.gate.least import explain_left_out
from kit.gate.marginals import Marginal, Shape
from kit.gate.since import LastTime
from kit.language import _
from kit.language.formats import join_items
from kit.views.round import View
from kit.widgets.live_chart import WAITING, LiveChart
from kit.widgets.picture import Results


def bars(results: Results, prompt: str, *, since: bool = False) -> LiveChart:
    """A picture of one prompt's published result, with its words and its table.

    Bars for kinds and for yes and no; columns along a scale; for an energy map now and next with
    the slopes between. Where few have answered, a strip in three parts with the one that holds the
    centre of the answers, or words.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a prompt with a result: every kind but Text.
        since: What the Scale's own `since` names stands beside today's in words, and over a strip
            as a pale bracket: last time's result, or that of an exercise of today.

    Raises:
        DefinitionError: The exercise has no such prompt, or it asks for text.
    """
    chart = LiveChart()
    chart.follow(results, lambda view: read_result(view, prompt, since=since))
    return chart


def read_result(view: View, name: str, waiting: str = "", *, since: bool = False) -> dict[str, Any]:
    """What a chart shows of a prompt's result.

    Args:
        view: What may be seen of the round.
        name: The prompt's name.
        waiting: What stands in the result's place before there is one.
        since: Last time's result stands beside it.

    Raises:
        DefinitionError: The exercise has no such prompt, or its responses are not counted.
    """
    view = view.of(name)
    prompt = view.exercise.get_prompt(name)
    if not prompt.counted:
        msg = f"prompt {name!r} asks for text, which bars cannot show. Choose a prompt with counts."
        raise DefinitionError(msg)
    if prompt.questions != (prompt,):
        msg = f"prompt {name!r} is a grid. Write kit.Rows(room.results, {name!r}) for all its rows."
        raise DefinitionError(msg)
    if since:
        check_since("kit.Bars", [prompt])
    empty = ("headline", "svg", "svg_narrow", "alt", "note")
    traits: dict[str, Any] = {"title": prompt.text, "rows": [], "staged": [], "tells": [[name]]}
    traits |= dict.fromkeys(empty, "")
    if name in view.round.left_out:
        return traits | {"message": explain_left_out(prompt)}
    if view.snapshot is None:
        return traits | {"message": view.advice or waiting or _(WAITING)}
    marginal = view.snapshot.get_marginal(name)
    if marginal.shape is Shape.WITHHELD:
        return traits | {"message": marginal.advice}
    guess, guessed = find_guess(view.leader, name), describe_guess(view.leader, name)
    behind = _describe_number(view, marginal)
    last = find_last(view.result.since, name) if since else None
    drawings = _draw(marginal, guess, last)
    table = make_table(marginal)
    if drawings is None:
        note = join_words(behind, guessed)
        return traits | {"message": marginal.summary, "note": note}
    exact = describe_precision(marginal)
    behind = _add_choices(behind, prompt)
    note = join_items((exact, behind))
    told = describe_since(last, marginal)
    return traits | {
        "headline": write_headline(marginal),
        **drawings,
        "alt": " ".join(each for each in (describe_marginal(marginal), told) if each),
        "columns": table.columns,
        "rows": table.rows,
        "note": join_words(note, guessed, told.removesuffix(".")),
    }


def _describe_number(view: View, marginal: Marginal) -> str:
    """How many answers stand behind a result, and how many of them to this question."""
    if view.snapshot is not None and marginal.n == view.snapshot.n:
        return view.note
    return _("{note}, {n} to this question", note=view.note, n=marginal.n)


def _add_choices(behind: str, prompt: Prompt) -> str:
    """The same, and why the counts may add up to more."""
    if isinstance(prompt, Dots):
        return add_dots(behind, prompt.dots)
    return add_limit(behind, prompt.max_choices) if isinstance(prompt, Choice) else behind


def _draw(marginal: Marginal, guess: int | None, last: LastTime | None) -> dict[str, Any] | None:
    """The drawings a page may show, as traits of its chart; None where there are only words."""
    if LiveChart.only_staged:
        staged = render_stage(marginal, guess, last)
        return None if staged is None else {"staged": [*staged]}
    both = render_both(marginal, guess, last)
    return None if both is None else {"svg": both[0], "svg_narrow": both[1]}


def check_since(picture: str, asked: Sequence[Prompt]) -> None:
    """Make sure that the gate knows which questions are shown beside last time's.

    Raises:
        DefinitionError: A question does not say so itself.
    """
    for prompt in asked:
        if not getattr(prompt, "since", False):
            msg = (
                f"prompt {prompt.name!r}: {picture} has since=True, and the question has not. "
                "Write since=True into its Scale or Grid too: it is settled before anybody answers."
            )
            raise DefinitionError(msg)


def join_words(*parts: str) -> str:
    """Some words after each other, those that there are."""
    return ". ".join(part for part in parts if part)
