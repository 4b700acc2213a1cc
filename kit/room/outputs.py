"""What cells show on our pages: Output widgets that catch by themselves, charts as pictures.

Elsewhere the browser catches what a block shows, and hears everything its kernel says. Our pages do
not: it is caught here and sent as the widget's state.
"""

from __future__ import annotations

from typing import Any

from IPython.utils.capture import capture_output
from ipywidgets import Output

from kit.room.bundles import WIDGET, render_bundle
from kit.room.patches import catch_outputs_with

_open: dict[str, list[Any]] = {}


def own_outputs() -> None:
    """From now on every Output in this kernel catches by itself."""
    catch_outputs_with(_enter, _exit, _clear)


def draw_charts() -> None:
    """From now on an Altair chart that a cell shows is a picture: a page runs no script for it."""
    import altair as alt  # here: it takes a second

    alt.renderers.enable("svg")


def _enter(output: Output) -> Output:
    capture = capture_output(stdout=True, stderr=False, display=True)
    _open.setdefault(output.model_id, []).append((capture, capture.__enter__()))
    return output


def _exit(output: Output, kind: Any, value: Any, trace: Any) -> None:
    waiting = _open[output.model_id]
    capture, caught = waiting.pop()
    if not waiting:
        del _open[output.model_id]
    capture.__exit__(kind, value, trace)
    if caught.stdout:
        _append(output, {"output_type": "stream", "name": "stdout", "text": caught.stdout})
    for shown in caught.outputs:
        data = (
            {WIDGET: shown.data[WIDGET]}
            if WIDGET in shown.data
            else {"text/html": render_bundle(shown.data, shown.metadata or {})}
        )
        _append(output, {"output_type": "display_data", "data": data, "metadata": {}})


def _append(output: Output, shown: dict[str, Any]) -> None:
    output.outputs = (*output.outputs, shown)


def _clear(output: Output, *_: Any, **__: Any) -> None:
    output.outputs = ()
