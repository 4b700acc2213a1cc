"""Small picture files for the tests that need one."""

from __future__ import annotations

import struct
import zlib


def build_png(
    width: int = 8, height: int = 6, colour: tuple[int, int, int] = (15, 107, 107)
) -> bytes:
    """A PNG of one colour."""
    line = b"\0" + bytes(colour) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(line * height)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PNG = build_png()
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">'
    '<rect width="60" height="40" fill="#0f6b6b"/></svg>'
)
