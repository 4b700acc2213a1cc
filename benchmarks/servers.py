"""The servers that are measured, each in a process of its own and with a folder of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import psutil

from benchmarks.machine import read_cost, read_version
from benchmarks.notebooks import (
    FORM,
    LIVE,
    STOCK_CHART,
    STOCK_FORM,
    Cell,
    number_cells,
    write_notebook,
)
from tests.processes import Server

HERE = Path(__file__).parent
ENVIRONMENTS = HERE / "environments"
READY_SECONDS = 60
END_SECONDS = 30
LOOK_SECONDS = 0.5
CALM_SHARE = 0.2  # of a core: below it a server rests
CALM_LOOKS = 12  # in a row: 5 s after a page has come, the next kernel is started ahead
VISITS = 60  # of one phone, all that are made on one server
PEERS = ("otree", "nicegui", "solara")


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Attributes:
        name: What it is called in tables.
        pid: Its process.
        form: The address of the form.
        chart: The address of a page with a chart; "" where it has none.
    """

    name: str
    pid: int
    form: str
    chart: str = ""


@contextmanager
def serve_kit(
    *, kernels: int = 1, rounds: int = 1, rested: bool = True, form: Sequence[Cell] = FORM
) -> Iterator[Server]:
    """The kit with the form, and behind it the exercise that publishes while it is open.

    It is started as `kit serve` starts it, and handed over once its kernels in waiting wait.

    Args:
        kernels: Room kernels of the session, where this version has that option.
        rounds: How often the form comes, each time as an exercise of its own.
        rested: It has come to rest; otherwise somebody waits for that later.
        form: What is asked, as the exercise "form".
    """
    with tempfile.TemporaryDirectory(prefix="kit-bench-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        for number in range(1, rounds + 1):
            path = folder / "exercises" / f"{number}_form.ipynb"
            write_notebook(path, number_cells(form, number))
        write_notebook(folder / "exercises" / f"{rounds + 1}_live.ipynb", LIVE)
        more = ["--room-kernels", str(kernels)] if kernels > 1 and has_room_kernels() else []
        server = Server(
            "serve",
            str(folder / "exercises"),
            *("--data", str(folder / "kit.db"), "--host", "127.0.0.1", "--port", "0"),
            *more,
            log=folder / "server.log",
            warm=True,
        )
        try:
            if rested:
                wait_until_quiet(server.pid)
            yield server
        finally:
            server.stop()


def wait_until_quiet(pid: int) -> None:
    """Wait until a server has done what it does ahead: its kernels in waiting are there.

    Raises:
        RuntimeError: It does not come to rest.
    """
    until = time.monotonic() + READY_SECONDS
    before, calm = read_cost(pid), 0
    while calm < CALM_LOOKS and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        now = read_cost(pid)
        same = now.processes == before.processes
        busy = (now.seconds - before.seconds) / LOOK_SECONDS
        calm = calm + 1 if same and busy < CALM_SHARE else 0
        before = now
    if calm < CALM_LOOKS:
        msg = "the server does not come to rest"
        raise RuntimeError(msg)


def has_room_kernels() -> bool:
    """Whether `kit serve` can spread a session over several kernels."""
    done = subprocess.run(
        [sys.executable, "-m", "kit", "serve", "--help"], capture_output=True, text=True, check=True
    )
    return "--room-kernels" in done.stdout


@contextmanager
def serve_voila() -> Iterator[Running]:
    """Stock Voilà, as it comes, with the plain notebooks."""
    with tempfile.TemporaryDirectory(prefix="voila-bench-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        write_notebook(folder / "form.ipynb", STOCK_FORM)
        write_notebook(folder / "chart.ipynb", STOCK_CHART)
        port = find_port()
        origin = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "voila", ".", "--no-browser", f"--port={port}"]
        with run(command, folder, f"{origin}/") as pid:
            pages = f"{origin}/voila/render"
            yield Running("stock Voilà", pid, f"{pages}/form.ipynb", f"{pages}/chart.ipynb")


@contextmanager
def serve_peer(name: str, people: int = VISITS) -> Iterator[Running]:
    """One of the others, out of its own environment.

    Args:
        name: Which one.
        people: Seats that are made ahead, where it makes them ahead.
    """
    python = find_python(name)
    with tempfile.TemporaryDirectory(prefix="peer-bench-", ignore_cleanup_errors=True) as place:
        folder = Path(place, "peer")
        folder.mkdir()
        port = find_port()
        origin = f"http://127.0.0.1:{port}"
        title = f"{name} {read_version(python, name)}"
        if name == "solara":
            write_notebook(folder / "form.ipynb", STOCK_FORM)
            command = [str(python), "-m", "solara", "run", "form.ipynb", f"--port={port}"]
            command += ["--host=127.0.0.1", "--no-open", "--production"]
            with run(command, folder, f"{origin}/") as pid:
                yield Running(title, pid, f"{origin}/")
        elif name == "nicegui":
            command = [str(python), str(HERE / "peers" / "nicegui_form.py"), str(port)]
            with run(command, folder, f"{origin}/") as pid:
                yield Running(title, pid, f"{origin}/")
        else:
            shutil.copytree(HERE / "peers" / "otree", folder, dirs_exist_ok=True)
            for wanted in ("_static", "_templates"):
                (folder / wanted).mkdir()
            tool = str(python.with_name("otree"))
            command = [tool, "prodserver1of2", str(port)]
            with run(command, folder, f"{origin}/demo", OTREE_PRODUCTION="1") as pid:
                yield Running(title, pid, add_otree_session(origin, people))


def add_otree_session(origin: str, people: int) -> str:
    """Begin a session with room for everybody.

    Returns:
        The link that takes a seat.
    """
    wanted = {"session_config_name": "form", "num_participants": people}
    request = Request(
        f"{origin}/api/sessions",
        data=json.dumps(wanted).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=READY_SECONDS) as answer:
        return str(json.load(answer)["session_wide_url"])


@contextmanager
def run(command: Sequence[str], folder: Path, address: str, **settings: str) -> Iterator[int]:
    """Run a server until it is not needed any more.

    Args:
        command: What is run.
        folder: Where.
        address: What it answers when it is ready.
        **settings: Variables of its environment.

    Raises:
        RuntimeError: It ended or did not answer in time.
    """
    log = folder.parent / f"{folder.name}.log"
    # Under another environment's Python, this project's own path has nothing to say.
    given = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    given |= settings
    given["PATH"] = os.pathsep.join([str(Path(command[0]).parent), given.get("PATH", "")])
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=given, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        wait_until_ready(process, address, log)
        yield process.pid
    finally:
        end_server(process)
        log.unlink(missing_ok=True)


def end_server(process: subprocess.Popen[bytes]) -> None:
    """End a server and what it has started: oTree leaves a process behind, which goes on asking."""
    children = []
    with contextlib.suppress(psutil.NoSuchProcess):
        children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.terminate()
    _, staying = psutil.wait_procs(children, END_SECONDS)
    for child in staying:
        child.kill()


def wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Ask until it answers.

    Raises:
        RuntimeError: It ended or did not answer in time.
    """
    until = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(address, timeout=5):
                return
        except URLError as error:
            if getattr(error, "code", 0):
                return  # it answers, if only to say no
            time.sleep(0.1)
    msg = f"{address} did not answer:\n{log.read_text('utf-8', 'replace')[-2000:]}"
    raise RuntimeError(msg)


def find_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_python(name: str) -> Path:
    """The Python of an environment of its own."""
    place = ENVIRONMENTS / name
    return place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def list_peers() -> list[str]:
    """Those of the others that are installed; `make bench-peers` installs all of them."""
    return [name for name in PEERS if find_python(name).exists()]


def read_pins(text: str) -> list[str]:
    """The packages of a list of pinned versions, without its comments."""
    return [line for line in text.splitlines() if re.match(r"[\w-]+==", line)]
