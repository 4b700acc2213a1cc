"""A published result as a table of pandas, for whoever wants to go on with it."""

from __future__ import annotations

import pandas as pd

from kit.gate.marginals import Marginal
from kit.language import _

COLUMNS = ("value", "label", "count")


def build_frame(marginal: Marginal | None) -> pd.DataFrame:
    """Give what is published of one question, as coarse as it is published and nothing more.

    Args:
        marginal: The published result; None while there is none.

    Returns:
        One row for each answer that is counted: "value", "label", "count" (shares of energy in
        per cent). Of a result in zones one row for each zone, with "marked" in the place of the
        count; of an estimate its lower end, its middle and its upper end, with "share" in per
        cent. No rows while nothing is published, or where it is withheld. `attrs` has "question",
        "n" (how many answered it, 0 for none) and "shape".
    """
    if marginal is None:
        return pd.DataFrame(columns=list(COLUMNS))
    frame = pd.DataFrame(list(marginal.counts), columns=list(COLUMNS))
    if marginal.zone is not None:
        zones = enumerate(marginal.zones)
        rows = [(str(place), zone, place == marginal.zone) for place, zone in zones]
        frame = pd.DataFrame(rows, columns=["value", "label", "marked"])
    elif marginal.estimate is not None:
        ends = ("low", _("At least")), ("middle", _("About")), ("high", _("At most"))
        rows_ = [(*end, share) for end, share in zip(ends, marginal.estimate, strict=True)]
        frame = pd.DataFrame(rows_, columns=["value", "label", "share"])
    frame.attrs = {"question": marginal.text, "n": marginal.n, "shape": marginal.shape}
    return frame
