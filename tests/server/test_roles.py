"""What a participant's browser, or a stranger's, must not reach."""

from __future__ import annotations

import json
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPClientError
from tornado.web import create_signed_value

from kit.notebook import get_tags, load_notebook
from kit.server.kernels import MAX_SCREENS, TOLD
from tests.processes import Server
from tests.server.conftest import WORKSHOPS
from tests.server.visitor import Visitor

TODAYS_FORMAT = "v1.kernel.websocket.jupyter.org"
NOBODYS_KERNEL = "01234567-89ab-cdef-0123-456789abcdef"

CLOSED = [
    # Jupyter's and Voilà's own pages and interfaces
    "/api",
    "/api/contents",
    "/api/contents/marble_jar.ipynb",
    "/api/kernels",
    "/api/kernelspecs",
    "/api/sessions",
    "/api/status",
    "/api/terminals",
    f"/api/kernels/{NOBODYS_KERNEL}",
    f"/api/kernels/{NOBODYS_KERNEL}/channels",
    f"/api/kernels/{NOBODYS_KERNEL}/restart",
    "/files/marble_jar.ipynb",
    f"/pulse/{NOBODYS_KERNEL}",
    "/lab",
    "/login",
    "/logout",
    "/metrics",
    "/nbconvert/html/marble_jar.ipynb",
    "/notebooks/marble_jar.ipynb",
    "/tree",
    "/voila",
    "/voila/api/contents",
    "/voila/api/shutdown/" + NOBODYS_KERNEL,
    "/voila/execution/" + NOBODYS_KERNEL,
    "/voila/files/marble_jar.ipynb",
    "/voila/query/" + NOBODYS_KERNEL,
    "/voila/render/marble_jar.ipynb",
    "/voila/templates/lab/static/voila.js",
    "/voila/tree",
    # files beside the ones that are served
    "/marble_jar.ipynb",
    "/workshops/marble_jar.ipynb",
    "/kit.db",
    "/kit.db.secret",
    "/static/",
    "/static/.built-from",
    "/static/../run.py",
    "/static/%2e%2e/run.py",
    "/static/..%2frun.py",
    "/static/..%5crun.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/%00",
    "/static/page.js%00.css",
    "/sheets/nothing-0.css",
    "/sheets/..%2f..%2fvoila-0.css",
    "/voila/static/",
    "/voila/static/../../../conf.json",
    "/voila/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/voila/static/%2fetc%2fpasswd",
    "/voila/labextensions/",
    "/voila/labextensions/anywidget/package.json",
    "/voila/labextensions/anywidget/static/..%2fpackage.json",
    "/voila/labextensions/anywidget/static/../package.json",
    "/voila/labextensions/..%2f..%2f..%2f..%2fetc%2fpasswd",
]


class PageLine:
    """A line to a page's kernel, in the format that Voilà's front end speaks."""

    def __init__(self, visitor: Visitor, kernel: str) -> None:
        path = f"/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        self.line = visitor.open_line(path, protocols=[TODAYS_FORMAT])

    def __enter__(self) -> PageLine:
        return self

    def __exit__(self, *ending: object) -> None:
        self.line.__exit__(*ending)

    def ask(self, kind: str, content: dict[str, Any], channel: str = "shell") -> str:
        """Send a message to the kernel; gives its id."""
        header = build_header(kind)
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        self.line.tell(serialize_msg_to_ws_v1(parts, channel))
        return str(header["msg_id"])

    def wait_for_answer(self) -> list[dict[str, Any]]:
        """Ask the kernel something harmless; everything it said up to its answer and before."""
        number = self.ask("kernel_info_request", {})
        self.line.hear_until(lambda frame: is_answer(read(frame), number))
        return [read(frame) for frame in self.line.catch_up()]


def build_header(kind: str) -> dict[str, str]:
    return {
        "msg_id": uuid.uuid4().hex,
        "username": "",
        "session": uuid.uuid4().hex,
        "msg_type": kind,
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }


def read(frame: bytes) -> dict[str, Any]:
    channel, parts = deserialize_msg_from_ws_v1(frame)
    header, parent, _metadata, content = (json.loads(part) for part in parts[:4])
    return {"channel": channel, "header": header, "parent": parent, "content": content}


def is_answer(message: dict[str, Any], number: str) -> bool:
    kind = message["header"]["msg_type"]
    return kind == "kernel_info_reply" and message["parent"].get("msg_id") == number


def find_kernel(text: str) -> str:
    found = re.search(r'"kernelId": "([\w-]+)"', text)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def dashboard(facilitator: Visitor, server: Server) -> str:
    """The facilitator's page."""
    reply = facilitator.get(f"/facilitate/{server.code}")
    assert reply.status == 200
    return reply.text


@pytest.fixture(scope="module")
def screen(server: Server) -> str:
    """The screen's page, opened by a stranger who knows the code."""
    reply = Visitor(server).get(f"/screen/{server.code}")
    assert reply.status == 200
    return reply.text


@pytest.fixture(scope="module")
def participant(server: Server) -> Visitor:
    """A browser that has taken a seat."""
    participant = Visitor(server)
    participant.join()
    return participant


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_else_is_served_to_anybody(
    facilitator: Visitor, participant: Visitor, path: str
) -> None:
    for somebody in (facilitator, participant):
        for method in ("GET", "POST", "PUT", "DELETE"):
            reply = somebody.ask(method, path, {})
            assert reply.status in (404, 405), method
            assert "root:" not in reply.text
            assert "Traceback" not in reply.text
            assert "Server" not in reply.headers
            assert "Set-Cookie" not in reply.headers


def test_a_seat_opens_no_page_of_the_facilitators(participant: Visitor, server: Server) -> None:
    for path in ("/facilitate", f"/facilitate/{server.code}"):
        reply = participant.get(path)
        assert reply.status == 403
        assert "This page opens with the key" in reply.words


def test_a_seats_cookie_cannot_be_turned_into_the_facilitators(
    participant: Visitor, visitor: Visitor, server: Server, folder: Path
) -> None:
    secret = (folder / "kit.db.secret").read_bytes()
    name, seat = next(iter(participant.cookies.items()))
    long_ago = time.time() - 3 * 24 * 3600
    for forgery in (
        seat,
        "1",
        create_signed_value(b"x" * 32, "facilitator", "1").decode(),
        create_signed_value(secret, name, "1").decode(),
        create_signed_value(secret, "facilitator", "0").decode(),
        create_signed_value(secret, "facilitator", "1", clock=lambda: long_ago).decode(),
    ):
        visitor.cookies = {"facilitator": forgery}
        assert visitor.get(f"/facilitate/{server.code}").status == 403


def test_the_dashboards_kernel_is_there_for_the_facilitator_alone(
    facilitator: Visitor, participant: Visitor, dashboard: str
) -> None:
    kernel = find_kernel(dashboard)
    assert facilitator.get(f"/api/kernels/{kernel}").status == 200
    assert participant.get(f"/api/kernels/{kernel}").status == 404
    with pytest.raises(HTTPClientError, match="404"):
        PageLine(participant, kernel)
    with pytest.raises(HTTPClientError, match="404"):
        participant.open_line(f"/pulse/{kernel}")
    with PageLine(facilitator, kernel) as line:
        assert line.wait_for_answer()


def test_another_site_opens_no_line_to_a_kernel(
    facilitator: Visitor, participant: Visitor, server: Server, dashboard: str, screen: str
) -> None:
    seat = f"/s/{server.code}/live"
    kernels = [find_kernel(page) for page in (dashboard, screen)]
    lines = [f"/api/kernels/{kernel}/channels" for kernel in kernels]
    pulses = [f"/pulse/{kernel}" for kernel in kernels]
    for path in (*lines, *pulses, seat):
        somebody = participant if path == seat else facilitator
        for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
            with pytest.raises(HTTPClientError, match=r"40[34]"):
                somebody.open_line(path, Origin=origin)


def test_nobody_can_end_restart_or_interrupt_a_kernel(
    facilitator: Visitor, visitor: Visitor, dashboard: str, screen: str
) -> None:
    for somebody, page in ((facilitator, dashboard), (visitor, screen)):
        kernel = find_kernel(page)
        for method, path in (
            ("DELETE", f"/api/kernels/{kernel}"),
            ("POST", f"/api/kernels/{kernel}"),
            ("POST", f"/api/kernels/{kernel}/restart"),
            ("POST", f"/api/kernels/{kernel}/interrupt"),
            ("POST", f"/voila/api/shutdown/{kernel}"),
        ):
            assert somebody.ask(method, path, {}).status in (404, 405)
        with PageLine(somebody, kernel) as line:
            for channel in ("shell", "control"):
                line.ask("shutdown_request", {"restart": False}, channel)
                line.ask("interrupt_request", {}, channel)
            assert line.wait_for_answer()
        assert somebody.get(f"/api/kernels/{kernel}").status == 200


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_the_screens_line_runs_no_code(
    visitor: Visitor, screen: str, tmp_path: Path, channel: str
) -> None:
    mark = tmp_path / "mark"
    code = f"open({str(mark)!r}, 'w')"
    with PageLine(visitor, find_kernel(screen)) as line:
        asked = {
            line.ask("execute_request", {"code": code, "silent": False}, channel),
            line.ask("complete_request", {"code": "op", "cursor_pos": 2}, channel),
            line.ask("inspect_request", {"code": "open", "cursor_pos": 4}, channel),
            line.ask("is_complete_request", {"code": "1"}, channel),
            line.ask("history_request", {"hist_access_type": "tail", "n": 9}, channel),
            line.ask("debug_request", {"command": "evaluate"}, channel),
            line.ask("create_subshell_request", {}, channel),
            line.ask("input_reply", {"value": code}, channel),
        }
        answers = line.wait_for_answer()
    assert not [each for each in answers if each["parent"].get("msg_id") in asked]
    assert not mark.exists()


def test_the_screens_line_reaches_the_screens_own_widgets_and_nothing_of_ours(
    visitor: Visitor, screen: str
) -> None:
    with PageLine(visitor, find_kernel(screen)) as line:
        for target in ("kit.room", "kit", "nothing"):
            content = {"comm_id": uuid.uuid4().hex, "target_name": target, "data": {}}
            line.ask("comm_open", content)
            data = {"id": 1, "call": "seat", "with": {"handle": "h", "token": "t"}}
            line.ask("comm_msg", {"comm_id": content["comm_id"], "data": data})
        line.ask("comm_info_request", {})
        answers = line.wait_for_answer()
    kinds = [each["header"]["msg_type"] for each in answers]
    assert kinds.count("comm_close") == 3
    assert set(kinds) <= TOLD
    info = next(each for each in answers if each["header"]["msg_type"] == "comm_info_reply")
    targets = {comm["target_name"] for comm in info["content"]["comms"].values()}
    assert targets == {"jupyter.widget"}


def test_a_page_is_told_neither_the_source_of_a_cell_nor_what_its_kernel_logs(
    server: Server,
) -> None:
    """A page knows its kernel before the kernel has run anything: listen from then on."""
    heard = listen_from_the_start(server)
    kinds = {message["header"]["msg_type"] for message in heard}
    assert "comm_open" in kinds
    assert kinds <= TOLD
    text = json.dumps(heard)
    assert "enter_place" not in text
    assert "kit.Exercise(" not in text
    assert "Traceback" not in text


def listen_from_the_start(server: Server) -> list[dict[str, Any]]:
    connection = HTTPConnection("127.0.0.1", server.links["port"], timeout=30)
    connection.request("GET", f"/screen/{server.code}")
    page, text = connection.getresponse(), ""
    while '"kernelId"' not in text:
        text += page.read1().decode()
    with PageLine(Visitor(server), find_kernel(text)) as line:
        page.read()
        connection.close()
        line.ask("comm_msg", {"comm_id": "nobody's", "data": {}})  # the kernel complains in its log
        return line.wait_for_answer()


def test_a_line_in_an_old_format_is_told_nothing(visitor: Visitor, screen: str) -> None:
    kernel = find_kernel(screen)
    with visitor.open_line(f"/api/kernels/{kernel}/channels?session_id=old") as old:
        old.tell({**build_old("comm_info_request"), "content": {}})
        old.tell({**build_old("execute_request"), "content": {"code": "1/0", "silent": False}})
        with PageLine(visitor, kernel) as line:
            assert line.wait_for_answer()
        assert old.catch_up() == []


def build_old(kind: str) -> dict[str, Any]:
    header = build_header(kind)
    return {
        "channel": "shell",
        "header": header,
        "parent_header": {},
        "metadata": {},
        "buffers": [],
    }


def test_no_page_gives_away_where_or_with_what_the_server_works(
    participant: Visitor, server: Server, folder: Path, dashboard: str, screen: str
) -> None:
    pages = {
        "home": participant.get("/").text,
        "join": Visitor(server).get(f"/join/{server.code}").text,
        "seat": participant.get(f"/s/{server.code}").text,
        "screen": screen,
        "dashboard": dashboard,
        "sessions": Visitor(server).get("/facilitate").text,
        "unknown": participant.get("/nothing").text,
    }
    secrets = {
        "the database": "kit.db",
        "its folder": str(folder),
        "the notebooks' folder": str(WORKSHOPS),
        "a notebook": ".ipynb",
        "source of a cell": "kit.join(",
        "the place of a kernel": "enter_place",
        "the notice hub": "ipc://",
        "the key": server.links["facilitator_url"].split("key=")[1],
        "a cookie": next(iter(participant.cookies.values())),
        "a traceback": "Traceback",
        "another host": "https://",
    }
    for page, text in pages.items():
        for secret, clue in secrets.items():
            assert clue not in text, f"{page} gives away {secret}"


def test_words_for_the_facilitator_stand_on_the_dashboard_alone(
    participant: Visitor, server: Server, dashboard: str, screen: str
) -> None:
    notebook = load_notebook(WORKSHOPS / "marble_jar.ipynb")
    words = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    private = "\n".join(cell.source for cell in words if get_tags(cell) == {"facilitator"})
    public = "\n".join(cell.source for cell in words if get_tags(cell) != {"facilitator"})
    lines = [line for line in re.findall(r"[A-Za-z ,]{25,}", private) if line not in public]
    assert len(lines) > 5
    form = participant.get(f"/s/{server.code}").text
    for line in lines:
        assert line.strip() in dashboard
        assert line.strip() not in form
        assert line.strip() not in screen


def test_the_log_holds_no_trace_of_who_came_or_what_they_carried(
    participant: Visitor, facilitator: Visitor, server: Server, screen: str
) -> None:
    for path in (*CLOSED, "/static/page-old.js", "/join/%ff", "/facilitate?key=wrong-key-123"):
        participant.get(path, Cookie="seat-x=rubbish")
        participant.get(path)
    with participant.open_line(f"/s/{server.code}/live") as line:
        line.tell("rubbish")
        line.hear_to_the_end()
    log = server.read_log()
    for trace in (
        "127.0.0.1",
        server.code,
        "wrong-key-123",
        server.links["facilitator_url"].split("key=")[1],
        *participant.cookies.values(),
        *facilitator.cookies.values(),
        "Traceback",
        "rubbish",
    ):
        assert trace not in log


def test_strangers_open_only_a_few_screens_at_once(server: Server) -> None:
    address = f"/screen/{server.code}"
    asked = [Visitor(server) for _ in range(MAX_SCREENS + 1)]
    with ThreadPoolExecutor(len(asked)) as crowd:
        replies = list(crowd.map(lambda stranger: stranger.get(address), asked))
    opened = [reply for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status == 503]
    assert len(opened) + len(refused) == len(replies)
    assert len(opened) <= MAX_SCREENS
    assert all("Too many screens are open" in reply.words for reply in refused)
