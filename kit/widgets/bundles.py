"""What a widget carries to a browser: its script and its style, built by `kit/client/build.mjs`.

A browser gets each as one text without an address, from which nothing beside it can be imported.
So what widgets share is in every text, the theme too: a notebook's page may hold one widget only.
The texts are read once a process; every instance of a widget then shares the same string.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kit.errors import NotBuiltError

FOLDER = Path(__file__).parent / "static"


@cache
def script(stem: str) -> str:
    """Return what became of `<stem>.js`, a widget's `_esm`.

    Raises:
        NotBuiltError: The widgets have not been built.
    """
    return _read(f"{stem}.js")


@cache
def style(stem: str) -> str:
    """Return what became of the theme and `<stem>.css`, a widget's `_css`.

    Raises:
        NotBuiltError: The widgets have not been built.
    """
    return _read(f"{stem}.css")


def _read(name: str) -> str:
    try:
        return FOLDER.joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotBuiltError(error) from error
