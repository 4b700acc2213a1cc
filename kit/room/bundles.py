"""Displays of a cell as markup: what a media type is on our pages."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from kit.notebooks.embedding import NOWHERE, Origin
from kit.notebooks.markdown import render_markdown
from kit.notebooks.notebook import WORDS
from kit.notebooks.pictures import KINDS, PictureError, build_address, check_size
from kit.widgets.markup import render_part

WIDGET = "application/vnd.jupyter.widget-view+json"
PRINTED = "application/vnd.jupyter.stdout"
"""What was printed, where it stands among displays."""
PLOTLY = "application/vnd.plotly.v1+json"
BOKEH = "application/vnd.bokehjs"
LOADING = "Loading BokehJS"  # stands there until its script has come
NEEDS = {
    PLOTLY: (
        "A plotly figure needs a script, and pages here run none. Install kaleido and Chrome "
        "beside plotly, and it comes as a still picture; or draw it with matplotlib or Altair."
    ),
    BOKEH: (
        "A bokeh plot needs a script, and pages here run none. Draw it with matplotlib or Altair, "
        "or save it as a picture beside the notebook and show that."
    ),
}
"""What to do about an output that needs a script, by how its media type begins."""
SCRIPT = (
    "This output needs a script or a page of its own, and pages here run none. Show a still "
    'picture: one of matplotlib or Altair, or Image("picture.png").'
)
SCRIPTS = ("application/javascript", "application/vnd.", "text/javascript")
_RUN = re.compile(r"<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_SEEN = re.compile(r"<(?:img|svg|table|hr|canvas|input|button|progress|meter|video|audio)\b", re.I)
_MISSING = re.compile(r'<span class="kit-missing[^>]*>.*?</span>', re.S)
_TAG = re.compile(r"<[^>]*>")

Bundle = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What a display holds, by media type, and what is said about it."""
Part = dict[str, str]
"""A part of a page: {"view": a widget's model id} or {"html": markup}."""


def render_bundles(bundles: Sequence[Bundle], origin: Origin = NOWHERE) -> list[Part]:
    """Displays as parts of a page: a widget first, else a picture, markup, plain text.

    Args:
        bundles: In order.
        origin: Where the pictures come from that they name.
    """
    parts = []
    for data, about in bundles:
        if WIDGET in data:
            parts.append({"view": data[WIDGET]["model_id"]})
        elif markup := render_bundle(data, about, origin):
            parts.append({"html": markup})
    return parts


def render_bundle(
    data: Mapping[str, Any], about: Mapping[str, Any], origin: Origin = NOWHERE
) -> str:
    """A display as markup, "" where there is nothing to show. The page cleans it of scripts."""
    if PRINTED in data:
        return render_printed(data[PRINTED])
    needed = find_script(data)
    kind = next((kind for kind in KINDS if kind in data), "")
    if needed and not kind:
        return origin.refuse(needed)
    if "text/html" in data and not needed:
        return origin.embed(_join(data["text/html"]))
    if "text/markdown" in data and not needed:
        return WORDS.format(render_markdown(_join(data["text/markdown"]), origin))
    if kind:
        return draw_picture(_join(data[kind]), kind, about, origin)
    return render_printed(_join(data["text/plain"])) if "text/plain" in data else ""


def find_script(data: Mapping[str, Any]) -> str:
    """What to do about a display that shows nothing without a script; "" where it shows itself."""
    markup = _join(data.get("text/html", ""))
    if markup.strip() and _shows(markup) and LOADING not in markup:
        return ""
    named = [words for sign, words in NEEDS.items() for kind in data if kind.startswith(sign)]
    if named or any(kind.startswith(SCRIPTS) for kind in data):
        return named[0] if named else SCRIPT
    if not markup.strip():
        return ""
    return NEEDS[BOKEH] if "bokeh" in markup.lower() else SCRIPT


def _shows(markup: str) -> bool:
    """Whether anything of it is left for the eye where no script runs and no frame is filled."""
    if not re.search(r"<(?:script|iframe|object|embed)\b", markup, re.I):
        return True
    return not is_empty(markup)


def is_empty(markup: str) -> bool:
    """Whether nothing of it is left for the eye but the word that something is missing."""
    left = _MISSING.sub("", _RUN.sub("", markup))
    return not (_SEEN.search(left) or _TAG.sub("", left).strip())


def render_printed(words: str) -> Markup:
    """What was printed, as it was."""
    return Markup("<pre>{}</pre>").format(words)


def draw_picture(
    content: str | bytes, kind: str, about: Mapping[str, Any], origin: Origin = NOWHERE
) -> str:
    """A picture as markup that carries it; pixels come as bytes or as base64, SVG as text."""
    if kind == "image/svg+xml" and isinstance(content, str):
        content = content.encode()
    size = len(content) if isinstance(content, bytes) else _measure(content)
    try:
        check_size("This picture", size, origin.most)
    except PictureError as error:
        return origin.refuse(str(error))
    said = {**about, **about.get(kind, {})}
    measures = {name: said[name] for name in ("width", "height") if type(said.get(name)) is int}
    address = build_address(kind, content)
    return render_part("room/cell.html", "picture", address, str(said.get("alt") or ""), measures)


def _measure(text: str) -> int:
    """Bytes that a text in base64 stands for."""
    try:
        return len(base64.b64decode(text))
    except (binascii.Error, ValueError):
        return len(text)


def _join(content: Any) -> Any:
    """A text, which a notebook may hold in lines."""
    return "".join(content) if isinstance(content, list) else content
