"""What the facilitator's console does to the round of its kernel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from kit.gate.results import count_absent
from kit.gate.sentences import set_texts_shown
from kit.gate.unseen import leave_unseen
from kit.lifecycle import advance_round, move_to, reorder
from kit.room.context import KernelContext
from kit.session.session import Phase
from kit.store import Store
from kit.views.round import View


class RoundControls:
    """The controls of one round, as `kit.console.controls.Controls` says.

    Args:
        store: The store.
        place: The kernel's place.
        get_view: What the facilitator sees now.
    """

    def __init__(self, store: Store, place: KernelContext, get_view: Callable[[], View]) -> None:
        self._store = store
        self._code, self._round_id = place.code, place.round_id
        self._get_view = get_view

    def advance(self, phase: Phase, *, sure: bool) -> None:
        """Do what comes next in the round; what is final is asked about first."""
        advance_round(self._store, self._round_id, phase, sure=sure)

    def go(self, place: int, phase: Phase) -> None:
        """Go to a place on the agenda."""
        move_to(self._store, self._round_id, place, expected=phase)

    def move(self, place: int, by: int) -> None:
        """Have the row at a place on the agenda later by so many places."""
        rows = self._store.get_session(self._code).rows
        reorder(self._store, self._code, place, by, expected=rows)

    def move_timer(self, seconds: float) -> None:
        """Add to the timer."""
        self._store.move_timer(self._round_id, seconds)

    def begin_talk(self, turns: int, seconds: int) -> None:
        """Start the timer for talking."""
        self._store.begin_talk(self._round_id, turns, seconds)

    def lengthen_talk(self, seconds: float) -> None:
        """Give the turn that is now more time."""
        self._store.lengthen_talk(self._round_id, seconds)

    def show_talk(self, leads: bool) -> None:
        """Put the clock for talking on the screen, or let a picture have it."""
        self._store.show_talk(self._round_id, leads)

    def end_talk(self) -> None:
        """Stop the timer for talking."""
        self._store.end_talk(self._round_id)

    def tell_leader(self, told: Mapping[str, str]) -> None:
        """Keep the leader's words."""
        self._store.set_leader(self._round_id, told)

    def add_leader(self, expected: int) -> None:
        """Have another leader speak."""
        self._store.add_leader(self._round_id, expected=expected)

    def set_leaderless(self, leaderless: bool) -> None:
        """Say that nobody goes first, or that somebody does."""
        self._store.set_leaderless(self._round_id, leaderless)

    def show_texts(self, text_ids: Collection[int], shown: bool) -> None:
        """Let the room read released sentences; the first of a prompt's take the stage."""
        view = self._get_view()
        before = {each.prompt for each in view.texts if each.shown}
        now = {each.prompt for each in view.texts if each.id in text_ids} - before
        set_texts_shown(self._store, text_ids, shown)
        for name in now if shown else ():
            self._store.set_picture(self._round_id, view.exercise.get_prompt(name).text)

    def write_debrief(self, draft: str) -> None:
        """Keep what is being written of what the room said."""
        self._store.write_debrief(self._round_id, draft)

    def ask_debrief(self, words: str) -> None:
        """Show on the screen what the room said; "" takes it off."""
        self._store.ask_debrief(self._round_id, words)

    def keep_debrief(self, words: str) -> None:
        """Keep what the screen shows of it."""
        self._store.keep_debrief(self._round_id, words)

    def erase_debrief(self) -> None:
        """Erase all that is written of it."""
        self._store.erase_debrief(self._round_id)

    def write_memo(self, words: str) -> str:
        """Leave a note to the session's other dashboards; returns its mark."""
        return self._store.write_memo(self._code, words)

    def clear_memo(self, mark: str) -> None:
        """Take a note between dashboards away."""
        self._store.clear_memo(self._code, mark)

    def set_people(self, people: int | None) -> None:
        """Say how many people are in the room."""
        self._store.set_people(self._code, people)

    def set_lock(self, locked: bool) -> None:
        """Let nobody else in, or let people in again."""
        self._store.set_lock(self._code, locked)

    def set_hybrid(self, hybrid: bool) -> None:
        """Say whether some people are in a call."""
        self._store.set_hybrid(self._code, hybrid)

    def set_known(self, known: int, expected: int) -> None:
        """Say how many answers the room knows."""
        self._store.set_known(self._round_id, known, expected=expected)

    def drop_absent(self) -> None:
        """Take away the seats that nobody sits in, unless that would tell who has answered.

        A page shows no button then, and may still send a press.
        """
        if count_absent(self._store, self._store.get_round(self._code)):
            self._store.drop_absent_seats(self._code)

    def stop(self) -> None:
        """Stop the session for a moment."""
        self._store.stop_session(self._code)

    def let_go_on(self, stopped_at: float) -> None:
        """Let the session go on as it was."""
        self._store.let_go_on(self._code, stopped_at)

    def leave_unseen(self, phase: Phase) -> None:
        """Erase the result of the round, which the room has not seen, for good."""
        leave_unseen(self._store, self._round_id, phase)

    def draw_pairs(self, drawn: bool) -> None:
        """Draw pairs, or take their numbers away."""
        self._store.notices.publish(self._code, "pairs" if drawn else "apart")
