"""The look shared by all widgets: theme.css, put in front of a widget's own style.

A notebook's page may hold one widget only, so each brings the theme along. The texts are read once
a process; every instance of a widget then shares the same string.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function|const|class)", re.MULTILINE)


@cache
def style(stem: str) -> str:
    """Return the theme followed by `<stem>.css`, the text of a widget's `_css`."""
    return f"{_read('theme.css')}\n{_read(f'{stem}.css')}"


@cache
def script(stem: str) -> str:
    """Return the text of `<stem>.js`, a widget's `_esm`.

    A browser gets a widget's script as one text without an address, from which nothing beside it
    can be imported. So each `import { ... } from "./clock.js";` is replaced by what that file says.
    """
    return _IMPORT.sub(lambda line: _EXPORT.sub("", _read(f"{line[1]}.js")), _read(f"{stem}.js"))


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
