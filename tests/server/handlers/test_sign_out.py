"""Signing everybody else out, by the page and by the command, also from open dashboards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kit.store import open_store
from tests.processes import Server
from tests.server.signed_in import (
    ANA,
    BEN,
    Facilitator,
    open_operator,
    read_link,
    serve,
    serve_accounts,
)
from tests.server.visitor import Line, Visitor

RELOAD = "reload"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signed-out")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = serve(folder)
    yield server
    server.stop()


def rotate(folder: Path, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kit", "key", "rotate", *given]
    data = ["--data", str(folder / "kit.db")]
    return subprocess.run([*command, *data], capture_output=True, text=True, check=False)


def open_dashboard(visitor: Visitor, code: str) -> Line:
    """A dashboard that gives no sign of life: what ends it is a notice."""
    line = visitor.open_page_line(f"/facilitate/{code}")
    assert line.heard[-1]["type"] == "hello", line.heard
    line.answer_no_pings()
    return line


def hear_end(line: Line) -> bool:
    """Wait for the end of a line; say whether its page was told to load itself again."""
    line.hear_to_the_end()
    return any(frame["type"] == RELOAD for frame in line.heard)


@pytest.fixture(scope="module")
def operator(server: Server) -> Visitor:
    """Asks for the signing out, and so stays in."""
    return open_operator(server)


def test_it_asks_first_and_then_ends_all_but_the_browser_that_asks(
    server: Server, operator: Visitor
) -> None:
    other = open_operator(server)
    asked = operator.get("/facilitate/sign-out")
    assert "Sign out everywhere?" in asked.words
    assert "Sign out everywhere?" in operator.post("/facilitate/sign-out").words
    assert other.get("/facilitate").status == 200
    with open_dashboard(other, server.code) as line:
        done = operator.post("/facilitate/sign-out", {"sure": "yes"})
        assert "Everybody else is signed out" in done.words
        assert hear_end(line)
    refused = other.get("/facilitate")
    assert refused.status == 403
    assert "This browser is signed out" in refused.words
    assert operator.get("/facilitate").status == 200
    open_operator(server)  # the key is the same


def test_it_ends_links_of_sessions_too(server: Server, operator: Visitor) -> None:
    made = operator.post(f"/facilitate/{server.code}/invite", {"make": "yes"})
    holder, link = Visitor(server), read_link(made, server)
    assert holder.get(link).status == 303
    operator.post("/facilitate/sign-out", {"sure": "yes"})
    assert holder.get(f"/facilitate/{server.code}/end").status == 403
    assert holder.get(link).status == 303


def test_a_dashboard_by_a_link_is_closed_when_the_link_is_taken_back(
    server: Server, operator: Visitor
) -> None:
    made = operator.post(f"/facilitate/{server.code}/invite", {"make": "yes"})
    holder = Visitor(server)
    holder.get(read_link(made, server))
    dashboards = open_dashboard(holder, server.code), open_dashboard(operator, server.code)
    with dashboards[0] as line, dashboards[1] as own:
        operator.post(f"/facilitate/{server.code}/invite", {"withdraw": "yes"})
        assert hear_end(line)
        assert not any(frame["type"] == RELOAD for frame in own.catch_up())


def test_the_command_changes_a_sessions_link_beside_a_running_server(
    server: Server, operator: Visitor, folder: Path
) -> None:
    made = operator.post(f"/facilitate/{server.code}/invite", {"make": "yes"})
    holder = Visitor(server)
    holder.get(read_link(made, server))
    with open_dashboard(holder, server.code) as line:
        changed = rotate(folder, server.code)
        assert changed.returncode == 0, changed.stderr
        assert hear_end(line)
    link = changed.stdout.strip()
    assert link.startswith(f"{server.origin}/facilitate/{server.code}?key=")
    assert holder.get(f"/facilitate/{server.code}/end").status == 403
    assert holder.get(link.removeprefix(server.origin)).status == 303
    assert holder.get(f"/facilitate/{server.code}/end").status == 200
    assert operator.get("/facilitate").status == 200


def test_a_dashboard_that_no_notice_has_reached_is_closed_at_its_next_sign_of_life(
    server: Server, operator: Visitor, folder: Path
) -> None:
    made = operator.post(f"/facilitate/{server.code}/invite", {"make": "yes"})
    holder = Visitor(server)
    holder.get(read_link(made, server))
    with holder.open_page_line(f"/facilitate/{server.code}") as line:
        with closing(open_store(folder / "kit.db")) as store:  # tells nobody
            store.set_key(server.code, None)
        line.answer_ping()
        line.hear_until(lambda frame: frame["type"] == "beat")
        assert hear_end(line)


def test_a_new_key_by_the_page_is_shown_once_and_the_old_one_opens_nothing(
    server: Server, operator: Visitor
) -> None:
    done = operator.post("/facilitate/sign-out", {"change": "yes"})
    link = read_link(done, server)
    assert Visitor(server).get(link).status == 303
    old = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert Visitor(server).get(old).status == 403
    assert operator.get("/facilitate").status == 200
    assert link.rpartition("=")[2] not in operator.get("/facilitate/sign-out").text


def test_the_command_changes_the_servers_key_beside_a_running_server(
    server: Server, operator: Visitor, folder: Path
) -> None:
    with open_dashboard(operator, server.code) as line:
        changed = rotate(folder)
        assert changed.returncode == 0, changed.stderr
        assert hear_end(line)
    assert operator.get("/facilitate").status == 403
    link = changed.stdout.strip()
    assert link.startswith(f"{server.origin}/facilitate?key=")
    assert operator.get(link.removeprefix(server.origin)).status == 303
    assert operator.get("/facilitate").status == 200


def test_an_account_that_is_sent_away_loses_its_open_dashboard(tmp_path: Path) -> None:
    server = serve_accounts(tmp_path)
    try:
        ana, ben = Facilitator(server, ANA), Facilitator(server, BEN)
        code = ana.begin()
        ben.get(ana.invite(code))
        ben.post(f"/facilitate/{code}/accept")
        page = ben.get(f"/facilitate/{code}").page
        path = f"/facilitate/{code}/live?kernel={page['kernel']}&seq={page['seq']}"
        with ben.open_line(path, **{"X-Forwarded-Email": BEN}) as line:
            line.hear_until(lambda frame: frame["type"] == "hello")
            line.answer_no_pings()
            ana.post(f"/facilitate/{code}/invite", {"remove": BEN})
            assert hear_end(line)
    finally:
        server.stop()


def test_a_server_that_starts_anew_signs_out_unless_its_key_is_kept(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("a-key-that-was-made-by-an-operator")
    key.chmod(0o600)
    cookies: dict[str, str] = {}
    for given, status in (((), 0), ((), 403), (("--key-file", str(key)), 403)):
        server = serve(tmp_path, *given)
        try:
            old = Visitor(server)
            old.cookies = dict(cookies)
            if cookies:
                assert old.get("/facilitate").status == status
                assert old.get(f"/facilitate/{server.code}").status == status
            cookies = open_operator(server).cookies
        finally:
            server.stop()
    server = serve(tmp_path, "--key-file", str(key))
    try:
        old = Visitor(server)
        old.cookies = cookies
        assert old.get("/facilitate").status == 200
        asked = old.get("/facilitate/sign-out").words
        assert "make a new key" not in asked
        assert "kit key rotate" in asked
        old.post("/facilitate/sign-out", {"change": "yes"})
        open_operator(server)  # the file's key is the operator's to change
        assert "Name it with --key-file" in rotate(tmp_path).stderr
        changed = rotate(tmp_path, "--key-file", str(key))
        assert key.read_text().strip() == changed.stdout.strip().rpartition("=")[2]
        assert key.stat().st_mode & 0o777 == 0o600
        assert old.get("/facilitate").status == 403
    finally:
        server.stop()
    key.write_text("a-key-that-was-made-by-an-operator")
    with pytest.raises(AssertionError, match="Put a new one into the file"):
        serve(tmp_path, "--key-file", str(key))
