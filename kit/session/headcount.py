"""How many people are in the room, as the facilitator types it and as it is told."""

from __future__ import annotations

from kit.errors import ResponseError
from kit.language import _, ngettext

MOST_DIGITS = 4


def read_people(text: str) -> int | None:
    """The number of people that was typed, None for nothing.

    Raises:
        ResponseError: It is not a number.
    """
    typed = text.strip()
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > MOST_DIGITS:
        msg = _("Enter how many people are in the room, 1 to 9999, or leave it empty.")
        raise ResponseError(msg, prompt="people")
    return int(typed)


def describe_absent(absent: int) -> str:
    """What the button that drops empty seats says."""
    return ngettext(
        "Drop {n} seat that nobody sits in", "Drop {n} seats that nobody sits in", absent
    )


def describe_seats(seats: int, people: int | None) -> str:
    """What to tell where more seats are taken than people are there; "" where all is well."""
    if people is None or seats <= people:
        return ""
    return ngettext(
        "{seats} seats, {people} people: {n} seat is taken off the answers before anything is "
        "shown. Somebody may have joined twice.",
        "{seats} seats, {people} people: {n} seats are taken off the answers before anything is "
        "shown. Somebody may have joined twice.",
        seats - people,
        seats=seats,
        people=people,
    )
