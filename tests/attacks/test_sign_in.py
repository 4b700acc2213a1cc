"""Strangers and colleagues at the facilitators' doors: forged headers, old cookies, stolen keys."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from kit.export.export import build_export, render_json
from kit.server.app import KitServer
from kit.server.handlers.page_socket import PageSocket
from kit.session.session import Role
from kit.store import open_store
from tests.processes import Server
from tests.server.signed_in import (
    ANA,
    BEN,
    HEADER,
    HERE,
    Facilitator,
    open_operator,
    read_link,
    serve,
    serve_accounts,
)
from tests.server.visitor import Reply, Visitor, build_path

FOREIGN = "https://evil.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose proxy is at this very address."""
    server = serve_accounts(tmp_path_factory.mktemp("trusting"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose proxy is somewhere else: whoever asks here is a stranger."""
    server = serve_accounts(tmp_path_factory.mktemp("elsewhere"), proxy="10.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without accounts, which keeps its log beside its database."""
    server = serve(tmp_path_factory.mktemp("plain"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def ana(server: Server) -> Facilitator:
    return Facilitator(server, ANA)


def ask_raw(server: Server, *lines: str, path: str = "/facilitate") -> str:
    """What is answered to a request with header lines exactly as they are."""
    with socket.create_connection((HERE, server.links["port"]), 30) as line:
        head = [f"GET {path} HTTP/1.1", f"Host: {HERE}", "Connection: close", *lines]
        line.sendall("\r\n".join([*head, "", ""]).encode("latin-1"))
        heard = b""
        while part := line.recv(65536):
            heard += part
    return heard.decode("utf-8", "replace")


def read_status(answer: str) -> int:
    return int(answer.split(" ", 2)[1])


def test_a_header_of_ones_own_is_worth_nothing(elsewhere: Server) -> None:
    for headers in (
        {HEADER: ANA},
        {HEADER: ANA, "X-Forwarded-For": "10.0.0.1"},
        {HEADER: ANA, "X-Real-IP": "10.0.0.1", "Forwarded": "for=10.0.0.1"},
    ):
        refused = Visitor(elsewhere).get("/facilitate", **headers)
        assert refused.status == 403
        assert "Nobody is signed in" in refused.words
        assert ANA not in refused.text
    begun = Visitor(elsewhere).post("/facilitate", {"title": "Mine"}, **{HEADER: ANA})
    assert begun.status == 403


def test_a_header_that_is_smuggled_beside_the_proxys_is_nobodys(server: Server) -> None:
    told = f"{HEADER}: {BEN}"
    assert f"Signed in as {BEN}" in ask_raw(server, told)
    for smuggled in (
        f"{HEADER}: {ANA}",
        f"{HEADER.lower()}: {ANA}",
        f"{HEADER.upper()}: {ANA}",
        f"{HEADER}: {BEN}",
    ):
        for lines in ((told, smuggled), (smuggled, told)):
            answer = ask_raw(server, *lines)
            assert read_status(answer) == 403
            assert "Nobody is signed in" in answer
    assert read_status(ask_raw(server, f"{HEADER}: {ANA}, {BEN}")) == 403
    assert read_status(ask_raw(server, f"{HEADER}: {BEN}", f" {ANA}")) in (400, 403)


def test_a_header_under_another_spelling_is_not_read(server: Server) -> None:
    for name in (HEADER.replace("-", "_"), "X-Forwarded_Email", f"{HEADER}s", "X-Forwarded-User"):
        assert read_status(ask_raw(server, f"{name}: {ANA}")) == 403
        both = ask_raw(server, f"{name}: {ANA}", f"{HEADER}: {BEN}")
        assert f"Signed in as {BEN}" in both
    assert read_status(ask_raw(server, f"{HEADER} : {ANA}")) in (400, 403)


def test_the_proxys_word_counts_for_whomever_it_speaks(server: Server) -> None:
    for told in ("203.0.113.9", "10.0.0.1, 203.0.113.9", HERE):
        answer = ask_raw(server, f"X-Forwarded-For: {told}", f"{HEADER}: {ANA}")
        assert f"Signed in as {ANA}" in answer


def test_only_the_facilitators_doors_ask_who_is_signed_in() -> None:
    """A proxy may sign browsers in at these alone, and pass on elsewhere what they write."""
    house: Any = SimpleNamespace(_house=SimpleNamespace(accounts=None), _hosting=None)
    doors = {each[0]: each for each in KitServer.init_handlers(house)}
    asking = {path for path, each in doors.items() if getattr(each[1], "private", False)}
    lines = {path for path, each in doors.items() if each[1] is PageSocket}
    led = {path for path in doors if path.startswith("/facilitate")}
    assert asking | {"/facilitate/([^/]+)/live"} == led
    assert {path: doors[path][2]["role"] for path in lines} == {
        "/facilitate/([^/]+)/live": Role.FACILITATOR,
        "/screen/([^/]+)/live": Role.SCREEN,
    }


def test_an_account_counts_on_the_facilitators_pages_alone(
    server: Server, ana: Facilitator
) -> None:
    code = ana.begin()
    for path in (f"/join/{code}", f"/screen/{code}", "/"):
        assert ANA not in ana.get(path).text
    assert ana.post(f"/screen/{code}").status == 405


def test_a_colleague_with_the_others_kernel_gets_no_line(server: Server, ana: Facilitator) -> None:
    code, ben = ana.begin(), Facilitator(server, BEN)
    own, page = ben.begin(), ana.get(f"/facilitate/{code}").page
    told = {HEADER: BEN}
    for path, headers in (
        (f"/facilitate/{code}", told),
        (f"/facilitate/{own}", told),  # one's own address with another's kernel
        (f"/facilitate/{code}", {}),
        (f"/facilitate/{code}", {HEADER: ""}),
        (f"/screen/{code}", {}),
    ):
        with Visitor(server).open_line(build_path(path, page), **headers) as line:
            line.hear_to_the_end()
            assert [frame["type"] for frame in line.heard] == ["reload"]


def test_a_line_without_a_cookie_or_with_a_link_to_another_session_is_closed(
    plain: Server,
) -> None:
    operator, holder = open_operator(plain), Visitor(plain)
    begun = operator.post("/facilitate", {"title": "Other", "agenda": "only:form.ipynb"})
    other = begun.headers["Location"].rpartition("/")[2]
    made = operator.post(f"/facilitate/{other}/invite", {"make": "yes"})
    assert holder.get(read_link(made, plain)).status == 303
    page = operator.get(f"/facilitate/{plain.code}").page
    for visitor in (Visitor(plain), holder):
        for code in (plain.code, other):
            with visitor.open_line(build_path(f"/facilitate/{code}", page)) as line:
                line.hear_to_the_end()
                assert [frame["type"] for frame in line.heard] == ["reload"]


def test_a_sessions_key_opens_no_other_session_and_no_list_of_all(plain: Server) -> None:
    operator = open_operator(plain)
    begun = operator.post("/facilitate", {"title": "Other", "agenda": "only:form.ipynb"})
    other = begun.headers["Location"].rpartition("/")[2]
    made = operator.post(f"/facilitate/{other}/invite", {"make": "yes"})
    key = read_link(made, plain).rpartition("=")[2]
    for path in (f"/facilitate/{plain.code}", "/facilitate", "/facilitate/new", "/facilitate/*"):
        thief = Visitor(plain)
        assert thief.get(f"{path}?key={key}").status == 403
        assert thief.post(path, {"key": key}).status == 403
        assert thief.cookies == {}


def test_a_cookie_cannot_be_made_into_another(plain: Server) -> None:
    operator = open_operator(plain)
    made = operator.post(f"/facilitate/{plain.code}/invite", {"make": "yes"})
    holder, seat = Visitor(plain), Visitor(plain)
    holder.get(read_link(made, plain))
    seat.join()
    value = seat.cookies[f"seat-{plain.code}"]
    for forged in (value, value[::-1], "1", '"1"', holder.cookies["facilitator"][:-1]):
        thief = Visitor(plain)
        thief.cookies = {"facilitator": forged}
        assert thief.get("/facilitate").status == 403


def test_a_cookie_of_another_server_is_worth_nothing(plain: Server, tmp_path: Path) -> None:
    """Also where both sign with the same secret, and are in the same generation."""
    secret = tmp_path / "secret"
    secret.write_text("s" * 40)
    secret.chmod(0o600)
    cookies: list[dict[str, str]] = []
    for name in ("one", "two"):
        server = serve(tmp_path / name, "--cookie-secret-file", str(secret))
        try:
            if cookies:
                thief = Visitor(server)
                thief.cookies = cookies[0]
                assert thief.get("/facilitate").status == 403
            cookies.append(open_operator(server).cookies)
        finally:
            server.stop()


def test_another_site_presses_no_button(server: Server, plain: Server, ana: Facilitator) -> None:
    code, operator = ana.begin(), open_operator(plain)
    link = ana.invite(code)
    ben = Facilitator(server, BEN)
    ben.get(link)
    pressed: tuple[tuple[Visitor, str, dict[str, str]], ...] = (
        (operator, "/facilitate/sign-out", {"sure": "yes"}),
        (operator, "/facilitate/sign-out", {"change": "yes"}),
        (operator, f"/facilitate/{plain.code}/invite", {"make": "yes"}),
        (ana, f"/facilitate/{code}/invite", {"withdraw": "yes"}),
        (ana, "/facilitate", {"title": "Planted", "agenda": "only:form.ipynb"}),
        (ben, f"/facilitate/{code}/accept", {}),
    )
    for visitor, path, fields in pressed:
        for origin in (FOREIGN, "null", "http://127.0.0.1:1"):
            assert visitor.post(path, fields, Origin=origin).status == 403
        cross = {"Sec-Fetch-Site": "cross-site"}
        assert visitor.ask("POST", path, cross).status == 403
    assert operator.get("/facilitate").status == 200
    assert ben.get(f"/facilitate/{code}").status == 200  # still invited, and not yet in
    assert "Planted" not in ana.get("/facilitate").words


def test_a_form_that_says_nowhere_where_it_comes_from_is_refused_where_a_proxy_signs_in(
    server: Server,
) -> None:
    """No cookie of ours comes with it: the proxy alone knows the browser."""
    ben = Facilitator(server, BEN)
    fields = b"title=Planted&agenda=only%3Aform.ipynb"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ben.ask("POST", "/facilitate", form, fields).status == 403
    assert "Planted" not in ben.get("/facilitate").words


def test_looking_changes_nothing(server: Server, plain: Server, ana: Facilitator) -> None:
    code, operator = ana.begin(), open_operator(plain)
    link = ana.invite(code)
    for query in ("make=yes", "withdraw=yes", f"remove={quote(BEN)}"):
        ana.get(f"/facilitate/{code}/invite?{query}")
    for query in ("sure=yes", "change=yes"):
        assert "Sign out everywhere?" in operator.get(f"/facilitate/sign-out?{query}").words
    ben = Facilitator(server, BEN)
    assert ben.get(link).status == 303
    assert ben.get(f"/facilitate/{code}/accept").headers["Location"] == f"/facilitate/{code}"
    assert ben.get(f"/facilitate/{code}/end").words.count("Lead this session") == 1


@pytest.mark.parametrize(
    "given", ["//evil.example", "\\evil.example", "%0d%0aX: y", "..", "https:", "@evil.example"]
)
def test_signing_in_leads_to_no_other_site(plain: Server, given: str) -> None:
    key = str(plain.links["facilitator_url"]).rpartition("=")[2]
    path = quote(given, safe="%").replace("/", "%2F")
    for reply in (
        Visitor(plain).get(f"/facilitate/{path}?key={key}"),
        Visitor(plain).post(f"/facilitate/{path}", {"key": key}),
        Visitor(plain).get(f"/facilitate?key={key}&next={quote(given)}"),
    ):
        where = reply.headers.get("Location", "")
        assert reply.status in (303, 400, 404)
        assert where == "" or re.fullmatch(r"/facilitate(/[\w%*~-]*)?", where)
        assert "X" not in reply.headers


def test_a_key_stays_in_no_address_page_or_log(plain: Server) -> None:
    operator = open_operator(plain)
    made = operator.post(f"/facilitate/{plain.code}/invite", {"make": "yes"})
    link = read_link(made, plain)
    holder = Visitor(plain)
    opened = holder.get(link)
    keys = [link.rpartition("=")[2], str(plain.links["facilitator_url"]).rpartition("=")[2]]
    pages: list[Reply] = [
        opened,
        holder.get(f"/facilitate/{plain.code}/end"),
        operator.get("/facilitate"),
        operator.get(f"/facilitate/{plain.code}"),
        Visitor(plain).get(f"{link}x"),
    ]
    assert "key=" not in opened.headers["Location"]
    for page in [made, *pages]:
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"
    for key in keys:
        assert not any(key in page.text for page in pages)
        assert key not in plain.read_log()


def test_accounts_and_keys_stand_in_no_file_but_where_they_belong(tmp_path: Path) -> None:
    server = serve_accounts(tmp_path)
    try:
        ana, ben = Facilitator(server, ANA), Facilitator(server, BEN)
        code = ana.begin()
        link = ana.invite(code)
        ben.get(link)
        ben.post(f"/facilitate/{code}/accept")
        report = ana.get(f"/facilitate/{code}/report")
        assert report.status == 200
        assert "Team Blue" in report.text
    finally:
        server.stop()
    with closing(open_store(tmp_path / "kit.db")) as store:
        exported = report.text.encode() + render_json(build_export(store, code))
    assert not any(account.encode() in exported for account in (ANA, BEN))
    key = link.rpartition("=")[2].encode()
    held = {path.name for path in tmp_path.iterdir() if path.is_file()}
    named = {name for name in held if ANA.encode() in (tmp_path / name).read_bytes()}
    assert named == {"kit.db"}
    assert not any(key in (tmp_path / name).read_bytes() for name in held)
