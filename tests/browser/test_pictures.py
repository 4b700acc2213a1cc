"""Pictures of every kind in one notebook: on a phone, the dashboard, the screen, in the report."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press
from tests.exercises import code, list_cells, words, write_notebook
from tests.image_files import SVG, build_png

SCRIPT = "<script>document.title = 'run'</script>"
HELPER = '''\
"""Figures of libraries that are not installed here, as they show themselves."""
import base64
from pathlib import Path


class Drawn:
    """As a figure of matplotlib."""

    def _repr_mimebundle_(self, **_):
        pixels = base64.b64encode(Path("wide.png").read_bytes()).decode()
        return {"image/png": pixels, "text/plain": "<Figure size 640x480>"}


class Scripted:
    """As a figure of plotly."""

    def _repr_mimebundle_(self, **_):
        markup = "<div><script>document.title = 'run'</script></div>"
        return {"application/vnd.plotly.v1+json": {}, "text/html": markup}
'''
ALTAIR = """\
import altair as alt
alt.Chart(alt.Data(values=[{"a": 1, "b": 2}, {"a": 2, "b": 5}])).mark_bar().encode(
    x="a:O", y="b:Q"
)"""
BOTH = ("facilitator", "screen")
SEEN = """(all) => all.map((each) => [
  each.alt, each.complete && each.naturalWidth > 0, each.src.slice(0, 5),
  each.getBoundingClientRect().right <= document.documentElement.clientWidth,
])"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook with all of them, in a folder with a space and an umlaut in its name."""
    folder = tmp_path / "Übung 1"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(build_png())
    (folder / "wide.png").write_bytes(build_png(1600, 900))
    (folder / "drawn.svg").write_text(SVG.replace("<rect", f"{SCRIPT}<rect"))
    (folder / "libraries.py").write_text(HELPER)
    pasted = words("![pasted](attachment:a%20b.png)", "participant")
    pixels = base64.b64encode(build_png(900, 300)).decode()
    pasted["attachments"] = {"a b.png": {"image/png": pixels}}
    cells = [
        *list_cells(),
        code("from IPython.display import HTML, SVG, Image\nimport libraries, pandas"),
        pasted,
        words("![beside](wide.png)\n\n<img src='drawn.svg' alt='svg beside'>", "participant"),
        words("![a stranger's](https://example.org/spy.png)", "participant"),
        code("Image('wide.png', alt='of a file')", "participant"),
        code("Image(data=open('wide.png', 'rb').read(), alt='of bytes')", "participant"),
        code('HTML(\'<img src="drawn.svg" alt="in markup">\')', "participant"),
        code("SVG('drawn.svg')", "participant"),
        code(ALTAIR, "participant"),
        code("pandas.DataFrame({'kind': ['a table'], 'n': [3]})", "participant"),
        words("![for the run-sheet](wide.png) ![no](../secret.png)", "facilitator"),
        code("libraries.Drawn()", *BOTH),
        code("pandas.DataFrame({'kind': ['a row', 'another'], 'n': [3, 4]})", *BOTH),
        code(ALTAIR, *BOTH),
        code(f"HTML(\"<p>By hand</p>{SCRIPT}<img alt='by hand' src='wide.png'>\")", *BOTH),
        code("libraries.Scripted()", *BOTH),
    ]
    write_notebook(folder / "pictures.ipynb", cells)
    return folder


def look_at_pictures(page: Page) -> dict[str, list[bool]]:
    """The pictures of a page by their words: drawn, carried by the page, not wider than it."""
    seen = page.locator("img:visible").evaluate_all(SEEN)
    return {alt: [drawn, start == "data:", fits] for alt, drawn, start, fits in seen}


def test_pictures_of_every_kind_are_shown_and_nothing_else_is_fetched_or_run(
    serve: Serve, open_page: OpenPage, tmp_path: Path, folder: Path
) -> None:
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phone = join(open_page, server)
    good = [True, True, True]

    # The phone
    expect(phone.get_by_role("cell", name="a table")).to_be_visible()
    named = ("pasted", "beside", "svg beside", "of a file", "of bytes", "in markup", "")
    assert look_at_pictures(phone) == dict.fromkeys(named, good)
    expect(phone.get_by_text("A picture cannot be shown here.")).to_be_visible()
    expect(phone.get_by_text("a stranger's")).to_be_visible()

    # The dashboard
    assert look_at_pictures(console) == {"for the run-sheet": good}
    for said in (
        "pictures.ipynb, cell 20: The picture '../secret.png' does not lie beside the notebook",
        "pictures.ipynb, cell 25: A plotly figure needs a script",
        "pictures.ipynb, cell 13: The picture 'https://example.org/spy.png' lies on another",
    ):
        expect(console.get_by_text(said).filter(visible=True).first).to_be_visible()

    # The screen, which shows what the facilitator turns to
    press(console, "Open")
    expect(console.get_by_text("4 pictures to turn to")).to_be_visible()
    for number in (1, 2, 3, 4):
        press(console, "Picture after")
        expect(console.get_by_text(f"{number} of 4 · for the room")).to_be_visible()
        for page in (console, screen):
            still = page.locator(f"[data-still^='Picture {number + 1}']")
            expect(still).to_be_visible()
            fills = still.evaluate(
                """(still) => {
                  const stage = still.closest(".stage").getBoundingClientRect();
                  const { top, bottom, height } = still.getBoundingClientRect();
                  return height > stage.height / 2 && top >= stage.top && bottom <= stage.bottom;
                }"""
            )
            assert fills, number
    expect(screen.get_by_text("By hand")).to_be_visible()
    assert look_at_pictures(screen) == {"by hand": good}
    expect(screen.locator(".warning:visible")).to_have_count(0)
    assert "run" not in {page.title() for page in (phone, console, screen)}

    # The report, which holds what the group has said and no picture of a cell
    report = console.context.new_page()
    report.goto(f"{server.origin}/facilitate/{server.code}/report")
    expect(report.get_by_text("Small acts").first).to_be_visible()
    assert look_at_pictures(report) == {}
