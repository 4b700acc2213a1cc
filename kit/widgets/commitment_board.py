"""A team's signed cards, on the screen and for the facilitator."""

from __future__ import annotations

from traitlets import Bool, Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.picture import Picture


class CommitmentBoard(Picture):
    """Cards in large type, and what became of the earlier ones; no space while it is empty.

    Where the page gives the cards a `max-height`, their letters shrink before a card has to go, and
    a line below says how many went. A press sends the message `{"id", "act"}`; nothing changes on
    the page until `cards` does.
    """

    _esm = script("commitment_board")
    _css = style("commitment_board")

    title = Unicode("").tag(sync=True)
    """What stands above the cards."""
    cards = List(Dict()).tag(sync=True)
    """`{"id", "what", "by", "notice", "owner", "state"}`; state is "" where none is shown."""
    acts = List(Dict()).tag(sync=True)
    """What may be pressed on a card: `{"act", "label"}`; an act that is a state can be undone."""
    sessions = List(Dict()).tag(sync=True)
    """Follow-through, the last session first: `{"label", "kept", "changed", "dropped", "open"}`."""
    speaks = Bool(False).tag(sync=True)
    """Without cards the message has the stage."""
    warning = Unicode("").tag(sync=True)
    """What went wrong with a press; "" when nothing did."""
