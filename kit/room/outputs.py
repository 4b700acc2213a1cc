"""What cells show on our pages: Output widgets that catch by themselves, charts as pictures.

Elsewhere the browser catches what a block shows, and hears everything its kernel says. Our pages do
not: it is caught here and sent as the widget's state.
"""

from __future__ import annotations

from typing import Any

from ipywidgets import Output

from kit.room.bundles import PRINTED, WIDGET, render_bundle
from kit.room.capture import Shown, capturing
from kit.room.folder import find_origin
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
    shown = Shown()
    capture = capturing(shown)
    capture.__enter__()
    _open.setdefault(output.model_id, []).append((capture, shown))
    return output


def _exit(output: Output, kind: Any, value: Any, trace: Any) -> None:
    waiting = _open[output.model_id]
    capture, shown = waiting.pop()
    if not waiting:
        del _open[output.model_id]
    capture.__exit__(None, None, None)
    for data, about in shown.bundles:
        if PRINTED in data:
            words = data[PRINTED]
            _append(output, {"output_type": "stream", "name": "stdout", "text": words})
            continue
        told = (
            {WIDGET: data[WIDGET]}
            if WIDGET in data
            else {"text/html": render_bundle(data, about, find_origin())}
        )
        _append(output, {"output_type": "display_data", "data": told, "metadata": {}})


def _append(output: Output, shown: dict[str, Any]) -> None:
    output.outputs = (*output.outputs, shown)


def _clear(output: Output, *_: Any, **__: Any) -> None:
    output.outputs = ()
