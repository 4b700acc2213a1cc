"""The facilitator's controls, one box for each; the page puts each box into its place."""

from __future__ import annotations

from ipywidgets import HTML, VBox

from kit.console.agenda import AgendaBox
from kit.console.controls import Controls
from kit.console.headcount import HeadCount
from kit.console.leader import LeaderFields
from kit.console.moderation import Moderation
from kit.console.next_button import NextButton
from kit.console.pairs import PairControls
from kit.console.timer import TimerControls
from kit.errors import KitError
from kit.exercise.exercise import Exercise
from kit.session.session import Phase
from kit.views.round import View
from kit.views.status import (
    BEFORE_OPEN,
    describe_room,
    render_now,
    render_steps,
    render_title,
)
from kit.widgets.note import Note
from kit.widgets.visibility import show

FOLD = '<details class="kit-fold"><summary>{}</summary></details>'


class Console(VBox):  # type: ignore[misc]
    """The controls of one round.

    Args:
        exercise: What is played.
        join_url: The address participants open; "" where nobody can join.
        controls: What the buttons do.
    """

    def __init__(self, exercise: Exercise, controls: Controls, *, join_url: str) -> None:
        self._leader_first = exercise.leader is not None
        self._controls = controls
        self._phase = Phase.PREPARE
        address = f"/facilitate/{join_url.rpartition('/')[2]}" if join_url else ""
        self._agenda = AgendaBox(
            address, lambda place: controls.go(place, self._phase), controls.move, self._warn
        )
        title = HTML(render_title(exercise, join_url))
        title.add_class("kit-head")
        self._steps = HTML()
        self._steps.add_class("kit-where")
        self._now = HTML()
        self._now.add_class("kit-told")
        self._progress = Note()
        self._progress.add_class("kit-progress")
        self._timer = TimerControls(controls.move_timer, self._warn)
        self._leader = LeaderFields(exercise, controls.tell_leader, self._warn)
        self._next = NextButton(self._go_on, bool(join_url), self._leader.show_error)
        self._heads = HeadCount(controls.set_people, controls.set_lock, controls.drop_absent)
        self._head_box = fold("Who is in the room", self._heads)
        self._desks = Moderation(exercise, controls.show_texts, self._warn)
        super().__init__(
            [
                self._agenda,
                title,
                self._steps,
                self._now,
                self._progress,
                self._next,
                self._timer,
                self._leader,
                self._desks,
                self._head_box,
                fold("Pairs and fours", PairControls(controls.draw_pairs, self._warn)),
            ]
        )
        self.add_class("kit-console")

    def follow(self, view: View) -> None:
        """Show where the round stands."""
        self._phase = view.phase
        self._leader.fill(view.leader)
        self._agenda.follow(view)
        self._steps.value = render_steps(
            view.phase, self._leader_first, view.round.number, view.round.began_at or 0
        )
        self._now.value = render_now(view)
        self._progress.text = describe_room(view)
        self._timer.follow(view)
        self._next.follow(view)
        show(self._leader, self._leader_first and view.phase in BEFORE_OPEN)
        self._heads.follow(view)
        show(self._head_box, view.phase in (*BEFORE_OPEN, Phase.OPEN))
        self._desks.follow(view)

    def _go_on(self, phase: Phase, sure: bool) -> None:
        if phase in BEFORE_OPEN:
            self._leader.tell()
        self._controls.advance(phase, sure=sure)

    def _warn(self, error: KitError) -> None:
        self._next.warn(error)


def fold(words: str, box: VBox) -> VBox:
    """A box under a line that opens it; what its notes say is seen either way."""
    folded = VBox([HTML(FOLD.format(words)), box])
    folded.add_class("kit-folded")
    return folded
