"""Still pictures of outputs that would move by a script, where their library can draw one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from IPython import get_ipython

from kit.notebooks.pictures import KINDS
from kit.room.bundles import PLOTLY

log = logging.getLogger("kit.room")

SVG = "image/svg+xml"
VEGA_LITE, VEGA = "application/vnd.vegalite.", "application/vnd.vega."


def add_still(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A display with a still picture of it beside what needs a script.

    Args:
        data: By media type.

    Returns:
        The same where it needs none, has one, or none can be drawn.
    """
    if any(kind in data for kind in KINDS):
        return data
    for kind, content in data.items():
        draw = next((draw for sign, draw in DRAWS.items() if kind.startswith(sign)), None)
        if draw is None:
            continue
        try:
            return {**data, SVG: draw(content)}
        except Exception as error:  # the library, or what it needs, is not there: the page says so
            log.info("No still picture of %s could be drawn: %s", kind, type(error).__name__)
    return data


def add_stills() -> None:
    """From now on a page's kernel tells a still picture with every output that needs a script."""

    def hook(message: dict[str, Any]) -> dict[str, Any]:
        content = message["content"]
        if "data" in content:
            content["data"] = add_still(content["data"])
        return message

    shell = get_ipython()
    for publisher in (shell.display_pub, shell.displayhook):
        if hasattr(publisher, "register_hook"):
            publisher.register_hook(hook)


def _draw_plotly(content: Any) -> str:
    plotly = import_module("plotly.io")  # no package of ours: the notebook has imported it
    drawn: bytes = plotly.to_image(dict(content), format="svg", validate=False)
    return drawn.decode()


def _draw_vega_lite(content: Any) -> str:
    from vl_convert import vegalite_to_svg

    drawn: str = vegalite_to_svg(content)
    return drawn


def _draw_vega(content: Any) -> str:
    from vl_convert import vega_to_svg

    drawn: str = vega_to_svg(content)
    return drawn


DRAWS: dict[str, Callable[[Any], str]] = {
    PLOTLY: _draw_plotly,
    VEGA_LITE: _draw_vega_lite,
    VEGA: _draw_vega,
}
"""Who draws a media type, by how its name begins."""
