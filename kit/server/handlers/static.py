"""Static files, precompressed, with immutable caching."""

from __future__ import annotations

import contextlib
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

from kit.errors import KitError
from kit.server.handlers.compression import Asset, list_accepted, list_built
from kit.server.handlers.handler import CalmHandler, read_seat_token
from kit.server.relay.assets import pack_sources
from kit.server.state import ServerState
from kit.session.session import normalise_code

YEAR = 365 * 24 * 3600
MAX_NAMES = 100  # of sources in one request


def send_parcel(handler: RequestHandler, parcel: Asset) -> None:
    """Answer with a parcel, to be kept for good: its address changes with its content."""
    handler.set_header("Cache-Control", f"public, max-age={YEAR}, immutable")
    send_packed(handler, parcel)


def send_packed(handler: RequestHandler, parcel: Asset) -> None:
    """Answer with a parcel in the best form that the browser accepts."""
    accepted = list_accepted(handler.request.headers.get("Accept-Encoding", ""))
    handler.set_header("Content-Type", parcel.kind)
    for coding, content in parcel.packed.items():
        if coding in accepted:
            handler.set_header("Content-Encoding", coding)
            handler.finish(content)
            return
    handler.finish(parcel.plain)


class Built(CalmHandler):
    """The pages' built scripts and sheets; their names hold a hash."""

    def get(self, name: str) -> None:
        """Answer with a file."""
        parcel = list_built().get(name)
        if parcel is None:
            raise HTTPError(404)
        send_parcel(self, parcel)


class SourceHandler(CalmHandler):
    """`/sources/<name>.<name>...`: widgets' scripts and styles, to be kept for good."""

    house: ServerState

    def initialize(self, house: ServerState) -> None:
        """Tornado's set-up: the house whose rooms tell them."""
        self.house = house

    async def get(self, given: str) -> None:
        """Answer with the texts; names come sorted and once each, so that caches know them."""
        names = given.split(".")
        if names != sorted(set(names)) or len(names) > MAX_NAMES:
            raise HTTPError(404)
        try:
            send_parcel(self, pack_sources(tuple(names)))
        except KeyError:
            await self._have_them_told()
            try:
                send_parcel(self, pack_sources(tuple(names)))
            except KeyError as error:
                raise HTTPError(404) from error

    async def _have_them_told(self) -> None:
        """Make the page of the seat that asks: another server has made it, and its room told them.

        A proxy chooses a server by the address of a page, which this one does not have in it.
        """
        path = urlsplit(self.request.headers.get("Referer", "")).path
        code = normalise_code(path.rpartition("/s/")[2])
        token = read_seat_token(self, code)
        if self.house.store.node and token:
            with contextlib.suppress(KitError):
                room = await self.house.get_room(code)
                await room.get_page(token)
