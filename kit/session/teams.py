"""A team's name: a facilitator's own word for those whom several sessions are with."""

from __future__ import annotations

from kit.errors import ResponseError
from kit.exercise.lines import tidy_line
from kit.language import _

LONGEST_TEAM = 60  # characters


def clean_team(text: str) -> str:
    """Put a team's name on one line; "" for none.

    Raises:
        ResponseError: It is too long.
    """
    name = tidy_line(text)
    if len(name) > LONGEST_TEAM:
        msg = _("Give the team a name of at most {most} characters.", most=LONGEST_TEAM)
        raise ResponseError(msg, prompt="team")
    return name
