"""A question answered in own words that their writer may claim later."""

from __future__ import annotations

from typing import Any

from traitlets import Unicode

from kit.widgets.bundles import script
from kit.widgets.text_input import TextInput

LONGEST_MARK = 43


class ClaimTextInput(TextInput):
    """A text input that draws a key where its writer ticks "may be shown", and keeps it in the tab.

    The hash of the key is the mark that goes out with the tick. The key itself has no trait.
    """

    _esm = script("claim_text_input")

    round = Unicode("").tag(sync=True)
    """The round's number: a key of one round is not that of another."""
    mark = Unicode("").tag(sync=True)
    """The hash of the key that the ticking page has kept; "" where it is not ticked."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """The words, the tick, and the mark."""
        mark = {"kind": "text", "longest": LONGEST_MARK}
        return super().describe_written() | {"mark": mark}
