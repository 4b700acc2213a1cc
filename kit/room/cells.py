"""Running a notebook's cells in the room kernel, as ipykernel does, with what they show captured.

A cell may hold what IPython understands: magics, lines for the shell, `await`. What it shows is
caught while it runs and not while it waits: other seats' code runs then.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Coroutine, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from types import CodeType
from typing import Any, TypeVar

from IPython import get_ipython
from IPython.core.displayhook import DisplayHook
from IPython.core.formatters import DisplayFormatter
from IPython.core.inputtransformer2 import TransformerManager
from ipywidgets import Widget

from kit.errors import DefinitionError
from kit.room.bundles import WIDGET, Bundle, Part, render_bundles
from kit.room.capture import Shown, capturing

T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """A code cell, compiled once: its statements, and its last expression if it ends in one."""

    name: str
    body: CodeType
    shown: CodeType | None


def compile_cell(source: str, name: str) -> Cell:
    """Compile a code cell.

    Args:
        source: Python as IPython understands it.
        name: The cell's, as in "jar.ipynb, cell 4", for messages and tracebacks.

    Raises:
        SyntaxError: The source is not Python.
        DefinitionError: It is nested deeper, or a number in it longer, than Python can read.
    """
    try:
        plain = transform(source)
        return _compile(ast.parse(plain, filename=name), plain, name)
    except (ValueError, RecursionError, MemoryError) as error:
        msg = (
            f"{name}: Python cannot read this cell: its brackets are nested too deep, or it holds "
            "a sign that is no text. Write it in several shorter lines."
        )
        raise DefinitionError(msg) from error


def transform(source: str) -> str:
    """A cell as plain Python: magics and lines for the shell have become calls of IPython."""
    shell = get_ipython()
    made: str = (shell or TransformerManager()).transform_cell(source)  # type: ignore[no-untyped-call]
    return made


def _compile(tree: ast.Module, source: str, name: str) -> Cell:
    shown, flags = None, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    last = tree.body[-1] if tree.body else None
    quiet = DisplayHook.semicolon_at_end_of_expression(source)  # type: ignore[no-untyped-call]
    if isinstance(last, ast.Expr) and not quiet:
        tree.body.pop()
        shown = compile(ast.Expression(last.value), name, "eval", flags)
    return Cell(name, compile(tree, name, "exec", flags), shown)


def make_namespace() -> dict[str, Any]:
    """What a notebook's code finds before its first cell: what IPython gives to every notebook."""
    shell = get_ipython()
    given = dict(shell.user_ns_hidden) if shell else {}
    # IPython's own would let the cell go on and end the kernel, and with it everybody's page.
    return {"__name__": "__main__", **given, "exit": sys.exit, "quit": sys.exit}


async def play_cell(
    cell: Cell,
    namespace: dict[str, Any],
    render: Callable[[Sequence[Bundle]], list[Part]] = render_bundles,
) -> list[Part]:
    """Run a cell in a namespace; it may wait, while other code runs.

    Args:
        cell: The cell.
        namespace: The notebook's names; it gets those that the cell makes.
        render: Makes parts of a page out of what is shown.

    Returns:
        What it shows, in order, as `render_bundles` gives it.
    """
    shown = Shown()
    await _Steps(_run(cell, namespace, shown), lambda: _inside(namespace, shown))
    return render(shown.bundles)


def run_cell(cell: Cell, namespace: dict[str, Any]) -> list[Part]:
    """Run a cell where nothing can be waited for, as outside a running loop.

    Returns:
        What it shows, in order, as `render_bundles` gives it.

    Raises:
        DefinitionError: It waits for something.
    """
    playing = play_cell(cell, namespace)
    try:
        playing.send(None)
    except StopIteration as end:
        shown: list[Part] = end.value
        return shown
    playing.close()
    msg = f"{cell.name}: this cell waits for something, which it can only in a kernel."
    raise DefinitionError(msg)


async def _run(cell: Cell, namespace: dict[str, Any], shown: Shown) -> None:
    events = getattr(get_ipython(), "events", None)
    if events:
        events.trigger("pre_execute")
    try:
        await _evaluate(cell.body, namespace)
        value = await _evaluate(cell.shown, namespace) if cell.shown else None
        if value is not None:
            data, about = describe_value(value)
            if data:
                shown.add(data, about)
    finally:
        # Matplotlib shows the figures of a cell here, and must not keep one for the next.
        if events:
            events.trigger("post_execute")


async def _evaluate(code: CodeType, namespace: dict[str, Any]) -> Any:
    value = eval(code, namespace)  # noqa: S307 -- a notebook is a program
    return await value if code.co_flags & inspect.CO_COROUTINE else value


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


class _Module:
    """What IPython takes for the module `__main__` while a cell of the room runs."""


@contextmanager
def _inside(namespace: dict[str, Any], shown: Shown) -> Iterator[None]:
    """Let IPython work with this namespace, and catch what is shown."""
    shell = get_ipython()
    with ExitStack() as stack:
        stack.enter_context(capturing(shown))
        if shell is not None:
            module = _Module()
            module.__dict__ = namespace
            before = shell.user_module, shell.user_ns

            def leave() -> None:
                shell.user_module, shell.user_ns = before

            stack.callback(leave)
            shell.user_module, shell.user_ns = module, namespace
            stack.enter_context(shell.builtin_trap)
        yield


class _Steps:
    """A coroutine that runs inside a context, which it leaves each time it waits.

    Args:
        coroutine: What runs.
        enter: Makes the context for its next step.
    """

    def __init__(
        self,
        coroutine: Coroutine[Any, Any, T],
        enter: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._coroutine = coroutine
        self._enter = enter

    def __await__(self) -> Generator[Any, Any, Any]:
        step, given = self._coroutine.send, None
        while True:
            with self._enter():
                try:
                    waiting = step(given)
                except StopIteration as end:
                    return end.value
            try:
                step, given = self._coroutine.send, (yield waiting)
            except BaseException as error:  # the wait has been given up: the cell hears of it
                step, given = self._coroutine.throw, error
