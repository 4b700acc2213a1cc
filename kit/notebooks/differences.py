"""What a notebook does in JupyterLab and cannot in a room, found without running it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from kit.notebooks.code import parse
from kit.notebooks.embedding import Origin
from kit.notebooks.notebook import UNREADABLE, is_for, render_words
from kit.notebooks.pictures import MOST_PAGE, MOST_PHONE
from kit.session.session import Role

SCRIPTED = ("javascript", "js")
ASKING = ("debug", "pdb", "gui")
INSTALLING = ("pip", "conda", "mamba", "uv")
INSTALL = re.compile(r"^(?:\S*/)?(?:pip\d*|conda|mamba|uv)(?: pip)? install\b| -m pip install\b")
INLINE = ("inline", "agg", "")


def find_differences(path: Path, notebook: Any) -> Iterator[str]:
    """What of a notebook a room cannot show or run, one sentence each, with the cell and the cure.

    Args:
        path: The notebook's; the files beside it are looked at, and modules as Python would.
        notebook: What it holds, as an nbformat node.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"{path.name}, cell {number}"
        most = MOST_PHONE if is_for(cell, Role.PARTICIPANT) else MOST_PAGE
        origin = Origin(path.parent, where, most)
        if cell.cell_type == "markdown":
            render_words(cell, origin)
        elif cell.cell_type == "code":
            try:
                tree = parse(cell.source)
            except UNREADABLE:
                continue  # whoever runs the notebook is told
            for each in ast.walk(tree):
                yield from (f"{where}: {words}" for words in _look(each, path.parent, origin))
        yield from origin.faults


def _look(node: ast.AST, folder: Path, origin: Origin) -> Iterator[str]:
    """What is to be said of one node of a cell's syntax tree."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value:
        origin.embed(node.value)
    elif isinstance(node, ast.Call):
        yield from _look_at_call(node)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in named or [each.name for each in getattr(node, "names", ())]:
            yield from _look_at_import(name.partition(".")[0], folder)


def _look_at_call(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    words = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
    first = words[0] if words else ""
    if name == "Image" and first.startswith(("http:", "https:")):
        yield (
            f"the picture {first[:80]!r} lies on another server. Save it beside the notebook and "
            "write its name."
        )
    elif name in ("run_line_magic", "run_cell_magic"):
        yield from _look_at_magic(first, words[1] if len(words) > 1 else "")
    elif name in ("system", "getoutput") and INSTALL.search(first):
        yield from _look_at_magic("pip", first)


def _look_at_magic(name: str, line: str) -> Iterator[str]:
    if name in SCRIPTED:
        yield f"%%{name} runs in no page of a room. Take the cell out, or show a still picture."
    elif name in ASKING:
        yield f"%{name} waits for a keyboard or a window that a room has not. Take it out."
    elif name in INSTALLING:
        yield (
            "packages are installed once and not by a cell, which runs on every page. Take it out, "
            "and install them where kit is installed."
        )
    elif name == "matplotlib" and line.strip() not in INLINE:
        yield (
            f"%matplotlib {line.strip()} moves figures by a script, and pages run none. Write "
            "%matplotlib inline."
        )


def _look_at_import(name: str, folder: Path) -> Iterator[str]:
    beside = next((each for each in (f"{name}.py", name) if (folder / each).exists()), "")
    if not name or not beside or (beside == name and not list((folder / name).glob("*.py"))):
        return
    if name in sys.stdlib_module_names:
        yield (
            f"import {name} brings Python's own module, and not {beside!r} beside the notebook. "
            "Give the file another name."
        )
        return
    elsewhere = [each for each in sys.path if each and Path(each).resolve() != folder.resolve()]
    if PathFinder.find_spec(name, elsewhere) is not None:
        yield (
            f"{beside!r} beside the notebook has the name of a package that is installed, and it "
            "is chance which one is imported. Give the file another name."
        )
