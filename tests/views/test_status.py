"""What is told about a round: where it stands, who is here, what comes next."""

from __future__ import annotations

import pytest

from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.session.session import Phase
from kit.views.status import render_steps, render_title


def test_the_title_and_the_address_are_shown_as_they_were_typed() -> None:
    exercise = Exercise("jar", title="<script>alert(1)</script>", prompts=[Text("a", "Why?")])
    assert "<script" not in render_title(exercise, 'http://x/"<b>')
    assert "<b>" not in render_title(exercise, 'http://x/"<b>')
    assert "join at" not in render_title(exercise, "")


@pytest.mark.parametrize("phase", list(Phase))
def test_exactly_one_step_is_marked(phase: Phase) -> None:
    markup = render_steps(phase, leader_first=True)
    assert markup.count("aria-current") == 1
    assert markup.count("<li") == 6
