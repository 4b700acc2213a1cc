"""What a display becomes on our pages, whatever library it comes from."""

# Holds kit/room/stills.py too: a still picture is drawn for what is shown.

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kit.notebooks.embedding import CALM, Origin
from kit.notebooks.pictures import MOST_PHONE
from kit.room.bundles import PRINTED, is_empty, render_bundle
from kit.room.stills import SVG as DRAWN
from kit.room.stills import add_still
from tests.image_files import PNG, SVG

PIXELS = base64.b64encode(PNG).decode()
DIV = '<div><script>Plotly.newPlot("x")</script><div id="x" style="height:525px"></div></div>'
VEGA = {
    "data": {"values": [{"a": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}
PIXEL = f"data:image/png;base64,{PIXELS}"
PLOTLY = {"application/vnd.plotly.v1+json": {"data": [], "layout": {}}, "text/html": DIV}
BOKEH = {"application/javascript": "x()", "application/vnd.bokehjs_exec.v0+json": ""}
BANNER = {"text/html": "<style>a{}</style><div><a href='https://bokeh.org'></a><span>Loading "}
BANNER["text/html"] += "BokehJS ...</span></div>"
WORDS = {"text/plain": "<Figure>"}


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    (tmp_path / "pic.png").write_bytes(PNG)
    return Origin(tmp_path, "jar.ipynb, cell 4", told=True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (PLOTLY | WORDS, "Install kaleido and Chrome beside plotly"),
        (BOKEH | WORDS, "A bokeh plot needs a script"),
        (BANNER | WORDS, "A bokeh plot needs a script"),
        ({"text/html": f"{DIV} <!-- bokeh -->"}, "A bokeh plot needs a script"),
        ({"text/html": DIV} | WORDS, "This output needs a script"),
        ({"text/html": '<iframe src="https://x.test/map"></iframe>'}, "a page of its own"),
        ({"application/javascript": "alert(1)"} | WORDS, "This output needs a script"),
        ({"application/vnd.unknown+json": {}} | WORDS, "This output needs a script"),
    ],
)
def test_what_needs_a_script_is_told_with_the_cell_and_what_to_do(
    origin: Origin, data: dict[str, Any], said: str
) -> None:
    shown = render_bundle(data, {}, origin)
    assert ">jar.ipynb, cell 4: " in shown
    assert said in shown
    assert "&lt;Figure&gt;" not in shown
    assert is_empty(shown)
    calm = render_bundle(data, {}, replace(origin, told=False))
    assert CALM in calm
    assert said not in calm


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (PLOTLY | {"image/svg+xml": SVG}, 'src="data:image/svg+xml;base64,'),
        ({"text/html": "<table><tr><td>1</table><script>sort()</script>"}, "<td>1"),
        ({"application/vnd.dataresource+json": {}, "text/html": "<table></table>"}, "<table>"),
        ({"text/html": "<b>x</b>", "image/png": PIXELS}, "<b>x</b>"),
        ({"text/html": ["<b>", "in lines</b>"]}, "<b>in lines</b>"),
        (
            {"text/html": '<img alt="a" src="pic.png">'},
            f'alt="a" src="{PIXEL}"',
        ),
        ({"text/markdown": "![a](pic.png)"}, f'src="{PIXEL}"'),
        ({"image/png": PIXELS}, f'src="{PIXEL}"'),
        ({"image/png": PNG}, f'src="{PIXEL}"'),
        ({"image/svg+xml": "<svg><script>alert(1)</script></svg>"}, '<img class="kit-picture"'),
        ({PRINTED: "<said>"}, "<pre>&lt;said&gt;</pre>"),
        (WORDS, "<pre>&lt;Figure&gt;</pre>"),
    ],
)
def test_what_shows_itself_is_shown(origin: Origin, data: dict[str, Any], shown: str) -> None:
    markup = render_bundle(data, {}, origin)
    assert shown in markup
    assert "alert(" not in markup
    assert not is_empty(markup)
    assert origin.faults == []


def test_a_drawn_picture_that_is_too_large_for_phones_is_told_with_its_size(
    origin: Origin,
) -> None:
    large = {"image/png": base64.b64encode(bytes(MOST_PHONE + 1)).decode()}
    shown = render_bundle(large, {}, replace(origin, most=MOST_PHONE))
    assert "jar.ipynb, cell 4: This picture is 500 kB large, and for phones" in shown
    assert "<img" in render_bundle(large, {}, origin)


def test_a_chart_for_vega_comes_as_a_still_picture() -> None:
    drawn = add_still({"application/vnd.vegalite.v5+json": VEGA, "text/plain": "alt.Chart"})
    assert drawn[DRAWN].startswith("<svg")
    assert "<img" in render_bundle(drawn, {})


@pytest.mark.parametrize(
    "data",
    [
        {"application/vnd.vegalite.v5+json": {"mark": 7}},  # no chart
        {"application/vnd.vegalite.v5+json": VEGA, "image/png": PIXELS},
        {"text/html": DIV},
    ],
)
def test_what_cannot_be_drawn_or_is_drawn_already_is_left_as_it_is(data: dict[str, Any]) -> None:
    assert add_still(data) is data


def test_a_figure_of_plotly_comes_as_a_still_picture_where_kaleido_is_there() -> None:
    pytest.importorskip("kaleido")
    figure = pytest.importorskip("plotly.graph_objects").Figure()
    drawn = add_still({"application/vnd.plotly.v1+json": figure.to_dict()})
    assert drawn[DRAWN].startswith("<svg")
