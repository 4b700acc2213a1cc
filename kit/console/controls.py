"""What a facilitator can do to a round: all that the console calls, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from kit.console.debrief import DebriefControls
from kit.console.leader import LeaderControls
from kit.console.memo import MemoControls
from kit.session.session import Phase


class Controls(DebriefControls, LeaderControls, MemoControls, Protocol):
    """The other side of the console. Each may raise a `KitError`, which the console shows."""

    def advance(self, phase: Phase, *, sure: bool) -> None:
        """Do what comes next; `phase` is where the console saw the round stand.

        Unless the facilitator is sure, a `DoubtError` asks before a step that is final.
        """

    def go(self, place: int, phase: Phase) -> None:
        """Go to a place on the agenda; `phase` as above."""

    def move(self, place: int, by: int) -> None:
        """Have the row at a place on the agenda later by so many places, or earlier."""

    def move_timer(self, seconds: float) -> None:
        """Add to the timer, or to the break; less than 0 takes away."""

    def begin_talk(self, turns: int, seconds: int) -> None:
        """Start the timer for talking, with so many turns of so many seconds."""

    def lengthen_talk(self, seconds: float) -> None:
        """Give the turn that is now more time."""

    def show_talk(self, leads: bool) -> None:
        """Put the clock for talking on the screen, or let a picture have it."""

    def end_talk(self) -> None:
        """Stop the timer for talking."""

    def show_texts(self, text_ids: Collection[int], shown: bool) -> None:
        """Let the room read released sentences, or no longer."""

    def set_people(self, people: int | None) -> None:
        """Say how many people are in the room; None when nobody has counted."""

    def set_lock(self, locked: bool) -> None:
        """Let nobody else in, or let people in again."""

    def set_hybrid(self, hybrid: bool) -> None:
        """Say whether some people are in a call."""

    def set_known(self, known: int, expected: int) -> None:
        """Say how many answers the room knows; `expected` is how many the console showed."""

    def drop_absent(self) -> None:
        """Take away the seats that nobody sits in."""

    def stop(self) -> None:
        """Stop the session for a moment."""

    def let_go_on(self, stopped_at: float) -> None:
        """Let it go on; `stopped_at` is since when the console saw it stopped."""

    def leave_unseen(self, phase: Phase) -> None:
        """Erase a result that the room has not seen; `phase` as above."""

    def draw_pairs(self, drawn: bool) -> None:
        """Draw pairs, or take their numbers away."""
