"""A map of one's own work by the energy it takes, kept in the browser alone."""

from __future__ import annotations

from typing import Any

from traitlets import Int, List

from kit.widgets.bundles import script, style
from kit.widgets.widget import InputWidget


class EnergyMapInput(InputWidget):
    """Tasks as blocks, now and next, moved by drag, touch or keyboard.

    Names, sizes, reasons and everything else a person writes here stay in the browser's storage for
    this tab. There is no trait that could carry them: what is synced is four shares, written when
    the person presses something outside the map, such as Send.
    """

    _esm = script("energy_map")
    _css = style("energy_map")

    value = List(Int(), maxlen=4).tag(sync=True)
    """Shares in per cent: giving now, draining now, giving next, draining next; [] for no map."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """Four shares, or none of them."""
        share = {"kind": "whole", "least": 0, "most": 100}
        return {"value": {"kind": "list", "of": share, "longest": 4}}
