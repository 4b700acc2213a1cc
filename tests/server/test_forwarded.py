"""What a proxy says of a browser: believed of trusted ones, and of nobody else."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from kit.errors import ServerError
from kit.server.forwarded import TrustedProxies

PROXIES = ("127.0.0.1", "10.0.0.0/8", "fd00::/8")


def ask(peer: str, **given: str | list[str]) -> HTTPServerRequest:
    headers = HTTPHeaders({"Host": "trust.example"})
    for name, values in given.items():
        for value in [values] if isinstance(values, str) else values:
            headers.add(f"X-Forwarded-{name}", value)
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    request = HTTPServerRequest(headers=headers, start_line=line)
    request.remote_ip, request.protocol = peer, "http"
    return request


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("fd00::7", "2001:db8::9", "2001:db8::9"),
        # Whatever the browser has written itself stands before what the proxy has added.
        ("127.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("127.0.0.1", ["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", "nonsense, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "1.1.1.1, nonsense, 10.0.0.2", "10.0.0.2"),
        ("127.0.0.1", "203.0.113.9:5123", "203.0.113.9"),
        ("127.0.0.1", '"[2001:db8::9]:5123"', "2001:db8::9"),
        ("127.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("203.0.113.1", "1.1.1.1", "203.0.113.1"),
        ("11.0.0.1", "1.1.1.1", "11.0.0.1"),
        ("", "1.1.1.1", ""),
    ],
)
def test_the_last_address_that_is_no_proxy_is_the_browsers(
    peer: str, said: str | list[str], found: str
) -> None:
    request = ask(peer, For=said)
    TrustedProxies(PROXIES).apply(request)
    assert request.remote_ip == found


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "HTTPS", "https"),
        ("127.0.0.1", "http, https", "https"),
        ("127.0.0.1", ["https", "http"], "http"),
        ("127.0.0.1", "gopher", "http"),
        ("203.0.113.1", "https", "http"),
    ],
)
def test_so_is_the_scheme(peer: str, said: str | list[str], found: str) -> None:
    request = ask(peer, Proto=said)
    TrustedProxies(PROXIES).apply(request)
    assert request.protocol == found


def test_by_itself_nobody_is_believed() -> None:
    request = ask("127.0.0.1", For="1.1.1.1", Proto="https")
    TrustedProxies().apply(request)
    assert (request.remote_ip, request.protocol) == ("127.0.0.1", "http")


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ("proxy.example", "127.0.0.1 or 10.0.0.0/8"),
        ("10.0.0.5/8", "Did you mean 10.0.0.0/8?"),
        ("10.0.0.0/33", "127.0.0.1 or"),
        ("*", "127.0.0.1 or"),
    ],
)
def test_what_is_no_network_is_refused_with_the_cure(given: str, cure: str) -> None:
    with pytest.raises(ServerError) as refused:
        TrustedProxies([given])
    assert given in str(refused.value)
    assert cure in str(refused.value)
