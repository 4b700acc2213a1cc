"""A notebook's words as markup: as JupyterLab shows them, and with what was pasted into them."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest

from kit.notebooks.embedding import Origin
from kit.notebooks.markdown import render_markdown
from kit.notebooks.notebook import list_notebooks, render_words
from kit.notebooks.pictures import Attachments
from tests.places import WORKSHOPS

PIXEL = "iVBORw0KGgo="
PASTED = {"image.png": {"image/png": f"{PIXEL}\n"}}


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("one *two* **three**", "<p>one <em>two</em> <strong>three</strong></p>"),
        ("- [x] done", '<ul>\n<li class="task-list-item">'),
        ("| a |\n|---|\n| 1 |", "<table>"),
        ("https://example.org", '<a href="https://example.org">https://example.org</a>'),
        ("~~no~~", "<del>no</del>"),
        ("> said aloud", "<blockquote>\n<p>said aloud</p>"),
        ("<b>as written</b> & more", "<p><b>as written</b> &amp; more</p>"),
        ("two  \nlines", "<p>two<br />\nlines</p>"),
        ("$x_1$ and $y_1$", "<p>$x_1$ and $y_1$</p>"),
        ("## Run-sheet: *40* minutes", '<h2 id="Run-sheet:-40-minutes">Run-sheet: <em>40'),
        ('## "Quoted" & <b>b</b>', '<h2 id="&quot;Quoted&quot;-&amp;-b">'),
        ("[click](javascript:alert(1))", '<a href="#harmful-link">'),
    ],
)
def test_words_are_shown_as_they_are_meant(source: str, markup: str) -> None:
    shown = render_markdown(source)
    assert markup in shown


def render(source: str, attachments: Attachments) -> str:
    return render_markdown(source, Origin(attachments=attachments))


def test_a_picture_that_was_pasted_into_a_cell_is_carried_by_the_page() -> None:
    shown = render("![a jar](attachment:image.png)", PASTED)
    assert f'<p><img src="data:image/png;base64,{PIXEL}" alt="a jar" style=' in shown


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("my jar.png", "my%20jar.png"),
        ("krug-ä.png", "krug-ä.png"),
        ("krug-ä.png", "krug-%C3%A4.png"),
    ],
)
def test_a_pasted_picture_is_found_under_any_name(name: str, written: str) -> None:
    shown = render(f"![a jar](attachment:{written})", {name: {"image/png": PIXEL}})
    assert f'src="data:image/png;base64,{PIXEL}"' in shown


def test_a_drawing_may_be_pasted_as_well_and_nothing_that_is_no_picture() -> None:
    drawn = render("![d](attachment:d)", {"d": {"image/svg+xml": PIXEL}})
    assert f'src="data:image/svg+xml;base64,{PIXEL}"' in drawn
    for kind in ("text/html", 'image/png" onerror="x'):
        assert "onerror=" not in render("![d](attachment:d)", {"d": {kind: PIXEL}})
        assert "text/html" not in render("![d](attachment:d)", {"d": {kind: PIXEL}})


def test_a_picture_that_was_saved_in_lines_is_put_together() -> None:
    lines = {"d": {"image/png": [PIXEL[:4], PIXEL[4:]]}}
    assert f"base64,{PIXEL}" in render("![d](attachment:d)", lines)


def test_words_of_a_picture_stand_in_it_as_letters() -> None:
    shown = render('![a "big" *jar*](attachment:image.png "a <title>")', PASTED)
    assert 'alt="a &#34;big&#34; jar" title="a &lt;title&gt;"' in shown


def test_of_a_picture_that_is_missing_the_words_are_shown_behind_a_sentence() -> None:
    for shown in (
        render("![a *jar*](attachment:x.png)", PASTED),
        render_markdown("![a jar](attachment:image.png)"),
    ):
        assert shown.endswith("page says why.</span> a jar</p>\n")


def test_a_cell_brings_its_own_pictures() -> None:
    cell = nbformat.v4.new_markdown_cell("![a jar](attachment:image.png)", attachments=PASTED)
    assert f"data:image/png;base64,{PIXEL}" in render_words(cell)


@pytest.mark.parametrize("name", list_notebooks(WORKSHOPS))
def test_every_shipped_cell_of_words_is_shown_without_a_trace_of_its_marks(name: str) -> None:
    notebook = nbformat.read(WORKSHOPS / name, as_version=4)
    words = [render_words(cell) for cell in notebook.cells if cell.cell_type == "markdown"]
    assert words
    for each in words:
        assert "**" not in each
        assert "|--" not in each
        assert "\n#" not in each


def test_a_kernel_gets_ready_without_nbconvert() -> None:
    code = "import kit.room.kernel, kit.room.page, sys; print('nbconvert' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
