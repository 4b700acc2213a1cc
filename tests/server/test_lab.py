"""`kit edit`: JupyterLab and a rehearsal that begin together and end together."""

# Holds kit/commands/edit.py too: it reads options and starts both.

from __future__ import annotations

import json
import os
import signal
import socket
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest

from kit.errors import ServerError
from kit.notebooks.new_folder import plan_folder, write_files
from kit.server.lab import Lab, listens
from tests.processes import Server
from tests.server.visitor import Visitor

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")


def ask(port: int, path: str, token: str = "") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Authorization": f"token {token}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@POSIX
def test_both_are_there_with_the_folder_and_ctrl_c_ends_both(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    write_files(plan_folder(folder, blank="my-topic"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = Server(
            *("edit", str(folder), "--lab-port", str(port), "--participants", "6"),
            *("--host", "127.0.0.1", "--port", "0"),
            log=tmp_path / "log",
        )
    try:
        lab = urlsplit(server.links["lab_url"])
        [token] = parse_qs(lab.query)["token"]
        assert lab.hostname == "127.0.0.1"
        assert lab.port not in (None, port, server.links["port"])
        assert lab.port is not None
        status, listed = ask(lab.port, "/api/contents", token)
        assert status == 200
        names = {each["name"] for each in json.loads(listed)["content"]}
        assert names == {path.name for path in folder.iterdir()}
        assert ask(lab.port, "/api/contents")[0] == 403
        commands = [each.cmdline() for each in psutil.Process(server.pid).children(recursive=True)]
        assert not [each for each in commands if token in " ".join(each)]
        framed = Visitor(server).get("/").headers["Content-Security-Policy"]
        assert framed.endswith(f"frame-ancestors http://127.0.0.1:{lab.port}")
        facilitator = Visitor(server)
        facilitator.get(str(server.links["facilitator_url"]).removeprefix(server.origin))
        assert (
            "Rehearsal with simulated people" in facilitator.get(f"/facilitate/{server.code}").words
        )
    finally:
        children = psutil.Process(server.pid).children(recursive=True)
        os.kill(server.pid, signal.SIGINT)
        _, alive = psutil.wait_procs(children, timeout=60)
        server.stop()
    assert alive == []


def test_a_lab_that_cannot_start_says_why(tmp_path: Path) -> None:
    lab = Lab(tmp_path / "nowhere", tmp_path / "log", 0)
    try:
        with pytest.raises(ServerError, match=r"JupyterLab could not start. It said:\n.*nowhere"):
            lab.wait()
    finally:
        lab.close()


def test_a_port_that_is_taken_but_not_listened_at_is_not_ready() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert not listens(port)
        taken.listen()
        assert listens(port)
