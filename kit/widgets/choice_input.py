"""A question with a few answers to choose from."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Dict, Int, List, Unicode, validate

from kit.widgets.bundles import script, style
from kit.widgets.palette import STYLE
from kit.widgets.widget import InputWidget


class ChoiceInput(InputWidget):
    """Full-width rows with a letter each: radio buttons for one choice, checkboxes for several."""

    _esm = script("choice_input")
    _css = f"{STYLE}{style('choice_input')}"

    options = List(Dict(key_trait=Unicode(), value_trait=Unicode())).tag(sync=True)
    """What can be chosen, in order: `{"value": ..., "label": ..., "letter": ...}`, and "colour",
    the name of a category's, where the kinds are marbles of a jar."""
    min_choices = Int(1, min=0).tag(sync=True)
    """Fewest choices of an answer; it may still be skipped."""
    max_choices = Int(1, min=1).tag(sync=True)
    """Most choices. At 1 a choice replaces the one before, and pressing it again clears it."""
    value = List(Unicode()).tag(sync=True)
    """Values of the chosen options in the options' order, never in the order of choosing."""

    coin = Bool(False).tag(sync=True)
    """A coin stands before the answer: `value` stays empty, and the page tells on asking."""
    settled = Bool(False).tag(sync=True)
    """The coin's outcome has been sent; it stays as it is, and the page has forgotten the rest."""

    trial = Bool(False).tag(sync=True)
    """The page offers to try the coin first, with an example. It tells nobody of it."""

    def ask(self) -> None:
        """Ask the page for what the coin makes of the choice.

        The answer comes as a message: `{"outcome": value}`, with "" where nothing was chosen.
        """
        self.send({"ask": "outcome"})

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """Some of the options."""
        values = [option["value"] for option in self.options if "value" in option]
        of = {"kind": "one", "choices": values}
        return {"value": {"kind": "list", "of": of, "longest": len(values)}}

    @validate("value")
    def _put_in_order(self, proposal: dict[str, Any]) -> list[str]:
        chosen = set(proposal["value"])
        return [option["value"] for option in self.options if option["value"] in chosen]
