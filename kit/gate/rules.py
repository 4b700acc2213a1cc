"""The anonymity policy and the gate's arithmetic: pure functions of counts, no answers, no I/O.

Words used below: `n` is the number of submissions as `count_counted` gives it, `published` the
number of submissions behind the last snapshot, `seats` the size of the room as
`count_joined` gives it, `known` the number of answers that the room knows already.
Because `published` is never reduced, extra browsers of one person and known answers can only make
the gate wait.
"""

from enum import StrEnum

from kit.exercise.policy import AnonymityPolicy
from kit.language import _, ngettext

BUCKETS_N = 8  # from here on a Scale is shown in three buckets instead of one band
SMALL_ROOM = 7  # up to here even the number of finished seats would say too much


class Verdict(StrEnum):
    """What the gate does with the submissions it holds."""

    PUBLISH = "publish"  # a new snapshot of all submissions
    WAIT = "wait"  # nothing now, perhaps later
    KEEP = "keep"  # the last snapshot is the result
    WITHHOLD = "withhold"  # there is no result, and there never will be


class Coarseness(StrEnum):
    """How finely a Scale or a YesNo is shown."""

    THIRDS = "thirds"  # the same as a band, but of answers of which only the third is looked at
    BAND = "band"  # a median band, and aligned, mixed or split
    BUCKETS = "buckets"  # three buckets
    FULL = "full"  # every step of the scale


def count_extra(present: int, people: int | None) -> int:
    """Count the seats beyond the number of people: each may be a second browser of somebody.

    Args:
        present: Seats that somebody sits in, or that have answered the round.
        people: People in the room, as the facilitator entered it; None when unknown.
    """
    return 0 if people is None else max(0, present - people)


def count_counted(n: int, present: int, people: int | None, known: int = 0) -> int:
    """Count the submissions the gate may rely on: those of different people whom nobody knows.

    Any of the extra seats may have answered, and so may those whose answer is known. So all of them
    are subtracted.

    Args:
        n: Submissions as they are staged.
        present: Seats that somebody sits in, or that have answered the round.
        people: People in the room, as the facilitator entered it; None when unknown.
        known: Answers that the room knows, as the facilitator has said.
    """
    return max(0, n - count_extra(present, people) - known)


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


def may_stand_beside(n: int, other: int, *, batch: int, taken_off: int) -> bool:
    """Say whether two published results of one question may both be seen.

    Whoever sees both can take one from the other. What is left must be nobody's answers, or those
    of at least a batch of people.

    Args:
        n: Answers behind the one.
        other: Answers behind the other.
        batch: Fewest people by which the two may differ.
        taken_off: How many of the answers may come from second browsers, or are known. With any,
            two equal numbers may hide that somebody else has left.
    """
    if n == other:
        return not taken_off
    return abs(n - other) - taken_off >= batch


def decide_live(
    policy: AnonymityPolicy, *, n: int, published: int, seats: int, known: int = 0
) -> Verdict:
    """Decide what an open round shows now.

    A batch must be full, and those who have not answered must be none or a full batch of their
    own: otherwise the last ones could never be shown without standing out. Whose answer is known
    may be among them, so the batch is full without. Some never send: the batch is full without
    these too (`count_silent`), or the answers of all who come after the last live batch would be
    left out at the close.

    Args:
        policy: The policy of the round.
        n: Submissions, as `count_counted` gives them.
        published: Submissions behind the last snapshot; 0 when there is none.
        seats: Size of the room, as `count_joined` gives it.
        known: Answers that the room knows; `n` is without them.

    Returns:
        PUBLISH or WAIT.
    """
    batch = policy.get_batch(seats)
    missing = seats - n - known
    full = n >= policy.k and n - published >= batch
    rest = missing - known - count_silent(seats)
    if policy.reveal == "live" and full and (missing == 0 or rest >= batch):
        return Verdict.PUBLISH
    return Verdict.WAIT


def count_silent(seats: int) -> int:
    """Give how many of a room may never send anything: one in eight, and two at least."""
    return max(2, -(-seats // 8))


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


def count_claims(policy: AnonymityPolicy, *, n: int) -> int:
    """Count the sentences of a batch that may be claimed: at least `k` stay without a name.

    Each name that stands below a sentence takes its writer out of those who may have written the
    others. If all but one were claimed, everybody would know whose the last one is.

    Args:
        policy: The policy of the round.
        n: Sentences of the batch, as `count_counted` gives them.
    """
    return max(0, n - policy.k)


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
        room: How many people are surely here whose answer nobody knows, where those are fewer.
    """
    if seats == 0:
        return _("Nobody has joined yet")
    if is_large(seats, room):
        return _("{finished} of {seats} finished", finished=finished, seats=seats)
    if finished >= seats:
        return _("Everyone finished")
    if 2 * finished > seats:
        return _("Most of {seats} finished", seats=seats)
    return _("Some have not finished")


def list_alike(finished: int, seats: int, room: int | None = None) -> range:
    """Give the numbers of finished seats of which `describe_progress` says the same.

    What depends on no more than these may be told.

    Args:
        finished: Seats that have answered.
        seats: Seats of those who have joined, sleeping phones among them.
        room: How many people are surely here whose answer nobody knows, where those are fewer.
    """
    if is_large(seats, room) or finished >= seats:
        return range(finished, finished + 1)
    half = seats // 2
    return range(half + 1, seats) if finished > half else range(half + 1)


def is_large(seats: int, room: int | None = None) -> bool:
    """Say whether a number of people may be told without singling anybody out."""
    return min(seats, seats if room is None else room) > SMALL_ROOM


def describe_lost(lost: int, seats: int) -> str:
    """Say how many phones have lost their line, in words that single nobody out in a small room.

    Args:
        lost: Seats without a line that are expected back.
        seats: All seats of the session, less those whose answer is known.
    """
    if lost == 0:
        return ""
    if seats > SMALL_ROOM:
        return ngettext("{n} reconnecting", "{n} reconnecting", lost)
    return _("One or more reconnecting")
