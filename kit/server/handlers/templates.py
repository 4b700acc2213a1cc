"""The server's own pages: templates compiled once, built files under names that hold a hash."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kit.errors import NotBuiltError
from kit.language import get_language
from kit.language.languages import list_languages
from kit.language.scripts import list_words
from kit.session.session import split_code
from kit.widgets.markup import get_environment, render

HERE = Path(__file__).parents[1]
STATIC = HERE / "static"
PACKAGE = HERE.parent
SCRIPT = "page.js"  # with what the script at the door says
BREAKS = re.compile(r"(?<=[./:-])(?=[^./:-])")  # behind a dot, a slash, a colon or a hyphen


def spell_code(code: str) -> Markup:
    """A code in two halves for the eye; whoever copies it, or searches for it, has it in one."""
    first, second = split_code(code)
    return Markup('<span class="kit-code"><span>{}</span><span>{}</span></span>').format(
        first, second
    )


def spell_host(join_url: str) -> Markup:
    """What is typed into a browser to join, without the scheme; it breaks where a reader would."""
    host = join_url.split("://", 1)[-1].split("/join/")[0]
    return Markup("<wbr>").join(part for part in BREAKS.split(host) if part)


get_environment().filters["spell"] = spell_code


@cache
def read_manifest() -> dict[str, str]:
    """Names of the pages' built files, as "page.js" -> "page-<hash>.js".

    There are the scripts page, door, again and voila, and the sheets page, site, sessions,
    print, leader, leader_sheet and voila.

    Raises:
        NotBuiltError: The front end has not been built.
    """
    try:
        files: dict[str, str] = json.loads(STATIC.joinpath("manifest.json").read_text("utf-8"))
    except OSError as error:
        raise NotBuiltError(error) from error
    return files


@cache
def read_style() -> str:
    """All styles of a participant's page, to stand in the page: a phone waits for no other file."""
    return f"{_read_built('site.css')}\n{_read_built('page.css')}"


@cache
def read_door() -> str:
    """The script that stands in a session's join page."""
    return _read_built("door.js")


@cache
def read_version() -> str:
    """A name for this version of the kit: it changes with any file that pages are made of."""
    digest = hashlib.sha256(json.dumps(read_manifest()).encode())
    for folder in sorted(set(PACKAGE.iterdir()) - {PACKAGE / "client"}):
        made_of = (*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.po"))
        for path in sorted(made_of):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


@cache
def read_again() -> str:
    """The script that stands in a Voilà page: it loads the page again where a file did not come."""
    return _read_built("again.js")


def _read_built(name: str) -> str:
    return STATIC.joinpath(read_manifest()[name]).read_text("utf-8")


def render_page(name: str, *, look: Any = None, base: str = "", **values: Any) -> str:
    """A page from its template, in an organisation's look if there is one.

    Args:
        name: The template's file name.
        look: The look; None for the kit's own.
        base: What stands before the kit's addresses.
        **values: What the template asks for.
    """
    sheets = read_manifest()
    built = {"sheet": sheets["site.css"], "sheets": sheets, "version": read_version()}
    told = {"languages": list_languages(), "words": render_words(SCRIPT, get_language())}
    return render(f"server/templates/{name}", look=look, base=base, **built, **told, **values)


@cache
def render_words(script: str, tag: str) -> Markup:
    """What a page's own script says in a language, as an element of the page; "" in English.

    Args:
        script: Name of the built script, as in "page.js".
        tag: Of the language.
    """
    inputs: dict[str, list[str]] = json.loads(STATIC.joinpath("inputs.json").read_text("utf-8"))
    files = frozenset(inputs[script]) | frozenset(inputs["door.js"] if script == SCRIPT else ())
    words = list_words(tag, files)
    element = Markup('<script type="application/json" id="kit-words">{}</script>')
    return element.format(Markup(embed_json(words))) if words else Markup("")  # noqa: S704


def embed_json(value: Any) -> str:
    """A value as JSON that may stand inside a script element."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
