"""The address under which browsers reach this server, where a proxy stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

from kit.errors import ServerError

PORTS = {"http": 80, "https": 443}
EXAMPLE = "Write it as https://trust.example.org or https://example.org/trust."


@dataclass(frozen=True)
class PublicUrl:
    """Where browsers find this server.

    Attributes:
        origin: Scheme, host and port, without a slash at the end; "" where browsers use the
            server's own address.
        base: Path before all of the kit's addresses, as in "/trust"; "" for none.
    """

    origin: str = ""
    base: str = ""

    def __str__(self) -> str:
        return self.origin + self.base

    @property
    def host(self) -> str:
        """Host and port as a browser names them."""
        return self.origin.partition("://")[2]

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by TLS."""
        return self.origin.startswith("https:")

    def strip_base(self, request: HTTPServerRequest) -> None:
        """Take the base off a request's path; a proxy may have done so itself."""
        if not self.base or not request.path or not f"{request.path}/".startswith(f"{self.base}/"):
            return
        request.path = request.path[len(self.base) :] or "/"
        if request.uri is not None:
            request.uri = request.uri[len(self.base) :] or "/"


def read_public_url(text: str) -> PublicUrl:
    """Read the address that was given on the command line.

    Raises:
        ServerError: It is no address of a web server, or says more than a place.
    """
    given = text.strip()
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ServerError(refuse(given, "cannot be read")) from error
    if parts.scheme not in PORTS:
        raise ServerError(refuse(given, "has no scheme: begin it with https:// or http://"))
    if not host or not is_plain(given):
        raise ServerError(refuse(given, "has no host that a browser would understand"))
    if parts.username is not None or parts.query or parts.fragment or given[-1] in "?#":
        raise ServerError(refuse(given, "says more than a place: leave out what follows ? # or @"))
    base = parts.path.rstrip("/")
    if "//" in base or "%" in base or "/." in base:
        raise ServerError(refuse(given, "has a path that proxies may change: use plain letters"))
    named = f"[{host}]" if ":" in host else host
    if port is not None and port != PORTS[parts.scheme]:
        named = f"{named}:{port}"
    return PublicUrl(f"{parts.scheme}://{named}", base)


def is_plain(text: str) -> bool:
    """Whether an address consists of what needs no coding in one."""
    return text.isascii() and text.isprintable() and not set(text) & set(" \"'<>\\^`{|}")


def refuse(given: str, why: str) -> str:
    """What is wrong with an address, and how it is written."""
    return f"--public-url {given!r} {why}. {EXAMPLE}"
