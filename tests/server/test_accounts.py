"""Who is signed in: by a trusted proxy's header, and by nothing else."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import RequestHandler

from kit.errors import ServerError
from kit.server.accounts import HeaderAccounts, clean_account
from kit.server.forwarded import TrustedProxies

NAME = "X-Forwarded-Email"
PROXY = "10.0.0.1"


def find(*values: str, peer: str = PROXY, header: str = NAME) -> str:
    """Who a request with these values of a header comes from."""
    accounts = HeaderAccounts(NAME, TrustedProxies([PROXY]))
    headers = HTTPHeaders({"Host": "kit.example"})
    for value in values:
        headers.add(header, value)
    request = HTTPServerRequest(
        headers=headers, start_line=RequestStartLine("GET", "/facilitate", "HTTP/1.1")
    )
    request.remote_ip = peer
    accounts.receive(request)
    handler: Any = type("Door", (), {"request": request})()
    return asyncio.run(accounts.find_account(cast(RequestHandler, handler)))


def test_a_trusted_proxy_says_who_is_signed_in() -> None:
    assert find("ana@example.org") == "ana@example.org"
    assert find("ana@example.org", header="x-forwarded-email") == "ana@example.org"
    assert find() == ""


def test_nobody_else_does() -> None:
    for peer in ("10.0.0.2", "127.0.0.1", "", "::1"):
        assert find("ana@example.org", peer=peer) == ""


def test_a_header_that_is_there_twice_is_nobodys() -> None:
    assert find("ana@example.org", "eve@example.org") == ""
    assert find("ana@example.org,eve@example.org") == ""
    assert find("ana@example.org", "ana@example.org") == ""


def test_another_spelling_is_another_header() -> None:
    for header in ("X_Forwarded_Email", "X-Forwarded_Email", "X-Forwarded-Emails"):
        assert find("ana@example.org", header=header) == ""


@pytest.mark.parametrize(
    "text", ["", "  ", "a\tb", "a;b", "a,b", "<b>", 'a"', "a" * 201, "\x00", "\xff\xfe", "a\u0080"]
)
def test_what_is_no_name_is_nobody(text: str) -> None:
    assert clean_account(text) == ""


def test_a_name_may_be_in_any_letters() -> None:
    assert clean_account("  Zoë  ".encode().decode("latin-1")) == "Zoë"
    assert clean_account("a" * 200) == "a" * 200


@pytest.mark.parametrize(
    "header",
    [
        *("X_Forwarded_Email", "Email", "X-Forwarded-For", "x-forwarded-proto", "User-Agent", ""),
        *("X-Mail:", "X Mail-A", "Sec-Fetch-Site", "X-Ünd-A", "Accept-Language"),
    ],
)
def test_a_header_that_others_could_write_is_not_taken(header: str) -> None:
    with pytest.raises(ServerError, match=r"cannot be taken\. Name the header in which the proxy"):
        HeaderAccounts(header, TrustedProxies([PROXY]))


def test_no_header_is_believed_where_no_proxy_is_trusted() -> None:
    with pytest.raises(ServerError, match="--auth-header needs --trust-proxy beside it"):
        HeaderAccounts(NAME, TrustedProxies())
