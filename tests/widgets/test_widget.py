import pytest
from ipywidgets import Layout

from kit.widgets.choice_input import ChoiceInput
from kit.widgets.countdown import Countdown
from kit.widgets.page_link import PageLink
from kit.widgets.picture_choice import PictureChoice
from kit.widgets.scale_input import ScaleInput
from kit.widgets.stage_bar import StageBar
from kit.widgets.text_input import TextInput
from kit.widgets.widget import InputWidget, KitWidget

INPUTS = [ChoiceInput, ScaleInput, TextInput]
WIDGETS = [*INPUTS, Countdown, PageLink, PictureChoice, StageBar]


@pytest.mark.parametrize("kind", WIDGETS)
def test_many_of_a_kind_share_one_class_one_script_and_no_layout(kind: type[KitWidget]) -> None:
    one, other = kind(), kind()
    assert type(one) is type(other) is kind
    assert one.get_state()["_esm"] is other.get_state()["_esm"]
    assert one.layout is None


@pytest.mark.parametrize("kind", WIDGETS)
def test_a_widget_says_to_the_browser_that_it_is_an_anywidget(kind: type[KitWidget]) -> None:
    state = kind().get_state()
    assert (state["_model_module"], state["_model_name"]) == ("anywidget", "AnyModel")
    assert (state["_view_module"], state["_view_name"]) == ("anywidget", "AnyView")
    assert state["_anywidget_id"] == f"{kind.__module__}.{kind.__name__}"
    assert " as default}" in state["_esm"]


def test_two_kinds_never_share_an_identity_or_a_script() -> None:
    states = [kind().get_state() for kind in WIDGETS]
    assert len({state["_anywidget_id"] for state in states}) == len(WIDGETS)
    assert len({state["_esm"] for state in states}) == len(WIDGETS)


def test_a_layout_may_still_be_given() -> None:
    given = Layout(width="50%")
    assert Countdown(layout=given).layout is given


@pytest.mark.parametrize("kind", INPUTS)
def test_every_input_starts_enabled_unanswered_and_without_error(kind: type[InputWidget]) -> None:
    state = kind(prompt="kind", text="What earned your trust?").get_state()
    assert (state["prompt"], state["text"]) == ("kind", "What earned your trust?")
    assert (state["help"], state["error"], state["disabled"]) == ("", "", False)
    assert state["value"] in ([], "", None)


@pytest.mark.parametrize("kind", INPUTS)
def test_what_a_browser_sets_is_heard_in_python(kind: type[InputWidget]) -> None:
    answers = {ChoiceInput: ["a"], ScaleInput: 3, TextInput: "early"}
    options = {"options": [{"value": "a", "label": "A"}]} if kind is ChoiceInput else {}
    widget = kind(**options)
    heard: list[object] = []
    widget.observe(lambda change: heard.append(change["new"]), "value")
    widget.set_state({"value": answers[kind]})
    assert heard == [answers[kind]]


@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("rests", [True, False])
def test_an_input_never_looks_locked_for_good_on_its_way_to_rest_or_back(
    locked: bool, rests: bool
) -> None:
    control = TextInput()
    control.set_locked(locked, rests=not rests)
    seen: list[tuple[bool, bool]] = []
    control.observe(lambda _: seen.append((control.disabled, control.resting)))
    control.set_locked(locked, rests=rests)
    assert seen[-1] == (locked or rests, rests)
    assert locked or (True, False) not in seen
