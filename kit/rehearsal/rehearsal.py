"""A rehearsal in JupyterLab: a store that is gone afterwards, and people who answer."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kit.exercise.exercise import Exercise
from kit.rehearsal.answers import CARDS
from kit.rehearsal.people import PEOPLE, SimulatedPeople
from kit.session.session import new_seat_token
from kit.store import Store, open_store

log = logging.getLogger("kit")

REHEARSING = (0.5, 6.0)  # seconds after the opening in which they answer
EARLIER = 3  # cards that were signed in the session before
_running: list[SimulatedPeople] = []
_folders: list[tempfile.TemporaryDirectory[str]] = []


@dataclass(frozen=True)
class Rehearsal:
    """A throw-away session for trying out a notebook.

    Attributes:
        store: In a temporary folder, gone with the process.
        code: The session's code.
        round_id: Its only round.
        own_seat: The seat of the person who tries it.
    """

    store: Store
    code: str
    round_id: int
    own_seat: str


def start_rehearsal(exercise: Exercise) -> Rehearsal:
    """Begin a throw-away session with simulated people, who answer once the round is open."""
    for people in _running:
        people.stop()
    folder = tempfile.TemporaryDirectory(prefix="kit-rehearsal-", ignore_cleanup_errors=True)
    _folders.append(folder)
    store = open_store(str(Path(folder.name, "rehearsal.sqlite")))
    earlier = store.add_session("Last time", ["rehearsal"])
    for card in CARDS[:EARLIER]:
        store.add_commitment(earlier.code, card)
    session = store.add_session("Rehearsal", ["rehearsal"], follows=earlier.code)
    for card in CARDS[EARLIER:]:
        store.add_commitment(session.code, card)
    current = store.add_round(session.code, "rehearsal")
    store.set_definition(current.id, exercise)
    own_seat = new_seat_token()
    store.add_seat(session.code, own_seat)
    people = SimulatedPeople(store, session.code, PEOPLE, answering=REHEARSING, joining=0.0)
    _running[:] = [people]
    try:
        people.start()
    except RuntimeError:
        log.info("No event loop is running, so nobody but you takes part in this rehearsal")
    return Rehearsal(store, session.code, current.id, own_seat)
