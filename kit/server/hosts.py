"""Under which names this server is reached; a page asked for under another name is not given.

A stranger's site may point a name of its own at this machine, so that a browser takes our pages for
that site's and lets it read them. An address in numbers cannot be pointed elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import Any

from tornado.httputil import HTTPConnection, HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router
from tornado.web import Application

from kit.language import N_, _
from kit.server.handlers.handler import CalmHandler
from kit.server.hosting import Hosting
from kit.server.unreadable import Reader

LOOPBACK = ("localhost", "localhost.localdomain", "ip6-localhost")
MISDIRECTED = 421
PORT = re.compile(":[0-9]+$")
WORDS = N_(
    "This server does not go by the name in the address. Open the address that was printed when it "
    "was started. Whoever runs the server can add a name with --allowed-host."
)


class KnownHosts:
    """The names this server answers to.

    Args:
        given: Names besides those of this machine.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        own = clean_name(socket.gethostname())
        short = own.split(".")[0]
        self._names = {*LOOPBACK, own, short, f"{short}.local", *map(clean_name, given)} - {""}

    def __repr__(self) -> str:
        return f"<KnownHosts, {len(self._names)} names>"

    def __contains__(self, host: str) -> bool:
        name = clean_name(host)
        return name in self._names or name.endswith(".localhost") or is_address(name)


def clean_name(host: str) -> str:
    """A host's name without its port, in small letters."""
    name = PORT.sub("", host.strip().lower())
    return name.strip("[]").removesuffix(".")


def is_address(name: str) -> bool:
    """Whether it is an address in numbers."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class StrangeHost(CalmHandler):
    """Says calmly that nothing is here under this name, whatever was asked."""

    def set_default_headers(self) -> None:
        """Nothing may be loaded."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        self.set_header("Cache-Control", "no-store")

    async def prepare(self) -> None:
        """Answer at once."""
        self.choose_language()
        self.show_message(MISDIRECTED, _("Not under this name"), _(WORDS))


class HostCheck(Router):
    """Stands before all doors: whom a request comes from, by its proxy's word, and by which name.

    Args:
        doors: Where requests go that name this server.
        hosts: The names.
        hosting: The proxies, and the path that stands before all addresses.
    """

    def __init__(
        self, doors: Application, hosts: KnownHosts, hosting: Hosting | None = None
    ) -> None:
        self._doors, self._hosts, self._hosting = doors, hosts, hosting or Hosting()

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """Who reads a request."""
        return Reader(super().start_request(server_conn, request_conn))

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> HTTPMessageDelegate:
        """Who answers a request."""
        if self._hosting.accounts is not None:  # while the address is still the proxy's
            self._hosting.accounts.receive(request)
        self._hosting.proxies.apply(request)
        self._hosting.public.strip_base(request)
        if request.host in self._hosts or self._hosting.vouches_for(request):
            return self._doors.find_handler(request, **kwargs)
        return self._doors.get_handler_delegate(request, StrangeHost)
