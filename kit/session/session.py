"""Sessions and rounds as values: phases and their order, roles, join codes, seat tokens."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import unquote

from kit.errors import PhaseError, RoleError
from kit.exercise.exercise import Exercise
from kit.exercise.prompt import Prompt
from kit.language import _
from kit.language.formats import format_day
from kit.session.plan import Break, Row, find_break, find_exercise
from kit.session.talk import Talk

# No vowels, so that no code is a word; no L, so that none is read as a digit. Only letters: one
# keyboard on a phone. 20 letters to the power of 8 make 25,600 million codes.
CODE_LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
TOKEN_BYTES = 16
MOST_KNOWN = 3  # answers of a round that may be known; with more there is little to protect
LONGEST_TYPED = 2000  # characters in which a code is looked for
IN_LINK = re.compile(r"/(?:JOIN|S|SCREEN|FACILITATE)/+([^/?#&\s]+)")
LABELLED = re.compile(r"(?<![^\W_])CODE\s*[:=](.+)", re.DOTALL)
HOST = re.compile(r"[A-Z]+://[^/?#\s]*|(?<![^\W_])WWW\.[^/?#\s]*")


def _spell_out(*groups: int, between: str = "") -> re.Pattern[str]:
    """The letters of a code in groups, neither before nor behind another letter or digit."""
    letters = between.join(f"[{CODE_LETTERS}]{{{count}}}" for count in groups)
    return re.compile(rf"(?<![^\W_])({letters})(?![^\W_])")


HALF = CODE_LENGTH // 2
ANYHOW = _spell_out(*[1] * CODE_LENGTH, between=r"[\W_]{0,3}")
# In one, as links have it; in halves, as screens show it; in whatever groups.
SPELLED = (_spell_out(CODE_LENGTH), _spell_out(HALF, HALF, between=r"[\W_]{1,3}"), ANYHOW)


class Phase(StrEnum):
    """Where a round stands."""

    PREPARE = "prepare"  # promise and prompts visible, form locked
    LEADER = "leader"  # the leader's story is on the screen, form still locked
    OPEN = "open"  # answers are accepted
    CLOSED = "closed"  # no more answers; the result is published
    REVEALED = "revealed"  # the result is on screen and phones
    DONE = "done"  # the next round may begin

    @property
    def is_over(self) -> bool:
        """Whether no more answers are taken."""
        return self in (Phase.CLOSED, Phase.REVEALED, Phase.DONE)

    @property
    def is_shown(self) -> bool:
        """Whether the room has seen the result."""
        return self in (Phase.REVEALED, Phase.DONE)


class Role(StrEnum):
    """What a page was opened as; decides what it may do."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    SCREEN = "screen"


@dataclass(frozen=True)
class Session:
    """One live run with one team.

    Args:
        code: Join code, as `new_code` gives it.
        title: What the facilitator called it.
        rows: The agenda, in order. A place on it is the number of a row, 0 for the first.
        ended: No seat and no round can be added any more.
        locked: The facilitator lets nobody else take a seat for now.
        expected: How many people are awaited; None where nobody has said.
        held_on: The day it was begun, as "2026-11-21"; "" where that is not known.
        follows: Code of the same team's earlier session; None where there is none.
        rehearsal: Its people are simulated, and it is thrown away afterwards.
        ended_on: The day it was ended; "" before that, or where it is not known.
        next_on: The day on which the team meets again; "" where none was named.
        hybrid: Some people are in a call, and each phone is asked on which side it is.
        stopped_at: Since when it is stopped for a moment, in seconds since the epoch; 0 while it
            goes on.
        opens_on: The day on which its one round opens by itself, for questions that people answer
            alone; "" for a session that a facilitator leads.
        closes_on: The last day on which these can be answered.
        team: The facilitator's name for the team it is with; "" for none.
        language: Tag of the language its pages speak, as in "de"; "" for the server's own.
    """

    code: str = field(repr=False)
    title: str
    rows: tuple[Row, ...]
    ended: bool = False
    locked: bool = False
    expected: int | None = None
    held_on: str = ""
    follows: str | None = field(default=None, repr=False)
    rehearsal: bool = False
    ended_on: str = ""
    next_on: str = ""
    hybrid: bool = False
    stopped_at: float = 0.0
    opens_on: str = ""
    closes_on: str = ""
    team: str = field(default="", repr=False)
    language: str = ""

    @property
    def is_scheduled(self) -> bool:
        """Whether nobody leads it: it opens and closes by the day, and people answer alone."""
        return bool(self.opens_on)

    @property
    def agenda(self) -> tuple[str, ...]:
        """File names of the notebooks that are played, in order."""
        return tuple(row.notebook for row in self.rows if row.kind == "exercise")

    @property
    def minutes(self) -> int:
        """How long all rows take by plan; 0 where the length of one is not known."""
        if any(row.minutes is None for row in self.rows):
            return 0
        return sum(row.minutes or 0 for row in self.rows)


@dataclass(frozen=True)
class Round:
    """One exercise played in a session.

    Args:
        id: Key in the store.
        code: Code of the session.
        number: 1 for the first round of the session.
        notebook: File name of the notebook.
        phase: Where the round stands.
        exercise: The definition, once the notebook has run.
        ends_at: When the timer runs out, or the break after the round is over, in seconds since
            the epoch; None without either.
        coin: Delicate questions are answered through a coin; settled when the round opens.
        place: Where it stands on the agenda, 0 for the first place; None for rounds of old.
        began_at: When the room turned to it, in seconds since the epoch, in whole minutes; None
            before the first round of a session has left its first phase.
        played: Its form has been opened.
        picture: Title of the picture the facilitator has put on the screen; "" for none.
        part: Which part of its exercise it is, 0 for the first.
        later: The parts that come after it, in order.
        break_place: Where the break stands on the agenda that was taken after it; None for none.
        break_began_at: When that began, in seconds since the epoch, in whole minutes.
        known: How many answers the room knows already; fixed at the close.
        left_out: Names of the questions for which too few were here; settled when it opens.
        talk: The timer for talking, from its start until it is stopped or the round goes on.
        unseen: Its result was left unseen and is erased; it is never shown.
        leaderless: Nobody goes first, whatever its notebook asks; `exercise` has no leader then.
        lost: How often the answers that had been sent by then were lost, in a crash of PostgreSQL.
    """

    id: int
    code: str = field(repr=False)
    number: int
    notebook: str
    phase: Phase
    exercise: Exercise | None = None
    ends_at: float | None = None
    coin: bool = False
    place: int | None = None
    began_at: float | None = None
    played: bool = False
    picture: str = ""
    part: int = 0
    later: tuple[Exercise, ...] = ()
    break_place: int | None = None
    break_began_at: float | None = None
    known: int = 0
    left_out: tuple[str, ...] = ()
    talk: Talk | None = None
    unseen: bool = False
    leaderless: bool = False
    lost: int = 0

    @property
    def agenda_place(self) -> int:
        """Where it stands on the agenda; rounds of old are played in its order."""
        return self.number - 1 if self.place is None else self.place

    @property
    def asked(self) -> tuple[Prompt, ...]:
        """The questions of its form: those of the exercise without what is left out."""
        prompts = () if self.exercise is None else self.exercise.prompts
        return tuple(each for each in prompts if each.name not in self.left_out)

    @property
    def is_break(self) -> bool:
        """Whether the session has its break now, after this round and before the next."""
        return self.phase is Phase.DONE and self.ends_at is not None

    @property
    def present_place(self) -> int:
        """Where the session stands on the agenda: at the round, or at the break after it."""
        if self.is_break and self.break_place is not None:
            return self.break_place
        return self.agenda_place


def is_lobby(rounds: Sequence[Round]) -> bool:
    """Whether people still gather: no form of a session has been opened, and nobody speaks yet.

    Args:
        rounds: Its rounds, the present one last.
    """
    waits = bool(rounds) and rounds[-1].phase is Phase.PREPARE
    return waits and not any(each.played for each in rounds)


def find_following_place(session: Session, current: Round) -> int | None:
    """Give the place of the exercise after a round, or after its break; None after the last one.

    An exercise may be on the agenda twice: the round's place tells which one is meant.
    """
    return find_exercise(session.rows, _find_place(session, current))


def find_following(session: Session, current: Round) -> str:
    """Give the file name of the exercise after a round on the agenda; "" after the last one."""
    place = find_following_place(session, current)
    return "" if place is None else session.rows[place].notebook


def find_coming_break(session: Session, current: Round) -> Break | None:
    """Give the break between a round and the exercise that follows; None for none, or once it is.

    The last exercise is followed by none, whatever stands behind it on the agenda; and between two
    parts of an exercise there is none.
    """
    if current.is_break or current.later:
        return None
    return find_break(session.rows, _find_place(session, current))


def _find_place(session: Session, current: Round) -> int:
    """Where a session stands on its agenda, also where the round's place holds another exercise."""
    rows, place = session.rows, current.present_place
    if current.is_break or (place < len(rows) and rows[place].notebook == current.notebook):
        return place
    found = (each for each, row in enumerate(rows) if row.notebook == current.notebook)
    return next(found, len(rows))


def get_next_phase(phase: Phase, leader_first: bool) -> Phase:
    """Give the phase that follows.

    Args:
        phase: Where the round stands.
        leader_first: The leader goes first; otherwise the leader phase is passed over.

    Raises:
        PhaseError: The round is done; there is no next phase.
    """
    if phase == Phase.DONE:
        msg = _("This round is done. Start the next exercise.")
        raise PhaseError(msg)
    if phase == Phase.PREPARE and not leader_first:
        return Phase.OPEN
    order = list(Phase)
    return order[order.index(phase) + 1]


def move_end(ends_at: float, seconds: float, now: float) -> float:
    """When a timer runs out that is given more time, or less.

    Args:
        ends_at: When it would have run out, in seconds since the epoch.
        seconds: How much more; less than 0 for less.
        now: The time it is.

    Returns:
        Never a time that is over: once time is up, more time counts from now.
    """
    return max(now, max(ends_at, now) + seconds)


def check_role(role: Role, *allowed: Role) -> None:
    """Let only certain roles pass.

    Raises:
        RoleError: `role` is not among `allowed`.
    """
    if role not in allowed:
        names = " or the ".join(allowed)
        msg = f"Only the {names} may do this, not the {role}. Use the page of the {names}."
        raise RoleError(msg)


def new_code() -> str:
    """Draw a join code: eight letters that are easy to read out and to type."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def split_code(code: str) -> tuple[str, str]:
    """Give the two halves in which a code is shown: "BCDFGHJK" is "BCDF", "GHJK"."""
    half = len(code) // 2
    return code[:half], code[half:]


def describe_day(held_on: str) -> str:
    """Give a day as it is said: "2026-11-21" is "21 November 2026"; "" for one not known."""
    if not held_on:
        return ""
    return format_day(date.fromisoformat(held_on))


def normalise_code(text: str) -> str:
    """Give a code as the store knows it, however it was typed and whatever stands around it.

    "bcdf-ghjk" is "BCDFGHJK", and so are "Code: BCDF GHJK." and a whole link with it, also one that
    stands in another link. Where no code can be found, all letters and digits are taken for one; of
    a link or behind "code:" those that stand in its place.
    """
    letters = _tidy(text)
    place = IN_LINK.search(letters)
    if place is not None:
        found = ANYHOW.match(letters, place.start(1))
        return _keep(found[1] if found else place[1])
    letters = HOST.sub(" ", letters)
    for pattern in SPELLED:
        if found := pattern.search(letters):
            return _keep(found[1])
    labelled = LABELLED.search(letters)
    return _keep(labelled[1] if labelled else letters)


def _tidy(text: str) -> str:
    """Capital letters without what cannot be seen, of any width, and a link as it is meant."""
    plain = unquote(unquote(text[:LONGEST_TYPED]))
    wide = unicodedata.normalize("NFKC", plain).upper()
    return "".join(each for each in wide if unicodedata.category(each) != "Cf")


def _keep(letters: str) -> str:
    return "".join(each for each in letters if each.isalnum())


def new_seat_token() -> str:
    """Draw the secret of a seat: 128 random bits that fit into a cookie or an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)
