"""Markdown as markup: what JupyterLab shows of a notebook's words, pasted pictures too.

nbconvert would do it as well, but importing it takes a third of the time in which a room's kernel
gets ready.
"""

from __future__ import annotations

import re

from markupsafe import Markup
from mistune import HTMLRenderer, create_markdown

from kit.notebooks.embedding import NOWHERE, Origin

PLUGINS = ("strikethrough", "table", "url", "task_lists", "def_list")
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"\s+")

PICTURE = Markup('<img src="{}" alt="{}"{} />')
TITLE = Markup(' title="{}"')


def render_markdown(source: str, origin: Origin = NOWHERE) -> Markup:
    """Render Markdown. A notebook is trusted: its markup stands as it was written.

    Args:
        source: The words.
        origin: Where the pictures come from that they name.
    """
    render = create_markdown(renderer=NotebookRenderer(), plugins=PLUGINS)
    return Markup(origin.embed(str(render(source))))  # noqa: S704


class NotebookRenderer(HTMLRenderer):
    """HTML whose headings can be linked to."""

    def __init__(self) -> None:
        super().__init__(escape=False)

    def heading(self, text: str, level: int, **_: object) -> str:
        """A heading under the name that JupyterLab gives it."""
        name = SPACES.sub("-", TAG.sub("", text).strip())
        return super().heading(text, level, id=name)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture, under the address that was written."""
        alt = Markup(text).striptags()  # noqa: S704 -- its words alone
        return PICTURE.format(url, alt, TITLE.format(title) if title else "")
