"""An organisation's look on the server's pages, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup
from tornado.web import HTTPError

from kit.export.look import build_logo, build_style
from kit.notebooks.theme import Theme
from kit.notebooks.theme_file import File
from kit.server.handlers.handler import LOOK, CalmHandler
from kit.server.handlers.static import YEAR

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True)
class Look:
    """What pages take of a theme.

    Attributes:
        theme: As it was read last.
        base: What stands before the kit's addresses.
    """

    theme: Theme
    base: str = ""

    @cached_property
    def style(self) -> Markup:
        """What is added to a page's own style."""
        return build_style(self.theme, self.find_address)

    @cached_property
    def logo(self) -> Markup:
        """The logo as a picture; "" for none."""
        return build_logo(self.theme, self.find_address)

    @cached_property
    def files(self) -> dict[str, File]:
        """Its files by the name in their address."""
        return {each.name: each for each in (self.theme.logo, self.theme.font) if each}

    def find_address(self, file: File) -> str:
        """Where a file of the theme is found; the address changes with what it holds."""
        return f"{self.base}/theme/{file.name}"


def build_look(theme: Theme | None, base: str = "") -> Look | None:
    """The look that goes with a theme; None for the kit's own."""
    return Look(theme, base) if theme else None


class ThemeFile(CalmHandler):
    """`/theme/<name>`: the logo and the letters, to be kept for good."""

    def get(self, name: str) -> None:
        """Answer with a file. A logo that is opened by itself runs nothing either."""
        look: Look | None = self.settings.get(LOOK)
        file = look.files.get(name) if look else None
        if file is None:
            raise HTTPError(404)
        self.set_header("Content-Security-Policy", FILE_POLICY)
        self.set_header("Content-Type", file.kind)
        self.set_header("Cache-Control", f"public, max-age={YEAR}, immutable")
        self.finish(file.content)
