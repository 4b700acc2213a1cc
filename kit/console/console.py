"""The facilitator's controls, one box for each; the page puts each box into its place."""

from __future__ import annotations

from urllib.parse import urlsplit

from ipywidgets import HTML, VBox

from kit.charts.history import TITLE
from kit.console.agenda import AgendaBox
from kit.console.controls import Controls
from kit.console.debrief import HEADING, DebriefBox
from kit.console.fold import fold
from kit.console.hard import fold_moments
from kit.console.headcount import HeadCount
from kit.console.history import TeamLines
from kit.console.known import KnownAnswers
from kit.console.leader import LeaderFields
from kit.console.lines import ResultLines
from kit.console.memo import LINE as MEMO
from kit.console.memo import MemoBox
from kit.console.moderation import Moderation
from kit.console.next_button import NextButton
from kit.console.notes_desk import NotesDesk
from kit.console.pairs import PairControls
from kit.console.row import RowControls
from kit.console.stop import StopButton
from kit.console.talk import TalkControls, TalkStart
from kit.console.timer import TimerControls
from kit.console.unseen import LINE, UnseenResult
from kit.errors import KitError
from kit.exercise.exercise import Exercise
from kit.language import _
from kit.session.session import Phase
from kit.views.round import View
from kit.views.status import (
    BEFORE_OPEN,
    HEADS,
    describe_room,
    render_now,
    render_steps,
    render_title,
)
from kit.widgets.note import Note
from kit.widgets.visibility import show


class Console(VBox):  # type: ignore[misc]
    """The controls of one round.

    Args:
        exercise: What is played.
        join_url: The address participants open; "" where nobody can join.
        controls: What the buttons do.
        notes: The list of signed notes; None where none are signed.
    """

    def __init__(
        self,
        exercise: Exercise,
        controls: Controls,
        notes: NotesDesk | None = None,
        *,
        join_url: str,
    ) -> None:
        self._asks_leader = exercise.leader is not None
        self._controls = controls
        self._phase = Phase.PREPARE
        address = find_own_address(join_url)
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
        self._talk = TalkControls(controls, self._warn)
        self._talk_start = TalkStart(controls.begin_talk, self._warn)
        self._leader = LeaderFields(exercise, controls, self._warn)
        self._next = NextButton(
            self._go_on,
            lambda phase, place: controls.go(place, phase),
            controls.let_go_on,
            bool(join_url),
            self._leader.show_error,
        )
        self._row = RowControls(controls, notes and notes.deal, self._warn)
        self._stop = StopButton(controls.stop, self._warn)
        self._unseen = fold("kit-unseen", _(LINE), UnseenResult(controls.leave_unseen, self._warn))
        self._heads = HeadCount(
            controls.set_people, controls.set_lock, controls.drop_absent, controls.set_hybrid
        )
        self._known = KnownAnswers(controls.set_known)
        self._head_box = fold(HEADS, _("Who is in the room"), VBox([self._heads, self._known]))
        self._lines = ResultLines()
        self._debrief = DebriefBox(controls)
        self._debrief_box = fold("kit-debrief", _(HEADING), self._debrief)
        self._memo = MemoBox(controls)
        self.team = TeamLines(address)
        team_box = fold("kit-team", _(TITLE), self.team)
        show(team_box, bool(address))
        self._desks = Moderation(exercise, controls.show_texts, self._warn)
        pairs = PairControls(controls.draw_pairs, self._warn)
        talking = VBox([pairs, self._talk_start])
        signed = [] if notes is None else [notes, *notes.folded]
        super().__init__(
            [
                self._agenda,
                title,
                self._steps,
                self._stop,
                self._memo.arrived,
                self._now,
                self._progress,
                self._next,
                self._row,
                self._timer,
                self._talk,
                self._lines,
                self._leader,
                self._desks,
                *signed,
                self._unseen,
                self._debrief_box,
                self._head_box,
                fold("kit-pairs", _("Pairs and fours, with a timer"), talking),
                team_box,
                fold("kit-memo", _(MEMO), self._memo),
                fold_moments(),
            ]
        )
        self.add_class("kit-console")

    def follow(self, view: View) -> None:
        """Show where the round stands."""
        self._phase = view.phase
        self._leader.follow(view)
        self._agenda.follow(view)
        self._steps.value = render_steps(
            view.phase,
            view.exercise.leader is not None,
            view.round.number,
            view.round.began_at or 0,
            view.round.part,
            view.round.is_break,
            view.advice,
            [each.text for each in view.exercise.prompts if each.name in view.round.left_out],
            self._asks_leader and view.round.leaderless,
        )
        self._now.value = render_now(view)
        self._progress.text = describe_room(view)
        self._timer.follow(view)
        self._talk.follow(view)
        self._talk_start.follow(view)
        self._next.follow(view)
        self._row.follow(view)
        self._stop.follow(view)
        show(self._unseen, view.may_be_unseen)
        show(self._leader, self._asks_leader and view.phase in BEFORE_OPEN)
        self._heads.follow(view)
        self._known.follow(view)
        show(self._head_box, view.phase in (*BEFORE_OPEN, Phase.OPEN))
        self._lines.follow(view)
        self._desks.follow(view)
        self._debrief.follow(view)
        show(self._debrief_box, view.phase is Phase.REVEALED)
        self._memo.follow(view)

    def _go_on(self, phase: Phase, sure: bool) -> None:
        if phase in BEFORE_OPEN:
            self._leader.tell()
        self._controls.advance(phase, sure=sure)

    def _warn(self, error: KitError) -> None:
        self._next.warn(error)


def find_own_address(join_url: str) -> str:
    """The session's private page beside its join address; "" where there is none."""
    place, _between, code = urlsplit(join_url).path.rpartition("/join/")
    return f"{place}/facilitate/{code}" if code else ""
