"""Cells run in the room kernel: what they show is caught, in order, and shown as it was meant."""

# Holds kit/room/bundles.py too: what a cell shows is rendered there.

from __future__ import annotations

from typing import Any

import pytest
from IPython import get_ipython

from kit.room.bundles import render_bundles
from kit.room.cells import compile_cell, run_cell
from tests.room.conftest import NearKernel

pytestmark = pytest.mark.usefixtures("kernel")

LOUD = """
class Loud:
    def _ipython_display_(self):
        display("I show myself")
"""


def run(source: str, **names: Any) -> list[dict[str, str]]:
    return run_cell(compile_cell(source, "jar.ipynb, cell 1"), names)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("x = 1", []),
        ("", []),
        ("# nothing but a remark", []),
        ("None", []),
        ("1 + 1", [{"html": "<pre>2</pre>"}]),
        ("1 + 1;", []),
        ("x = 2\nx", [{"html": "<pre>2</pre>"}]),
        ("print('one'); print('two')", [{"html": "<pre>one\ntwo\n</pre>"}]),
        ("display(1); display(2)", [{"html": "<pre>1</pre>"}, {"html": "<pre>2</pre>"}]),
        ("'<b>&'", [{"html": "<pre>&#39;&lt;b&gt;&amp;&#39;</pre>"}]),
        ("print('<script>')", [{"html": "<pre>&lt;script&gt;\n</pre>"}]),
    ],
)
def test_a_cell_shows_what_it_would_show_in_jupyterlab(
    source: str, shown: list[dict[str, str]]
) -> None:
    assert run(source) == shown


def test_what_is_displayed_and_the_last_expression_come_in_their_order() -> None:
    shown = run("print('said')\ndisplay(1)\ndisplay(2)\n3")
    assert [each["html"] for each in shown] == [
        "<pre>said\n</pre>",
        "<pre>1</pre>",
        "<pre>2</pre>",
        "<pre>3</pre>",
    ]


def test_a_widget_is_shown_as_a_view_of_it() -> None:
    names: dict[str, Any] = {}
    shown = run_cell(
        compile_cell("from ipywidgets import HTML\na, b = HTML(), HTML()\ndisplay(a)\nb", "x"),
        names,
    )
    assert shown == [{"view": names["a"].model_id}, {"view": names["b"].model_id}]


def test_markup_that_an_object_offers_is_kept() -> None:
    shown = run("from IPython.display import HTML\nHTML('<b>bold</b>')")
    assert shown == [{"html": "<b>bold</b>"}]


@pytest.mark.parametrize("last", ["Loud()", "display(Loud())"])
def test_an_object_that_shows_itself_is_caught_too(kernel: NearKernel, last: str) -> None:
    shown = run(f"{LOUD}\n{last}")
    assert shown == [{"html": "<pre>&#39;I show myself&#39;</pre>"}]


def test_a_cell_sees_what_the_cells_before_it_have_named() -> None:
    names: dict[str, Any] = {}
    run_cell(compile_cell("x = 20", "one"), names)
    assert run_cell(compile_cell("x + 1", "two"), names) == [{"html": "<pre>21</pre>"}]


def test_one_seats_names_are_not_anothers() -> None:
    cell = compile_cell("seen = 'x' in globals()\nx = 1\nseen", "a cell")
    assert run_cell(cell, {}) == run_cell(cell, {}) == [{"html": "<pre>False</pre>"}]


def test_a_failing_cell_fails_and_catches_nothing_any_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    publisher = get_ipython().display_pub
    with pytest.raises(ZeroDivisionError):
        run("print('before')\n1 / 0")
    assert get_ipython().display_pub is publisher
    print("after")
    assert capsys.readouterr().out == "after\n"


def test_a_fault_is_found_by_the_name_of_its_cell() -> None:
    with pytest.raises(SyntaxError) as unreadable:
        compile_cell("x = = 1", "jar.ipynb, cell 4")
    assert unreadable.value.filename == "jar.ipynb, cell 4"
    with pytest.raises(ZeroDivisionError) as failing:
        run("x = 1\n1 / 0")
    assert failing.traceback[-1].frame.code.raw.co_filename == "jar.ipynb, cell 1"


def test_what_can_be_shown_in_several_ways_is_shown_in_the_best_one() -> None:
    widget: dict[str, object] = {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}}
    plain: dict[str, object] = {"text/plain": "<x>"}
    markup: dict[str, object] = {"text/html": "<b>x</b>"}
    shown = [widget | markup | plain, markup | plain, plain, {}]
    assert render_bundles([(data, {}) for data in shown]) == [
        {"view": "m"},
        {"html": "<b>x</b>"},
        {"html": "<pre>&lt;x&gt;</pre>"},
    ]


PICTURE = """
from IPython.display import Image, Markdown, SVG
pixel = bytes.fromhex("89504e470d0a1a0a")
"""


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("Markdown('**bold** <b>&amp;</b>')", "<strong>bold</strong>"),
        ("Image(pixel, format='png', alt='a \"jar\"')", 'alt="a &#34;jar&#34;"'),
        ("Image(pixel, format='png', width=40)", 'width="40"'),
        ("Image(pixel, format='jpeg')", 'src="data:image/jpeg;base64,iVBORw0KGgo="'),
        ("SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')", 'src="data:image/svg+xml;base64,'),
    ],
)
@pytest.mark.parametrize("way", ["{}", "display({})"])
def test_words_and_pictures_are_shown_as_such(source: str, markup: str, way: str) -> None:
    shown = run(PICTURE + way.format(source))
    assert [markup in part["html"] for part in shown] == [True]
