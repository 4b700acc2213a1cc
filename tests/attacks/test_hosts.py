"""Another site's name for this machine, another site's forms, and cookies of an earlier start."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.attacks.strangers import Stranger
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

FOREIGN = {
    "another site": {"Origin": "http://evil.example"},
    "no site": {"Origin": "null"},
    "an empty one": {"Origin": ""},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "another site's form without an origin": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour's form without an origin": {"Sec-Fetch-Site": "same-site"},
    "another site's address": {"Referer": "http://evil.example/"},
    "an address that begins like ours": {"Referer": "{origin}.evil.example/"},
    "nothing that says whence": {},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hosts")
    (folder / "workshops").mkdir()
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", folder / "workshops")
    return folder


def start(folder: Path) -> Server:
    given = ["serve", str(folder / "workshops"), "--data", str(folder / "kit.db")]
    given += ["--host", "127.0.0.1", "--port", "0", "--allowed-host", "workshop.example"]
    return Server(*given, log=folder / "log")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = start(folder)
    yield server
    server.stop()


@pytest.fixture
def facilitator(server: Server) -> Visitor:
    facilitator = Visitor(server)
    open_with_key(facilitator, server)
    return facilitator


def open_with_key(visitor: Visitor, server: Server) -> None:
    visitor.server = server
    path = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert visitor.get(path).status == 303


def ask_bare(visitor: Visitor, path: str, **headers: str) -> Reply:
    """Send a form as something that is no browser does."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return visitor.ask("POST", path, kind | headers, b"people=4")


@pytest.mark.parametrize("path", ["/", "/join/{}", "/facilitate", "/screen/{}", "/healthz", "/x"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil"])
def test_under_another_name_nothing_is_there(
    facilitator: Visitor, server: Server, path: str, host: str
) -> None:
    reply = facilitator.get(path.format(server.code), Host=f"{host}:{server.links['port']}")
    assert reply.status == 421
    assert "--allowed-host" in reply.words
    assert host not in str(reply.headers) + reply.text
    assert server.code not in reply.text


def test_files_and_lines_are_not_there_either(facilitator: Visitor, server: Server) -> None:
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "x" * 22 + "==",
        "Sec-WebSocket-Version": "13",
        "Host": "evil.example",
        "Origin": "http://evil.example",
    }
    for path in (f"/s/{server.code}/live", f"/facilitate/{server.code}/live"):
        assert facilitator.ask("GET", path, upgrade).status == 421
    assert facilitator.get("/static/page.js", Host="evil.example").status == 421
    assert facilitator.post("/facilitate", {"title": "x"}, Host="evil.example").status == 421


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "192.0.2.7:80", "[::1]:80", "workshop.example", "WORKSHOP.EXAMPLE."],
)
def test_under_its_own_names_and_the_allowed_ones_it_is(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", Host=host).status == 200


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server)


@pytest.mark.parametrize("host", ["", " ", "a b", "127.0.0.1\x00", "http://127.0.0.1", "a,b"])
def test_a_host_that_is_none_is_refused(server: Server, host: str) -> None:
    with Stranger(server) as stranger:
        stranger.tell(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        status = stranger.hear().split(b"\r\n")[0]
    assert status in (b"HTTP/1.1 400 Bad Request", b"HTTP/1.1 421 Misdirected Request")


@pytest.mark.parametrize("sent", FOREIGN.values(), ids=FOREIGN)
def test_a_form_that_comes_from_elsewhere_uses_no_cookie(
    facilitator: Visitor, server: Server, sent: dict[str, str]
) -> None:
    inside = Visitor(server)
    inside.join()
    headers = {name: value.format(origin=server.origin) for name, value in sent.items()}
    for visitor, path in (
        (facilitator, "/facilitate"),
        (facilitator, "/facilitate/rehearse"),
        (facilitator, f"/facilitate/{server.code}/end"),
        (inside, f"/join/{server.code}"),
    ):
        assert ask_bare(visitor, path, **headers).status == 403


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "{origin}"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": "{origin}/join/x"},
    ],
)
def test_our_own_forms_are_taken_whichever_way_a_browser_says_so(
    server: Server, sent: dict[str, str]
) -> None:
    inside = Visitor(server)
    inside.join()
    headers = {name: value.format(origin=server.origin) for name, value in sent.items()}
    assert ask_bare(inside, f"/join/{server.code}", **headers).status == 303


def test_without_a_cookie_there_is_nothing_to_misuse(server: Server) -> None:
    assert ask_bare(Visitor(server), f"/join/{server.code}").status == 303


def test_the_facilitators_cookie_ends_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "workshops").mkdir()
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", tmp_path / "workshops")
    first = start(tmp_path)
    facilitator, phone = Visitor(first), Visitor(first)
    open_with_key(facilitator, first)
    page = facilitator.get(f"/facilitate/{first.code}").page
    phone.join()
    first.stop()
    second = start(tmp_path)
    try:
        facilitator.server = phone.server = second
        for path in ("/facilitate", f"/facilitate/{second.code}"):
            refused = facilitator.get(path)
            assert refused.status == 403
            assert "the server was started anew" in refused.words
        ended = facilitator.post(f"/facilitate/{second.code}/end", {"sure": "yes"})
        assert ended.status == 403
        with facilitator.open_page_line(f"/facilitate/{second.code}", page) as line:
            reason = line.hear_to_the_end()
        assert line.heard == [{"type": "reload"}]
        assert "Load it again and type the key" in reason
        assert phone.get(f"/s/{second.code}").status == 200
        open_with_key(facilitator, second)
        assert facilitator.get("/facilitate").status == 200
    finally:
        second.stop()


def test_the_facilitators_cookie_tells_nothing_of_the_key(
    facilitator: Visitor, server: Server
) -> None:
    key = str(server.links["facilitator_url"]).split("key=")[1]
    for form in (key, b64encode(key.encode()).decode(), sha256(key.encode()).hexdigest()):
        assert form not in facilitator.cookie
