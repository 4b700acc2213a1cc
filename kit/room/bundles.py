"""Displays of a cell as markup: what a media type is on our pages."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from kit.notebooks.markdown import PICTURES, render_markdown
from kit.notebooks.notebook import WORDS
from kit.widgets.markup import render_part

WIDGET = "application/vnd.jupyter.widget-view+json"
Bundle = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What a display holds, by media type, and what is said about it."""


def render_bundles(bundles: Sequence[Bundle]) -> list[dict[str, str]]:
    """Displays as parts of a page: a widget first, else markup, a picture, plain text."""
    parts = []
    for data, about in bundles:
        if WIDGET in data:
            parts.append({"view": data[WIDGET]["model_id"]})
        elif markup := render_bundle(data, about):
            parts.append({"html": markup})
    return parts


def render_bundle(data: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """A display as markup, "" where there is nothing to show. The page cleans it of scripts."""
    if "text/html" in data:
        return str(data["text/html"])
    if "text/markdown" in data:
        return WORDS.format(render_markdown(data["text/markdown"]))
    kind = next((kind for kind in PICTURES if kind in data), "")
    if kind:
        return draw_picture(data[kind], kind, about)
    return render_printed(data["text/plain"]) if "text/plain" in data else ""


def render_printed(words: str) -> Markup:
    """What was printed, as it was."""
    return Markup("<pre>{}</pre>").format(words)


def draw_picture(content: str | bytes, kind: str, about: Mapping[str, Any]) -> str:
    """A picture as markup that carries it; pixels come as bytes or as base64, SVG as text."""
    if kind == "image/svg+xml" and isinstance(content, str):
        content = content.encode()
    if isinstance(content, bytes):
        content = base64.b64encode(content).decode("ascii")
    said = {**about, **about.get(kind, {})}
    size = {name: said[name] for name in ("width", "height") if type(said.get(name)) is int}
    source = "".join(content.split())
    return render_part("room/cell.html", "picture", kind, source, str(said.get("alt") or ""), size)
