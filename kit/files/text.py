"""Bytes of a file as text, in whichever encoding another program has written them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

MARK = "\ufeff"
CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a"
"""Quotation marks that neither Python nor an agenda reads as such."""
UTF_16, WINDOWS = "UTF-16", "Windows-1252"
MARKED = "UTF-8 with a byte-order mark"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", UTF_16),
    (codecs.BOM_UTF16_BE, "utf-16-be", UTF_16),
    (codecs.BOM_UTF8, "utf-8", MARKED),
)
_CONFLICT = re.compile(r"^\s*\"?(<{7}|>{7}|\|{7})(?: |\\n|\"|$)", re.MULTILINE)


@dataclass(frozen=True)
class Decoded:
    """A file's text.

    Attributes:
        text: The text, without a byte-order mark.
        encoding: How it was written, for a message; "" for plain UTF-8.
        guessed: Nothing in the file says that it is this encoding.
    """

    text: str
    encoding: str = ""
    guessed: bool = False


def decode(content: bytes) -> Decoded:
    """Read bytes as text: UTF-8, UTF-16 and UTF-32, otherwise a Windows code page.

    Raises:
        ValueError: They are no text in any of these.
    """
    for mark, encoding, name in _MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding).lstrip(MARK), name)
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # every text begins in ASCII
        if content[place : place + 1] == b"\0" and content[1 - place : 2 - place] > b"\0":
            return Decoded(content.decode(encoding), UTF_16)
    if b"\0" in content:
        msg = "there are zero bytes in it, so it is no text"
        raise ValueError(msg)
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return Decoded(content.decode("cp1252"), WINDOWS, guessed=True)


def find_conflict(text: str) -> int:
    """The line of the first mark that git has left where two versions differ; 0 without one."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start(1)) + 1 if found else 0
