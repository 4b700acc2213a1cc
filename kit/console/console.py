"""The facilitator's controls: where the round stands, one next button, the leader's words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ipywidgets import HTML, Button, VBox
from markupsafe import Markup

from kit.console.agenda import AgendaBox
from kit.console.headcount import HeadCount
from kit.console.leader import LeaderFields
from kit.console.moderation import Moderation
from kit.console.pairs import PairControls
from kit.console.timer import TimerControls
from kit.errors import KitError
from kit.exercise.exercise import Exercise
from kit.session.session import Phase
from kit.views.round import View
from kit.views.status import (
    BEFORE_OPEN,
    describe_next,
    describe_room,
    render_now,
    render_steps,
    render_title,
)
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.visibility import show

NEXT = {
    Phase.PREPARE: "Open",
    Phase.LEADER: "Leader has gone first",
    Phase.OPEN: "Close",
    Phase.CLOSED: "Reveal",
    Phase.REVEALED: "Next exercise",
}
FOLD = '<details class="kit-fold"><summary>{}</summary></details>'


class Console(VBox):  # type: ignore[misc]
    """The controls of one round.

    Args:
        exercise: What is played.
        join_url: The address participants open.
        on_next: Called with the phase the button was pressed in.
        on_leader: Called with the leader's words by prompt name, and "name".
        on_texts: Called with the ids of released sentences, and whether the room may read them.
        on_people: Called with how many people are in the room, None when nobody has counted.
        on_lock: Called with whether nobody else is let in.
        on_drop: Called when the seats that nobody sits in are to be taken away.
        on_timer: Called with the seconds to add to the timer, less than 0 to take away.
        on_pairs: Called with whether pairs are drawn, or their numbers taken away.
        on_go: Called with a place on the agenda and the phase in which it was chosen.
        on_move: Called with a place on the agenda, and by how many places its exercise goes later.
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        join_url: str,
        on_next: Callable[[Phase], None],
        on_leader: Callable[[Mapping[str, str]], None],
        on_texts: Callable[[Collection[int], bool], None] = lambda _ids, _shown: None,
        on_people: Callable[[int | None], None] = lambda _people: None,
        on_lock: Callable[[bool], None] = lambda _locked: None,
        on_drop: Callable[[], object] = lambda: None,
        on_timer: Callable[[float], object] = lambda _seconds: None,
        on_pairs: Callable[[bool], None] = lambda _drawn: None,
        on_go: Callable[[int, Phase], object] = lambda _place, _phase: None,
        on_move: Callable[[int, int], object] = lambda _place, _by: None,
    ) -> None:
        self._leader_first = exercise.leader is not None
        self._on_next = on_next
        self._phase = Phase.PREPARE
        address = f"/facilitate/{join_url.rpartition('/')[2]}" if join_url else ""
        self._agenda = AgendaBox(
            address, lambda place: on_go(place, self._phase), on_move, self._warn
        )
        self._steps = HTML()
        self._now = HTML()
        self._progress = Note()
        self._progress.add_class("kit-progress")
        self._timer = TimerControls(on_timer, self._warn)
        self._button = Button()
        self._button.add_class("kit-next")
        self._warning = Note(tone="warning")
        self._hint = HTML()
        self._leader = LeaderFields(exercise, on_leader, self._warn)
        self._button.on_click(guard(self._press, self._leader.show_error))
        self._caution = Note(tone="care")
        dock = VBox([self._warning, self._caution, self._button, self._hint])
        dock.add_class("kit-dock")
        self._heads = HeadCount(on_people, on_lock, on_drop)
        self._head_box = fold("Who is in the room", self._heads)
        self._desks = Moderation(exercise, on_texts, self._warn)
        super().__init__(
            [
                self._agenda,
                HTML(render_title(exercise, join_url)),
                self._steps,
                self._now,
                self._progress,
                dock,
                self._timer,
                self._leader,
                self._desks,
                self._head_box,
                fold("Pairs and fours", PairControls(on_pairs, self._warn)),
            ]
        )
        self.add_class("kit-console")

    def follow(self, view: View) -> None:
        """Show where the round stands."""
        if view.phase is not self._phase:
            self._warning.text = ""
        self._phase = view.phase
        self._leader.fill(view.leader)
        self._agenda.follow(view)
        self._steps.value = render_steps(view.phase, self._leader_first, view.round.number)
        self._now.value = render_now(view)
        self._progress.text = describe_room(view)
        self._timer.follow(view)
        self._caution.text = " ".join(view.cautions)
        self._button.description = NEXT.get(view.phase, "")
        show(self._button, view.phase in NEXT)
        self._hint.value = Markup('<p class="kit-quiet">{}</p>').format(describe_next(view))
        show(self._leader, self._leader_first and view.phase in BEFORE_OPEN)
        self._heads.follow(view)
        show(self._head_box, view.phase in (*BEFORE_OPEN, Phase.OPEN))
        self._desks.follow(view)

    def _press(self, _button: Any) -> None:
        if self._phase in BEFORE_OPEN:
            self._leader.tell()
        self._on_next(self._phase)

    def _warn(self, error: KitError) -> None:
        self._warning.text = str(error)


def fold(words: str, box: VBox) -> VBox:
    """A box under a line that opens it; what its notes say is seen either way."""
    folded = VBox([HTML(FOLD.format(words)), box])
    folded.add_class("kit-folded")
    return folded
