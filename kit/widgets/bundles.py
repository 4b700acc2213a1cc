"""What a widget carries to a browser: its script and its style, built by `kit/client/build.mjs`.

A browser gets each as one text without an address, from which nothing beside it can be imported.
So what widgets share is in every text, the theme too: a notebook's page may hold one widget only.
The texts are read once a process; every instance of a widget then shares the same string.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from kit.errors import NotBuiltError
from kit.language.scripts import Words, list_words

FOLDER = Path(__file__).parent / "static"
FEWEST = 2  # words that are worth telling: the language alone says nothing
_stems: dict[str, str] = {}  # of which script a text is


@cache
def script(stem: str) -> str:
    """Return what became of `<stem>.js`, a widget's `_esm`.

    Raises:
        NotBuiltError: The widgets have not been built.
    """
    text = _read(f"{stem}.js")
    _stems[text] = stem
    return text


@cache
def speak(text: str, tag: str) -> str:
    """A widget's script with what it says in a language.

    Args:
        text: As `script` gives it; any other is left as it is.
        tag: Of the language; in English a script says what stands in it.
    """
    stem = _stems.get(text)
    words = list_words(tag, _list_inputs(stem)) if stem is not None else {}
    if len(words) < FEWEST:
        return text
    return f"globalThis.kitWords=Object.assign(globalThis.kitWords||{{}},{dump(words)});\n{text}"


def dump(words: Words) -> str:
    """Words as JSON, in letters of whatever alphabet."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _list_inputs(stem: str) -> frozenset[str]:
    """The files that a script is made of."""
    inputs: dict[str, list[str]] = json.loads(_read("inputs.json"))
    return frozenset(inputs[f"{stem}.js"])


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
