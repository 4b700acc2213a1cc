"""Cells run in the room kernel: what they show is caught, in order, and shown as it was meant."""

# Holds kit/room/capture.py too: what a cell shows is caught there.

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from IPython import get_ipython

from kit.errors import DefinitionError
from kit.room.bundles import render_bundles
from kit.room.cells import compile_cell, make_namespace, play_cell, run_cell
from tests.room.conftest import NearKernel

pytestmark = pytest.mark.usefixtures("kernel")

LOUD = """
class Loud:
    def _ipython_display_(self):
        display("I show myself")
"""


def run(source: str, **names: Any) -> list[dict[str, str]]:
    return run_cell(compile_cell(source, "jar.ipynb, cell 1"), make_namespace() | names)


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


def test_what_is_printed_stands_where_it_was_printed() -> None:
    shown = run("print('one')\ndisplay(2)\nprint('three', end='')\nprint(' and more')")
    assert [part["html"] for part in shown] == [
        "<pre>one\n</pre>",
        "<pre>2</pre>",
        "<pre>three and more\n</pre>",
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("there = display(1, display_id=True)\ndisplay(2)\nthere.update(3)", "3 2"),
        ("from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)", "2"),
        ("from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)", "1"),
        ("from IPython.display import clear_output\nprint(1)\nclear_output(True)\n2", "2"),
        ("5;  # quiet", ""),
        ("%time None", ""),
        ("%%capture\nprint(1)", ""),
        ("made = !echo $((1 + 1))\nmade[0]", "&#39;2&#39;"),
        ("!echo {1 + 1}", "2"),
        ("%%html\n<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_a_cell_speaks_ipythons_language(source: str, shown: str) -> None:
    parts = [part["html"].replace("<pre>", "").replace("</pre>", "") for part in run(source)]
    words = " ".join(part.strip() for part in parts)
    assert words.startswith(shown) if source.startswith("%time") else words == shown


def test_a_magic_makes_names_where_the_cell_does() -> None:
    names = make_namespace()
    run_cell(compile_cell("%%capture caught\nmade = 7\nprint(made)", "one"), names)
    assert (names["made"], names["caught"].stdout) == (7, "7\n")
    assert "made" not in get_ipython().user_ns


def test_figures_that_are_left_open_are_shown_by_the_cell_that_made_them() -> None:
    events, left = get_ipython().events, ["figure"]

    def flush() -> None:  # as matplotlib's inline backend does it
        while left:
            print(left.pop())

    events.register("post_execute", flush)
    try:
        with pytest.raises(ZeroDivisionError):
            run("1 / 0")
        assert run("1") == [{"html": "<pre>1</pre>"}]
        left.append("figure")
        assert run("1")[-1] == {"html": "<pre>figure\n</pre>"}
    finally:
        events.unregister("post_execute", flush)


def test_a_cell_may_wait_and_what_it_waits_with_is_told_when_it_is_given_up() -> None:
    async def play() -> list[dict[str, str]]:
        names: dict[str, Any] = {}
        cell = compile_cell("import asyncio\nawait asyncio.sleep(0)\n'waited'", "one")
        shown = await play_cell(cell, names)
        endless = compile_cell(
            "try:\n    await asyncio.Event().wait()\n"
            "except asyncio.CancelledError:\n    told = 'given up'\n    raise",
            "two",
        )
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(play_cell(endless, names), 0.01)
        assert names["told"] == "given up"
        return shown

    assert asyncio.run(play()) == [{"html": "<pre>&#39;waited&#39;</pre>"}]


def test_a_cell_that_waits_is_refused_where_nothing_can_be_waited_for() -> None:
    with pytest.raises(DefinitionError, match=r"jar\.ipynb, cell 1: this cell waits"):
        run("import asyncio\nawait asyncio.sleep(0)")
