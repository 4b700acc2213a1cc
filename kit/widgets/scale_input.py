"""A question answered with a number on a short scale."""

from __future__ import annotations

from typing import Any

from traitlets import Int, TraitError, Unicode, validate

from kit.widgets.bundles import script, style
from kit.widgets.widget import InputWidget


class ScaleInput(InputWidget):
    """Radio buttons in a row, one for each whole number from `low` to `high`."""

    _esm = script("scale_input")
    _css = style("scale_input")

    low = Int(1).tag(sync=True)
    """The lowest number."""
    high = Int(5).tag(sync=True)
    """The highest number; above `low`."""
    low_label = Unicode("").tag(sync=True)
    """What the lowest number means."""
    high_label = Unicode("").tag(sync=True)
    """What the highest number means."""
    value = Int(None, allow_none=True).tag(sync=True)
    """The chosen number. None: not answered; so is a number that is not on the scale."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """A step of the scale, or none."""
        step = {"kind": "whole", "least": self.low, "most": self.high, "none": True}
        return {"value": step}

    @validate("low", "high")
    def _check_ends(self, proposal: dict[str, Any]) -> int:
        if self.low >= self.high:
            msg = f"a scale from {self.low} to {self.high} has no steps; make high more than low"
            raise TraitError(msg)
        return int(proposal["value"])

    @validate("value")
    def _keep_on_scale(self, proposal: dict[str, Any]) -> int | None:
        number: int | None = proposal["value"]
        return number if number is not None and self.low <= number <= self.high else None
