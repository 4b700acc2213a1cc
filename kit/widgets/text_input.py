"""A question answered in own words."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Int, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import InputWidget

LONGEST_WRITTEN = 20_000
"""Most characters that a page sends of what somebody has written; far beyond any question."""

ONE_LINE = 60
"""Most characters of what is written on a single line: a word, a name, a date."""


class TextInput(InputWidget):
    """A field with a counter and, where texts may be shown, the box that allows it."""

    _esm = script("text_input")
    _css = style("text_input")

    value = Unicode("").tag(sync=True)
    """What was written. May be longer than allowed: the person is told, nothing is cut off."""
    max_length = Int(200, min=1).tag(sync=True)
    """Most characters."""
    one_line = Bool(False).tag(sync=True)
    """Whether it asks for a word, a name or a date: a single line, with no line breaks in it."""
    placeholder = Unicode("").tag(sync=True)
    """A hint inside the empty field; never the only place where something is said."""
    may_be_shown = Bool(False).tag(sync=True)
    """Whether to ask if the text may be shown to the room."""
    share = Bool(False).tag(sync=True)
    """Whether the writer ticked that it may."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """The words, and the tick."""
        return {
            "value": {"kind": "text", "longest": LONGEST_WRITTEN},
            "share": {"kind": "bool"},
        }
