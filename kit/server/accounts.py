"""Who is signed in on the facilitator's pages: an account's name, or nobody.

The kit keeps no passwords and no table of people. Somebody else signs facilitators in, and an
`Accounts` says who came of it. `HeaderAccounts` takes the word of a proxy before the server.

How a second way is added: derive a class from `Accounts`, give it `find_account`, and set it as
`accounts` in `kit.server.hosting.Hosting` (`kit.commands.hosting` reads the options). Where the
server itself sends a browser away to sign in, `ask` does so, and `list_handlers` gives the doors to
which the browser comes back. A handler that it is given is a Tornado handler below the base path:
`handler.public.base` stands before all addresses, `handler.keep_cookie` sets a signed cookie, and
`handler.redirect` leads to the kit's own addresses (Tornado's `RequestHandler.redirect` elsewhere).
Nothing else asks who somebody is: not `/join`, `/s` and `/screen`, where nobody signs in.
What `find_account` has found is trusted by `kit.server.standing`, which decides what may be done.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from kit.errors import ServerError
from kit.server.forwarded import TrustedProxies

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+")
# Browsers send these themselves, or a proxy says something else in them.
TAKEN = re.compile(r"(sec|accept|content|access|if|user|cache|set)-.*|x-forwarded-(for|proto|host)")
LONGEST = 200  # characters of an account's name


class Accounts(ABC):
    """A way to sign in.

    Attributes:
        sign_out: Where somebody signs out, as a link; "" where the pages offer none.
    """

    sign_out: str = ""

    def receive(self, request: HTTPServerRequest) -> None:  # noqa: B027 -- most have nothing to do
        """See a request before anything else does, with the address of whoever has sent it."""

    @abstractmethod
    async def find_account(self, handler: RequestHandler) -> str:
        """The account of whoever asks for a page or opens a line; "" for nobody.

        It is the same for the same person at every visit, and it is never another person's.
        """

    def ask(self, handler: RequestHandler) -> bool:
        """Have a browser sign in.

        Returns:
            Whether it has been answered; if not, a page says that nobody is signed in.
        """
        return False

    def list_handlers(self) -> list[Any]:
        """Doors of its own, as Tornado takes them."""
        return []


class HeaderAccounts(Accounts):
    """The account stands in a header that a proxy sets, which has signed the browser in.

    Args:
        header: Its name.
        proxies: Those whose word is taken; from everybody else the header is taken away.

    Raises:
        ServerError: The name cannot be taken, or no proxy is trusted.
    """

    def __init__(self, header: str, proxies: TrustedProxies) -> None:
        if not NAME.fullmatch(header) or TAKEN.fullmatch(header.lower()):
            msg = (
                f"--auth-header {header!r} cannot be taken. Name the header in which the proxy "
                "says who is signed in, as X-Forwarded-Email: letters and digits with hyphens."
            )
            raise ServerError(msg)
        if not proxies:
            msg = (
                "--auth-header needs --trust-proxy beside it: else everybody could write the header"
                " and be anybody. Name the proxy's address, as --trust-proxy 127.0.0.1."
            )
            raise ServerError(msg)
        self._header, self._proxies = header, proxies

    def __repr__(self) -> str:
        return f"<HeaderAccounts by {self._header}>"

    def receive(self, request: HTTPServerRequest) -> None:
        """Take the header away from whoever is no trusted proxy."""
        if (request.remote_ip or "") not in self._proxies and self._header in request.headers:
            del request.headers[self._header]

    async def find_account(self, handler: RequestHandler) -> str:
        """Read the header; one that is there twice, as a browser might add it, counts as none."""
        given = handler.request.headers.get_list(self._header)
        return clean_account(given[0]) if len(given) == 1 else ""


def clean_account(text: str) -> str:
    """An account's name as it is kept; "" where it cannot be one.

    A comma may stand between two names that a proxy has put together, so it is in none.
    """
    try:
        name = text.encode("latin-1").decode("utf-8").strip()  # as Tornado reads headers
    except UnicodeError:
        return ""
    fits = 0 < len(name) <= LONGEST and name.isprintable() and not set(name) & set(',;"<>')
    return name if fits else ""
