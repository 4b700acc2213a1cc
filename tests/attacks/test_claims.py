"""Claiming a sentence: what strangers, colleagues and the server itself learn of whose it is.

Ten phones send a sentence each, with the mark of a key that they keep. The facilitator shows three.
One of them is claimed over a connection that carries no cookie; others are tried with wrong keys.
"""

# Holds kit/server/handlers/claims.py too: the door is asked of a running server.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kit.exercise.claims import hash_key, make_key
from kit.server.handlers.claims import LONGEST
from kit.session.session import Phase
from tests.attacks.room import (
    Window,
    go_on,
    join,
    list_processes,
    open_window,
    search_process,
    serve_probed,
)
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

SHOWN = 3
NAME = "Ada-who-wants-it-so"
THIEF = "Mallory-who-does-not-own-it"
REFUSED = "No sentence that is shown now can be claimed from here."
DEFINITION = """\
import kit
exercise = kit.Exercise(
    "asks",
    prompts=[
        kit.Choice("kind", "Which?", ["one", "other"]),
        kit.Text("ask", "I need", may_be_claimed=True),
    ],
)
room = kit.join(exercise)"""


@dataclass
class Scene:
    """What was played, and what came of it.

    Attributes:
        server: The server, still running.
        keys: Those of the phones; the first three sentences are shown.
        told: What each phone was told of what may be claimed.
        replies: What the server answered, by what was tried.
        heard: How each page shows the name: "console", "screen" and phones.
        before: Where the marks were found in the room's kernel before the close.
        named: Where the name that stands below a sentence was found in a process afterwards.
        objects: The same of a key, a mark or the thief's name.
        data: The database.
    """

    server: Server
    data: Path
    keys: list[str]
    told: list[list[dict[str, Any]]] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    heard: dict[str, bool] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    objects: dict[str, dict[str, list[str]]] = field(default_factory=dict)


def claim(visitor: Visitor, given: object, code: str = "", **headers: str) -> Reply:
    """Send what a page sends, or something like it."""
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    usual = {"Content-Type": "application/json", "Origin": visitor.server.origin}
    path = f"/s/{code or visitor.server.code}/claim"
    return visitor.ask("POST", path, usual | headers, body)


def read_error(reply: Reply) -> str:
    return str(json.loads(reply.text)["error"])


def wait_for_state(window: Window, fits: Any) -> Any:
    """Wait until a widget has been told something; returns its state of then."""

    def look(frame: Any) -> bool:
        return frame["type"] == "msg" and bool(fits(frame["data"].get("state", {})))

    told = next(filter(look, window.line.heard), None) or window.line.hear_until(look)
    return told["data"]["state"]


class Play:
    """The round, from the first letter to the claims."""

    def __init__(self, server: Server, data: Path, probes: Path) -> None:
        self.probes = probes
        self.console = open_window(server, f"/facilitate/{server.code}", key=True)
        self.screen = open_window(server, f"/screen/{server.code}")
        self.phones = [join(server) for _ in range(10)]
        self.scene = Scene(server, data, [make_key() for _ in self.phones])

    def write(self) -> None:
        """Everybody sends a sentence that may be shown, and the mark of its key."""
        go_on(self.console, Phase.PREPARE)
        for place, (phone, key) in enumerate(zip(self.phones, self.scene.keys, strict=True)):
            phone.wait_for(phone.find_prompt("kind"), disabled=False)
            phone.fill("kind", ["one"])
            said = {"value": f"sentence {place}", "share": True, "mark": hash_key(key)}
            phone.say(phone.find_prompt("ask"), {"method": "update", "state": said})
            phone.send()

    def show(self) -> None:
        """The close, three sentences, the reveal."""
        for _ in range(2):  # where it asks first, the second press closes
            go_on(self.console, Phase.OPEN)
        desk = self.console.find(lambda state: state.get("title") == "I need" and "items" in state)
        listed = wait_for_state(self.console, lambda state: state.get("items"))["items"]
        words = [f"sentence {place}" for place in range(SHOWN)]
        ids = [each["id"] for each in listed if each["text"] in words]
        content = {"ids": ids, "shown": True}
        self.console.say(desk, {"method": "custom", "content": content})
        go_on(self.console, Phase.CLOSED)
        for phone in self.phones:
            found = wait_for_state(phone, lambda state: len(state.get("sentences", ())) == SHOWN)
            self.scene.told.append(found["sentences"])

    def claim(self) -> None:
        """Everything that is tried, wrong first."""
        scene, stranger = self.scene, Visitor(self.scene.server)
        own, other, hidden = scene.keys[0], scene.keys[1], scene.keys[SHOWN]
        seated = self.phones[5].visitor
        tries: dict[str, tuple[Visitor, object]] = {
            "no key": (stranger, {"key": make_key(), "name": THIEF}),
            "its mark": (stranger, {"key": hash_key(own), "name": THIEF}),
            "a hidden one": (seated, {"key": hidden, "name": THIEF}),
            "no name": (stranger, {"key": own, "name": " "}),
            "the right key": (stranger, {"key": own, "name": NAME}),
            "once more": (stranger, {"key": own, "name": NAME}),
            "a replay": (stranger, {"key": own, "name": THIEF}),
            "no message": (stranger, b"[" * 2000),
            "a list": (stranger, ["key", "name"]),
            "no end": (stranger, b" " * (LONGEST + 1)),
            "no text": (stranger, {"key": {"a": 1}, "name": ["b"]}),
            "half a letter": (stranger, b'{"key": "\\ud800", "name": "\\ud800 x"}'),
        }
        for name, (visitor, given) in tries.items():
            scene.replies[name] = claim(visitor, given)
        foreign = {"key": other, "name": THIEF}
        scene.replies["elsewhere"] = claim(stranger, foreign, Origin="http://evil.example")
        scene.replies["no session"] = claim(stranger, foreign, "BBBBBB")
        scene.replies["a look"] = stranger.get(f"/s/{scene.server.code}/claim")
        assert stranger.cookies == {}
        for name, window in (("console", self.console), ("screen", self.screen)):
            wait_for_state(window, lambda state: NAME in json.dumps(state))
            scene.heard[name] = True
        for phone in self.phones:
            wait_for_state(phone, lambda state: NAME in json.dumps(state))
        scene.heard["phones"] = True

    def search(self, texts: list[str], kind: str = "") -> dict[str, dict[str, list[str]]]:
        """Where texts stand among the objects of the server's processes of a kind."""
        found = {}
        server, windows = self.scene.server, [self.console, self.screen, *self.phones]
        for pid, name in reversed(list_processes(server).items()):  # the server last
            if name.startswith(kind):
                told = search_process(windows, server, self.probes, pid, texts)
                found[name] = {text: paths for text, paths in told.items() if paths}
        return found

    def run(self) -> Scene:
        """Play it, and ask every process before and after."""
        marks = [hash_key(key) for key in self.scene.keys]
        self.write()
        (room,) = self.search(marks, "room").values()
        self.scene.before = room
        self.show()
        self.claim()
        nowhere = [*self.scene.keys, marks[0], *marks[SHOWN:], THIEF]
        for name, told in self.search([NAME, *nowhere]).items():
            self.scene.objects[name] = {text: told[text] for text in told if text != NAME}
            self.scene.named[name] = {text: told[text] for text in told if text == NAME}
        return self.scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("claims")
    cells = list_cells(DEFINITION)
    cells.insert(7, code('kit.Sentences(room.results, "ask")', "facilitator", "screen"))
    (folder / "workshops").mkdir()
    write_notebook(folder / "workshops" / "asks.ipynb", cells)
    data = folder / "kit.db"
    with serve_probed(folder) as (server, probes):
        play = Play(server, data, probes)
        yield play.run()
        for window in (play.console, play.screen, *play.phones):
            window.close()


def test_the_right_key_puts_the_name_on_every_page(scene: Scene) -> None:
    assert [scene.replies[name].status for name in ("the right key", "once more")] == [200, 200]
    assert scene.heard == {"console": True, "screen": True, "phones": True}


def test_nobody_else_claims_it_and_a_wrong_key_is_told_what_a_hidden_sentence_is(
    scene: Scene,
) -> None:
    for name in ("no key", "its mark", "a hidden one", "half a letter"):
        assert (scene.replies[name].status, read_error(scene.replies[name])) == (422, REFUSED)
    for name in ("no name", "no text"):
        assert "Write the name" in read_error(scene.replies[name])
    assert "stands below this sentence already" in read_error(scene.replies["a replay"])


def test_what_is_no_claim_is_answered_calmly(scene: Scene) -> None:
    names = ("no message", "a list", "no end", "elsewhere", "no session", "a look")
    statuses = [scene.replies[name].status for name in names]
    assert statuses == [400, 400, 413, 403, 404, 405]
    for name in names:
        assert THIEF not in scene.replies[name].text


def test_every_phone_is_told_the_same_so_none_is_known_by_what_comes_down_its_line(
    scene: Scene,
) -> None:
    assert len(scene.told) == 10
    assert all(each == scene.told[0] for each in scene.told)
    marks = {each["mark"] for each in scene.told[0]}
    assert marks == {hash_key(key) for key in scene.keys[:SHOWN]}


def test_no_answer_of_the_door_sets_a_cookie(scene: Scene) -> None:
    assert not any("Set-Cookie" in each.headers for each in scene.replies.values())


def test_after_it_no_object_of_any_process_holds_a_key_or_a_mark_that_led_to_a_seat(
    scene: Scene,
) -> None:
    assert len(scene.before) == 10  # the witness sees: marks come with the sentences
    assert any(scene.named.values())  # and it still does: the name is on every page
    assert {name: found for name, found in scene.objects.items() if found} == {}


def test_the_file_holds_the_name_beside_the_sentence_and_nothing_else_of_it(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.data)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
        tables = [name for name in tables if not name.startswith("sqlite_")]
        holding = [
            (name, row)
            for name in tables
            for row in connection.execute(f'SELECT * FROM "{name}"')
            if NAME in map(str, row)
        ]
    ((table, row),) = holding
    assert (table, "sentence 0" in row) == ("texts", True)
    content = b"".join(path.read_bytes() for path in scene.data.parent.glob("kit.db*"))
    assert not any(key.encode() in content for key in scene.keys)
    assert THIEF.encode() not in content


def test_the_log_has_no_trace_of_it(scene: Scene) -> None:
    log = scene.server.read_log()
    for text in (*scene.keys, *map(hash_key, scene.keys), NAME, THIEF, "/claim"):
        assert text not in log
