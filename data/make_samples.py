"""Makes the sample sessions: simulated people play the agendas of the kit, and no one else does.

    python data/make_samples.py

Nobody has ever said what stands in them. The same notebooks give the same files.
"""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

from kit.exercise.exercise import Exercise
from kit.export.export import build_export
from kit.notebooks.agenda import get_agenda
from kit.notebooks.notebook import is_shared, list_notebooks, load_notebook
from kit.rehearsal.cards import list_todays
from kit.rehearsal.rounds import play_round
from kit.room.cells import compile_cell, run_cell
from kit.session.session import new_seat_token
from kit.store import Store, open_store

ROOT = Path(__file__).parents[1]
WORKSHOPS, SAMPLES = ROOT / "workshops", ROOT / "data" / "sample-sessions"
MADE_UP = (
    "Made up. Simulated people of the kit's own rehearsal answered at random; nobody has ever said "
    "this. Made by data/make_samples.py."
)
CODE, DAY = "SAMPLE", "2026-03-12"
SESSIONS = (("thirty-minutes", 6), ("thirty-minutes", 12), ("ninety-minutes", 24))


def main() -> None:
    """Write every sample session into its file."""
    for agenda, people in SESSIONS:
        made = play_session(agenda, people)
        path = SAMPLES / f"{agenda}-{people}-people.json"
        path.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", "utf-8")


def play_session(agenda: str, people: int) -> dict[str, Any]:
    """Play an agenda with simulated people.

    Returns:
        What the screen has shown, as `kit export --json` gives it, with "made_up" before it.
    """
    with tempfile.TemporaryDirectory(prefix="kit-samples-") as folder:
        store = open_store(str(Path(folder, "samples.db")))
        try:
            code = fill_session(store, agenda, people)
            return {"made_up": MADE_UP, **build_export(store, code), "code": CODE, "held_on": DAY}
        finally:
            store.close()


def fill_session(store: Store, agenda: str, people: int) -> str:
    """Play an agenda from its first exercise to its last; gives the session's code."""
    notebooks = get_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), agenda).notebooks
    chance = random.Random(people)  # noqa: S311 -- people, not secrets
    code = store.add_session(f"Made-up sample of {people} people", notebooks).code
    store.add_round(code, notebooks[0])
    seats = [new_seat_token() for _ in range(people)]
    for seat in seats:
        store.add_seat(code, seat)
    for notebook in notebooks:
        play_notebook(store, code, read_parts(WORKSHOPS / notebook), seats, chance)
    return code


def read_parts(path: Path) -> list[Exercise]:
    """The exercise a notebook defines, or its parts, by running the cells that are everybody's."""
    names: dict[str, Any] = {}
    for number, cell in enumerate(load_notebook(path).cells, start=1):
        if cell.cell_type == "code" and is_shared(cell):
            run_cell(compile_cell(cell.source, f"{path.name}, cell {number}"), names)
    names["room"].close()
    return [each for each in names.values() if isinstance(each, Exercise)]


def play_notebook(
    store: Store, code: str, parts: list[Exercise], seats: list[str], chance: random.Random
) -> None:
    """Play the exercise that is next, each of its parts from its first phase to its end."""
    store.set_definition(store.get_round(code).id, parts[0], parts[1:])
    for exercise in parts:
        for card in list_todays(None, exercise.slug):
            store.add_commitment(code, card)
        play_round(store, store.get_round(code), seats, chance)


if __name__ == "__main__":
    main()
