"""What a participant's browser, or a stranger's, must not reach."""

# Holds kit/server/handlers/voila_page.py too: what a role may open is asked of a running server.
# Holds kit/server/handlers/dashboard.py too: what a role may open is asked of a running server.
# Holds kit/server/handlers/screen.py too: what a role may open is asked of a running server.
# Holds kit/server/handlers/page_socket.py too: a running server says who may speak on it.

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError
from tornado.web import create_signed_value

from kit.notebooks.notebook import get_tags, load_notebook
from kit.server.kernels.screens import MAX_SCREENS
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Reply, Visitor, build_path

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
    "/voila/static/0.5.13/voila.js",
    "/voila/labextensions/anywidget/static/remoteEntry.js",
    "/voila/labextensions/",
    "/voila/labextensions/anywidget/package.json",
    "/voila/labextensions/anywidget/static/..%2fpackage.json",
    "/voila/labextensions/anywidget/static/../package.json",
    "/voila/labextensions/..%2f..%2f..%2f..%2fetc%2fpasswd",
]


SOMETHING_ELSE = [
    {"id": 1, "comm": "new", "data": {"method": "open"}},
    {"id": 1, "comm": "new", "data": {"method": "update", "state": {}}, "target_name": "kit.room"},
    {"id": 1, "type": "execute_request", "code": "1/0"},
    {"id": 1, "msg_type": "shutdown_request", "content": {"restart": False}},
    {"header": {"msg_type": "execute_request"}, "content": {"code": "1/0"}, "channel": "shell"},
    {"id": 1, "comm": "new", "data": {"method": "request_states"}},
    {"id": 1, "comm": "new", "data": {"method": "custom", "content": {}}},
]


@pytest.fixture(scope="module")
def dashboard(facilitator: Visitor, server: Server) -> Reply:
    """The facilitator's page."""
    reply = facilitator.get(f"/facilitate/{server.code}")
    assert reply.status == 200
    return reply


@pytest.fixture(scope="module")
def screen(server: Server) -> Reply:
    """The screen's page, opened by a stranger who knows the code."""
    reply = Visitor(server).get(f"/screen/{server.code}")
    assert reply.status == 200
    return reply


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
    facilitator: Visitor, participant: Visitor, dashboard: Reply, server: Server
) -> None:
    page = dashboard.page
    for door in ("facilitate", "screen"):
        with participant.open_page_line(f"/{door}/{server.code}", page) as line:
            line.hear_to_the_end()
        assert line.heard == [{"type": "reload"}]
    with facilitator.open_page_line(f"/facilitate/{server.code}", page) as line:
        assert line.heard == [{"type": "hello"}]


def test_an_unknown_kernel_cannot_be_told_from_one_out_of_reach(
    participant: Visitor, server: Server
) -> None:
    unknown = {"kernel": NOBODYS_KERNEL, "seq": 1}
    with participant.open_page_line(f"/facilitate/{server.code}", unknown) as line:
        line.hear_to_the_end()
    assert line.heard == [{"type": "reload"}]


def test_another_site_opens_no_line_to_a_kernel(
    facilitator: Visitor, participant: Visitor, server: Server, dashboard: Reply, screen: Reply
) -> None:
    code = server.code
    lines = [
        build_path(f"/facilitate/{code}", dashboard.page),
        build_path(f"/screen/{code}", screen.page),
        f"/s/{code}/live",
    ]
    for path in lines:
        somebody = participant if path.startswith("/s/") else facilitator
        for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
            with pytest.raises(HTTPClientError, match="403"):
                somebody.open_line(path, Origin=origin)


@pytest.mark.parametrize("frame", SOMETHING_ELSE, ids=str)
def test_a_pages_line_runs_no_code_opens_nothing_and_ends_nothing(
    visitor: Visitor, screen: Reply, server: Server, frame: dict[str, Any]
) -> None:
    address = f"/screen/{server.code}"
    with visitor.open_page_line(address, screen.page) as line:
        line.tell(frame)
        assert line.hear_to_the_end().startswith("A message")
    comm = next(iter(screen.page["state"]))
    with visitor.open_page_line(address, screen.page) as line:
        line.tell({"id": 2, "comm": comm, "data": {"method": "request_state"}})
        line.hear_until(lambda told: told == {"type": "idle", "id": 2})
        assert {told["type"] for told in line.heard} == {"hello", "msg", "idle"}


def test_a_page_that_comes_back_is_told_what_it_has_missed(
    facilitator: Visitor, dashboard: Reply, server: Server
) -> None:
    address, page = f"/facilitate/{server.code}", dashboard.page
    fields = {each["state"].get("prompt"): comm for comm, each in page["state"].items()}
    data = {"method": "update", "state": {"value": "Ada"}}
    with facilitator.open_page_line(address, page) as line:
        line.tell({"id": 1, "comm": fields["name"], "data": data})
        line.hear_until(lambda told: told == {"type": "idle", "id": 1})
        said = [told for told in line.heard if "seq" in told]
    assert said
    with facilitator.open_page_line(address, page) as line:
        heard = [line.hear() for _ in said]
        assert [told for told in heard if "seq" in told] == said[: len(heard)]
    with facilitator.open_page_line(address, page | {"seq": said[-1]["seq"] + 99}) as line:
        assert line.heard == [{"type": "reload"}]


def test_a_page_holds_neither_the_source_of_a_cell_nor_what_its_kernel_logs(
    screen: Reply, dashboard: Reply
) -> None:
    for page in (screen, dashboard):
        for clue in ("enter_place", "room.page.start", "kit.Exercise(", "Traceback"):
            assert clue not in page.text


def test_no_page_gives_away_where_or_with_what_the_server_works(
    participant: Visitor, server: Server, folder: Path, dashboard: Reply, screen: Reply
) -> None:
    pages = {
        "home": participant.get("/").text,
        "join": Visitor(server).get(f"/join/{server.code}").text,
        "seat": participant.get(f"/s/{server.code}").text,
        "screen": screen.text,
        "dashboard": dashboard.text,
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
    participant: Visitor, server: Server, dashboard: Reply, screen: Reply
) -> None:
    notebook = load_notebook(WORKSHOPS / "marble_jar.ipynb")
    words = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    private = "\n".join(cell.source for cell in words if get_tags(cell) == {"facilitator"})
    public = "\n".join(cell.source for cell in words if get_tags(cell) != {"facilitator"})
    lines = [line for line in re.findall(r"[A-Za-z ,]{25,}", private) if line not in public]
    assert len(lines) > 5
    form = participant.get(f"/s/{server.code}").text
    for line in lines:
        assert line.strip() in dashboard.text
        assert line.strip() not in form
        assert line.strip() not in screen.text


def test_the_log_holds_no_trace_of_who_came_or_what_they_carried(
    participant: Visitor, facilitator: Visitor, server: Server, screen: Reply
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
