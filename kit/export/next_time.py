"""A calendar file for the day on which a team meets again, as RFC 5545 has it.

Calendars are shared more widely than mails: no name, no code and no title of a session is in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from kit.language import N_, _
from kit.session.session import describe_day

PRODUCT = "-//trust-workshop-kit//EN"
CARDS = N_("We look at our cards again")
MEETS = N_("We meet again")
BEFORE = N_("The cards of {day} are read first: kept, changed or dropped.")


def render_next_time(exported: Mapping[str, Any]) -> bytes:
    """Write one event that takes the whole day; another day changes the same event.

    Args:
        exported: The session, with a day in `next_on`.
    """
    day = date.fromisoformat(exported["next_on"])
    cards = bool(exported["commitments"]["now"])
    event = Event()
    # It is derived from the code, which it does not tell, so that the same session has the same.
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_OID, f"{PRODUCT} {exported['code']}")))
    event.add("dtstamp", _stamp(exported.get("held_on") or exported["next_on"]))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _(CARDS) if cards else _(MEETS))
    held = describe_day(exported.get("held_on") or "")
    if cards and held:
        event.add("description", _(BEFORE, day=held))
    event.add("transp", "TRANSPARENT")  # it blocks nobody's day: the hour is not known
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add_component(event)
    written: bytes = found.to_ical()
    return written


def _stamp(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
