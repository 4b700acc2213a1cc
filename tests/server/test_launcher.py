"""Whoever comes by the Jupyter that has started a server; others with the same words do not."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from kit.server.hosting import Hosting
from kit.server.launcher import Launcher
from kit.server.public_url import PublicUrl
from kit.server.tile import HEADER

SECRET = "made-by-jupyterlab"
BASE = PublicUrl(base="/user/anna/trust-workshop")


def ask(*headers: tuple[str, str], host: str = "hub.example") -> HTTPServerRequest:
    given = HTTPHeaders({"Host": host})
    for name, value in headers:
        given.add(name, value)
    return HTTPServerRequest(headers=given, start_line=RequestStartLine("GET", "/", "HTTP/1.1"))


def test_only_the_secret_vouches_for_a_request() -> None:
    hosting = Hosting(launcher=Launcher(SECRET))
    assert hosting.vouches_for(ask((HEADER, SECRET)))
    assert not hosting.vouches_for(ask((HEADER, SECRET), (HEADER, "another")))
    for given in ("", "another", SECRET[:-1]):
        assert not hosting.vouches_for(ask((HEADER, given)))
    assert not hosting.vouches_for(ask())
    assert not Hosting().vouches_for(ask((HEADER, SECRET)))
    assert SECRET not in repr(hosting)


def test_on_a_hub_links_name_the_address_of_the_facilitators_browser() -> None:
    launcher = Launcher(SECRET, on_hub=True, learns=True)
    request = ask((HEADER, SECRET), ("X-Forwarded-Proto", "https, http"))
    assert str(launcher.find_public(request, BASE)) == f"https://hub.example{BASE.base}"
    request = ask((HEADER, SECRET), host="hub.example:8000")
    assert str(launcher.find_public(request, BASE)) == f"http://hub.example:8000{BASE.base}"
    assert launcher.closed


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("evil.example", [("X-Forwarded-Proto", "https")]),
        ("evil.example", [(HEADER, "guessed")]),
        ("a'host", [(HEADER, SECRET)]),
        ("hub.example", [(HEADER, SECRET), ("X-Forwarded-Proto", "gopher")]),
    ],
)
def test_nobody_elses_address_is_taken(host: str, headers: list[tuple[str, str]]) -> None:
    request = ask(*headers, host=host)
    assert Launcher(SECRET, on_hub=True, learns=True).find_public(request, BASE) == BASE


def test_on_a_laptop_links_stay_where_phones_find_it() -> None:
    launcher = Launcher(SECRET)
    assert launcher.find_public(ask((HEADER, SECRET)), BASE) == BASE
    assert not launcher.closed


def test_what_the_hub_says_of_its_address_counts_for_more() -> None:
    named = PublicUrl("https://hub.example", BASE.base)
    request = ask((HEADER, SECRET), host="10.0.0.1:8000")
    assert Launcher(SECRET, on_hub=True).find_public(request, named) == named
