"""Whose a session is, and how others come to lead it: by a link, with accounts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kit.server.app import KitServer
from kit.store import Store, open_store
from kit.store.owners import Ownership
from tests.processes import Server
from tests.server.signed_in import (
    ANA,
    BEN,
    CAN,
    Facilitator,
    open_operator,
    read_link,
    serve,
    serve_accounts,
)
from tests.server.visitor import Visitor

ABOUT_ONE = "/facilitate/([^/]+)"


def list_pages() -> list[str]:
    """What may follow behind a session's address on the facilitator's side, but its line."""
    house: Any = SimpleNamespace(_house=SimpleNamespace(accounts=None), _hosting=None)
    paths = [each[0] for each in KitServer.init_handlers(house)]
    pages = [each.removeprefix(ABOUT_ONE) for each in paths if each.startswith(ABOUT_ONE)]
    assert {"", "/end", "/report", "/files", "/invite", "/accept"} <= set(pages)
    return [each for each in pages if each != "/live"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = serve_accounts(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows no accounts."""
    server = serve(tmp_path_factory.mktemp("plain"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def store(server: Server, folder: Path) -> Iterator[Store]:
    store = open_store(folder / "kit.db")
    yield store
    store.close()


@pytest.fixture(scope="module")
def ana(server: Server) -> Facilitator:
    return Facilitator(server, ANA)


@pytest.fixture
def ben(server: Server) -> Facilitator:
    return Facilitator(server, BEN)


def test_everybody_sees_the_sessions_of_their_own(
    ana: Facilitator, ben: Facilitator, store: Store
) -> None:
    ana.begin("Team of Ana")
    code = ben.begin("Team of Ben")
    assert store.find_ownership(code) == Ownership(BEN)
    for one, own, other in ((ana, "Ana", "Ben"), (ben, "Ben", "Ana")):
        page = one.get("/facilitate").words
        assert f"Signed in as {one.account}" in page
        assert f"Team of {own}" in page
        assert f"Team of {other}" not in page
        assert "Sign out everywhere" not in page


@pytest.mark.parametrize("page", list_pages())
def test_a_session_of_somebody_else_opens_on_no_page(
    ana: Facilitator, ben: Facilitator, store: Store, page: str
) -> None:
    code = ana.begin()
    path = f"/facilitate/{code}{page}"
    for reply in (ben.get(path), ben.post(path, {"sure": "yes", "make": "yes", "skip": "1"})):
        if page == "/accept":  # leads back to the dashboard's address
            assert (reply.status, reply.text) in ((302, ""), (303, ""))
        elif reply.status != 405:
            assert reply.status == 403
            assert "This session is not yours" in reply.words
        assert "Team Blue" not in reply.text
    assert not store.get_session(code).ended
    assert store.find_ownership(code) == Ownership(ANA)
    assert store.find_key(code) is None


def test_a_session_of_somebody_else_looks_like_none(ana: Facilitator, ben: Facilitator) -> None:
    code = ana.begin()
    unknown = ben.get("/facilitate/BBBBBBBB")
    assert unknown.words.replace("BBBBBBBB", code) == ben.get(f"/facilitate/{code}").words


def test_the_servers_key_opens_the_sessions_of_all(server: Server, ana: Facilitator) -> None:
    code = ana.begin("Team of Ana alone")
    operator = open_operator(server)
    assert "Team of Ana alone" in operator.get("/facilitate").words
    assert operator.get(f"/facilitate/{code}/end").status == 200


def test_an_invitation_is_taken_by_a_press_and_lets_in_until_it_is_taken_back(
    ana: Facilitator, ben: Facilitator, store: Store
) -> None:
    code = ana.begin("Team together")
    link = ana.invite(code)
    assert link.startswith(f"/facilitate/{code}?key=")
    opened = ben.get(link)
    assert (opened.status, opened.headers["Location"]) == (303, f"/facilitate/{code}")
    asked = ben.get(f"/facilitate/{code}")
    assert asked.status == 200
    assert "Lead Team together?" in asked.words
    assert store.find_ownership(code) == Ownership(ANA)  # looking is no pressing
    assert ben.get(f"/facilitate/{code}/end").status == 200  # the same question
    assert "End this session" not in ben.get(f"/facilitate/{code}/end").words
    assert ben.post(f"/facilitate/{code}/accept").status == 303
    assert store.find_ownership(code) == Ownership(ANA, (BEN,))
    assert "End this session" in ben.get(f"/facilitate/{code}/end").words
    assert "Team together" in ben.get("/facilitate").words
    assert "not yours to change" in ben.get(f"/facilitate/{code}/invite").words
    assert ben.post(f"/facilitate/{code}/invite", {"make": "yes"}).status == 403
    sent = ana.post(f"/facilitate/{code}/invite", {"remove": BEN})
    assert BEN not in sent.words
    assert ben.get(f"/facilitate/{code}/end").status == 403
    ben.post(f"/facilitate/{code}/accept")  # the link has gone with the account
    assert ben.get(f"/facilitate/{code}/end").status == 403
    ben.get(link)
    ben.post(f"/facilitate/{code}/accept")
    assert store.find_ownership(code) == Ownership(ANA)


def test_a_link_that_was_taken_back_invites_nobody(
    ana: Facilitator, ben: Facilitator, store: Store
) -> None:
    code = ana.begin()
    link = ana.invite(code)
    assert ben.get(link).status == 303
    page = ana.post(f"/facilitate/{code}/invite", {"withdraw": "yes"})
    assert "Nobody can be invited yet" in page.words
    assert ben.get(f"/facilitate/{code}").status == 403
    assert "This link opens nothing any more" in ben.get(link).words
    ben.post(f"/facilitate/{code}/accept")
    assert store.find_ownership(code) == Ownership(ANA)


def test_a_link_is_shown_once_and_a_new_one_takes_its_place(
    server: Server, ana: Facilitator
) -> None:
    code = ana.begin()
    first = ana.invite(code)
    page = ana.get(f"/facilitate/{code}/invite")
    assert "Take the link back" in page.words
    assert first.rpartition("=")[2] not in page.text
    second = ana.invite(code)
    can = Facilitator(server, CAN)
    assert can.get(first).status == 403
    assert can.get(second).status == 303


def test_a_new_session_follows_only_what_is_ones_own(
    ana: Facilitator, ben: Facilitator, store: Store
) -> None:
    code = ana.begin("Team with cards")
    given = {"title": "Mine", "agenda": "only:form.ipynb", "follows": code}
    refused = ben.post("/facilitate", given)
    assert refused.status == 400
    assert "not there any more" in refused.words
    assert "Team with cards" not in refused.text
    assert "Team with cards" not in ben.get(f"/facilitate/new?follows={code}").text
    assert store.get_session(ana.begin(follows=code)).follows == code


def test_a_rehearsal_is_its_beginners_alone(ana: Facilitator, ben: Facilitator) -> None:
    given = {"people": "4", "agenda": "only:form.ipynb"}
    begun = ana.post("/facilitate/rehearse", given)
    assert begun.status == 303
    code = begun.headers["Location"].rpartition("/")[2]
    listed = ben.get("/facilitate").words
    assert "Somebody else is rehearsing" in listed
    assert "Throw the rehearsal away" not in listed
    assert "4 people" not in listed
    refused = ben.post("/facilitate/rehearse", given)
    assert refused.status == 409
    assert "Somebody else is rehearsing" in refused.words
    assert ben.post("/facilitate/rehearse", {"end": code}).status == 403
    assert ben.get(f"/facilitate/{code}/end").status == 403
    assert "Throw the rehearsal away" in ana.get("/facilitate").words
    assert ana.post("/facilitate/rehearse", {"end": code}).status == 303
    assert "Somebody else is rehearsing" not in ben.get("/facilitate").words


def test_who_is_not_signed_in_is_told_so_and_participants_are_not_asked(server: Server) -> None:
    visitor = Visitor(server)
    for path in ("/facilitate", "/facilitate/new", f"/facilitate/{server.code}"):
        refused = visitor.get(path)
        assert refused.status == 403
        assert "Nobody is signed in" in refused.words
    assert visitor.get(f"/join/{server.code}").status == 200
    visitor.sit()


def test_without_accounts_a_link_opens_its_session_and_no_other(plain: Server) -> None:
    operator = open_operator(plain)
    begun = operator.post("/facilitate", {"title": "Team Other", "agenda": "only:form.ipynb"})
    other, code = begun.headers["Location"].rpartition("/")[2], plain.code
    link = read_link(operator.post(f"/facilitate/{code}/invite", {"make": "yes"}), plain)
    holder = Visitor(plain)
    assert holder.get(link).status == 303
    assert "End this session" in holder.get(f"/facilitate/{code}/end").words
    for path in (f"/facilitate/{other}/end", "/facilitate/new", f"/facilitate/{other}/report"):
        refused = holder.get(path)
        assert refused.status == 403
        assert "Your link does not open this" in refused.words
    assert holder.post("/facilitate/rehearse", {"people": "4"}).status == 403
    assert holder.post("/facilitate", {"title": "Mine", "agenda": "x"}).status == 403
    assert "not yours to change" in holder.get(f"/facilitate/{code}/invite").words
    assert "not yours to change" in holder.get("/facilitate/sign-out").words
    listed = holder.get("/facilitate")
    assert listed.status == 200
    assert "Team Other" not in listed.words
    assert "Start a session" not in listed.words
    operator.post(f"/facilitate/{code}/invite", {"withdraw": "yes"})
    signed_out = holder.get(f"/facilitate/{code}/end")
    assert signed_out.status == 403
    assert "This browser is signed out" in signed_out.words
    assert holder.get(link).status == 403


def test_two_links_in_one_browser_open_two_sessions(plain: Server) -> None:
    operator, holder = open_operator(plain), Visitor(plain)
    begun = operator.post("/facilitate", {"title": "Team Two", "agenda": "only:form.ipynb"})
    for code in (plain.code, begun.headers["Location"].rpartition("/")[2]):
        made = operator.post(f"/facilitate/{code}/invite", {"make": "yes"})
        assert holder.get(read_link(made, plain)).status == 303
    listed = holder.get("/facilitate").words
    assert "Team Two" in listed
    assert "Workshop" in listed
