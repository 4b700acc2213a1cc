from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.charts.gap import NOTHING
from kit.errors import DefinitionError
from kit.exercise.choice import Choice, Option
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.grid import Grid
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.marginals import ADVICE
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.pictures.gap import gap
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import get_view
from kit.widgets.live_chart import WAITING

NAMES = {"notice": "noticing", "tasks": "hard tasks", "ways": "own ways"}
OFTEN = Grid(
    "often",
    "How often?",
    rows=[Option(name, f"We see {label}.") for name, label in NAMES.items()],
    steps=["never", "seldom", "sometimes", "often", "always"],
)
MATTERS = Choice("matters", "Which two?", [Option(*each) for each in NAMES.items()], max_choices=2)
OTHER = Choice("other", "Which?", ["a", "b"])
EXERCISE = Exercise(
    "trust-behaviours",
    prompts=[OFTEN, MATTERS, OTHER, Scale("safe", "How safe?")],
    leader=Leader([Text("weakest", "The one I do least")], guesses=["often"]),
)


class Play:
    """A round in a real store, and what the screen may see of it."""

    def __init__(self, store: Store) -> None:
        self.store, self.code = store, store.add_session("Try", ["behaviours.ipynb"]).code
        self.round_id = store.add_round(self.code, "behaviours.ipynb").id
        store.set_definition(self.round_id, EXERCISE)
        self.results = Feed(store, self.code, lambda: get_view(store, self.round_id, Role.SCREEN))

    def reveal(self, answers: list[dict[str, object]]) -> None:
        for phase in (Phase.PREPARE, Phase.LEADER):
            advance_round(self.store, self.round_id, phase)
        for raw in answers:
            token = new_seat_token()
            self.store.add_seat(self.code, token)
            submit(self.store, self.round_id, token, raw)
        for phase in (Phase.OPEN, Phase.CLOSED):
            advance_round(self.store, self.round_id, phase)


@pytest.fixture
def play(store: Store) -> Iterator[Play]:
    play = Play(store)
    yield play
    play.results.close()


def answer(notice: int, *matters: str) -> dict[str, object]:
    return {"often": {"notice": notice, "tasks": 5, "ways": 5}, "matters": list(matters)}


def test_both_questions_stand_beside_each_other_from_the_reveal_on(play: Play) -> None:
    chart = gap(play.results, often="often", matters="matters")
    assert (chart.rows, chart.message, chart.headline) == ([], WAITING, "")
    play.reveal([answer(1, "notice", "ways")] * 4 + [answer(2, "ways")] * 2)
    assert chart.title == "How often? Which two?"
    assert [(row["name"], row["count"], row["share"]) for row in chart.rows] == [
        ("ways", 6, 1),
        ("notice", 4, 4 / 6),
        ("tasks", 0, 0),
    ]
    assert [row["marked"] for row in chart.rows] == [False, True, False]
    assert chart.headline == "Wanted, and seldom: noticing."
    assert chart.ends == ["never", "always"]
    assert chart.note == "Left: 6 answers. Right: 6 answers, each could choose up to two"


def test_where_nothing_stands_out_the_headline_says_what_to_go_by(play: Play) -> None:
    chart = gap(play.results, often="often", matters="matters", title="Both")
    play.reveal([answer(5, "notice", "ways")] * 6)
    assert (chart.title, chart.headline) == ("Both", NOTHING)


def test_too_few_answers_to_one_side_leave_the_other(play: Play) -> None:
    chart = gap(play.results, often="often", matters="matters")
    play.reveal([answer(1, "notice")] * 4 + [answer(1)] * 2)
    assert [row["count"] for row in chart.rows] == [None] * 3
    assert chart.note == "Left: 6 answers. Right: too few answers"
    assert chart.headline == ""


def test_too_few_answers_show_nothing(play: Play) -> None:
    chart = gap(play.results, often="often", matters="matters")
    play.reveal([answer(1, "notice")] * 4)
    assert (chart.rows, chart.message, chart.note) == ([], ADVICE, "")


@pytest.mark.parametrize(
    ("often", "matters", "told"),
    [
        ("safe", "matters", "takes a Grid or a Choice for often="),
        ("often", "safe", "takes another Choice for matters="),
        ("matters", "matters", "takes another Choice for matters="),
        ("often", "other", "differ in a, b, notice, tasks, ways. Give both the same"),
        ("oftn", "matters", "Did you mean 'often'"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_cure(
    play: Play, often: str, matters: str, told: str
) -> None:
    with pytest.raises(DefinitionError, match=told):
        gap(play.results, often=often, matters=matters)
