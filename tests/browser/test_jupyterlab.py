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

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.people import press

NOTEBOOK = Path("workshops/marble_jar.ipynb")
READY_TRIES = 300


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A JupyterLab of its own in an empty folder with a copy of the notebook."""
    work = tmp_path / "work"
    work.mkdir()
    shutil.copy(NOTEBOOK, work)
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
    log = (tmp_path / "lab.log").open("wb")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env={**os.environ, **{place: str(tmp_path / place) for place in places}},
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
