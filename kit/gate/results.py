"""Results: what a role may see of a round, and what closing it now would withhold.

Of what is staged, only how much there is gets this far, and leaves in the words of the gate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kit.errors import DoubtError
from kit.exercise.exercise import Exercise
from kit.gate.forecast import Standing, find_doubt, foresee
from kit.gate.least import explain_asleep
from kit.gate.live import Coming, LiveRoom, explain_live
from kit.gate.marginals import ADVICE, UNSEEN
from kit.gate.rules import describe_progress, is_large
from kit.gate.since import LastTime, read_earlier, read_last_time, was_unseen_last_time
from kit.gate.snapshot import Snapshot
from kit.gate.spoken import say_snapshot
from kit.language import N_, _, ngettext
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.store.staging import count_submissions

LOST = N_(
    "Answers were lost. The database had failed, and every phone asks for what was sent by then "
    "once more."
)


@dataclass(frozen=True)
class Result:
    """What a role may see of a round.

    Attributes:
        snapshot: What has been published; None while this role may not see it yet.
        withheld: The round is over and too few answered for anything to be shown.
        note: How many answers stand behind it: "12 answers", or "shown 10 of 12".
        progress: How many have finished, in the words the gate allows; "" when nothing is known.
        told: The numbers in these words, how many of how many; None where they hold none.
        coming: What an open live round shows next.
        batch: Of how many answers at least that is, where it is a batch.
        since: What the team's last session has shown of the same questions, beside a final result.
        unseen: The result was left unseen and is erased.
        unseen_before: Last time's was, so that nothing stands beside today's.
    """

    snapshot: Snapshot | None = field(repr=False)
    withheld: bool
    note: str
    progress: str
    told: tuple[int, int] | None = None
    coming: Coming = Coming.NOTHING
    batch: int = 0
    since: tuple[LastTime, ...] = ()
    unseen: bool = False
    unseen_before: bool = False


def get_result(store: Store, current: Round, role: Role) -> Result:
    """Say what a role may see of a round.

    While a round is open, everybody sees live snapshots, where its policy allows any. The final
    result is seen by the facilitator from the close on, and by screen and participants from the
    reveal on. Nobody sees more of what is staged than `describe_progress` says.

    Args:
        store: The store.
        current: The round, as it was just read.
        role: Who asks.
    """
    if current.unseen:
        return Result(None, withheld=False, note=_(UNSEEN), progress="", unseen=True)
    closed = current.phase.is_over
    sees_final = closed and (role is Role.FACILITATOR or current.phase is not Phase.CLOSED)
    snapshots = [Snapshot.from_json(each) for each in store.list_snapshots(current.id)]
    # The round may have been closed since it was read: what is final is known by its mark.
    final = next((each for each in snapshots if each.final), None)
    seen = [each for each in snapshots if sees_final or not each.final]
    snapshot = seen[-1] if seen else None
    withheld = sees_final and final is None
    finished = final.of if final else count_submissions(store, current.id)
    total, present = store.count_seats(current.code), count_told(store, current)
    people = store.find_people(current.code)
    seats = max(finished, present, total if people is None else min(total, people))
    here = present if people is None else min(present, people)
    room = max(0, here - current.known)
    progress = describe_progress(finished, seats, room)
    told = (finished, seats) if is_large(seats, room) else None
    if closed and not final:
        progress, told = "", None
    note = _(ADVICE) if withheld else _describe(snapshot)
    since = read_last_time(store, current, snapshot) if snapshot and snapshot.final else ()
    before = bool(snapshot and snapshot.final and was_unseen_last_time(store, current))
    told_snapshot = say_snapshot(snapshot) if snapshot else None
    result = Result(
        told_snapshot, withheld, note, progress, told, since=since, unseen_before=before
    )
    if current.phase is not Phase.OPEN or current.exercise is None or not _asks_numbers(current):
        return result
    live = _read_live(current, current.exercise, total, people, snapshot.n if snapshot else 0)
    return replace(result, coming=live.coming, batch=live.batch)


def count_told(store: Store, current: Round) -> int:
    """Count the seats as pages may tell it while a round is played.

    A seat that has answered stays present when its page is closed, and another one does not. In a
    small room the number of those present would therefore tell of whoever leaves whether they have
    answered; so there all seats are told while a round is open, to pages of an earlier round too.
    """
    total, present = store.count_seats(current.code), store.count_present(current.code)
    people = store.find_people(current.code)
    here = present if people is None else min(present, people)
    played = current if current.phase is Phase.OPEN else store.get_round(current.code)
    small = played.phase is Phase.OPEN and not is_large(here - played.known)
    return total if small else present


def count_absent(store: Store, current: Round) -> int:
    """Count the seats that nobody sits in and that may be dropped.

    None while a small room answers, because it would tell who has answered; and none while nobody
    else is let in, because who comes back would not be.
    """
    if store.get_session(current.code).locked:
        return 0
    return max(0, store.count_seats(current.code) - count_told(store, current))


def foresee_close(store: Store, current: Round) -> tuple[str, ...]:
    """Say what closing a round now would withhold, why, and what can be done.

    Args:
        store: The store.
        current: The round, as it was just read. Before it opens, it is only told what would keep
            the batches of a live one waiting, and what would be left out because phones sleep; of
            one that is closed nothing is said.
    """
    if current.phase.is_over or current.exercise is None:
        return ()
    total, people = store.count_seats(current.code), store.find_people(current.code)
    live = _read_live(current, current.exercise, total, people)
    waiting = explain_live(live) if _asks_numbers(current) else ()
    if current.phase is not Phase.OPEN:
        present = store.count_present(current.code) if people is None else total
        return (*explain_asleep(current.exercise, present, total, current.known), *waiting)
    lost = (_(LOST),) if current.lost else ()
    return (*lost, *waiting, *foresee(_read_standing(store, current, current.exercise)))


def find_close_doubt(store: Store, current: Round) -> DoubtError | None:
    """Say why closing a round now should be asked about first; None where it should not.

    Args:
        store: The store.
        current: The round, as it was just read; nothing is said of one that is not open.
    """
    if current.phase is not Phase.OPEN or current.exercise is None:
        return None
    return find_doubt(_read_standing(store, current, current.exercise))


def _read_live(
    current: Round, exercise: Exercise, total: int, people: int | None, published: int = 0
) -> LiveRoom:
    """What decides about the batches of a live round."""
    return LiveRoom(exercise.policy, total, people, published, current.known)


def _asks_numbers(current: Round) -> bool:
    """Whether a round's form asks for something that is counted."""
    return any(prompt.counted for prompt in current.asked)


def _read_standing(store: Store, current: Round, exercise: Exercise) -> Standing:
    """Where an open round stands, in numbers that hold no answer."""
    published = [Snapshot.from_json(each) for each in store.list_snapshots(current.id)]
    earlier = read_earlier(current, store.list_earlier(current))
    asked = current.asked
    names = {each.name for prompt in asked for each in prompt.questions}
    shown: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    for each in earlier:
        for told in each.snapshot.marginals:
            if told.n and told.prompt in names:
                kind = beside if told.prompt in each.comparable else shown
                kind.add((told.n, each.snapshot.taken_off))
    finished = count_submissions(store, current.id)
    return Standing(
        exercise.policy,
        finished,
        max(finished, count_told(store, current)),
        max(finished, store.count_seats(current.code)),
        store.find_people(current.code),
        published[-1].n if published else 0,
        sorted(shown),
        questions=_asks_numbers(current),
        texts=any(prompt in asked for prompt in exercise.sentences),
        coin=current.coin and any(prompt.delicate for prompt in asked),
        known=current.known,
        beside=sorted(beside),
    )


def _describe(snapshot: Snapshot | None) -> str:
    """Say how many answers stand behind a snapshot."""
    if snapshot is None:
        return ""
    if snapshot.n < snapshot.of:
        return _("shown {n} of {of}", n=snapshot.n, of=snapshot.of)
    return ngettext("{n} answer", "{n} answers", snapshot.n)
