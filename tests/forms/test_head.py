"""What a form says of its round beside the questions."""

from __future__ import annotations

from dataclasses import replace

from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.forms.head import list_claimed, render_head, render_round_head
from kit.gate.promise import describe_promise
from kit.session.session import Role
from kit.store import Store
from kit.views.round import get_view
from tests.store.sample import open_sample


def test_markup_in_a_title_is_shown_as_it_was_typed() -> None:
    exercise = Exercise("jar", title="<script>alert(1)</script>", prompts=[Text("a", "Why?")])
    head = render_head(exercise, describe_promise(exercise))
    assert "<script" not in head
    assert "&lt;script&gt;" in head


def test_the_promise_is_that_of_the_round_as_it_stands(store: Store) -> None:
    view = get_view(store, open_sample(store, 9).id, Role.PARTICIPANT)
    plain = render_round_head(view)
    assert plain == render_head(view.exercise, describe_promise(view.exercise))
    known = replace(view, round=replace(view.round, known=2))
    told = render_round_head(known, "Our own title")
    assert told == render_head(
        view.exercise, describe_promise(view.exercise, known=2), "Our own title"
    )
    assert told != plain


def test_nothing_can_be_claimed_before_a_sentence_is_shown(store: Store) -> None:
    assert list_claimed(get_view(store, open_sample(store, 9).id, Role.PARTICIPANT)) == []
