"""The anonymity policy and the gate's arithmetic: pure functions of counts, no answers, no I/O.

Words used below: `n` is the number of submissions as `count_counted` gives it, `published` the
number of submissions behind the last snapshot, `seats` the size of the room as
`count_joined` gives it.
Because `published` is never reduced, extra browsers of one person can only make the gate wait.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Literal

from kit.errors import PolicyError, explain_settings, suggest

LOWEST_K = 4
DEFAULT_TEXT_K = 8
BUCKETS_N = 8  # from here on a Scale is shown in three buckets instead of one band
LOWEST_FULL_SCALE_N = 15
LARGE_SESSION = 100  # seats from which on a default batch is LARGE_BATCH
LARGE_BATCH = 10
SMALL_ROOM = 7  # up to here even the number of finished seats would say too much


class Verdict(StrEnum):
    """What the gate does with the submissions it holds."""

    PUBLISH = "publish"  # a new snapshot of all submissions
    WAIT = "wait"  # nothing now, perhaps later
    KEEP = "keep"  # the last snapshot is the result
    WITHHOLD = "withhold"  # there is no result, and there never will be


class Coarseness(StrEnum):
    """How finely a Scale or a YesNo is shown."""

    BAND = "band"  # a median band, and aligned, mixed or split
    BUCKETS = "buckets"  # three buckets
    FULL = "full"  # every step of the scale


def _check_floor(name: str, value: object, floor: int) -> None:
    """Refuse anything but a whole number of at least `floor`."""
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"anonymity policy: {name} is a whole number. Write {name}={floor} or more."
        raise PolicyError(msg)
    if value < floor:
        msg = f"anonymity policy: {name}={value} protects too little. Write {name}={floor} or more."
        raise PolicyError(msg)


@explain_settings
@dataclass(frozen=True)
class AnonymityPolicy:
    """What protects the answers of one round; fixed when the round opens.

    Args:
        k: Fewest submissions behind any published number, at least 4.
        text_k: Fewest sentences before any sentence is shown, never under `k`. Left at its
            default it follows a `k` above 8.
        batch: Fewest submissions by which two snapshots differ, never under `k`. None means `k`,
            and at least 10 from 100 seats on. Nothing is published with fewer submissions
            than this, because the first snapshot differs by all of them from none.
        full_scale_n: Fewest submissions before a Scale or a YesNo is shown in full, at least 15.
        reveal: `"sealed"`: nothing before the close. `"live"`: safe batches while open.

    Raises:
        PolicyError: A number is below its floor, or a setting is not understood.
    """

    k: int = 5
    text_k: int = DEFAULT_TEXT_K
    batch: int | None = None
    full_scale_n: int = LOWEST_FULL_SCALE_N
    reveal: Literal["sealed", "live"] = "sealed"

    def __post_init__(self) -> None:
        """Refuse a policy that protects too little."""
        _check_floor("k", self.k, LOWEST_K)
        if self.text_k == DEFAULT_TEXT_K < self.k:
            object.__setattr__(self, "text_k", self.k)
        _check_floor("text_k", self.text_k, self.k)
        if self.batch is not None:
            _check_floor("batch", self.batch, self.k)
        _check_floor("full_scale_n", self.full_scale_n, LOWEST_FULL_SCALE_N)
        if self.reveal not in ("sealed", "live"):
            msg = f"anonymity policy: {self.reveal!r} is no reveal. Write 'sealed' or 'live'."
            raise PolicyError(msg)

    def get_batch(self, seats: int) -> int:
        """Give the fewest submissions by which two snapshots differ in a session of `seats`."""
        if self.batch is not None:
            return self.batch
        return max(self.k, LARGE_BATCH) if seats >= LARGE_SESSION else self.k

    def tighten(self, other: "AnonymityPolicy") -> "AnonymityPolicy":
        """Take over another policy, provided that nothing in it protects less than this one.

        Args:
            other: The policy that is wanted instead.

        Raises:
            PolicyError: A setting of `other` is looser.
        """
        numbers = {
            "k": (self.k, other.k),
            "text_k": (self.text_k, other.text_k),
            "batch": (self.get_batch(0), other.get_batch(0)),
            "batch from 100 seats on": (
                self.get_batch(LARGE_SESSION),
                other.get_batch(LARGE_SESSION),
            ),
            "full_scale_n": (self.full_scale_n, other.full_scale_n),
        }
        for name, (now, wanted) in numbers.items():
            if wanted < now:
                msg = (
                    f"anonymity policy: {name} cannot be lowered from {now} to {wanted}. "
                    f"Keep {now} or choose more."
                )
                raise PolicyError(msg)
        if self.reveal == "sealed" and other.reveal == "live":
            msg = "anonymity policy: a sealed round cannot become a live one. Keep reveal='sealed'."
            raise PolicyError(msg)
        return other

    def to_json(self) -> dict[str, object]:
        """Give the policy as plain values for the store."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "AnonymityPolicy":
        """Read what `to_json` gave.

        Raises:
            PolicyError: A setting is missing, unknown or out of range.
        """
        names = [setting.name for setting in fields(cls)]
        for name in data:
            if name not in names:
                msg = f"anonymity policy: {name!r} is not a setting.{suggest(name, names)}"
                raise PolicyError(msg)
        for name in names:
            if name not in data:
                msg = f"anonymity policy: {name!r} is missing. Write the policy out in full."
                raise PolicyError(msg)
        return cls(**data)  # type: ignore[arg-type]


DEFAULT_POLICY = AnonymityPolicy()


def count_extra(present: int, people: int | None) -> int:
    """Count the seats beyond the number of people: each may be a second browser of somebody.

    Args:
        present: Seats that somebody sits in, or that have answered the round.
        people: People in the room, as the facilitator entered it; None when unknown.
    """
    return 0 if people is None else max(0, present - people)


def count_counted(n: int, present: int, people: int | None) -> int:
    """Count the submissions the gate may rely on when there are more seats than people.

    Any of the extra seats may have answered, so all of them are subtracted.

    Args:
        n: Submissions as they are staged.
        present: Seats that somebody sits in, or that have answered the round.
        people: People in the room, as the facilitator entered it; None when unknown.
    """
    return max(0, n - count_extra(present, people))


def count_joined(total: int, present: int, people: int | None) -> int:
    """Give the size of the room, by which the coin and the batch go: who is asleep belongs to it.

    Where nobody has counted the people, seats that nobody sits in cannot be told from sleeping
    phones, and only those that are present count.

    Args:
        total: All seats of the session.
        present: Seats that somebody sits in, or that have answered.
        people: People in the room; None when unknown.
    """
    return present if people is None else min(total, people)


def may_stand_beside(n: int, other: int, *, batch: int, extra: int = 0) -> bool:
    """Say whether two published results of one question may both be seen.

    Whoever sees both can take one from the other. What is left must be nobody's answers, or those
    of at least a batch of people.

    Args:
        n: Answers behind the one.
        other: Answers behind the other.
        batch: Fewest people by which the two may differ.
        extra: How many of the answers may come from second browsers. With any, two equal numbers
            may hide that somebody has left.
    """
    if n == other:
        return not extra
    return abs(n - other) - extra >= batch


def decide_live(policy: AnonymityPolicy, *, n: int, published: int, seats: int) -> Verdict:
    """Decide what an open round shows now.

    A batch must be full, and those who have not answered must be none or a full batch of their
    own: otherwise the last ones could never be shown without standing out.

    Args:
        policy: The policy of the round.
        n: Submissions, as `count_counted` gives them.
        published: Submissions behind the last snapshot; 0 when there is none.
        seats: Size of the room, as `count_joined` gives it.

    Returns:
        PUBLISH or WAIT.
    """
    batch = policy.get_batch(seats)
    missing = seats - n
    full = n >= policy.k and n - published >= batch
    if policy.reveal == "live" and full and (missing == 0 or missing >= batch):
        return Verdict.PUBLISH
    return Verdict.WAIT


def decide_close(policy: AnonymityPolicy, *, n: int, published: int, seats: int) -> Verdict:
    """Decide what the result of a round is when it closes.

    Args:
        policy: The policy of the round.
        n: Submissions, as `count_counted` gives them.
        published: Submissions behind the last snapshot; 0 when there is none.
        seats: Size of the room, as `count_joined` gives it.

    Returns:
        PUBLISH when at least `k` submissions and a full batch of new ones are there. Otherwise
        KEEP where a snapshot exists: the room has seen it, it was safe when it was published,
        and browsers that joined later must not take it back. Also when `n` equals `published`,
        because with extra seats submissions may be left over even then. Otherwise WITHHOLD.
    """
    if n >= policy.k and n - published >= policy.get_batch(seats):
        return Verdict.PUBLISH
    return Verdict.KEEP if published else Verdict.WITHHOLD


def decide_texts(policy: AnonymityPolicy, *, n: int) -> Verdict:
    """Decide at the close whether the sentences of a prompt are released, all of them together.

    Args:
        policy: The policy of the round.
        n: Sentences whose writers allowed it, as `count_counted` gives them.

    Returns:
        PUBLISH or WITHHOLD.
    """
    return Verdict.PUBLISH if n >= policy.text_k else Verdict.WITHHOLD


def coarsen(n: int, policy: AnonymityPolicy) -> Coarseness:
    """Say how finely a Scale or a YesNo is shown. Only the number of submissions decides.

    Args:
        n: Submissions, as `count_counted` gives them.
        policy: The policy of the round.
    """
    if n < BUCKETS_N:
        return Coarseness.BAND
    return Coarseness.BUCKETS if n < policy.full_scale_n else Coarseness.FULL


def describe_progress(finished: int, seats: int, room: int | None = None) -> str:
    """Say how far the room is, in words that single nobody out in a small one.

    Args:
        finished: Seats that have answered.
        seats: Seats of those who have joined, sleeping phones among them.
        room: How many people are surely here, where those are fewer.
    """
    if seats == 0:
        return "Nobody has joined yet"
    if is_large(seats, room):
        return f"{finished} of {seats} finished"
    if finished >= seats:
        return "Everyone finished"
    if 2 * finished > seats:
        return f"Most of {seats} finished"
    return f"Some or none of {seats} finished"


def is_large(seats: int, room: int | None = None) -> bool:
    """Say whether a number of people may be told without singling anybody out."""
    return min(seats, seats if room is None else room) > SMALL_ROOM


def describe_lost(lost: int, seats: int) -> str:
    """Say how many phones have lost their line, in words that single nobody out in a small room.

    Args:
        lost: Seats without a line that are expected back.
        seats: All seats of the session.
    """
    if lost == 0:
        return ""
    return f"{lost} reconnecting" if seats > SMALL_ROOM else "One or more reconnecting"
