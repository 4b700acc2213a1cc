"""The facilitator's cookie: for each key that a browser has shown, the key's stamp of then."""

from __future__ import annotations

import re

MOST = 40  # keys: a browser keeps about 4,000 characters of a cookie
ENTRY = re.compile(r"(\*|[A-Z]{1,16}):([0-9a-f]{32})")


def read_badge(words: str) -> dict[str, str]:
    """The stamps of a badge by what their keys open: a session's code, or "*" for all."""
    return dict(ENTRY.findall(words))


def write_badge(stamps: dict[str, str]) -> str:
    """The words of a badge; of too many keys, those that were shown last."""
    return ".".join(f"{code}:{stamp}" for code, stamp in list(stamps.items())[-MOST:])


def add_stamp(words: str, code: str, stamp: str) -> str:
    """The words of a badge with one more key."""
    others = {each: kept for each, kept in read_badge(words).items() if each != code}
    return write_badge(others | {code: stamp})
