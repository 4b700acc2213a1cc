"""Running a notebook's cells in the room kernel, with what they show captured."""

from __future__ import annotations

import ast
import html
from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from IPython import get_ipython
from IPython.core.formatters import DisplayFormatter
from IPython.utils.capture import capture_output

WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Cell:
    """A code cell, compiled once: its statements, and its last expression if it ends in one."""

    body: CodeType
    shown: CodeType | None


def compile_cell(source: str, name: str) -> Cell:
    """Compile a code cell.

    Raises:
        SyntaxError: The source is not Python.
    """
    tree = ast.parse(source, filename=name)
    shown = None
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not source.rstrip().endswith(";"):
        tree.body.pop()
        shown = compile(ast.Expression(last.value), name, "eval")
    return Cell(compile(tree, name, "exec"), shown)


def run_cell(cell: Cell, namespace: dict[str, Any]) -> list[dict[str, str]]:
    """Run a cell in a namespace.

    Returns:
        What it shows, each as {"view": a widget's model id} or {"html": markup}: what it printed,
        then what it displayed, in order.
    """
    with capture_output(stdout=True, stderr=False, display=True) as captured:
        exec(cell.body, namespace)  # noqa: S102 -- a notebook is a program
        value = eval(cell.shown, namespace) if cell.shown else None  # noqa: S307
        # Within the capture, because some objects display themselves when asked for a format.
        last = get_formatter().format(value)[0] if value is not None else {}  # type: ignore[no-untyped-call]
    bundles = [*(output.data for output in captured.outputs), last]
    shown = [{"html": f"<pre>{html.escape(captured.stdout)}</pre>"}] if captured.stdout else []
    return shown + render_bundles(bundles)


def get_formatter() -> DisplayFormatter:
    """The kernel's own formatter, or a plain one outside a kernel."""
    shell = get_ipython()
    return shell.display_formatter if shell else DisplayFormatter()


def render_bundles(bundles: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Display bundles as parts of a page: a widget first, else markup, else plain text."""
    parts = []
    for bundle in bundles:
        if WIDGET in bundle:
            parts.append({"view": bundle[WIDGET]["model_id"]})
        elif "text/html" in bundle:
            parts.append({"html": bundle["text/html"]})
        elif "text/plain" in bundle:
            parts.append({"html": f"<pre>{html.escape(bundle['text/plain'])}</pre>"})
    return parts
