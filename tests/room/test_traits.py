"""What a page may write into a widget, told by how its traits were declared."""

# Holds kit/widgets/note.py too: a sentence in a live region has nothing but traits.

from __future__ import annotations

import inspect
import json
from typing import Any

import ipywidgets
import pytest
from anywidget import AnyWidget
from ipywidgets import Widget
from traitlets import Bool, Dict, Enum, Float, Int, List, TraitError, Unicode

from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.forms.inputs import build_input
from kit.room.protocol import OTHERS
from kit.room.traits import PARTS, RuleBook, describe_rules
from kit.server.relay.traits import check_written, fits
from kit.widgets.note import Note

PROMPTS = [
    Choice("a", "A?", ["x", "y"]),
    Scale("b", "B?"),
    YesNo("c", "C?"),
    Text("d", "D?"),
    EnergyMap("e", "E?"),
]


class Drawing(AnyWidget):
    """A widget of a trainer's."""

    _esm = "export default {}"
    points = List(Float()).tag(sync=True)
    pen = Enum(["thin", "thick"], "thin").tag(sync=True)
    size = Int(1, min=1, max=9).tag(sync=True)
    name = Unicode(None, allow_none=True).tag(sync=True)
    more = Dict().tag(sync=True)
    done = Bool(False).tag(sync=True)
    secret = Unicode("")


CONTROLS = [
    kind for kind in vars(ipywidgets).values() if inspect.isclass(kind) and issubclass(kind, Widget)
]


@pytest.mark.parametrize("kind", [*CONTROLS, Drawing], ids=lambda each: str(each.__name__))
def test_what_a_widget_holds_is_what_may_be_written_into_it(kind: type[Widget]) -> None:
    try:
        widget = kind()
    except (TypeError, ValueError, TraitError, AttributeError):
        pytest.skip("it is not made without anything")
    rules = describe_rules(widget)
    state = json.loads(json.dumps(widget.get_state(), default=str))
    assert set(state) - set(rules) <= PARTS
    for part in PARTS:
        state.pop(part, None)
        assert part not in rules
    assert [name for name, value in state.items() if not fits(value, rules[name])] == []


def write(widget: Widget, **state: Any) -> dict[str, Any]:
    written: dict[str, Any] = check_written({"state": state}, describe_rules(widget))["state"]
    return written


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda each: str(each.type))
def test_a_form_takes_its_value_and_nothing_else(prompt: Prompt) -> None:
    control = build_input(prompt)
    assert set(describe_rules(control)) <= {"value", "share"}
    assert fits(control.value, describe_rules(control)["value"])
    assert describe_rules(Note()) == {}


def test_a_trainers_widget_takes_what_it_has_declared() -> None:
    rules = describe_rules(Drawing())
    good: dict[str, list[Any]] = {
        "points": [[], [1, 2.5]],
        "pen": ["thick"],
        "size": [1, 9],
        "name": ["x", None],
        "more": [{"a": 1}],
        "done": [True],
    }
    bad: dict[str, list[Any]] = {
        "points": ["x", ["x"], None, [[1]]],
        "pen": ["wide", 1, None, []],
        "size": [0, 10, 1.5, "1", None],
        "name": [1],
        "more": [[]],
        "done": [1, "true", None],
    }
    for name, values in good.items():
        assert all(fits(value, rules[name]) for value in values), name
    for name, values in bad.items():
        assert not any(fits(value, rules[name]) for value in values), name


def test_what_a_trainers_widget_does_not_have_is_left_out() -> None:
    assert write(Drawing(), size=3, secret="x", unknown=1, **{OTHERS: 1}) == {"size": 3}


def test_rules_are_told_once_and_follow_their_widget() -> None:
    book = RuleBook()
    one, same, other = (
        build_input(Choice("a", "A?", words)) for words in (["x", "y"], ["x", "y"], ["x", "z"])
    )
    assert book.name(one) == book.name(same) != book.name(other)
    told = book.tell()
    assert set(told) == {book.name(one), book.name(other)}
    assert book.tell() == {}
    before = book.name(one)
    one.options = [{"value": "new", "label": "New"}]
    assert book.name(one) != before
