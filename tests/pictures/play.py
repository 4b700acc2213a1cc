"""A round in a real store, and what the screen may see of it."""

from __future__ import annotations

from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import get_view

ADVICE = "Not enough answers to protect you. Talk about it instead."


EXERCISE = Exercise(
    "marble-jar",
    prompts=[
        Choice("kind", "What earned your trust?", ["kept their word", "asked for help", "other"]),
        Scale("safe", "How safe was it to speak?", low_label="not at all", high_label="very"),
        Text("story", "What happened?"),
    ],
    leader=Leader([Text("act", "One small act")]),
)


ANSWERS = ["kept-their-word"] * 4 + ["asked-for-help"] * 2


class Play:
    """A round in a real store, and what the screen may see of it."""

    def __init__(self, store: Store, exercise: Exercise = EXERCISE) -> None:
        session = store.add_session("Try", ["marble_jar.ipynb"])
        self.store, self.code = store, session.code
        self.round_id = store.add_round(session.code, "marble_jar.ipynb").id
        store.set_definition(self.round_id, exercise)
        self.results = Feed(
            store, session.code, lambda: get_view(store, self.round_id, Role.SCREEN)
        )

    def advance(self, *phases: Phase) -> None:
        for phase in phases:
            advance_round(self.store, self.round_id, phase)

    def answer(self, kinds: list[str]) -> None:
        for kind in kinds:
            token = new_seat_token()
            self.store.add_seat(self.code, token)
            submit(self.store, self.round_id, token, {"kind": [kind], "safe": 5})


def reveal(play: Play, answers: list[str]) -> None:
    play.advance(Phase.PREPARE, Phase.LEADER)
    play.answer(answers)
    play.advance(Phase.OPEN, Phase.CLOSED)
