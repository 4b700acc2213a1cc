"""A trainer's rehearsal: the notebook runs top to bottom in JupyterLab, and lives there."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.people import press

NOTEBOOK, GALLERY = Path("workshops/marble_jar.ipynb"), Path("docs/gallery.ipynb")
SHOWN = ("begin", "scale", "last")  # cells of the gallery: a chart, and cards with a table
# What stands beyond the edge of its picture, where the cell would cut it.
CUT = """() => [...document.querySelectorAll("figure")].flatMap((figure) =>
  [...figure.querySelectorAll("td, th, li, p, svg:not(.kit-staged)")]
    .filter((part) => part.checkVisibility())
    .filter((part) => part.getBoundingClientRect().right > figure.getBoundingClientRect().right + 1)
    .map((part) => part.textContent))"""
READY_TRIES = 300


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab of its own in a folder with a copy of the notebook, and some of the gallery."""
    folder = tmp_path_factory.mktemp("lab")
    work = folder / "work"
    work.mkdir()
    shutil.copy(NOTEBOOK, work)
    gallery = nbformat.read(GALLERY, as_version=4)
    gallery.cells = [cell for cell in gallery.cells if cell.id in SHOWN]
    nbformat.write(gallery, work / GALLERY.name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTER_CONFIG_DIR")
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"),
        *("--ip", "127.0.0.1", "--port", str(port), "--IdentityProvider.token="),
        f"--ServerApp.root_dir={work}",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
    ]
    log = (folder / "lab.log").open("wb")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env={**os.environ, **{place: str(folder / place) for place in places}},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_TRIES):
        assert process.poll() is None, "JupyterLab ended early"
        try:
            urlopen(f"{address}/api").close()
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.2)
        else:
            return
    msg = "JupyterLab did not get ready"
    raise AssertionError(msg)


def test_the_notebook_is_a_live_rehearsal_in_jupyterlab(lab: str, open_page: OpenPage) -> None:
    page = open_page(f"{lab}/lab/tree/{NOTEBOOK.name}?reset", {"width": 1280, "height": 1000})
    expect(page.get_by_role("heading", name="The marble jar").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    press(page, "Open")
    press(page, "Leader has gone first")
    page.get_by_role("checkbox", name="gave credit").check()
    press(page, "Send")
    expect(page.get_by_role("status").filter(has_text="Received")).to_be_visible()
    expect(page.get_by_text("13 of 13 finished")).to_be_visible()
    press(page, "Close")
    press(page, "Reveal")
    expect(page.get_by_text("13 answers").first).to_be_visible()
    expect(page.get_by_role("img", name="of 13").first).to_be_attached()


def test_the_gallery_has_the_phone_and_whole_pictures_beside_each_other(
    lab: str, open_page: OpenPage
) -> None:
    page = open_page(f"{lab}/lab/tree/{GALLERY.name}?reset", {"width": 1280, "height": 4000})
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    for people in (4, 12, 60):
        expect(page.get_by_text(f"{people} people have answered")).to_have_count(2)
    expect(page.get_by_text("Not enough answers to protect you")).to_be_visible()
    expect(page.get_by_role("img", name="of 60").first).to_be_attached()
    expect(page.get_by_role("table", name="What became of our commitments")).to_have_count(3)
    expect(page.get_by_role("columnheader", name="Not told yet").first).to_be_visible()
    phone = page.get_by_role("button", name="Send").bounding_box()
    few = page.get_by_text("Not enough answers to protect you").bounding_box()
    assert phone is not None
    assert few is not None
    assert phone["width"] <= 360
    assert few["x"] > phone["x"] + phone["width"]
    assert page.evaluate(CUT) == []
