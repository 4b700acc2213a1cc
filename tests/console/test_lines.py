"""What may be said stands on the dashboard once the round is closed, and on no other page."""

from __future__ import annotations

import kit
from kit.console.lines import ResultLines, list_lines
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


def test_a_grid_has_the_line_of_all_its_rows_and_one_of_each_for_whoever_talks_about_it(
    store: Store,
) -> None:
    grid = kit.Grid(
        "soil",
        "How is it?",
        rows=["time", "tools"],
        steps=kit.Steps(1, 5),
        say={"split": LINE, "aligned-middle": "In between."},
    )
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
    assert [(line.result, line.words, line.part) for line in list_lines(desk.view)] == [
        ("soil", "On at least one of these lines some answers are low, some are high.", False),
        ("soil.time", "In between.", True),
        ("soil.tools", LINE, True),
    ]
    told = read_lines(desk)
    # Without the page's script no line of a row is in the way.
    assert 'data-result="soil.tools" data-place="2" data-part="true" hidden>' in told
    assert 'data-result="soil" data-place="0" data-part="false">' in told


def test_where_nothing_is_shown_there_is_nothing_to_say(store: Store) -> None:
    desk = Desk(store, EXERCISE)
    add_seats(store, desk.round.code, 4)
    desk.press()
    desk.press()
    assert desk.phase is Phase.CLOSED
    assert read_lines(desk) == ""
