"""The timer for talking: turns one after the other, each with its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kit.errors import PhaseError
from kit.language import _

MOST_TURNS = 4
SHORTEST, LONGEST = 30, 30 * 60  # seconds of one turn


@dataclass(frozen=True)
class Talk:
    """People talk in pairs, threes or all together, against a clock.

    Attributes:
        ends: When each turn is over, in order, in seconds since the epoch: two for a pair whose
            second speaks after the change, one where nobody changes.
        leads: The clock has the screen; otherwise a picture has it, and the clock stands below.
    """

    ends: tuple[float, ...]
    leads: bool = True


def begin_talk(turns: int, seconds: int, now: float) -> Talk:
    """A talk that begins now.

    Args:
        turns: How many speak one after the other, 1 to `MOST_TURNS`.
        seconds: How long each of them has, `SHORTEST` to `LONGEST`.
        now: The time it is, in seconds since the epoch.

    Raises:
        PhaseError: There are no such turns.
    """
    if not 1 <= turns <= MOST_TURNS or not SHORTEST <= seconds <= LONGEST:
        msg = _(
            "A talk has 1 to {turns} turns of half a minute to {minutes} minutes each. "
            "Enter other minutes.",
            turns=MOST_TURNS,
            minutes=LONGEST // 60,
        )
        raise PhaseError(msg)
    return Talk(tuple(now + seconds * turn for turn in range(1, turns + 1)))


def lengthen_talk(talk: Talk, seconds: float, now: float) -> Talk:
    """Give the turn that is now more time, and have those after it later.

    Once all are over, the last one goes on for that time from now.

    Args:
        talk: The talk.
        seconds: How much more.
        now: The time it is, in seconds since the epoch.
    """
    ends = tuple(end if end <= now else end + seconds for end in talk.ends)
    if ends == talk.ends:
        ends = (*ends[:-1], now + seconds)
    return replace(talk, ends=ends)


def delay_talk(talk: Talk, seconds: float, now: float) -> Talk:
    """Have every turn that was not over so much later: nobody could talk meanwhile.

    Args:
        talk: The talk.
        seconds: How long it stood still, until now.
        now: The time it is, in seconds since the epoch.
    """
    before = now - seconds
    return replace(talk, ends=tuple(end if end <= before else end + seconds for end in talk.ends))


def is_over(talk: Talk, now: float) -> bool:
    """Whether the last turn is over."""
    return talk.ends[-1] <= now


def read_talk(stored: Mapping[str, Any] | None) -> Talk | None:
    """A talk of what the store keeps; None for none."""
    return None if stored is None else Talk(tuple(stored["ends"]), stored["leads"])
