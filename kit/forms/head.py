"""What a form says of its round beside the questions: the promise, and what may be claimed."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from kit.exercise.exercise import Exercise
from kit.gate.promise import Promise, describe_promise
from kit.views.round import View
from kit.widgets.markup import render_part


def render_head(exercise: Exercise, promise: Promise, title: str = "") -> Markup:
    """The exercise's name and the promise: two lines, later one, and the rest behind that."""
    level, name = (2, title) if title else (1, exercise.title)
    return render_part("forms/form.html", "head", level, name, promise)


def render_round_head(view: View, title: str = "") -> Markup:
    """The same, with the promise as a round has it now."""
    current = view.round
    promise = describe_promise(
        view.exercise,
        known=current.known,
        left_out=current.left_out,
        closes_on=view.closes_on,
    )
    return render_head(view.exercise, promise, title)


def list_claimed(view: View) -> list[dict[str, Any]]:
    """The shown sentences that carry no name and may get one, the same for every phone."""
    return [
        {
            "prompt": each.prompt,
            "text": each.text,
            "mark": each.mark,
            "open": each.prompt in view.claimable,
        }
        for each in view.texts
        if each.mark
    ]
