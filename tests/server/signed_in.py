"""Servers on which facilitators sign in by a proxy, and browsers that come through it."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.notebooks import FORM, write_notebook
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

HEADER = "X-Forwarded-Email"
ANA, BEN, CAN = "ana@example.org", "ben@example.org", "can@example.org"
ALONE = "only:form.ipynb"
HERE = "127.0.0.1"


class Facilitator(Visitor):
    """Somebody whom the proxy has signed in."""

    def __init__(self, server: Server, account: str) -> None:
        super().__init__(server)
        self.account = account

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> Reply:
        return super().ask(method, path, {HEADER: self.account, **headers}, body)

    def begin(self, title: str = "Team Blue", **fields: str) -> str:
        """Begin a session.

        Returns:
            Its code.
        """
        begun = self.post("/facilitate", {"title": title, "agenda": ALONE, **fields})
        assert begun.status == 303, begun.words
        return begun.headers["Location"].rpartition("/")[2]

    def invite(self, code: str) -> str:
        """Make a session's link.

        Returns:
            Its address without the origin.
        """
        return read_link(self.post(f"/facilitate/{code}/invite", {"make": "yes"}), self.server)


def serve(folder: Path, *given: str) -> Server:
    """A server of one short form."""
    write_notebook(folder / "workshops" / "form.ipynb", FORM)
    return Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", HERE, "--port", "0", *given),
        log=folder / "server.log",
    )


def serve_accounts(folder: Path, proxy: str = HERE) -> Server:
    """One that takes the word of a proxy at an address."""
    return serve(folder, "--trust-proxy", proxy, "--auth-header", HEADER)


def read_link(page: Reply, server: Server) -> str:
    """The link that a page shows once, without the origin."""
    found = re.search(r'class="link"[^>]*>([^<]+)<', page.text)
    assert found, page.words
    assert found[1].startswith(server.origin)
    return found[1].removeprefix(server.origin)


def open_operator(server: Server, path: str = "") -> Visitor:
    """A browser that has opened the link with the server's key."""
    operator = Visitor(server)
    link = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert operator.get(path or link).status == 303
    return operator
