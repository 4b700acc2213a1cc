"""A command of ours is run to its end: split off where that is possible, else as a program."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from kit.server.kernels import fork_server
from kit.server.kernels.fork_server import MODULE, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has handles to fork by")

RUN = [sys.executable, "-m", "timeit", "-n", "1", "-r", "1", "-s", "import os"]  # runs a statement
TELL = """\
import json, psutil
own = psutil.Process()
told = {"command": own.cmdline(), "env": dict(os.environ), "parent": own.parent().cmdline(),
  "quiet": [os.readlink(f"/proc/self/fd/{each}") for each in range(3)]}
with open(os.environ["WHERE"], "w") as file: json.dump(told, file)
"""


@pytest.fixture(params=["forked", "program"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How commands are run: where the system has no handles for processes, as programs."""
    if request.param == "program":
        monkeypatch.setattr(fork_server, "_servers", [])
        monkeypatch.delattr(os, "pidfd_open")
    return str(request.param)


def ask(tmp_path: Path) -> tuple[bool, dict[str, Any]]:
    where = tmp_path / "said.json"
    env = {"WHERE": str(where), "PATH": os.environ["PATH"]}
    done = run([*RUN, TELL], env, tmp_path / "told", 120)
    return done, json.loads(where.read_text())


def test_it_is_what_its_command_says_and_says_nothing(way: str, tmp_path: Path) -> None:
    done, said = ask(tmp_path)
    assert done
    assert " ".join(said["command"]).startswith(" ".join(RUN))
    assert (said["env"]["WHERE"], said["quiet"]) == (str(tmp_path / "said.json"), ["/dev/null"] * 3)
    assert "HOME" not in said["env"]
    assert (MODULE in said["parent"]) == (way == "forked")


@pytest.mark.parametrize("statement", ["1 / 0", "os.abort()", "raise SystemExit(3)"])
@pytest.mark.usefixtures("way")
def test_what_goes_wrong_is_told(statement: str, tmp_path: Path) -> None:
    assert not run([*RUN, statement], os.environ, tmp_path / "told", 120)


@pytest.mark.usefixtures("way")
def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    word = f"never {tmp_path.name}"  # by which it could be found
    assert not run([*RUN, "import time; time.sleep(600)", word], os.environ, tmp_path / "told", 1)
    running = [each.info["cmdline"] or [] for each in psutil.process_iter(["cmdline"])]
    assert not any(word in command for command in running)


@pytest.mark.usefixtures("way")
def test_what_is_not_there_cannot_be_run(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kit.that_is_not_there"]
    assert not run(command, os.environ, tmp_path / "told", 120)
