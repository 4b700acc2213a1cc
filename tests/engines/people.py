"""A server, and the people who are not looked at."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kit.gate.publication import submit
from kit.rehearsal.answers import make_answers
from kit.session.session import Phase, new_seat_token
from kit.store import Store, open_store
from tests.places import ROOT
from tests.processes import Server

OTHERS = 11


@contextmanager
def serve(folder: Path, *names: str) -> Iterator[tuple[Server, Store]]:
    """A server that plays some of the exercises, and its store."""
    workshop = folder / "workshop"
    workshop.mkdir()
    for name in names:
        shutil.copy(ROOT / "workshops" / f"{name}.ipynb", workshop)
    with serve_folder(workshop) as served:
        yield served


@contextmanager
def serve_folder(workshop: Path) -> Iterator[tuple[Server, Store]]:
    """A server that plays a folder, and its store beside it."""
    folder = workshop.parent
    data = folder / "kit.db"
    given = ["--data", str(data), "--host", "127.0.0.1", "--port", "0"]
    server = Server("serve", str(workshop), *given, log=folder / "server.log")
    store = open_store(str(data))
    try:
        yield server, store
    finally:
        store.close()
        server.stop()


def let_others_answer(store: Store, code: str) -> None:
    """More people take seats and send what they have to say."""
    current = store.get_round(code)
    assert current.phase is Phase.OPEN
    assert current.exercise is not None
    for place in range(OTHERS):
        token = new_seat_token()
        store.add_seat(code, token)
        raw = make_answers(current.exercise, random.Random(place), place)
        submit(store, current.id, token, raw)
