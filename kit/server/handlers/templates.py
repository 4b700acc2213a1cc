"""The server's own pages: templates compiled once, one stylesheet, names that hold a hash."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kit.errors import ServerError
from kit.session.session import split_code
from kit.widgets.markup import get_environment, render

HERE = Path(__file__).parents[1]
STATIC = HERE / "static"
WIDGETS = HERE.parent / "widgets"


def spell_code(code: str) -> Markup:
    """A code in two halves for the eye; whoever copies it, or searches for it, has it in one."""
    first, second = split_code(code)
    return Markup('<span class="kit-code"><span>{}</span><span>{}</span></span>').format(
        first, second
    )


get_environment().filters["spell"] = spell_code


@cache
def read_stylesheet(*names: str) -> tuple[str, bytes]:
    """The theme and the named sheets as one.

    Returns:
        Its file name, which holds a hash of its content, and the content.
    """
    shared = [WIDGETS / "theme.css", WIDGETS / "page_style.css"]
    parts = [path.read_bytes() for path in [*shared, *(HERE / "assets" / name for name in names)]]
    content = b"\n".join(parts)
    digest = hashlib.sha256(content).hexdigest()[:12]
    return f"{Path(names[0]).stem}-{digest}.css", content


@cache
def read_manifest() -> dict[str, str]:
    """Names of the light page's built files: "page.js", "page.css", "door.js".

    Raises:
        ServerError: The front end has not been built.
    """
    try:
        files: dict[str, str] = json.loads(STATIC.joinpath("manifest.json").read_text("utf-8"))
    except OSError as error:
        msg = "The pages' front end has not been built. Run: python -m pip install --editable ."
        raise ServerError(msg) from error
    return files


@cache
def read_style() -> str:
    """All styles of a participant's page, to stand in the page: a phone waits for no other file."""
    _name, site = read_stylesheet("site.css")
    return f"{site.decode()}\n{_read_built('page.css')}"


@cache
def read_door() -> str:
    """The script that stands in a session's join page."""
    return _read_built("door.js")


def _read_built(name: str) -> str:
    return STATIC.joinpath(read_manifest()[name]).read_text("utf-8")


def render_page(name: str, **values: Any) -> str:
    """A page from its template."""
    sheet, _content = read_stylesheet("site.css")
    return render(f"server/templates/{name}", sheet=sheet, **values)


def embed_json(value: Any) -> str:
    """A value as JSON that may stand inside a script element."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
