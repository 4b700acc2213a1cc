"""Known answers: whoever heard somebody say theirs aloud can take it off a result."""

from __future__ import annotations

from kit.language import _, ngettext


def describe_known(known: int) -> str:
    """Say how many answers the room knows; "" for none."""
    if not known:
        return ""
    if known == 1:
        return _("One answer here is known")
    return ngettext("{n} answer here is known", "{n} answers here are known", known)


def promise_known(known: int) -> str:
    """What the promise says of known answers; "" for none."""
    if not known:
        return ""
    if known == 1:
        return _("One answer here is known to everybody, so we count one fewer.")
    return ngettext(
        "{n} answer here is known to everybody, so we count {n} fewer.",
        "{n} answers here are known to everybody, so we count {n} fewer.",
        known,
    )
