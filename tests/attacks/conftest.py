"""The real servers that are attacked, one for each file, and browsers for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.seats import open_round
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server
from tests.server.conftest import facilitator, folder, server, store, visitor

__all__ = ["facilitator", "folder", "open_server", "server", "store", "visitor"]

FAULTY = """\
from ipywidgets import IntSlider
slider = IntSlider(description="Fails")
def fail(change):
    raise ValueError(f"MARKER-VALUE {change['new']}")
slider.observe(fail, "value")
slider"""


@pytest.fixture(scope="module")
def open_server(folder: Path) -> Iterator[Server]:
    """A round that is open, with a form, and a slider of the trainer's whose callback fails."""
    cells = list_cells()
    cells.insert(5, code(FAULTY, "participant"))
    (folder / "workshops").mkdir()
    write_notebook(folder / "workshops" / "acts.ipynb", cells)
    data = ("--data", str(folder / "kit.db"))
    address = ("--host", "127.0.0.1", "--port", "0")
    server = Server("serve", str(folder / "workshops"), *data, *address, log=folder / "server.log")
    open_round(server)
    yield server
    server.stop()
