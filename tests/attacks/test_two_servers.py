"""A second server on a file is refused with a sentence; a dead one stands in nobody's way."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Visitor

QUIET = ("--host", "127.0.0.1", "--port", "0")
SECONDS = 90


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """What every server of a test is started with."""
    (tmp_path / "workshops").mkdir()
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", tmp_path / "workshops")
    return ["serve", str(tmp_path / "workshops"), "--data", str(tmp_path / "kit.db"), *QUIET]


@pytest.fixture
def serve(tmp_path: Path, given: list[str]) -> Iterator[Callable[[], Server]]:
    servers: list[Server] = []

    def start() -> Server:
        servers.append(Server(*given, log=tmp_path / "log"))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kit", *arguments], capture_output=True, text=True, timeout=SECONDS
    )


def test_the_second_is_refused_and_the_first_goes_on(
    serve: Callable[[], Server], given: list[str]
) -> None:
    first = serve()
    second = run([*given, "--json", "--no-browser"])
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.startswith("kit: kit.db is being served already, by process")
    assert second.stderr.count("\n") == 1
    for word in (str(first.pid), socket.gethostname(), "Ctrl+C", "--data"):
        assert word in second.stderr
    assert Visitor(first).join()["kernel"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_a_server_ends_the_next_one_starts(
    serve: Callable[[], Server], how: signal.Signals
) -> None:
    first = serve()
    first.stop(how)
    assert serve().code == first.code


def test_a_file_of_another_machines_server_is_refused_with_its_cure(
    given: list[str], tmp_path: Path
) -> None:
    lock = tmp_path / "kit.db.lock"
    lock.write_text(json.dumps({"host": "elsewhere", "process": 1, "began": 5.0, "boot": "x"}))
    refused = run([*given, "--json", "--no-browser"])
    assert refused.returncode == 1
    assert "on the machine elsewhere" in refused.stderr
    assert f"delete {lock}" in refused.stderr
    assert not (tmp_path / "kit.db").exists()


def test_an_export_goes_on_beside_a_server_and_a_purge_is_refused(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    code, data = serve().code, ["--data", str(tmp_path / "kit.db")]
    assert run(["export", code, *data, "--json"]).returncode == 0
    half = len(code) // 2
    assert run(["export", code[:half], code[half:], *data, "--json"]).returncode == 0
    refused = run(["purge", code, *data, "--yes"])
    assert refused.returncode == 1
    assert "Stop the server" in refused.stderr
