"""Where somebody is in a room that is partly in a call: asked once, for the draw of pairs alone."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Enum, Unicode, default

from kit.language import _
from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class SideChoice(KitWidget):
    """Two buttons, "in the room" and "in the call"; one tap, and a line that lets it be changed.

    What was tapped is kept in the browser's tab, so that no page asks twice, and is told to the
    kernel for as long as the page is open.
    """

    _esm = script("side_choice")
    _css = style("side_choice")

    text = Unicode().tag(sync=True)
    """The question."""

    @default("text")
    def _ask(self) -> str:
        return _("Where are you?")

    asked = Bool(False).tag(sync=True)
    """Some people are in a call. Otherwise there is nothing to see, and nothing is kept."""
    side = Enum(["", "here", "call"], "").tag(sync=True)
    """Where this person is; "" before they have said so."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """The side."""
        return {"side": {"kind": "one", "choices": ["", "here", "call"]}}
