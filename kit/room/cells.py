"""Running a notebook's cells in the room kernel, with what they show captured."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import CodeType
from typing import Any

from IPython import get_ipython
from IPython.core.formatters import DisplayFormatter
from IPython.utils.capture import capture_output
from ipywidgets import Widget

from kit.errors import DefinitionError
from kit.room.bundles import WIDGET, Bundle, render_bundles, render_printed


@dataclass(frozen=True)
class Cell:
    """A code cell, compiled once: its statements, and its last expression if it ends in one."""

    body: CodeType
    shown: CodeType | None


def compile_cell(source: str, name: str) -> Cell:
    """Compile a code cell.

    Raises:
        SyntaxError: The source is not Python.
        DefinitionError: It is nested deeper, or a number in it longer, than Python can read.
    """
    try:
        return _compile(ast.parse(source, filename=name), source, name)
    except (ValueError, RecursionError, MemoryError) as error:
        msg = (
            f"{name}: Python cannot read this cell: its brackets are nested too deep, or it holds "
            "a sign that is no text. Write it in several shorter lines."
        )
        raise DefinitionError(msg) from error


def _compile(tree: ast.Module, source: str, name: str) -> Cell:
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
        last = describe_value(value) if value is not None else ({}, {})
    bundles = [*((output.data, output.metadata or {}) for output in captured.outputs), last]
    shown = render_bundles(bundles)
    if captured.stdout:
        shown.insert(0, {"html": render_printed(captured.stdout)})
    return shown


def describe_value(value: object) -> Bundle:
    """What a cell's last value shows.

    An open widget is not asked: it would write itself out in words, which no page shows, and that
    takes a tenth as long as a whole form.
    """
    if isinstance(value, Widget) and value.comm is not None and value._view_name is not None:
        return {WIDGET: {"model_id": value.model_id}}, {}
    described: Bundle = get_formatter().format(value)  # type: ignore[no-untyped-call]
    return described


def get_formatter() -> DisplayFormatter:
    """The kernel's own formatter, or a plain one outside a kernel."""
    shell = get_ipython()
    return shell.display_formatter if shell else DisplayFormatter()
