"""How many people are in the room, as the facilitator types it and as it is told."""

from __future__ import annotations

from kit.errors import ResponseError

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
        msg = "Enter how many people are in the room, 1 to 9999, or leave it empty."
        raise ResponseError(msg, prompt="people")
    return int(typed)


def describe_absent(absent: int) -> str:
    """What the button that drops empty seats says."""
    return (
        "Drop 1 seat that nobody sits in"
        if absent == 1
        else (f"Drop {absent} seats that nobody sits in")
    )


def describe_seats(seats: int, people: int | None) -> str:
    """What to tell where more seats are taken than people are there; "" where all is well."""
    if people is None or seats <= people:
        return ""
    extra = seats - people
    more = "1 seat is" if extra == 1 else f"{extra} seats are"
    return (
        f"{seats} seats, {people} people: {more} taken off the answers before anything is shown. "
        "Somebody may have joined twice."
    )
