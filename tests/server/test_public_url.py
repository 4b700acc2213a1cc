"""The address under which browsers come: read from the command line, refused with a cure."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from kit.errors import ServerError
from kit.server.public_url import PublicUrl, read_public_url


def ask(path: str, host: str = "trust.example") -> HTTPServerRequest:
    line = RequestStartLine("GET", path, "HTTP/1.1")
    request = HTTPServerRequest(headers=HTTPHeaders({"Host": host}), start_line=line)
    assert request.path == path.partition("?")[0]
    return request


@pytest.mark.parametrize(
    ("given", "origin", "base"),
    [
        ("https://trust.example", "https://trust.example", ""),
        ("https://Trust.Example:443/", "https://trust.example", ""),
        (" http://trust.example:80/a/b/ ", "http://trust.example", "/a/b"),
        ("http://trust.example:8866", "http://trust.example:8866", ""),
        ("HTTPS://[2001:DB8::1]:8443/trust", "https://[2001:db8::1]:8443", "/trust"),
        ("https://hub.example/user/a@b/proxy", "https://hub.example", "/user/a@b/proxy"),
    ],
)
def test_an_address_is_read_as_browsers_name_it(given: str, origin: str, base: str) -> None:
    read = read_public_url(given)
    assert (read.origin, read.base) == (origin, base)
    assert str(read) == origin + base
    assert read.is_secure == origin.startswith("https")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("trust.example", "no scheme"),
        ("trust.example:8866", "no scheme"),
        ("//trust.example", "no scheme"),
        ("ftp://trust.example", "no scheme"),
        ("https:trust.example", "no host"),
        ("https://", "no host"),
        ("https://trust example", "no host"),
        ("https://tr\u00fcst.example", "no host"),
        ("https://trust.example/\u202etsurt", "no host"),
        ("https://trust.example/?a=1", "leave out"),
        ("https://trust.example?", "leave out"),
        ("https://trust.example/#", "leave out"),
        ("https://me:secret@trust.example", "leave out"),
        ("https://trust.example:port", "cannot be read"),
        ("https://trust.example:70000", "cannot be read"),
        ("https://[::1", "cannot be read"),
        ("https://trust.example/a//b", "path"),
        ("https://trust.example/%2e", "path"),
        ("https://trust.example/../a", "path"),
    ],
)
def test_anything_else_is_refused_with_the_cure(given: str, why: str) -> None:
    with pytest.raises(ServerError) as refused:
        read_public_url(given)
    assert why in str(refused.value)
    assert "https://trust.example.org" in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "found", "uri"),
    [
        ("/trust/join/ABCD", "/join/ABCD", "/join/ABCD"),
        ("/trust/s/ABCD/live?seq=1", "/s/ABCD/live", "/s/ABCD/live?seq=1"),
        ("/trust/", "/", "/"),
        ("/trust", "/", "/"),
        ("/trust?code=A", "/", "?code=A"),
        ("/join/ABCD", "/join/ABCD", "/join/ABCD"),  # the proxy has taken it off
        ("/trusty/join/ABCD", "/trusty/join/ABCD", "/trusty/join/ABCD"),
        ("/", "/", "/"),
    ],
)
def test_the_base_is_taken_off_once(asked: str, found: str, uri: str) -> None:
    request = ask(asked)
    PublicUrl("https://trust.example", "/trust").strip_base(request)
    assert (request.path, request.uri) == (found, uri)


def test_without_a_base_nothing_is_taken_off() -> None:
    request = ask("/trust/join/ABCD")
    PublicUrl().strip_base(request)
    assert request.path == "/trust/join/ABCD"
    assert str(PublicUrl()) == PublicUrl().host == ""
    assert not PublicUrl().is_secure
