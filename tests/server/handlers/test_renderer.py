"""What a cell that has run shows on a dashboard or a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_output

from kit.notebooks.embedding import Origin
from kit.server.handlers.renderer import CELL, STILL, list_parts
from tests.exercises import code
from tests.image_files import PNG


def run(data: list[dict[str, Any]], *, staged: bool = True) -> Any:
    """A cell that has shown this."""
    cell = code("shown()", "facilitator", "screen")
    cell.outputs = [new_output("display_data", data=each) for each in data]
    cell.metadata[CELL] = "jar.ipynb, cell 7"
    if staged:
        cell.metadata[STILL] = 2
    return cell


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    (tmp_path / "pic.png").write_bytes(PNG)
    return Origin(tmp_path, told=True)


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("<b>bold</b>", "Picture 2"),
        ('<img src="pic.png" alt="How it &quot;fell&quot;">', 'Picture 2: How it "fell"'),
        ("<table><caption>Two <i>kinds</i></caption></table>", "Picture 2: Two kinds"),
        ("<h2>Costs</h2><p>x", "Picture 2: Costs"),
        (f"<h2>{'x' * 200}</h2>", f"Picture 2: {'x' * 69}"),
    ],
)
def test_what_a_cell_for_the_screen_shows_is_one_picture_with_a_name(
    origin: Origin, markup: str, name: str
) -> None:
    (part,) = list_parts(run([{"text/html": markup}, {"text/plain": "and more"}]), origin)
    assert part["still"] == name
    assert part["html"].endswith("<pre>and more</pre>")


def test_a_widget_speaks_for_itself(origin: Origin) -> None:
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}}
    parts = list_parts(run([widget, {"text/plain": "x"}]), origin)
    assert parts == [{"view": "m"}, {"html": "<pre>x</pre>"}]


def test_a_cell_for_the_dashboard_alone_is_no_picture_of_the_stage(origin: Origin) -> None:
    assert list_parts(run([{"text/plain": "x"}], staged=False), origin) == [
        {"html": "<pre>x</pre>"}
    ]


def test_what_cannot_be_shown_leaves_the_stage_free_and_is_told_once(origin: Origin) -> None:
    bad = {"text/html": '<img src="no.png">'}
    (part,) = list_parts(run([bad, bad]), origin)
    assert part["fault"].startswith("jar.ipynb, cell 7: The picture 'no.png' is not beside")
