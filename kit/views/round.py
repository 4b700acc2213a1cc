"""What one role may know of a round now: the only thing forms, consoles and pictures read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kit.errors import NotFoundError
from kit.exercise.exercise import Exercise
from kit.exercise.guesses import hide_guesses
from kit.gate.claims import list_claimable
from kit.gate.marginals import ADVICE, UNSEEN
from kit.gate.results import Result, count_absent, count_told, foresee_close, get_result
from kit.gate.sentences import ReleasedText, count_texts, list_texts
from kit.gate.snapshot import Snapshot
from kit.gate.unseen import may_leave_unseen
from kit.language import _
from kit.session.commitments import Commitment
from kit.session.debrief import Debrief
from kit.session.memo import Memo
from kit.session.plan import BREAK, Break, find_break
from kit.session.progress import Course, build_course
from kit.session.session import (
    Phase,
    Role,
    Round,
    Session,
    find_coming_break,
    find_following_place,
    is_lobby,
)
from kit.session.talk import Talk
from kit.store import Store

NOTHING = Result(None, withheld=False, note="", progress="")


@dataclass(frozen=True)
class View:
    """A round as one role may see it.

    Attributes:
        round: The round and where it stands.
        exercise: The exercise as it was defined when the round was set up.
        result: What the gate has published and this role may see.
        leader: The leader's named contribution by prompt name, with "name"; empty until given.
        more_leaders: The same of those who have spoken after the first, in order.
        seats: How many seats somebody sits in, or have answered.
        following: File name of the next exercise on the agenda, "" when this is the last.
        texts: The released sentences this role may see.
        text_counts: How many sentences have been released, by prompt; for the facilitator.
        claimable: The prompts of which another sentence may be claimed now, for phones.
        people: How many people are in the room, for the facilitator; None when nobody has counted.
        locked: Nobody else is let in.
        hybrid: Some people are in a call.
        expected: How many people are awaited, for the facilitator; None where nobody has said.
        course: The agenda and where the session stands on it, for the facilitator.
        absent: Seats that nobody sits in and that have not answered, for the facilitator.
        cautions: What closing now would withhold, and why, for the facilitator.
        lobby: People still gather: no form of the session has been opened yet.
        minutes: How long the exercise is planned to take; None where nothing is planned.
        decided: The session's signed cards, once its last exercise is over.
        parts: The other parts of the exercise; those to come have no result yet.
        pause: The break that comes before the next exercise, or that there is now; None for none.
        debrief: What the room said after the picture: for the facilitator all that is written, for
            the screen what the room is asked about, for phones nothing.
        memo: The note between the session's dashboards, for the facilitator.
        closes_on: The last day on which people answer alone; "" where somebody leads the session.
        following_place: Where the next exercise stands on the agenda, None after the last.
        stopped_at: Since when the session is stopped for a moment, in seconds since the epoch; 0
            while it goes on.
        may_be_unseen: Its result may be left unseen now, for the facilitator.
    """

    round: Round
    exercise: Exercise
    result: Result
    leader: Mapping[str, str]
    seats: int
    following: str
    more_leaders: tuple[Mapping[str, str], ...] = ()
    texts: tuple[ReleasedText, ...] = ()
    text_counts: Mapping[str, int] = field(default_factory=dict)
    claimable: tuple[str, ...] = ()
    people: int | None = None
    locked: bool = False
    hybrid: bool = False
    expected: int | None = None
    course: Course = field(default_factory=Course)
    absent: int = 0
    cautions: tuple[str, ...] = ()
    lobby: bool = False
    minutes: int | None = None
    decided: tuple[Commitment, ...] = ()
    parts: tuple[View, ...] = ()
    pause: Break | None = None
    following_place: int | None = None
    stopped_at: float = 0.0
    may_be_unseen: bool = False
    debrief: Debrief = field(default_factory=Debrief)
    memo: Memo = field(default_factory=Memo)
    closes_on: str = ""

    def of(self, name: str) -> View:
        """Give the part of the exercise that asks a prompt; this one where none does."""
        asking = (
            each
            for each in (self, *self.parts)
            if any(prompt.name == name for prompt in each.exercise.prompts)
        )
        return next(asking, self)

    def does_not_ask(self, name: str) -> bool:
        """Whether a question of the exercise is switched off."""
        parts = (self, *self.parts)
        return any(each.name == name for part in parts for each in part.exercise.unasked)

    @property
    def speaker(self) -> Mapping[str, str]:
        """What the leader has told who speaks now: the last one."""
        return self.more_leaders[-1] if self.more_leaders else self.leader

    @property
    def goes_on(self) -> bool:
        """Whether another part or another exercise comes after this round."""
        return bool(self.round.later or self.following)

    @property
    def phase(self) -> Phase:
        """Where the round stands."""
        return self.round.phase

    @property
    def snapshot(self) -> Snapshot | None:
        """The published group result, if this role may see one."""
        return self.result.snapshot

    @property
    def note(self) -> str:
        """How many answers stand behind the result, in words."""
        return self.result.note

    @property
    def withheld(self) -> bool:
        """Whether too few answered for anything to be shown."""
        return self.result.withheld

    @property
    def unseen(self) -> bool:
        """Whether the result was left unseen and is erased."""
        return self.result.unseen

    @property
    def advice(self) -> str:
        """Why there is no result and never will be; "" where there is one, or may be."""
        if self.withheld:
            return _(ADVICE)
        return _(UNSEEN) if self.unseen else ""

    @property
    def is_stopped(self) -> bool:
        """Whether the session is stopped for a moment."""
        return self.stopped_at > 0

    @property
    def talk(self) -> Talk | None:
        """The timer for talking, while it runs: not in a stop."""
        return None if self.is_stopped else self.round.talk

    @property
    def progress(self) -> str:
        """How many have finished, in the words the gate allows."""
        return self.result.progress


def get_view(store: Store, round_id: int, role: Role) -> View:
    """What a role may know of a round now, all of it of one moment.

    Raises:
        NotFoundError: The round is unknown, or no kernel has told its exercise yet.
    """
    with store.database.moment():
        return _read_view(store, round_id, role)


def _read_view(store: Store, round_id: int, role: Role) -> View:
    current = store.get_round_by_id(round_id)
    if current.exercise is None:
        msg = _(
            "{notebook} has not been set up yet. Wait a moment and load the page again.",
            notebook=current.notebook,
        )
        raise NotFoundError(msg)
    session = store.get_session(current.code)
    # The leader's story stays with the facilitator until the leader's phase begins.
    steers = role is Role.FACILITATOR
    leads = current.exercise.leader is not None
    told = leads and (steers or current.phase is not Phase.PREPARE)
    leader = store.get_leader(round_id) if told else {}
    # Of what people answer alone the facilitator has the result, and no phone that is still open.
    alone = session.is_scheduled and role is Role.PARTICIPANT
    result = NOTHING if alone else get_result(store, current, role)
    # A guess stands beside a result or nowhere.
    shown = result.snapshot is not None and result.snapshot.final
    seats = count_told(store, current)
    gathers = current.phase is Phase.PREPARE and role is not Role.PARTICIPANT
    place = find_following_place(session, current)
    is_last = current.phase is Phase.DONE and place is None and not current.later
    return View(
        round=current,
        exercise=current.exercise,
        result=result,
        leader=leader if steers or shown else hide_guesses(leader),
        more_leaders=tuple(store.list_more_leaders(round_id)) if told else (),
        seats=seats,
        following="" if place is None else session.rows[place].notebook,
        texts=list_texts(store, current, role),
        text_counts=count_texts(store, current, role),
        claimable=list_claimable(store, current, role),
        people=store.find_people(current.code) if steers else None,
        locked=session.locked,
        hybrid=session.hybrid,
        expected=session.expected if steers else None,
        course=build_course(session, store.list_rounds(current.code)) if steers else Course(),
        absent=count_absent(store, current) if steers else 0,
        cautions=foresee_close(store, current) if steers else (),
        lobby=gathers and is_lobby(store.list_rounds(current.code)),
        minutes=_find_minutes(session, current),
        decided=tuple(store.list_commitments(current.code).values()) if is_last else (),
        pause=_find_pause(session, current),
        following_place=place,
        stopped_at=session.stopped_at,
        may_be_unseen=steers and may_leave_unseen(store, current),
        debrief=_read_debrief(store, current, role),
        memo=store.get_memo(current.code) if steers else Memo(),
        closes_on=session.closes_on,
    )


def get_earlier_parts(store: Store, round_id: int, role: Role) -> tuple[View, ...]:
    """What a role may know of the parts before a round, the first one first.

    Raises:
        NotFoundError: The round is unknown.
    """
    current = store.get_round_by_id(round_id)
    parts = range(current.number - current.part, current.number)
    rounds = [each for each in store.list_rounds(current.code) if each.number in parts]
    return tuple(get_view(store, each.id, role) for each in rounds)


def foresee_parts(current: Round) -> tuple[View, ...]:
    """The parts that come after a round: what they ask, and no result."""
    ahead = (replace(current, phase=Phase.PREPARE, exercise=each) for each in current.later)
    return tuple(
        View(each, exercise, NOTHING, leader={}, seats=0, following="")
        for each, exercise in zip(ahead, current.later, strict=True)
    )


def _read_debrief(store: Store, current: Round, role: Role) -> Debrief:
    """What this role may see of what the room said, while the result is on the screen."""
    if current.phase is not Phase.REVEALED or role is Role.PARTICIPANT:
        return Debrief()
    written = store.get_debrief(current.id)
    return written if role is Role.FACILITATOR else Debrief(asked=written.asked)


def _find_minutes(session: Session, current: Round) -> int | None:
    """What the session's plan gives the round, or else the exercise itself."""
    planned = [row.minutes for row in session.rows[current.agenda_place :][:1] if row.notebook]
    if planned and planned[0] is not None:
        return planned[0]
    return current.exercise.minutes if current.exercise else None


def _find_pause(session: Session, current: Round) -> Break | None:
    """The break that comes, or the one that there is: also where nothing comes after it by now."""
    if not current.is_break:
        return find_coming_break(session, current)
    place = current.present_place
    return find_break(session.rows, place - 1) or Break(place, 0, _(BREAK))
