"""Known answers: whoever heard somebody say theirs aloud can take it off a result."""

from __future__ import annotations


def describe_known(known: int) -> str:
    """Say how many answers the room knows; "" for none."""
    if not known:
        return ""
    return "One answer here is known" if known == 1 else f"{known} answers here are known"


def promise_known(known: int) -> str:
    """What the promise says of known answers; "" for none."""
    if not known:
        return ""
    fewer = "one" if known == 1 else str(known)
    return f"{describe_known(known)} to everybody, so we count {fewer} fewer."
