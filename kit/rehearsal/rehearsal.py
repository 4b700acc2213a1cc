"""A rehearsal in JupyterLab: a store that is gone afterwards, and people who answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kit.exercise.exercise import Exercise
from kit.rehearsal.cards import SIGNING, begin_earlier, list_todays
from kit.rehearsal.people import PEOPLE, SimulatedPeople
from kit.session.session import new_seat_token
from kit.store import Store, open_store
from kit.store.folders import make_folder
from kit.store.notices import sweep_leftovers

log = logging.getLogger("kit")

REHEARSING = (0.5, 6.0)  # seconds after the opening in which they answer
_running: list[SimulatedPeople] = []
_folders: list[Path] = []


@dataclass(frozen=True)
class Rehearsal:
    """A throw-away session for trying out a notebook.

    Attributes:
        store: In a temporary folder, gone with the process.
        code: The session's code.
        round_id: The round that is played.
        own_seat: The seat of the person who tries it.
        part: Which part of the exercise that is, 0 for the first.
    """

    store: Store
    code: str
    round_id: int
    own_seat: str
    part: int = 0


_last: Rehearsal | None = None


def start_rehearsal(*parts: Exercise) -> Rehearsal:
    """Begin a throw-away session with simulated people, who answer once the round is open.

    A notebook that is run again when its next part has begun goes on with the session it had.

    Args:
        parts: The exercise, or its parts in order.
    """
    global _last
    _last = _find_next_part(parts) or _begin(parts)
    return _last


def _find_next_part(parts: Sequence[Exercise]) -> Rehearsal | None:
    """The rehearsal before, if it has gone on to a part that the page did not show yet."""
    if _last is None:
        return None
    current = _last.store.get_round(_last.code)
    if current.id == _last.round_id or parts[current.part :][:1] != (current.exercise,):
        return None
    return replace(_last, round_id=current.id, part=current.part)


def _begin(parts: Sequence[Exercise]) -> Rehearsal:
    for people in _running:
        people.stop()
    sweep_leftovers()  # a kernel that is started again has been killed
    _folders.append(make_folder("rehearsal-"))
    store = open_store(_folders[-1] / "rehearsal.sqlite")
    earlier = begin_earlier(store, ["rehearsal"], Path.cwd())
    session = store.add_session("Rehearsal", ["rehearsal"], follows=earlier)
    for card in list_todays(Path.cwd(), SIGNING):
        store.add_commitment(session.code, card)
    current = store.add_round(session.code, "rehearsal")
    store.set_definition(current.id, parts[0], parts[1:])
    own_seat = new_seat_token()
    store.add_seat(session.code, own_seat)
    people = SimulatedPeople(
        store, session.code, PEOPLE, answering=REHEARSING, joining=0.0, folder=Path.cwd()
    )
    _running[:] = [people]
    people.enter()
    try:
        people.start()
    except RuntimeError:
        log.info("No event loop is running, so nobody but you takes part in this rehearsal")
    return Rehearsal(store, session.code, current.id, own_seat)
