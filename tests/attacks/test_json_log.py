"""A whole session with faults, whose log is one object a line and holds nothing that was sent."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kit.session.session import Phase
from tests.attacks.conftest import FAULTY
from tests.attacks.room import Window, go_on, join, open_window
from tests.attacks.strangers import Stranger
from tests.attacks.test_log import MARK, NUMBERS, RAW
from tests.exercises import code, list_cells, write_notebook
from tests.processes import ROOM, Server, find_kernels
from tests.server.visitor import Visitor

KEYS = {"time", "level", "logger", "message"}
MORE = {"fault", "kind", "place", "trace"}
ANSWERS = [f"Quokka{number}Numbat" for number in range(6)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("json-log")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    cells = list_cells()
    cells.insert(5, code(FAULTY, "participant"))
    (folder / "workshops").mkdir()
    write_notebook(folder / "workshops" / "acts.ipynb", cells)
    server = Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", "0", "--log-format", "json", "--drain", "60"),
        log=folder / "server.log",
    )
    yield server
    server.stop()


def knock(server: Server) -> None:
    """Requests that cannot be read, and addresses that nobody has."""
    for request in (*RAW, *NUMBERS.values()):
        with Stranger(server) as stranger:
            host = f"127.0.0.1:{server.links['port']}"
            stranger.tell(request.replace("{host}", host).encode("latin-1"))
            stranger.socket.shutdown(1)
            stranger.hear()
    for path in (f"/join/{MARK}", f"/{MARK}", f"/facilitate?key={MARK}"):
        Visitor(server).get(path)


def answer(phone: Window, words: str) -> None:
    """Answer, and move a slider of the trainer's, whose callback fails."""
    phone.fill("kind", ["other"])
    phone.say(
        phone.find(lambda state: state.get("max_length") == 40),
        {"method": "update", "state": {"value": words}},
    )
    slider = phone.find(lambda state: state.get("description") == "Fails")
    phone.say(slider, {"method": "update", "state": {"value": 7}})
    phone.send()


def read_entries(text: str) -> list[dict[str, Any]]:
    entries = [json.loads(line) for line in text.splitlines()]
    assert all(isinstance(entry, dict) for entry in entries)
    return entries


def test_a_whole_session_leaves_objects_without_a_person_in_them(server: Server) -> None:
    console = open_window(server, f"/facilitate/{server.code}", key=True)
    knock(server)
    go_on(console, Phase.PREPARE)
    phones = [join(server) for _ in ANSWERS]
    for phone, words in zip(phones, ANSWERS, strict=True):
        answer(phone, words)
    for phone in phones:
        phone.close()
    os.kill(find_kernels(server.pid, ROOM)[0], signal.SIGKILL)
    last = Visitor(server)
    last.cookies = dict(phones[0].visitor.cookies)
    while ANSWERS[0] not in str(last.get(f"/s/{server.code}").text):
        pass
    go_on(console, Phase.OPEN)
    go_on(console, Phase.CLOSED)
    assert last.get(f"/s/{server.code}").status == 200
    console.close()
    late = join(server)
    server._process.send_signal(signal.SIGTERM)
    late.line.hear_to_the_end()
    late.close()
    server._process.wait(120)

    text = server.read_log()
    entries = read_entries(text)
    assert all(KEYS <= entry.keys() <= KEYS | MORE for entry in entries)
    assert {entry["level"] for entry in entries} <= {"warning", "error"}
    told = {entry["message"] for entry in entries}
    assert "A room kernel ended; starting it again" in told
    assert any("phones are told to come again" in words for words in told)
    faults = [entry for entry in entries if entry.get("kind") == "ValueError"]
    assert faults
    assert all(entry["place"].startswith("acts.ipynb, cell 6, line 4") for entry in faults)
    key = server.links["facilitator_url"].partition("?key=")[2]
    cookies = [
        value
        for visitor in [console.visitor, late.visitor, *(phone.visitor for phone in phones)]
        for value in visitor.cookies.values()
    ]
    assert len(cookies) == len(ANSWERS) + 2
    secrets = [server.code, key, *cookies, *ANSWERS, MARK, "MARKER-VALUE", "127.0.0.1", "Cookie"]
    assert [secret for secret in secrets if secret in text] == []


def test_what_a_start_has_to_say_is_an_object_too(tmp_path: Path) -> None:
    given = ("serve", str(tmp_path / "none"), "--data", str(tmp_path / "kit.db"))
    with pytest.raises(AssertionError, match="did not get ready"):
        Server(*given, "--log-format", "json", log=tmp_path / "log")
    (entry,) = read_entries((tmp_path / "log").read_text("utf-8"))
    assert entry["level"] == "error"
    assert "There is no folder" in entry["message"]
