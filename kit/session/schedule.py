"""The days of questions that a team answers alone: when they open and close, without a facilitator.

Days are the server's, from midnight to midnight; no time of day is kept of anything.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from kit.errors import ResponseError
from kit.language import N_, _
from kit.session.session import Session

NOTEBOOK = "four_weeks.ipynb"
WAIT = timedelta(days=28)  # from the session to the day they open, unless somebody says otherwise
OPEN = timedelta(days=14)  # from then to the last day
LONGEST_WAIT = timedelta(days=366)
LONGEST_OPEN = timedelta(days=31)
LINK = N_("[link to the questions]")  # where the mail to the team names it
TITLE = N_("{title}: after four weeks")
NO_DAY = N_("Write each day as it stands in the field, as in 2027-01-31.")
OVER = N_("Choose a first day that is not over yet, and within a year.")
ORDER = N_("The last day comes at least a day after the first, and at most 31 days after it.")


class Stage(Enum):
    """Where such questions stand on a day."""

    WAITING = "waiting"
    OPEN = "open"
    OVER = "over"


def find_stage(session: Session, today: date) -> Stage:
    """Say where the questions of a scheduled session stand; one that has ended is over."""
    if session.ended or today > date.fromisoformat(session.closes_on):
        return Stage.OVER
    return Stage.OPEN if today >= date.fromisoformat(session.opens_on) else Stage.WAITING


def plan_days(held_on: str, today: date) -> tuple[date, date]:
    """The days that are proposed for the questions after a session."""
    held = date.fromisoformat(held_on) if held_on else today
    opens = max(held + WAIT, today)
    return opens, opens + OPEN


def read_days(opens_on: str, closes_on: str, today: date) -> tuple[date, date]:
    """Read the days that somebody has chosen.

    Args:
        opens_on: The first day, as "2027-01-17".
        closes_on: The last one.
        today: The day now.

    Raises:
        ResponseError: They are no days, or do not follow each other, or lie too far ahead.
    """
    try:
        opens, closes = date.fromisoformat(opens_on), date.fromisoformat(closes_on)
    except ValueError as error:
        raise ResponseError(_(NO_DAY), prompt="opens_on") from error
    if not today <= opens <= today + LONGEST_WAIT:
        raise ResponseError(_(OVER), prompt="opens_on")
    if not timedelta(days=1) <= closes - opens <= LONGEST_OPEN:
        raise ResponseError(_(ORDER), prompt="closes_on")
    return opens, closes
