"""`kit edit` as a trainer sees it: JupyterLab with the pages in it, and a picture dragged in."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from kit.notebooks.new_folder import plan_folder, write_files
from tests.browser.conftest import OpenPage, Serve

SIZE = {"width": 1600, "height": 1400}
QUESTION, OWN = "What would help most here?", "What would help us through the winter?"
PLACES = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTER_CONFIG_DIR")
PICTURE = Path("docs/pictures/phone.jpg")
# What a browser does when somebody lets go of a file over a part of the page.
DROP = """(part, [name, data]) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
  part.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
}"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as `kit new` makes it, with a preview at the end of its notebook."""
    for place in PLACES:
        monkeypatch.setenv(place, str(tmp_path / place))
    folder = tmp_path / "ours"
    write_files(plan_folder(folder, blank="my-topic"))
    path = folder / "my_topic.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("room.preview()"))
    nbformat.write(notebook, path)
    return folder


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def edit(page: Page, words: str) -> None:
    """Open a cell of text for writing, and go to its end."""
    page.locator(".jp-MarkdownCell .jp-RenderedMarkdown").get_by_text(words).dblclick()
    page.keyboard.press("Control+End")


def replace_line(page: Page, old: str, new: str) -> None:
    """Write a line of code anew."""
    page.locator(".jp-CodeCell .cm-line").filter(has_text=old).click(click_count=3)
    page.keyboard.insert_text(new)


def frame(page: Page, name: str) -> FrameLocator:
    return page.frame_locator(f"iframe[title={name}]")


def test_a_preview_shows_the_pages_and_what_is_saved_comes_to_them(
    serve: Serve, open_page: OpenPage, folder: Path
) -> None:
    server = serve("edit", str(folder), "--lab-port", "0", "--participants", "6")
    lab = urlsplit(str(server.links["lab_url"]))
    page = open_page(lab._replace(path="/lab/tree/my_topic.ipynb").geturl(), SIZE)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    run_all(page)
    phone, dashboard, screen = (frame(page, name) for name in ("Phone", "Dashboard", "Screen"))
    expect(page.get_by_text("my_topic.ipynb as it is saved.")).to_be_visible(timeout=60_000)
    expect(screen.get_by_text(server.code).first).to_be_visible()
    expect(dashboard.get_by_role("button", name="Open", exact=True)).to_be_visible()
    phone.get_by_role("button", name="Join", exact=True).click()
    expect(phone.get_by_text(QUESTION)).to_be_visible()

    edit(page, "What happens afterwards")
    cell = page.locator(".jp-MarkdownCell.jp-mod-active .cm-content")
    cell.evaluate(DROP, [PICTURE.name, b64encode(PICTURE.read_bytes()).decode()])
    expect(cell).to_contain_text(f"![{PICTURE.name}](attachment:")
    page.keyboard.press("Control+s")
    picture = phone.get_by_role("img", name=PICTURE.name)
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    replace_line(page, QUESTION, f'            "{OWN}",\n')
    expect(page.get_by_text(OWN)).to_be_visible()
    page.keyboard.press("Control+s")
    expect(phone.get_by_text(OWN)).to_be_visible()
    expect(phone.get_by_text(QUESTION)).to_have_count(0)
