"""A stop and a result that is left unseen, tried from outside: hand-made messages, and what stays.

Ten phones write a sentence each. While the session is stopped one of them says over its line what
its page would not let it say. After the close two dashboards hold the result. One of them erases
it, and every process is searched for it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kit.forms.states import UNSENT
from kit.session.session import Phase
from kit.store import open_store
from kit.store.staging import count_submissions
from tests.attacks.room import (
    CLICK,
    Window,
    go_on,
    join,
    list_processes,
    open_window,
    search_process,
    serve_probed,
)
from tests.attacks.test_claims import wait_for_state
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server

DEFINITION = """\
import kit
exercise = kit.Exercise(
    "asks",
    prompts=[
        kit.Choice("kind", "Which?", ["one", "other"]),
        kit.Text("ask", "I need"),
    ],
)
room = kit.join(exercise)"""
SENT = 9
PATIENCE = 60  # seconds until a test gives up


@dataclass
class Scene:
    """What was played, and what came of it.

    Attributes:
        server: The server, still running.
        data: The database.
        sign: What every sentence begins with.
        stopped: How many answers there were before, during and after the hand-made messages.
        before: Where the sentences were found after the close, by process.
        after: Where they were found once the result was left unseen.
        told: What the second dashboard was told when it pressed Reveal afterwards.
    """

    server: Server
    data: Path
    sign: str = field(default_factory=lambda: f"M{secrets.token_hex(6)}")
    stopped: list[int] = field(default_factory=list)
    before: dict[str, list[str]] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)
    told: str = ""


class Play:
    """The round, from the first letter to a result that nobody is shown."""

    def __init__(self, server: Server, data: Path, probes: Path) -> None:
        self.probes = probes
        path = f"/facilitate/{server.code}"
        self.console = open_window(server, path, key=True)
        self.other = open_window(server, path, key=True)
        self.screen = open_window(server, f"/screen/{server.code}")
        self.phones = [join(server) for _ in range(SENT + 1)]
        self.scene = Scene(server, data)

    @property
    def windows(self) -> list[Window]:
        return [self.console, self.other, self.screen, *self.phones]

    def write(self, phone: Window, place: int) -> None:
        phone.fill("kind", ["one"])
        said = {"value": f"{self.scene.sign}-{place}", "share": True}
        phone.say(phone.find_prompt("ask"), {"method": "update", "state": said})

    def count(self) -> None:
        store = open_store(self.scene.data)
        current = store.get_round(self.scene.server.code)
        self.scene.stopped.append(count_submissions(store, current.id))
        store.close()

    def stop(self) -> None:
        """All but one send; the session is stopped, and that one sends all the same."""
        go_on(self.console, Phase.PREPARE)
        *others, last = self.phones
        for place, phone in enumerate(self.phones):
            phone.wait_for(phone.find_prompt("kind"), disabled=False)
            self.write(phone, place)
        for phone in others:
            phone.send()
        self.count()
        self.console.press("Stop for a moment")
        last.wait_for(last.find_prompt("kind"), disabled=True)
        last.send()
        wait_for_state(last, lambda state: state.get("text") == UNSENT)
        last.say(last.find_prompt("kind"), {"method": "update", "state": {"disabled": False}})
        last.send()
        others[0].press("Send", "Change my answer")
        self.write(others[0], 77)
        others[0].press("Send", "Change my answer")
        self.count()
        go_on(self.other, Phase.OPEN)  # a press on Close, as that page may still show it
        self.press_last(self.console)
        last.wait_for(last.find_prompt("kind"), disabled=False)
        last.send()
        self.count()

    def press_last(self, window: Window) -> None:
        """Press the last of the large buttons, which lets the session go on."""
        dock = window.find(lambda state: "kit-dock" in state.get("_dom_classes", ()))
        children = window.page["state"][dock]["state"]["children"]
        comms = [str(each).removeprefix("IPY_MODEL_") for each in children]
        models = window.page["state"]
        large = [
            comm for comm in comms if "kit-next" in models[comm]["state"].get("_dom_classes", ())
        ]
        window.say(large[-1], CLICK)

    def search(self, kind: str = "") -> dict[str, list[str]]:
        """Where the sentences stand among the objects of each process of a kind."""
        found = {}
        for pid, name in reversed(list_processes(self.scene.server).items()):
            if not name.startswith(kind):
                continue
            asked = (self.windows, self.scene.server, self.probes, pid, [self.scene.sign])
            told = search_process(*asked)
            if told[self.scene.sign]:
                found[name] = told[self.scene.sign]
        return found

    def erase(self) -> None:
        """Close it, look, erase it; the other dashboard would reveal it."""
        for _ in range(2):
            go_on(self.console, Phase.OPEN)
        for page in (self.console, self.other):
            wait_for_state(page, lambda state: state.get("items"))
        self.scene.before = self.search("page")
        self.console.press("Erase this result")
        for page in (self.console, self.other):
            page.line.hear_until(
                lambda frame: (
                    frame["type"] == "msg" and frame["data"].get("state", {}).get("items") == []
                )
            )
        go_on(self.other, Phase.CLOSED)
        told = wait_for_state(self.other, lambda state: "left unseen" in state.get("text", ""))
        self.scene.told = told["text"]
        end = time.monotonic() + PATIENCE
        while self.search("server") and time.monotonic() < end:
            time.sleep(0.1)
        self.scene.after = self.search()

    def run(self) -> Scene:
        self.stop()
        self.erase()
        return self.scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("unseen")
    cells = list_cells(DEFINITION)
    cells.insert(7, code('kit.Sentences(room.results, "ask")', "facilitator", "screen"))
    (folder / "workshops").mkdir()
    write_notebook(folder / "workshops" / "asks.ipynb", cells)
    with serve_probed(folder) as (server, probes):
        play = Play(server, folder / "kit.db", probes)
        yield play.run()
        for window in play.windows:
            window.close()


def test_no_message_over_a_phones_line_sends_anything_while_it_is_stopped(scene: Scene) -> None:
    assert scene.stopped == [SENT, SENT, SENT + 1]


def test_whoever_would_reveal_it_afterwards_is_told(scene: Scene) -> None:
    assert "This round has been left unseen already" in scene.told


def test_two_dashboards_held_it_and_no_object_of_any_process_holds_it_any_more(
    scene: Scene,
) -> None:
    assert len([name for name in scene.before if name.startswith("page")]) == 2
    assert scene.after == {}


def test_no_file_and_no_log_holds_it(scene: Scene) -> None:
    sign = scene.sign.encode()
    files = [path for path in scene.data.parent.glob("kit.db*") if sign in path.read_bytes()]
    assert files == []
    assert scene.sign not in scene.server.read_log()
