"""What one role may know of a round now: the only thing forms, consoles and pictures read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kit.errors import NotFoundError
from kit.exercise.exercise import Exercise
from kit.exercise.guesses import hide_guesses
from kit.gate.results import Result, count_told, foresee_close, get_result
from kit.gate.sentences import ReleasedText, count_texts, list_texts
from kit.gate.snapshot import Snapshot
from kit.session.commitments import Commitment
from kit.session.progress import Course, build_course
from kit.session.session import Phase, Role, Round, Session, find_following, is_lobby
from kit.store import Store


@dataclass(frozen=True)
class View:
    """A round as one role may see it.

    Attributes:
        round: The round and where it stands.
        exercise: The exercise as it was defined when the round was set up.
        result: What the gate has published and this role may see.
        leader: The leader's named contribution by prompt name, with "name"; empty until given.
        seats: How many seats somebody sits in, or have answered.
        following: File name of the next exercise on the agenda, "" when this is the last.
        texts: The released sentences this role may see.
        text_counts: How many sentences have been released, by prompt; for the facilitator.
        people: How many people are in the room, for the facilitator; None when nobody has counted.
        locked: Nobody else is let in.
        expected: How many people are awaited, for the facilitator; None where nobody has said.
        course: The agenda and where the session stands on it, for the facilitator.
        absent: Seats that nobody sits in and that have not answered, for the facilitator.
        cautions: What closing now would withhold, and why, for the facilitator.
        lobby: People still gather: no form of the session has been opened yet.
        minutes: How long the exercise is planned to take; None where nothing is planned.
        decided: The session's signed cards, once its last exercise is over.
    """

    round: Round
    exercise: Exercise
    result: Result
    leader: Mapping[str, str]
    seats: int
    following: str
    texts: tuple[ReleasedText, ...] = ()
    text_counts: Mapping[str, int] = field(default_factory=dict)
    people: int | None = None
    locked: bool = False
    expected: int | None = None
    course: Course = field(default_factory=Course)
    absent: int = 0
    cautions: tuple[str, ...] = ()
    lobby: bool = False
    minutes: int | None = None
    decided: tuple[Commitment, ...] = ()

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
    def progress(self) -> str:
        """How many have finished, in the words the gate allows."""
        return self.result.progress


def get_view(store: Store, round_id: int, role: Role) -> View:
    """What a role may know of a round now.

    Raises:
        NotFoundError: The round is unknown, or no kernel has told its exercise yet.
    """
    current = store.get_round_by_id(round_id)
    if current.exercise is None:
        msg = f"{current.notebook} has not been set up yet. Wait a moment and load the page again."
        raise NotFoundError(msg)
    session = store.get_session(current.code)
    # The leader's story stays with the facilitator until the leader's phase begins.
    steers = role is Role.FACILITATOR
    told = steers or current.phase is not Phase.PREPARE
    leader = store.get_leader(round_id) if told else {}
    result = get_result(store, current, role)
    # A guess stands beside a result or nowhere.
    shown = result.snapshot is not None and result.snapshot.final
    seats = count_told(store, current)
    gathers = current.phase is Phase.PREPARE and role is not Role.PARTICIPANT
    following = find_following(session, current)
    is_last = current.phase is Phase.DONE and not following
    return View(
        round=current,
        exercise=current.exercise,
        result=result,
        leader=leader if steers or shown else hide_guesses(leader),
        seats=seats,
        following=following,
        texts=list_texts(store, current, role),
        text_counts=count_texts(store, current, role),
        people=store.find_people(current.code) if steers else None,
        locked=session.locked,
        expected=session.expected if steers else None,
        course=build_course(session, store.list_rounds(current.code)) if steers else Course(),
        absent=_count_absent(store, current, seats) if steers and not session.locked else 0,
        cautions=foresee_close(store, current) if steers else (),
        lobby=gathers and is_lobby(store.list_rounds(current.code)),
        minutes=_find_minutes(session, current),
        decided=tuple(store.list_commitments(current.code).values()) if is_last else (),
    )


def _find_minutes(session: Session, current: Round) -> int | None:
    """What the session's plan gives the round, or else the exercise itself."""
    if session.minutes[current.agenda_place :]:
        return session.minutes[current.agenda_place]
    return current.exercise.minutes if current.exercise else None


def _count_absent(store: Store, current: Round, told: int) -> int:
    """Seats that may be dropped: none while a small room answers, or it told who has answered."""
    return max(0, store.count_seats(current.code) - told)
