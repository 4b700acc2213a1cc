"""People who take part without a window, and the exercises that are played before them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kit.gate.publication import submit
from kit.gate.sentences import set_texts_shown
from kit.lifecycle import advance_round
from kit.rehearsal.answers import make_answers
from kit.rehearsal.cards import list_cards
from kit.rehearsal.notes import sign_own
from kit.rehearsal.scripts import find_script
from kit.session.commitments import State
from kit.session.session import Phase, Role, Round, new_seat_token
from kit.store import Store
from kit.views.round import get_view
from tests.exercises import read_parts
from tests.places import WORKSHOPS

PEOPLE = 15  # with which every kind of result is shown in full
SAID = "I let the deadline slip because I did not dare to ask for help."
EARLIER = 3  # of the cards were signed last time
SEED = 20


def write_exercises(folder: Path, names: Sequence[str]) -> Path:
    """Put all shipped exercises into a folder, in an agenda that plays these, each once."""
    workshop = folder / "workshops"
    shutil.copytree(WORKSHOPS, workshop)
    entries = ", ".join(f'{{ notebook = "{name}.ipynb" }}' for name in names)
    workshop.joinpath("agenda.toml").write_text(f"[all]\nexercises = [{entries}]\n", "utf-8")
    return workshop


class Unseen:
    """People of one session, who do in every phase what people do.

    Args:
        store: The server's.
        code: The session's.
        count: How many.
    """

    def __init__(self, store: Store, code: str, count: int = PEOPLE) -> None:
        self._store, self._code = store, code
        self._tokens = [new_seat_token() for _ in range(count)]
        for token in self._tokens:
            store.add_seat(code, token)

    @property
    def round(self) -> Round:
        """What is played now."""
        return self._store.get_round(self._code)

    def play(self) -> Iterator[str]:
        """Go through the whole session and tell where it stands."""
        while True:
            current = self.round
            yield f"{Path(current.notebook).stem}, {current.phase.value}"
            self.act()
            following = advance_round(self._store, current.id, current.phase)
            if following.id == current.id and following.phase is Phase.DONE:
                yield "the end"
                return

    def act(self) -> None:
        """Do what is done in the phase in which the session stands."""
        current = self.round
        exercise = current.exercise
        assert exercise is not None
        if current.phase is Phase.PREPARE and exercise.leader:
            told = {prompt.name: SAID[: prompt.max_length] for prompt in exercise.leader.prompts}
            self._store.set_leader(current.id, {"name": "Ada", **told})
        if current.phase is Phase.OPEN:
            for place, token in enumerate(self._tokens):
                made = make_answers(exercise, random.Random(SEED + place), place)
                raw = {name: said for name, said in made.items() if name not in current.left_out}
                submit(self._store, current.id, token, raw)
        if current.phase is Phase.CLOSED:
            view = get_view(self._store, current.id, Role.FACILITATOR)
            set_texts_shown(self._store, [each.id for each in view.texts], True)

    def sign(self, *, notes: bool = True) -> None:
        """Sign cards: those of everybody, and the exercise's own kinds of notes."""
        for card in list_cards()[EARLIER:]:
            self._store.add_commitment(self._code, card)
        exercise = self.round.exercise
        if notes and exercise is not None:
            for place in range(PEOPLE):
                script = find_script(exercise.slug)
                sign_own(self._store, self.round.id, exercise.notes, place, script)


def play_last_time(store: Store, notebook: Path) -> str:
    """A team plays an exercise and signs cards in a session of its own; gives its code."""
    code = store.add_session("Last time", [notebook.name]).code
    for card, state in zip(list_cards()[:EARLIER], State, strict=False):
        store.add_commitment(code, replace(card, state=state))
    current = store.add_round(code, notebook.name)
    first, *later = read_parts(notebook)
    store.set_definition(current.id, first, later)
    # So many more that nobody is told by the difference, and both results stand side by side.
    for _ in Unseen(store, code, 2 * PEOPLE).play():
        pass
    store.end_session(code)
    return code
