"""Pictures beside a notebook, and in its cells: read, and nothing else is.

A page carries its pictures in itself. So a phone asks no stranger for one, and no address of the
server leads into the notebook's folder: what is not a picture in that very folder is refused
before anybody looks whether it is there.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from kit.errors import DefinitionError

MOST_PHONE = 500_000
"""Bytes of a picture on a phone: sixty phones fetch it at once, over one network."""
MOST_PAGE = 5_000_000
"""Bytes of a picture on the dashboard and the screen."""

KINDS = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""Media types that our pages draw as pictures; a browser runs no script in one."""
HEAD = 1024  # bytes in which a picture says what it is
FOREIGN = {b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"%PDF": "PDF", b"\0\0\1\0": "icon"}

Attachments = Mapping[str, Mapping[str, str | list[str]]]
"""Name -> media type -> base64, as one text or in lines."""


class PictureError(DefinitionError):
    """A picture cannot be shown; the message says which, why, and what to do."""


def embed(
    address: str, folder: Path | None, attachments: Attachments | None = None, most: int = MOST_PAGE
) -> str:
    """A picture as a `data:` address that carries it.

    Args:
        address: As it stands in a cell: a name beside the notebook, or `attachment:` and a name.
        folder: The notebook's; None where there is none, and then no file is read.
        attachments: Pictures that were pasted into the cell.
        most: How many bytes a picture may have.

    Raises:
        PictureError: It may not be shown, is not there, is no picture or is too large.
    """
    scheme = _find_scheme(address)
    if scheme in ("data", "blob"):
        return address
    if scheme == "attachment":
        return _embed_pasted(unquote(address.partition(":")[2]), attachments or {}, most)
    name = _check_address(address, scheme)
    if folder is None:
        msg = f"The picture {name!r} lies nowhere: this notebook has no folder."
        raise PictureError(msg)
    path = _find(name, folder)
    about = path.stat()
    return _read(path, name, most, about.st_mtime_ns, about.st_size)


def build_address(kind: str, content: bytes | str) -> str:
    """A `data:` address.

    Args:
        kind: The media type.
        content: What it holds; a text is base64 already.
    """
    text = content if isinstance(content, str) else base64.b64encode(content).decode("ascii")
    return f"data:{kind};base64,{''.join(text.split())}"


def check_size(name: str, size: int, most: int) -> None:
    """Refuse a picture that is too large.

    Args:
        name: What it is called in the message.
        size: Its bytes.
        most: How many it may have.

    Raises:
        PictureError: It is too large.
    """
    if size > most:
        where = "for phones " if most == MOST_PHONE else ""
        msg = (
            f"{name} is {_tell(size)} large, and {where}a picture may have {_tell(most)}. Make it "
            "smaller: 1200 pixels wide, saved as JPEG, is enough."
        )
        raise PictureError(msg)


def _find_scheme(address: str) -> str:
    """The scheme of an address in small letters; "//" where a host begins it."""
    plain = address.strip().replace("\\", "/")
    if plain.startswith("//"):
        return "//"
    head, colon, _ = plain.partition(":")
    return head.lower() if colon and head.replace("+", "").isalnum() else ""


def _check_address(address: str, scheme: str) -> str:
    """The name, below the notebook's folder, that an address means.

    Raises:
        PictureError: It leads out of the folder, or to another place altogether.
    """
    if scheme in ("http", "https", "//", "ftp"):
        msg = (
            f"The picture {_shorten(address)} lies on another server, and phones ask no stranger "
            "for a picture. Save it beside the notebook and write its name."
        )
        raise PictureError(msg)
    name = unquote(urlsplit(address.strip()).path if not scheme else address)
    if "\\" in name and not scheme:
        msg = f"The picture {_shorten(name)} cannot be found: write / in the place of \\."
        raise PictureError(msg)
    path = PurePosixPath(name)
    if scheme or not name or "\0" in name or path.is_absolute() or ".." in path.parts:
        msg = (
            f"The picture {_shorten(address)} does not lie beside the notebook, so it is not read. "
            "Copy it into the notebook's folder and write its name."
        )
        raise PictureError(msg)
    return str(path)


def _find(name: str, folder: Path) -> Path:
    """The file that a name means, in capital and small letters as it is written.

    Raises:
        PictureError: It is not there, or a link leads out of the folder.
    """
    place = folder
    for part in PurePosixPath(name).parts:
        place = place / _choose(part, place, name)
    if not place.resolve().is_relative_to(folder.resolve()):
        msg = (
            f"The picture {name!r} is a link that leads out of the notebook's folder, so it is not "
            "read. Put a copy in its place."
        )
        raise PictureError(msg)
    if not place.is_file():
        msg = f"The picture {name!r} is no file. Write the name of a picture."
        raise PictureError(msg)
    return place


def _choose(part: str, folder: Path, name: str) -> str:
    """The entry of a folder that a part of a name means.

    A Mac writes ä in two signs, and others in one: the same name.
    """
    if not folder.resolve().is_dir():
        there: list[str] = []
    else:
        try:
            there = [path.name for path in folder.iterdir()]
        except OSError as error:
            msg = f"The folder of the picture {name!r} cannot be read ({error.strerror})."
            raise PictureError(msg) from error
    plain = unicodedata.normalize("NFC", part)
    for entry in there:
        if part == entry or plain == unicodedata.normalize("NFC", entry):
            return entry
    close = [entry for entry in there if entry.casefold() == part.casefold()]
    cure = (
        f"There is {close[0]!r}: write capital and small letters as in the file's name."
        if close
        else "Put it there, or correct the name."
    )
    msg = f"The picture {name!r} is not beside the notebook. {cure}"
    raise PictureError(msg)


@lru_cache(maxsize=32)
def _read(path: Path, name: str, most: int, _changed: int, size: int) -> str:
    """Read it once for each version of the file: every seat asks for it."""
    check_size(f"The picture {name!r}", size, most)
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"The picture {name!r} cannot be read ({error.strerror}). Let this account read it."
        raise PictureError(msg) from error
    return build_address(find_kind(content, name), content)


def find_kind(content: bytes, name: str) -> str:
    """The media type of a picture, by what it holds and not by its name.

    Raises:
        PictureError: It is none that a browser draws.
    """
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    signs = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    for sign, kind in signs.items():
        if head.startswith(sign):
            return kind
    if head.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in content:
        return "image/svg+xml"
    found = next((name for sign, name in FOREIGN.items() if head.startswith(sign)), "")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        found = "HEIC or AVIF"
    what = f"is a file of the kind {found}" if found else "holds no picture"
    msg = f"The picture {name!r} {what}. Save it as PNG, JPEG, GIF, WebP or SVG."
    raise PictureError(msg)


def _embed_pasted(name: str, attachments: Attachments, most: int) -> str:
    bundle = attachments.get(name)
    if bundle is None:
        msg = (
            f"The picture {name!r} was pasted into another cell, or is lost. Paste it into this "
            "one once more."
        )
        raise PictureError(msg)
    kind = next((kind for kind in KINDS if kind in bundle), None)
    if kind is None:
        msg = f"{name!r} was pasted into this cell, and is no picture. Take it out."
        raise PictureError(msg)
    text = "".join("".join(bundle[kind]).split())
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        msg = f"The pasted picture {name!r} is damaged. Paste it once more."
        raise PictureError(msg) from error
    check_size(f"The pasted picture {name!r}", len(content), most)
    return build_address(kind, text)


def _tell(size: int) -> str:
    """So many bytes, in words."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def _shorten(address: str) -> str:
    """An address for a message."""
    return repr(address if len(address) <= 80 else f"{address[:79]}…")
