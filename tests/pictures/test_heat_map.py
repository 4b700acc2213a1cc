from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.gate.marginals import ADVICE
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.pictures.heat_map import WAITING, WITHHELD, heat_map
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import get_view

KIND = Choice("kind", "Which kind?", ["missed a check", "did not ask"])
HELP = Choice("help", "What would have helped?", ["time", "help"])
SPREAD = [("missed-a-check", "time")] * 7 + [("did-not-ask", "help")] * 6
SPREAD += [("missed-a-check", "help")] * 4 + [("did-not-ask", "time")] * 5


class Play:
    """A round in a real store, and what the screen may see of it."""

    def __init__(self, store: Store, exercise: Exercise) -> None:
        self.store, self.code = store, store.add_session("Try", ["mistakes.ipynb"]).code
        self.round_id = store.add_round(self.code, "mistakes.ipynb").id
        store.set_definition(self.round_id, exercise)
        self.results = Feed(store, self.code, lambda: get_view(store, self.round_id, Role.SCREEN))

    def reveal(self, answers: list[tuple[str, str]]) -> None:
        advance_round(self.store, self.round_id, Phase.PREPARE)
        for kind, help_ in answers:
            token = new_seat_token()
            self.store.add_seat(self.code, token)
            submit(self.store, self.round_id, token, {"kind": [kind], "help": [help_]})
        advance_round(self.store, self.round_id, Phase.OPEN)
        advance_round(self.store, self.round_id, Phase.CLOSED)


@pytest.fixture
def play(store: Store) -> Iterator[Play]:
    play = Play(store, Exercise("mistakes", prompts=[KIND, HELP], crosses=[("kind", "help")]))
    yield play
    play.results.close()


def test_two_questions_are_crossed_in_steps_from_the_reveal_on(play: Play) -> None:
    table = heat_map(play.results, "kind", "help")
    assert (table.rows, table.message) == ([], WAITING)
    play.reveal(SPREAD)
    assert table.title == "Which kind? What would have helped?"
    assert table.columns == ["", "time", "help"]
    cells = {row["label"]: [cell["text"] for cell in row["cells"]] for row in table.rows}
    assert cells == {
        "missed a check": ["6 to 8", "3 to 5"],
        "did not ask": ["3 to 5", "6 to 8"],
    }
    assert [cell["weight"] for cell in table.rows[0]["cells"]] == [6, 3]
    assert table.note.startswith("22 answers to both.")


def test_a_table_that_is_withheld_is_told_in_a_sentence(play: Play) -> None:
    table = heat_map(play.results, "kind", "help")
    play.reveal(SPREAD[:12])
    assert (table.rows, table.message, table.note) == ([], WITHHELD, "")


def test_too_few_answers_show_nothing(play: Play) -> None:
    table = heat_map(play.results, "kind", "help")
    play.reveal(SPREAD[:4])
    assert (table.rows, table.message) == ([], ADVICE)


def test_only_what_was_declared_is_crossed(store: Store) -> None:
    play = Play(store, Exercise("mistakes", prompts=[KIND, HELP]))
    with pytest.raises(DefinitionError, match=r"Write crosses=\[\('kind', 'help'\)\]"):
        heat_map(play.results, "kind", "help")
    with pytest.raises(DefinitionError, match="Did you mean 'kind'"):
        heat_map(play.results, "kinds", "help")
    play.results.close()
