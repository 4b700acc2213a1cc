"""A small round that the tests of the store and of the results share."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.gate.results import get_result
from kit.gate.snapshot import Snapshot
from kit.session.session import Phase, Role, Round, new_seat_token
from kit.store import Store
from kit.store.schema import seats
from kit.store.seats import hash_seat
from kit.store.sessions import get_session_row
from tests.stores import make_store

NOTEBOOK = "marble_jar.ipynb"
MARKER = "she-told-me-at-the-blue-door"


def make_exercise(policy: AnonymityPolicy | None = None, leader: bool = False) -> Exercise:
    """An exercise with a prompt of every kind."""
    return Exercise(
        "marble-jar",
        prompts=[
            Choice("kind", "Which small acts?", ["kept their word", "asked for help", "other"]),
            Scale("safe", "How safe is it here?", low_label="not at all", high_label="very"),
            YesNo("quiet", "Did you keep quiet?"),
            Text("story", "What happened?"),
        ],
        leader=Leader([Text("act", "One small act")]) if leader else None,
        policy=policy or AnonymityPolicy(),
    )


EXERCISE = make_exercise()


@dataclass
class OpenRound:
    """A round that takes answers, and the seats of its session."""

    store: Store
    round: Round
    tokens: list[str]

    @property
    def id(self) -> int:
        return self.round.id

    @property
    def code(self) -> str:
        return self.round.code


@contextmanager
def fresh_store() -> Iterator[Store]:
    """A store for one example of a property."""
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(Path(folder, "kit.db"))
        try:
            yield store
        finally:
            store.close()


def prepare_round(store: Store, exercise: Exercise = EXERCISE) -> Round:
    """Begin a session and a round of it."""
    session = store.add_session("Team", [NOTEBOOK])
    current = store.add_round(session.code, NOTEBOOK)
    store.set_definition(current.id, exercise)
    return store.get_round_by_id(current.id)


def add_seats(store: Store, code: str, count: int) -> list[str]:
    """Take some seats, all but the last in one transaction: most tests begin with people."""
    tokens = [new_seat_token() for _ in range(count)]
    with store.database.write() as connection:
        session = get_session_row(connection, code)
        hashes = [hash_seat(session.seat_key, token) for token in tokens[:-1]]
        rows = [{"code": code, "seat_hash": each} for each in hashes]
        if rows:
            connection.execute(insert(seats), rows)
    for token in tokens[-1:]:
        store.add_seat(code, token)
    return tokens


def open_sample(store: Store, people: int, exercise: Exercise = EXERCISE) -> OpenRound:
    """Begin a session, take seats and open a round. For a live one the people are counted."""
    prepared = prepare_round(store, exercise)
    tokens = add_seats(store, prepared.code, people)
    if exercise.policy.reveal == "live":
        store.set_people(prepared.code, people)
    opened = store.set_phase(prepared.id, Phase.OPEN, expected=Phase.PREPARE)
    return OpenRound(store, opened, tokens)


def get_shown(store: Store, round_id: int, role: Role = Role.SCREEN) -> Snapshot:
    """What a role is shown of a round now; there is something."""
    snapshot = get_result(store, store.get_round_by_id(round_id), role).snapshot
    assert snapshot is not None
    return snapshot


def list_files(path: Path) -> list[Path]:
    """The database file and everything SQLite keeps beside it."""
    return sorted(path.parent.glob(path.name + "*"))


def find_bytes(path: Path, traces: Iterable[bytes]) -> list[str]:
    """Names of the database's files that hold any of the traces."""
    return [
        each.name
        for each in list_files(path)
        if any(trace in each.read_bytes() for trace in traces)
    ]
