"""Content that never changes, compressed once and kept in memory."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kit.server.handlers.templates import STATIC

PACKED = {".br": "br", ".gz": "gzip"}  # what the build leaves beside each file, best first


@dataclass(frozen=True)
class Asset:
    """Content ready to be sent.

    Attributes:
        kind: Its media type.
        plain: The content itself.
        packed: The content in compressed forms, best first: name of the coding -> bytes.
    """

    kind: str
    plain: bytes = field(repr=False)
    packed: dict[str, bytes] = field(repr=False)

    @classmethod
    def pack(cls, content: bytes, kind: str) -> Asset:
        """Compress a text."""
        return cls(f"{kind}; charset=utf-8", content, {"gzip": gzip.compress(content, mtime=0)})


@lru_cache(maxsize=16)
def pack_page(text: str) -> Asset:
    """A page that everybody is shown alike, packed once for all of them."""
    return Asset.pack(text.encode(), "text/html")


@cache
def list_built() -> dict[str, Asset]:
    """The pages' files by name, as the build has packed them."""
    parcels = {}
    for path in STATIC.glob("[!.]*"):
        if path.suffix in PACKED:
            continue
        packed = {
            coding: path.with_name(path.name + ending).read_bytes()
            for ending, coding in PACKED.items()
            if path.with_name(path.name + ending).exists()
        }
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or kind == "application/json"
        parcels[path.name] = Asset(
            f"{kind}; charset=utf-8" if text else kind, path.read_bytes(), packed
        )
    return parcels
