"""`make watch`, on a copy of the sources: what is changed is served, and what is wrong is told."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is forked on Linux")
PATIENCE = 90
TEMPLATE = Path("kit", "server", "templates", "base.html")
SHEET = Path("kit", "server", "assets", "site.css")
WIDGET = Path("kit", "widgets", "note.js")
MISTAKES = (
    (Path("kit", "server", "run.py"), "def run_server(", "def run_server((", "run.py, line"),
    (Path("kit", "console", "timer.py"), "class ", "klass ", "timer.py, line"),
    (Path("kit", "forms", "form.html"), "{% macro", "{% macroo", "form.html, line"),
    (Path("kit", "server", "run.py"), "import json", "import json_that_is_not", "ModuleNotFound"),
)


class Watched:
    """A copy of the sources, watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns("node_modules", "__pycache__")
        for name in ("kit", "workshops", "data"):
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
        os.symlink(ROOT / "kit/client/node_modules", folder / "kit/client/node_modules")
        shutil.copy(ROOT / "watch.py", folder)
        self.log = folder / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        with self.log.open("w") as errors:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "watch.py", "--port", port, "--host", "127.0.0.1"),
                    *("--json", "--no-browser"),
                ],
                cwd=folder,
                env={key: each for key, each in os.environ.items() if key != "PYTHONPATH"},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log.read_text()
        self.links: dict[str, Any] = json.loads(line)

    def read(self, path: str = "/") -> str:
        """A page, or "" while nobody serves it."""
        try:
            connection = HTTPConnection("127.0.0.1", self.links["port"], timeout=PATIENCE)
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except OSError:
            return ""

    def change(self, path: Path, old: str, new: str) -> None:
        """Change a file."""
        text = (self.folder / path).read_text()
        assert old in text
        (self.folder / path).write_text(text.replace(old, new, 1))

    def wait_for_words(self, words: str) -> None:
        """Wait for something in the terminal."""
        self.wait_for(lambda: words in self.log.read_text())

    def wait_for(self, true: Callable[[], Any]) -> None:
        """Wait for what the next server does."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    watched = Watched(tmp_path_factory.mktemp("sources"))
    yield watched
    watched.process.kill()
    watched.process.wait()


def test_a_changed_template_is_on_the_next_page_under_the_same_key(watched: Watched) -> None:
    watched.change(TEMPLATE, "<head>", '<head data-changed="1">')
    watched.wait_for(lambda: 'data-changed="1"' in watched.read())
    key = str(watched.links["facilitator_url"]).partition("?")[2]
    page = watched.read(f"/facilitate/{watched.links['code']}?{key}")
    assert "does not open" not in page


def test_a_changed_sheet_is_built_and_pages_ask_for_it(watched: Watched) -> None:
    watched.change(SHEET, "body", ":root { --kit-changed: 1 } body")

    def is_served() -> bool:
        found = re.search(r'href="(/sheets/[^"]+)"', watched.read())
        return bool(found) and "--kit-changed" in watched.read(found[1] if found else "")

    watched.wait_for(is_served)


def test_what_cannot_be_built_or_started_is_told_and_the_server_goes_on(watched: Watched) -> None:
    watched.change(WIDGET, "export", "export export")
    watched.wait_for(lambda: "note.js" in watched.log.read_text().partition("ERROR")[2])
    watched.change(WIDGET, "export export", "export")
    for path, right, wrong, told in MISTAKES:
        watched.change(path, right, wrong)
        watched.wait_for_words(told)
        assert "<!doctype html>" in watched.read()
        watched.change(path, wrong, right)
    watched.change(TEMPLATE, 'data-changed="1"', 'data-changed="2"')
    watched.wait_for(lambda: 'data-changed="2"' in watched.read())


def test_it_ends_with_all_that_it_has_started(watched: Watched) -> None:
    below = psutil.Process(watched.process.pid).children(recursive=True)
    assert below
    watched.process.terminate()
    assert watched.process.wait(PATIENCE) == 0
    _, left = psutil.wait_procs(below, PATIENCE)
    assert left == []
