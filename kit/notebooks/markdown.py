"""Markdown as markup: what JupyterLab shows of a notebook's words, pasted pictures too.

nbconvert would do it as well, but importing it takes a third of the time in which a room's kernel
gets ready.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from markupsafe import Markup
from mistune import HTMLRenderer, create_markdown

PLUGINS = ("strikethrough", "table", "url", "task_lists", "def_list")
PASTED = "attachment:"
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"\s+")

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""Media types that our pages draw as pictures; a browser runs no script in one."""
PICTURE = Markup('<img src="data:{};base64,{}" alt="{}"{} />')
TITLE = Markup(' title="{}"')

Attachments = Mapping[str, Mapping[str, str | list[str]]]
"""Name -> media type -> base64, as one text or in lines."""


def render_markdown(source: str, attachments: Attachments | None = None) -> Markup:
    """Render Markdown. A notebook is trusted: its markup stands as it was written.

    Args:
        source: The words.
        attachments: Pictures that were pasted into the cell. Where one is missing, its alternative
            text is shown.
    """
    render = create_markdown(renderer=NotebookRenderer(attachments or {}), plugins=PLUGINS)
    return Markup(render(source))  # noqa: S704


class NotebookRenderer(HTMLRenderer):
    """HTML whose headings can be linked to, with pictures out of the cell.

    Args:
        attachments: As `render_markdown` takes them.
    """

    def __init__(self, attachments: Attachments) -> None:
        super().__init__(escape=False)
        self._attachments = attachments

    def heading(self, text: str, level: int, **_: object) -> str:
        """A heading under the name that JupyterLab gives it."""
        name = SPACES.sub("-", TAG.sub("", text).strip())
        return super().heading(text, level, id=name)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture; one that was pasted is carried by the page."""
        if not url.startswith(PASTED):
            return super().image(text, url, title)
        # Spaces and letters beyond ASCII come as JupyterLab writes them into an address.
        bundle = self._attachments.get(unquote(url.removeprefix(PASTED)), {})
        kind = next((kind for kind in PICTURES if kind in bundle), None)
        if kind is None:
            return text
        content = "".join("".join(bundle[kind]).split())  # a text, or its lines
        alt = Markup(text).striptags()  # noqa: S704 -- its words alone
        return PICTURE.format(kind, content, alt, TITLE.format(title) if title else "")
