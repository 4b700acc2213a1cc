"""The page for a works council: for facilitators, and with nothing of a session on it."""

from __future__ import annotations

from tests.processes import Server
from tests.server.visitor import Visitor

ADDRESS = "/facilitate/privacy"


def test_it_opens_with_the_key_alone(visitor: Visitor) -> None:
    for reply in (visitor.get(ADDRESS), visitor.post(ADDRESS, {})):
        assert reply.status == 403
        assert "opens with the key" in reply.words


def test_it_says_where_this_server_is_and_holds_no_secret(
    facilitator: Visitor, server: Server
) -> None:
    page = facilitator.get(ADDRESS)
    assert page.status == 200
    assert server.origin in page.words
    assert "What travels is not encrypted." in page.words
    assert "For the works council or as privacy officer" in page.words
    assert server.code not in page.text
    assert str(server.links["facilitator_url"]).rpartition("key=")[2] not in page.text
    assert ADDRESS in facilitator.get("/facilitate").text
