"""What may be said stands on the dashboard once the round is closed, and on no other page."""

from __future__ import annotations

import kit
from kit.console.lines import ResultLines
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.gate.publication import submit
from kit.session.session import Phase
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import find, read_markup
from tests.store.sample import add_seats

LINE = "There are <two> groups here."
EXERCISE = Exercise(
    "pulse",
    prompts=[
        kit.Scale("safe", "How safe is it?", say={"split": LINE}),
        kit.Choice("kind", "Which?", options=["a", "b"]),
        kit.YesNo("quiet", "Did you?", least=40),
    ],
    policy=AnonymityPolicy(reveal="live"),
)


def read_lines(desk: Desk) -> str:
    return "".join(read_markup(box) for box in find(desk.console, ResultLines))


def test_lines_that_fit_the_result_stand_there_from_the_close_until_the_end(store: Store) -> None:
    desk = Desk(store, EXERCISE)
    assert read_lines(desk) == ""
    tokens = add_seats(store, desk.round.code, 20)
    store.set_people(desk.round.code, 20)
    desk.press()
    for place, token in enumerate(tokens):
        submit(store, desk.round.id, token, {"safe": 1 + 4 * (place % 2), "kind": ["a"]})
    desk.console.follow(desk.view)
    assert desk.view.snapshot is not None  # a batch is shown, and still nothing is said of it
    assert read_lines(desk) == ""
    for phase in (Phase.CLOSED, Phase.REVEALED):
        desk.press()
        assert desk.phase is phase
        told = read_lines(desk)
        assert "There are &lt;two&gt; groups here." in told
        assert "“a” was chosen most" in told
        assert "Not asked: that takes 40 people when the form opens. Talk about it" in told
        assert "For your voice only." in told
    desk.press()
    assert read_lines(desk) == ""


def test_a_grid_has_the_line_of_all_its_rows_or_of_the_row_that_stands_alone(
    store: Store,
) -> None:
    grid = kit.Grid("soil", "How is it?", rows=["time", "tools"], steps=kit.Steps(1, 5))
    desk = Desk(store, Exercise("soil", prompts=[grid]))
    tokens = add_seats(store, desk.round.code, 6)
    desk.press()
    for place, token in enumerate(tokens):
        submit(
            store,
            desk.round.id,
            token,
            {"soil": {"time": 3, "tools": 1 + 4 * (place % 2)}},
        )
    desk.press()
    whole = "Talk about the first line: some answers are low, some are high."
    for picture in ("", "How is it?", "How is it?#4", "Another#2"):
        store.set_picture(desk.round.id, picture)
        desk.console.follow(desk.view)
        assert whole in read_lines(desk)
        assert "tools" not in read_lines(desk)
    for picture, row in (("How is it?#2", "tools"), ("How is it?#3", "time")):
        store.set_picture(desk.round.id, picture)
        desk.console.follow(desk.view)
        assert whole not in read_lines(desk)
        assert f">{row}</h3>" in read_lines(desk)


def test_where_nothing_is_shown_there_is_nothing_to_say(store: Store) -> None:
    desk = Desk(store, EXERCISE)
    add_seats(store, desk.round.code, 4)
    desk.press()
    desk.press()
    assert desk.phase is Phase.CLOSED
    assert read_lines(desk) == ""
