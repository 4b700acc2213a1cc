"""Doors to files that never change: sent as they were packed, to be kept for good."""

from __future__ import annotations

from tornado.web import HTTPError, RequestHandler

from kit.server.handlers.compression import Asset, list_built
from kit.server.handlers.handler import CalmHandler
from kit.server.relay.assets import pack_sources

YEAR = 365 * 24 * 3600
MAX_NAMES = 100  # of sources in one request


def send_parcel(handler: RequestHandler, parcel: Asset) -> None:
    """Answer with a parcel, to be kept for good: its address changes with its content."""
    handler.set_header("Cache-Control", f"public, max-age={YEAR}, immutable")
    send_packed(handler, parcel)


def send_packed(handler: RequestHandler, parcel: Asset) -> None:
    """Answer with a parcel in the best form that the browser accepts."""
    wanted = handler.request.headers.get("Accept-Encoding", "")
    accepted = {part.split(";")[0].strip() for part in wanted.split(",")}
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

    def get(self, given: str) -> None:
        """Answer with the texts; names come sorted and once each, so that caches know them."""
        names = given.split(".")
        if names != sorted(set(names)) or len(names) > MAX_NAMES:
            raise HTTPError(404)
        try:
            send_parcel(self, pack_sources(tuple(names)))
        except KeyError as error:
            raise HTTPError(404) from error
