"""What becomes of rooms on a real server when notebooks misbehave, and when sessions end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kit.server.kernels.news import AGAIN
from kit.session.session import Phase
from kit.store import Store, open_store
from tests.exercises import code, list_cells, write_notebook
from tests.processes import ROOM, Server, find_kernels
from tests.server.visitor import Line, Visitor

# A search that never ends, and lets no other thread of its process run.
STUCK = "import re\nre.match('(a|a)+$', 'a' * 64 + 'b')"
TRAPS = f"""\
from ipywidgets import Button, VBox
def stick(_button):
    {STUCK.replace(chr(10), chr(10) + "    ")}
def fail(_button):
    raise ValueError("MARKER")
stuck, failed = Button(description="Stick"), Button(description="Fail")
stuck.on_click(stick)
failed.on_click(fail)
VBox([stuck, failed])"""
# What a cell shows comes long after word that it has run, as on a machine that is busy.
LATE = """\
from IPython.display import HTML, display
thread, held = get_ipython().kernel.iopub_thread, []
send, thread._really_send = thread._really_send, lambda *given, **named: held.append((given, named))
def release():
    thread._really_send = send
    for given, named in held:
        send(*given, **named)
thread.schedule(lambda: thread.io_loop.call_later(6, release))
display(HTML("CAME LATE"))"""
AGENDA = ["a_traps.ipynb", "b_stuck.ipynb", "c_fine.ipynb"]
LONGEST = 30  # seconds for what happens in a process of its own


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults")
    broken = code("kit.Bars(room.results, 'kin')", "facilitator", "screen")
    left_out = code("print('LEFT OUT')", "facilitator", "screen")
    fine = [*list_cells(), broken, left_out]
    traps = [*list_cells(), code(TRAPS, "participant"), code(LATE, "screen")]
    cells = traps, [*list_cells(), code(STUCK)], fine
    for name, each in zip(AGENDA, cells, strict=True):
        write_notebook(folder / name, each)
    return folder


def serve(folder: Path, data: Path) -> Server:
    options = ("--host", "127.0.0.1", "--port", "0", "--room-patience", "2")
    return Server("serve", str(folder), "--data", str(data), *options, log=data.with_suffix(".log"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = serve(folder, folder / "kit.db")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def store(server: Server, folder: Path) -> Iterator[Store]:
    with closing(open_store(folder / "kit.db")) as store:
        yield store


def take_seat(server: Server, session: str) -> tuple[Visitor, dict[str, Any]]:
    visitor = Visitor(server)
    assert visitor.post(f"/join/{session}").status == 303
    return visitor, visitor.get(f"/s/{session}").page


def open_seat(visitor: Visitor, session: str, page: dict[str, Any]) -> Line:
    line = visitor.open_line(f"/s/{session}/live?kernel={page['kernel']}&seq={page['seq']}")
    line.hear_until(lambda frame: frame["type"] in ("hello", "page"))
    return line


def press(line: Line, page: dict[str, Any], words: str) -> None:
    button = next(
        key for key, model in page["state"].items() if model["state"].get("description") == words
    )
    click = {"method": "custom", "content": {"event": "click"}}
    line.tell({"id": 1, "comm": button, "data": click})


def begin_session(store: Store, name: str) -> str:
    session = store.add_session("Team", AGENDA).code
    store.add_round(session, name)
    return session


def open_console(server: Server) -> Visitor:
    facilitator = Visitor(server)
    key = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(key).status == 303
    return facilitator


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for another process, on which there is nothing to wait."""
    deadline = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def run_ps(*arguments: str) -> str:
    return subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False).stdout


def is_alive(pid: int) -> bool:
    state = run_ps("-o", "stat=", "-p", str(pid)).strip()
    return bool(state) and not state.startswith("Z")


def test_a_fault_in_a_callback_reaches_the_servers_log_by_its_place_alone(server: Server) -> None:
    visitor, page = take_seat(server, server.code)
    with open_seat(visitor, server.code, page) as line:
        press(line, page, "Fail")
        line.hear_until(lambda frame: frame == {"type": "idle", "id": 1})
    wait_until(lambda: "ValueError in a_traps.ipynb, cell 10, line 6" in server.read_log())
    assert "MARKER" not in server.read_log()


def test_a_cell_that_fails_costs_its_page_the_cells_behind_it_and_no_more(
    server: Server, store: Store
) -> None:
    session, console = begin_session(store, AGENDA[2]), open_console(server)
    dashboard, screen = (console.get(f"/{door}/{session}") for door in ("facilitate", "screen"))
    fault = "exercise 'small-acts': 'kin' is not a prompt. Did you mean 'kind'?"
    assert f" {fault}" in dashboard.words.partition("Setting the room up.")[2]
    assert "DefinitionError" not in dashboard.words
    assert "The facilitator's page says why" in screen.words
    assert "is not a prompt" not in screen.text
    for page in (dashboard, screen):
        assert "LEFT OUT" not in page.text
        kinds = {str(each["state"].get("_anywidget_id")) for each in page.page["state"].values()}
        assert {"kit.widgets.live_chart.LiveChart", "kit.widgets.page_link.PageLink"} <= kinds


def test_what_a_cell_shows_is_on_its_page_however_late_it_comes(server: Server) -> None:
    assert "CAME LATE" in open_console(server).get(f"/screen/{server.code}").text


def hear_news(dashboard: Line) -> str:
    return str(dashboard.hear_until(lambda told: told["type"] == "news")["words"])


def test_the_facilitators_page_hears_that_the_exercise_does_not_answer_and_that_it_is_back(
    server: Server,
) -> None:
    console = open_console(server)
    visitor, page = take_seat(server, server.code)
    with (
        console.open_page_line(f"/facilitate/{server.code}") as dashboard,
        open_seat(visitor, server.code, page) as line,
    ):
        press(line, page, "Stick")
        assert line.hear_to_the_end() == AGAIN
        said: list[str] = []
        while not said or said[-1] != AGAIN:
            said.append(hear_news(dashboard))
        assert any(re.fullmatch(r"The exercise does not answer.* in \d seconds\.", x) for x in said)
        while said[-1]:
            said.append(hear_news(dashboard))
    with open_seat(visitor, server.code, page) as line:
        assert line.heard[0]["type"] == "page"


def test_an_exercise_that_never_gets_ready_is_left_behind_from_the_facilitators_page(
    server: Server, store: Store
) -> None:
    session, console = begin_session(store, AGENDA[1]), open_console(server)
    assert Visitor(server).get(f"/join/{session}").status == 503
    told = console.get(f"/facilitate/{session}")
    assert told.status == 503
    assert told.words.count("b_stuck.ipynb") == 1
    assert "Next exercise" in told.words
    health = Visitor(server).get("/healthz")
    assert (health.status, json.loads(health.text)["status"]) == (503, "fault")
    assert Visitor(server).ask("HEAD", "/healthz", {}).status == 503
    assert Visitor(server).get("/readyz").status == 200
    screen = Visitor(server).get(f"/screen/{session}")
    assert (screen.status, screen.headers["Refresh"]) == (503, "15")
    assert "It comes by itself." in screen.words
    stranger = Visitor(server).post(f"/facilitate/{session}", {"skip": "1"})
    assert stranger.status == 403
    round_id = str(store.get_round(session).id)
    assert console.post(f"/facilitate/{session}", {"skip": round_id}).status == 303
    assert console.post(f"/facilitate/{session}", {"skip": round_id}).status == 303
    assert store.get_round(session).notebook == AGENDA[2]
    assert take_seat(server, session)[1]["title"] == "Small acts"
    assert console.get(f"/facilitate/{session}").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only a kernel that runs can notice")
def test_a_kernel_that_hangs_ends_with_a_server_that_is_killed(
    folder: Path, tmp_path: Path
) -> None:
    server = serve(folder, tmp_path / "kit.db")
    try:
        visitor, page = take_seat(server, server.code)
        (kernel,) = find_kernels(server.pid, ROOM)
        with open_seat(visitor, server.code, page) as line:
            press(line, page, "Stick")
            os.kill(server.pid, signal.SIGKILL)
            line.hear_to_the_end()
    finally:
        server.stop(signal.SIGKILL)
    wait_until(lambda: not is_alive(kernel))


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
def test_a_session_goes_on_after_a_restart_in_an_exercise_that_cannot_be_played(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "kit.db"
    with closing(open_store(data)) as store:
        code = store.add_session("Team", AGENDA).code
        first = store.add_round(code, AGENDA[0])
        store.set_phase(first.id, Phase.REVEALED, expected=Phase.PREPARE)
        store.finish_round(first.id, AGENDA[1])
    server = serve(folder, data)
    try:
        assert server.code == code
        assert "b_stuck.ipynb" in open_console(server).get(f"/facilitate/{code}").words
    finally:
        server.stop()
