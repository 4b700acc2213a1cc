"""Somebody with a leader's link, or without one, at all other doors; and at the leader's own."""

from __future__ import annotations

import re
import selectors
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kit.export.export import build_export, render_json
from kit.server.signing import new_key
from kit.server.throttle import AT_ONCE
from kit.store import open_store
from tests.attacks.strangers import Stranger
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.signed_in import ANA, BEN, HEADER, HERE, Facilitator, open_operator, read_link
from tests.server.visitor import Visitor

NOTEBOOK = "marble_jar.ipynb"
MARKER = "she-told-me-at-the-blue-door"
FOREIGN = "https://evil.example"
ALONE = {"title": "Team Blue", "agenda": f"only:{NOTEBOOK}"}


def serve(folder: Path, *given: str) -> Server:
    (folder / "workshops").mkdir()
    shutil.copy(WORKSHOPS / NOTEBOOK, folder / "workshops")
    return Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", HERE, "--port", "0", *given),
        log=folder / "server.log",
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("leader")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = serve(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which facilitators sign in by a proxy at this very address."""
    given = ("--trust-proxy", HERE, "--auth-header", HEADER)
    server = serve(tmp_path_factory.mktemp("trusting"), *given)
    yield server
    server.stop()


def make_link(operator: Visitor, code: str) -> str:
    return read_link(operator.post(f"/facilitate/{code}/leader", {"make": "yes"}), operator.server)


def write(visitor: Visitor, link: str, words: str, **headers: str) -> int:
    """Open a leader's page, fill in one field and keep it; the answer's status."""
    page = visitor.get(link)
    edition = re.search(r'name="edition [^"]*" value="(\w+)"', page.text)
    assert edition, page.words
    fields = {f"edition {NOTEBOOK}": edition[1], f"act {NOTEBOOK}": words}
    return visitor.post(link, fields, **headers).status


@pytest.fixture
def link(server: Server) -> str:
    return make_link(open_operator(server), server.code)


def test_a_leaders_key_opens_no_other_door(server: Server, link: str) -> None:
    key, code = link.rpartition("/")[2], server.code
    doors = ("", "/new", "/sign-out", "/privacy")
    own = ("", "/end", "/invite", "/leader", "/report", "/mail", "/files", "/print")
    paths = [f"/facilitate{each}" for each in doors] + [f"/facilitate/{code}{each}" for each in own]
    for path in paths:
        thief = Visitor(server)
        thief.get(link)
        assert thief.cookies == {}
        for reply in (
            thief.get(f"{path}?key={key}"),
            thief.post(path, {"key": key, "make": "yes", "sure": "yes"}),
        ):
            assert reply.status in (403, 405), path
        thief.cookies = {"facilitator": f"{code}:{key}", f"seat-{code}": key}
        assert thief.get(path).status in (403, 405), path
    assert Visitor(server).get(link).status == 200  # and no other link was made


def test_no_other_key_opens_the_leaders_page(server: Server) -> None:
    operator = open_operator(server)
    invited = read_link(operator.post(f"/facilitate/{server.code}/invite", {"make": "yes"}), server)
    ticket = re.search(r"/screen/\w+\?ticket=(\w+)", operator.get("/facilitate").text)
    assert ticket
    server_key = str(server.links["facilitator_url"]).rpartition("=")[2]
    others = (server.code, server_key, invited.rpartition("=")[2], ticket[1], "", "x" * 5000)
    hostile = ("%00", "..%2f..", "%22%3E%3Cb%3E", "{{7*7}}", "%ff", new_key() + "%0d%0aX:y")
    for given in (*others, *hostile):
        for visitor in (Visitor(server), operator):
            reply = visitor.get(f"/leader/{given}")
            assert reply.status in (400, 404)
            assert "For the leader" not in reply.words
            assert "<b>" not in reply.text


def test_the_page_tells_nothing_of_the_session(server: Server, link: str) -> None:
    for _ in range(3):
        Visitor(server).sit()
    page = Visitor(server).get(link)
    assert page.status == 200
    for told in (server.code, "Workshop", "joined", "finished", "/facilitate", "/screen", "/s/"):
        assert told not in page.text


def test_words_are_on_no_page_and_in_no_export_before_the_exercise_is_opened(
    server: Server, folder: Path, link: str
) -> None:
    assert write(Visitor(server), link, MARKER) == 303
    phone, operator = Visitor(server), open_operator(server)
    phone.sit()
    code = server.code
    seen = [
        phone.get(f"/s/{code}"),
        Visitor(server).get(f"/join/{code}"),
        operator.get(f"/screen/{code}"),
        operator.get("/facilitate"),
        operator.get(f"/facilitate/{code}/leader"),
        operator.get(f"/facilitate/{code}/report"),
        operator.get(f"/facilitate/{code}/mail"),
        operator.get(f"/facilitate/{code}/print"),
    ]
    for page in seen:
        assert page.status == 200
        assert MARKER not in page.text
    with closing(open_store(folder / "kit.db")) as store:
        assert MARKER.encode() not in render_json(build_export(store, code))
    assert MARKER in operator.get(f"/facilitate/{code}").text  # as what the facilitator types
    assert MARKER not in server.read_log()


def test_the_key_stays_in_no_file_log_or_header(server: Server, folder: Path, link: str) -> None:
    key = link.rpartition("/")[2]
    visitor, operator = Visitor(server), open_operator(server)
    write(visitor, link, "One.")
    visitor.get(f"{link}x")
    page = visitor.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert key not in page.text
    assert not any(key in value for value in page.headers.values())
    for path in ("/facilitate", f"/facilitate/{server.code}/leader"):
        assert key not in operator.get(path).text
    assert key not in server.read_log()
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert not any(key.encode() in path.read_bytes() for path in held)


def test_another_site_writes_nothing(server: Server, link: str) -> None:
    for origin in (FOREIGN, "null"):
        assert write(Visitor(server), link, "planted", Origin=origin) == 403
    assert "planted" not in Visitor(server).get(link).text


def test_who_tries_keys_stands_in_the_line_of_those_who_try_codes(
    server: Server, link: str
) -> None:
    """A guess is sent first and would be answered first, if it did not stand in the line."""
    inside = Visitor(server)
    inside.join()
    with ExitStack() as stack, selectors.DefaultSelector() as answers:
        for _ in range(5 * int(AT_ONCE)):
            stack.enter_context(Stranger(server)).ask(f"/leader/{new_key()}")
        for path, cookie in ((f"/leader/{new_key()}", ""), (f"/s/{server.code}", inside.cookie)):
            stranger = stack.enter_context(Stranger(server))
            stranger.ask(path, Cookie=cookie)
            answers.register(stranger.socket, selectors.EVENT_READ, path)
        assert {key.data for key, _ in answers.select(timeout=60)} == {f"/s/{server.code}"}
        leader = Visitor(server)
        assert leader.get(link).status == 200  # and whoever has the link comes in behind them


def test_signing_out_everywhere_ends_every_link(server: Server, link: str) -> None:
    operator = open_operator(server)
    assert Visitor(server).get(link).status == 200
    assert operator.post("/facilitate/sign-out", {"sure": "yes"}).status == 200
    assert Visitor(server).get(link).status == 404


@pytest.mark.parametrize("names", [False, True], ids=["the server's key", "the session's"])
def test_rotating_a_key_ends_the_link(tmp_path: Path, names: bool) -> None:
    server = serve(tmp_path)
    try:
        link = make_link(open_operator(server), server.code)
        command = [sys.executable, "-m", "kit", "key", "rotate", *([server.code] if names else [])]
        command += ["--data", str(tmp_path / "kit.db")]
        subprocess.run(command, check=True, capture_output=True)
        assert Visitor(server).get(link).status == 404
    finally:
        server.stop()


def test_with_accounts_the_leader_is_nobody_and_only_who_leads_makes_a_link(
    trusting: Server,
) -> None:
    ana, ben = Facilitator(trusting, ANA), Facilitator(trusting, BEN)
    code = ana.post("/facilitate", ALONE).headers["Location"].rpartition("/")[2]
    refused = ben.post(f"/facilitate/{code}/leader", {"make": "yes"})
    assert refused.status == 403
    assert "/leader/" not in refused.text
    link = make_link(ana, code)
    for leader in (Visitor(trusting), Facilitator(trusting, BEN)):
        assert write(leader, link, "From the leader.") == 303
        page = leader.get(link)
        assert page.status == 200
        assert BEN not in page.text
        assert leader.cookies == {}
    nowhere = urlencode({f"act {NOTEBOOK}": "x"}).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (
        Visitor(trusting).ask("POST", link, form, nowhere).status == 303
    )  # nothing was sent in it
