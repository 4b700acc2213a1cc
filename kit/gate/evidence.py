"""What a round has for the gate to rely on: how many answers, and of how many people."""

from __future__ import annotations

from kit.exercise.exercise import Exercise
from kit.gate.rules import count_counted, count_extra, count_joined
from kit.gate.snapshot import Snapshot
from kit.store.staging import Publication


def is_cut(publication: Publication) -> bool:
    """Whether answers behind what has been published are lost: nothing new may stand beside it."""
    return publication.round.lost > 0 and publication.last is not None


def find_last(publication: Publication) -> Snapshot | None:
    """What the round has published before; None where this is the first."""
    return None if publication.last is None else Snapshot.from_json(publication.last)


def count_sure(publication: Publication) -> int:
    """Count the submissions the gate may rely on."""
    known = publication.round.known
    return count_counted(publication.count, publication.seats, publication.people, known)


def count_spare(publication: Publication) -> int:
    """Count the submissions that may come from second browsers."""
    return min(publication.count, count_extra(publication.seats, publication.people))


def count_room(publication: Publication) -> int:
    """Count the people by whom batches go."""
    return count_joined(publication.total, publication.seats, publication.people)


def get_batch(publication: Publication, exercise: Exercise) -> int:
    """Fewest people by whom two results may differ."""
    return exercise.policy.get_batch(count_room(publication))


def count_published(publication: Publication) -> int:
    """Count the submissions behind the last snapshot."""
    return 0 if publication.last is None else int(publication.last["n"])
