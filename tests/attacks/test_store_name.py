"""A trainer's cell looks for the store: in its history, its environment, the commands around it."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server
from tests.server.visitor import Visitor

LOOK = """\
import os, psutil
from ipywidgets import HTML
own = psutil.Process()
around = [own, *own.parents()[:-1], *own.children()]
looked = [get_ipython().history_manager.input_hist_raw, dict(os.environ), dir()]
looked += [each.cmdline() for each in around if "serve" not in each.cmdline()]
if "kit.room.fork_server" in " ".join(sum((each.cmdline() for each in around), [])):
    looked += [open("/proc/self/environ", errors="replace").read()]
HTML("LOOKED " + repr(looked).replace("<", ""))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("looking")
    (folder / "played").mkdir()
    cells = [*list_cells(), code(LOOK, "participant"), code(LOOK, "facilitator")]
    write_notebook(folder / "played" / "looks.ipynb", cells)
    data = ("--data", str(folder / "the-store.db"), "--host", "127.0.0.1", "--port", "0")
    server = Server("serve", str(folder / "played"), *data, log=folder / "server.log", wiped=True)
    yield server
    server.stop()


def test_no_cell_meets_the_name_of_the_store(server: Server) -> None:
    facilitator = Visitor(server)
    path = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(path).status == 303
    dashboard = facilitator.get(f"/facilitate/{server.code}").text
    phone = str(Visitor(server).join())
    for page in (dashboard, phone):
        assert "LOOKED" in page
        assert "HOME" in page  # it has seen the environment
        assert "the-store" not in page


def test_no_child_of_the_server_has_the_store_in_its_command(server: Server) -> None:
    Visitor(server).join()
    children = psutil.Process(server.pid).children(recursive=True)
    assert children
    for child in children:
        assert "the-store" not in " ".join(child.cmdline())
