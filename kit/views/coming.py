"""What a live picture says of itself while people answer: what it shows, and what comes next."""

from __future__ import annotations

from kit.gate.live import Coming
from kit.language import _
from kit.views.round import View


def describe_coming(view: View) -> str:
    """Say how much an open live round shows by now and when more comes; "" for nothing yet.

    It names no number that is still missing: nobody is to be waited for.
    """
    snapshot, result = view.snapshot, view.result
    if result.coming is Coming.NOTHING or snapshot is None:
        return ""
    if result.coming is Coming.BATCH:
        return _("{note} are in. More come by {batch} or more.", note=view.note, batch=result.batch)
    return _("{note} are in. The others come together.", note=view.note)
