"""Several rows answered with the same steps."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Dict, Int, List, Unicode, validate

from kit.widgets.bundles import script, style
from kit.widgets.widget import InputWidget


class GridInput(InputWidget):
    """One row after the other, each with its own radio buttons; a few at a time on a page."""

    _esm = script("grid_input")
    _css = style("grid_input")

    rows = List(Dict(key_trait=Unicode(), value_trait=Unicode())).tag(sync=True)
    """What is asked, in order: `{"value": ..., "label": ...}`."""
    options = List(Dict(key_trait=Unicode())).tag(sync=True)
    """The steps in order: `{"value": a whole number or None, "label": ...}`. None: left out."""
    low_label = Unicode("").tag(sync=True)
    """What the lowest of steps in numbers means; "" where the steps are words."""
    high_label = Unicode("").tag(sync=True)
    """What the highest of them means."""
    worded = Bool(False).tag(sync=True)
    """The steps are words, not numbers."""
    skip = Unicode("").tag(sync=True)
    """Words of the button that empties all rows; "" for no button."""
    value = List(Int(allow_none=True)).tag(sync=True)
    """The step of each row in the rows' order, None where it is left out; empty where all are."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """A step or none for each row."""
        steps = self._list_steps()
        step = {"kind": "whole", "least": min(steps), "most": max(steps), "none": True}
        return {"value": {"kind": "list", "of": step, "longest": len(self.rows)}}

    @validate("value")
    def _keep_on_steps(self, proposal: dict[str, Any]) -> list[int | None]:
        steps, rows = self._list_steps(), len(self.rows)
        kept = [step if step in steps else None for step in proposal["value"][:rows]]
        if not any(step is not None for step in kept):
            return []
        return kept + [None] * (rows - len(kept))

    def _list_steps(self) -> list[int]:
        return [each["value"] for each in self.options if each["value"] is not None]
