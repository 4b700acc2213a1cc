"""Markup of a notebook with its pictures in it: the one place where a cell becomes HTML.

Words, displays and what a page's kernel tells all go through here, whatever page they are for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from markupsafe import Markup

from kit.language import N_, _
from kit.notebooks.pictures import MOST_PAGE, Attachments, PictureError, embed

DRAWN = {"img": "src", "image": "href", "video": "poster"}
"""Elements that fetch a picture, and the attribute that names it."""
FETCHING = ("srcset", "sizes", "loading", "crossorigin", "referrerpolicy", "xlink:href")
"""Attributes that name it once more, or say how it is fetched."""
FIT = "max-width:100%;height:auto;"
CALM = N_("A picture cannot be shown here. The facilitator\u2019s page says why.")
MISSING = Markup('<span class="kit-missing{}" style="display:block">{}</span>')


@dataclass(frozen=True)
class Origin:
    """Where a cell's markup comes from: what it may show, and who is told what it may not.

    Attributes:
        folder: The notebook's; None where there is none.
        cell: The cell's name, as in "jar.ipynb, cell 4".
        most: How many bytes a picture may have.
        attachments: Pictures that were pasted into the cell.
        told: What cannot be shown is said in the place of it. Elsewhere a calm sentence stands
            there, for people who cannot mend it.
        faults: Everything that could not be shown, with the cell and the cure.
    """

    folder: Path | None = None
    cell: str = ""
    most: int = MOST_PAGE
    attachments: Attachments | None = None
    told: bool = False
    faults: list[str] = field(default_factory=list)

    def embed(self, markup: str) -> str:
        """The markup with every picture in it that it names."""
        return embed_pictures(markup, self._embed)

    def refuse(self, words: str) -> Markup:
        """What stands in the place of something that cannot be shown."""
        fault = f"{self.cell}: {words}" if self.cell else words
        if fault not in self.faults:
            self.faults.append(fault)
        return MISSING.format(" warning", fault) if self.told else MISSING.format("", _(CALM))

    def _embed(self, address: str) -> str | Markup:
        try:
            return embed(address, self.folder, self.attachments, self.most)
        except PictureError as error:
            return self.refuse(str(error))


NOWHERE = Origin()
"""Of markup that belongs to no notebook: it names no file."""


def embed_pictures(markup: str, find: Callable[[str], str | Markup]) -> str:
    """Put pictures into markup, which is otherwise left as it was written.

    Args:
        markup: HTML.
        find: Gives the address of a picture that the page may show, or markup that stands in its
            place.
    """
    if not any("<" + name in markup.lower() for name in (*DRAWN, "source")):
        return markup
    reader = _Reader(markup, find)
    reader.feed(markup)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    """Finds the elements that fetch pictures, and writes them anew."""

    def __init__(self, markup: str, find: Callable[[str], str | Markup]) -> None:
        super().__init__(convert_charrefs=True)
        self._markup = markup
        self._find = find
        self._done: list[str] = []
        self._at = 0
        self._lines = [0]
        for line in markup.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def finish(self) -> str:
        """The markup as it is now."""
        return "".join([*self._done, self._markup[self._at :]])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag == "source":
            self._replace("")  # another choice for a picture that is there
            return
        named = dict(attrs)
        name = DRAWN.get(tag, "")
        address = named.get(name) or (named.get("xlink:href") if tag == "image" else None)
        if not name or (tag != "img" and not address):
            return
        found = self._find(address or "")
        if isinstance(found, Markup):
            alt = named.get("alt") or ""
            self._replace(f"{found} {Markup.escape(alt)}".rstrip())
            return
        kept = {key: value for key, value in attrs if key not in FETCHING} | {name: found}
        if tag == "img":
            kept["style"] = FIT + (kept.get("style") or "")
        self._replace(_write(tag, kept))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins and ends."""
        self.handle_starttag(tag, attrs)

    def _replace(self, written: str) -> None:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        self._done += [self._markup[self._at : start], written]
        self._at = start + len(self.get_starttag_text() or "")


def _write(tag: str, attributes: dict[str, str | None]) -> str:
    parts = [
        Markup(" {}").format(key) if value is None else Markup(' {}="{}"').format(key, value)
        for key, value in attributes.items()
    ]
    end = " /" if tag == "image" else ""  # in SVG it has to end
    return Markup("<{}{}{}>").format(tag, Markup("").join(parts), end)
