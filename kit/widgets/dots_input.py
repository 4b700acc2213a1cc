"""A few dots to give away to a list of options."""

from __future__ import annotations

from typing import Any

from traitlets import Dict, Int, List, Unicode, validate

from kit.widgets.bundles import script, style
from kit.widgets.widget import InputWidget


class DotsInput(InputWidget):
    """A row for each option, with a button to give it a dot more and one to take it back."""

    _esm = script("dots_input")
    _css = style("dots_input")

    options = List(Dict(key_trait=Unicode(), value_trait=Unicode())).tag(sync=True)
    """What dots can be given to, in order: `{"value": ..., "label": ...}`."""
    dots = Int(3, min=1).tag(sync=True)
    """How many there are to give."""
    value = List(Unicode()).tag(sync=True)
    """The value of an option for each dot, in the options' order, never in that of giving."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """As many of the options as there are dots."""
        of = {"kind": "one", "choices": [option["value"] for option in self.options]}
        return {"value": {"kind": "list", "of": of, "longest": self.dots}}

    @validate("value")
    def _put_in_order(self, proposal: dict[str, Any]) -> list[str]:
        given = proposal["value"]
        return [o["value"] for o in self.options for value in given if value == o["value"]]
