"""Answers compressed with brotli or gzip, as the browser accepts it.

Browsers take brotli over HTTPS and from their own machine, and gzip over plain HTTP. What never
changes is compressed once, at the build or here; pages that are made for one person, at a level
that costs no more than gzip's.
"""

from __future__ import annotations

import gzip
import mimetypes
import zlib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Protocol

import brotli
from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import GZipContentEncoding, OutputTransform

from kit.server.handlers.templates import STATIC

PACKED = {".br": "br", ".gz": "gzip"}  # what the build leaves beside each file, best first
CODINGS = tuple(PACKED.values())

# A form's page of 68 kB is 13.9 kB with gzip at level 6, 12.8 kB with brotli at 5, in the same
# time; brotli at 9 takes eighteen times as long for 70 bytes less.
BROTLI_LEVEL = 5
GZIP_LEVEL = 6
GZIP_FORMAT = 16 + zlib.MAX_WBITS
REFUSED = frozenset({"q=0", "q=0.0", "q=0.00", "q=0.000"})


def list_accepted(header: str) -> set[str]:
    """The codings that a browser accepts, from its `Accept-Encoding`."""
    parts = [part.replace(" ", "").lower().split(";") for part in header.split(",")]
    return {name for name, *settings in parts if not REFUSED.intersection(settings)}


def find_coding(header: str) -> str | None:
    """The best coding that a browser accepts, from its `Accept-Encoding`."""
    accepted = list_accepted(header)
    return next((coding for coding in CODINGS if coding in accepted), None)


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
        packed = {
            "br": brotli.compress(content, quality=BROTLI_LEVEL),
            "gzip": gzip.compress(content, mtime=0),
        }
        return cls(f"{kind}; charset=utf-8", content, packed)


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


class Packer(Protocol):
    """Compresses an answer piece by piece."""

    def pack(self, piece: bytes, finishing: bool) -> bytes:
        """What can be sent of it so far: all of it, so that a page is shown while it is made."""


class BrotliPacker:
    """An answer in brotli."""

    def __init__(self) -> None:
        self._stream = brotli.Compressor(quality=BROTLI_LEVEL)

    def pack(self, piece: bytes, finishing: bool) -> bytes:
        """See Packer."""
        packed: bytes = self._stream.process(piece)
        packed += self._stream.finish() if finishing else self._stream.flush()
        return packed


class GzipPacker:
    """An answer in gzip's form."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_FORMAT)

    def pack(self, piece: bytes, finishing: bool) -> bytes:
        """See Packer."""
        ending = zlib.Z_FINISH if finishing else zlib.Z_SYNC_FLUSH
        return self._stream.compress(piece) + self._stream.flush(ending)


class Compression(OutputTransform):
    """Tornado's step between a handler and the line: what is worth it is compressed.

    Takes the place of Tornado's own `GZipContentEncoding`, which knows gzip alone, and asks it
    which kinds of content are worth it and from which length on.
    """

    def __init__(self, request: HTTPServerRequest) -> None:
        self._coding = find_coding(request.headers.get("Accept-Encoding", ""))
        self._packer: Packer | None = None

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """See OutputTransform."""
        headers["Vary"] = ", ".join([*headers.get_list("Vary"), "Accept-Encoding"])
        if self._coding is None or not is_worth_packing(headers, chunk, finishing):
            return status_code, headers, chunk
        self._packer = BrotliPacker() if self._coding == "br" else GzipPacker()
        headers["Content-Encoding"] = self._coding
        if headers.get("Etag", "").startswith('"'):
            headers["Etag"] = f"W/{headers['Etag']}"  # the same page in other bytes
        chunk = self.transform_chunk(chunk, finishing)
        if finishing:
            headers["Content-Length"] = str(len(chunk))
        else:
            headers.pop("Content-Length", None)
        return status_code, headers, chunk

    def transform_chunk(self, chunk: bytes, finishing: bool) -> bytes:
        """See OutputTransform."""
        return chunk if self._packer is None else self._packer.pack(chunk, finishing)


def is_worth_packing(headers: HTTPHeaders, chunk: bytes, finishing: bool) -> bool:
    """Whether an answer with this first piece is a text, not packed yet, and not tiny."""
    kind = headers.get("Content-Type", "").partition(";")[0]
    text = kind.startswith("text/") or kind in GZipContentEncoding.CONTENT_TYPES
    short = finishing and len(chunk) < GZipContentEncoding.MIN_LENGTH
    return text and not short and "Content-Encoding" not in headers
