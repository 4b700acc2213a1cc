"""The look of forms and consoles, where no page of the server brings it."""

from __future__ import annotations

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class PageStyle(KitWidget):
    """Nothing to see: brings the style of forms and consoles along, into JupyterLab for example."""

    _esm = script("page_style")
    _css = style("page_style")
