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
from kit.gate.publication import submit
from kit.gate.sentences import list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.notebooks.agenda import get_agenda
from kit.notebooks.notebook import is_shared, list_notebooks, load_notebook
from kit.rehearsal.answers import CARDS, make_answers
from kit.rehearsal.people import SIGNING
from kit.room.cells import compile_cell, run_cell
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store

ROOT = Path(__file__).parents[1]
WORKSHOPS, SAMPLES = ROOT / "workshops", ROOT / "data" / "sample-sessions"
MADE_UP = (
    "Made up. Simulated people of the kit's own rehearsal answered at random; nobody has ever said "
    "this. Made by data/make_samples.py."
)
CODE, DAY = "SAMPLE", "2026-03-12"
SHOWN = 6  # sentences of a prompt that the facilitator shows
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
    notebooks = get_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), agenda).notebooks
    chance = random.Random(people)  # noqa: S311 -- people, not secrets
    with tempfile.TemporaryDirectory(prefix="kit-samples-") as folder:
        store = open_store(str(Path(folder, "samples.db")))
        try:
            code = store.add_session(f"Made-up sample of {people} people", notebooks).code
            store.add_round(code, notebooks[0])
            seats = [new_seat_token() for _ in range(people)]
            for seat in seats:
                store.add_seat(code, seat)
            for notebook in notebooks:
                play_round(store, code, read_exercise(WORKSHOPS / notebook), seats, chance)
            return {"made_up": MADE_UP, **build_export(store, code), "code": CODE, "held_on": DAY}
        finally:
            store.close()


def read_exercise(path: Path) -> Exercise:
    """The exercise a notebook defines, found by running the cells that are everybody's."""
    names: dict[str, Any] = {}
    for number, cell in enumerate(load_notebook(path).cells, start=1):
        if cell.cell_type == "code" and is_shared(cell):
            run_cell(compile_cell(cell.source, f"{path.name}, cell {number}"), names)
    names["room"].close()
    exercise: Exercise = names["exercise"]
    return exercise


def play_round(
    store: Store, code: str, exercise: Exercise, seats: list[str], chance: random.Random
) -> None:
    """Play the session's round from its first phase to its end."""
    current = store.get_round(code)
    round_id = current.id
    store.set_definition(round_id, exercise)
    for card in CARDS[2:] if exercise.slug == SIGNING else ():
        store.add_commitment(code, card)
    while current.id == round_id and current.phase is not Phase.DONE:
        if current.phase is Phase.OPEN:
            for place, seat in enumerate(seats):
                submit(store, round_id, seat, make_answers(exercise, chance, place))
        if current.phase is Phase.CLOSED:
            show_texts(store, round_id)
        current = advance_round(store, round_id, current.phase)


def show_texts(store: Store, round_id: int) -> None:
    """Show the first few sentences of each prompt, as a facilitator would."""
    released = list_texts(store, store.get_round_by_id(round_id), Role.FACILITATOR)
    for prompt in {text.prompt for text in released}:
        chosen = [text.id for text in released if text.prompt == prompt]
        set_texts_shown(store, chosen[:SHOWN], True)


if __name__ == "__main__":
    main()
