"""The picture that the facilitator has chosen for the screen, told to the page it stands on.

With it goes where the round stands: before the reveal and after the end, pictures are not for the
room.
"""

from __future__ import annotations

from typing import Any

from traitlets import Unicode

from kit.widgets.bundles import script
from kit.widgets.widget import KitWidget

JOIN = "kit:join"  # the name under which the join picture is chosen, see `lobby.js`


class PictureChoice(KitWidget):
    """Nothing to see: it carries the choice between the page's arrows and the kernel."""

    _esm = script("picture_choice")

    chosen = Unicode("").tag(sync=True)
    """The title of the chosen picture, with "#2" behind it for its second page; "" for none."""
    phase = Unicode("").tag(sync=True)
    """Where the round stands: "prepare", "leader", "open", "closed", "revealed" or "done"."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """The title."""
        return {"chosen": {"kind": "text"}}
