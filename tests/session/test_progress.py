"""Where a session stands on its agenda, and how late it is."""

from __future__ import annotations

from dataclasses import replace

from kit.session.plan import Row, make_rows
from kit.session.progress import build_course, name_exercise
from kit.session.session import Phase, Round, Session


def make_round(
    number: int, phase: Phase, began_at: float | None, place: int, played: bool = False
) -> Round:
    return Round(
        number, "BCDFGH", number, "x", phase, place=place, began_at=began_at, played=played
    )


PLANNED = Session("BCDFGH", "Team", (Row("a_b.ipynb", 10), Row("c.ipynb", 20), Row("d.ipynb", 5)))


def test_a_session_that_has_not_begun_has_everything_ahead() -> None:
    course = build_course(PLANNED, [])
    assert [item.state for item in course.items] == ["ahead"] * 3
    assert [item.title for item in course.items] == ["A b", "C", "D"]
    assert [item.minutes for item in course.items] == [10, 20, 5]
    assert (course.began_at, course.behind) == (None, None)
    first = build_course(PLANNED, [make_round(1, Phase.PREPARE, None, 0)])
    assert [item.state for item in first.items] == ["now", "ahead", "ahead"]
    assert first.behind is None


def test_time_that_was_taken_stands_beside_time_that_was_planned() -> None:
    rounds = [
        make_round(1, Phase.DONE, 6000.0, 0, played=True),
        make_round(2, Phase.OPEN, 6000.0 + 14 * 60, 1, played=True),
    ]
    course = build_course(PLANNED, rounds)
    assert [(item.state, item.spent) for item in course.items] == [
        ("done", 14),
        ("now", None),
        ("ahead", None),
    ]
    assert (course.began_at, course.behind) == (6840.0, 4)


def test_what_is_left_out_is_time_gained_and_what_is_played_twice_counts_once() -> None:
    rounds = [
        make_round(1, Phase.DONE, 0.0, 0, played=True),
        make_round(2, Phase.DONE, 600.0, 2),  # gone to, and left again before it was opened
        make_round(3, Phase.DONE, 660.0, 0, played=True),
        make_round(4, Phase.PREPARE, 900.0, 2),
    ]
    course = build_course(PLANNED, rounds)
    assert [(item.state, item.spent) for item in course.items] == [
        ("done", 14),
        ("passed", None),
        ("now", None),
    ]
    assert course.behind == 15 - (10 + 20)


def test_after_the_last_exercise_nothing_is_played_now() -> None:
    rounds = [
        make_round(1, Phase.DONE, 0.0, 0, played=True),
        make_round(2, Phase.DONE, 600.0, 1, played=True),
    ]
    course = build_course(PLANNED, rounds)
    assert [item.state for item in course.items] == ["done", "done", "ahead"]
    assert course.behind is None


def test_without_planned_minutes_nothing_is_late() -> None:
    session = Session("BCDFGH", "Team", make_rows("ab"))
    rounds = [make_round(1, Phase.DONE, 0.0, 0), make_round(2, Phase.OPEN, 600.0, 1)]
    assert build_course(session, rounds).behind is None
    assert [item.minutes for item in build_course(session, rounds).items] == [None, None]


def test_a_file_name_is_told_in_words() -> None:
    assert name_exercise("marble_jar.ipynb") == "Marble jar"
    assert name_exercise("give-ask-say.ipynb") == "Give ask say"


REST = Session(
    "BCDFGH",
    "Team",
    (
        Row("a.ipynb", 10, droppable=True),
        Row("", 5, "", "break"),
        Row("b.ipynb", 20),
        Row("", 4, "Slack", "slack"),
        Row("c.ipynb", 6),
    ),
)


def take_break(after: Round, began_at: float, ends_at: float | None) -> Round:
    return replace(after, break_place=1, break_began_at=began_at, ends_at=ends_at)


def test_a_break_is_now_and_its_time_is_not_that_of_the_exercise_before_it() -> None:
    first = make_round(1, Phase.DONE, 0.0, 0, played=True)
    course = build_course(REST, [take_break(first, 720.0, 1020.0)])
    assert [(item.title, item.kind) for item in course.items][:2] == [
        ("A", "exercise"),
        ("Break", "break"),
    ]
    assert [item.state for item in course.items] == ["done", "now", "ahead", "ahead", "ahead"]
    assert [item.spent for item in course.items][:2] == [12, None]
    assert [item.droppable for item in course.items] == [True, False, False, False, False]
    assert (course.began_at, course.behind) == (720.0, 2)


def test_after_the_break_both_have_their_time() -> None:
    first = take_break(make_round(1, Phase.DONE, 0.0, 0, played=True), 720.0, None)
    course = build_course(REST, [first, make_round(2, Phase.OPEN, 1140.0, 2, played=True)])
    assert [(item.state, item.spent) for item in course.items][:3] == [
        ("done", 12),
        ("done", 7),
        ("now", None),
    ]
    assert course.behind == 19 - 15


def test_a_break_that_was_skipped_is_time_gained() -> None:
    rounds = [
        make_round(1, Phase.DONE, 0.0, 0, played=True),
        make_round(2, Phase.OPEN, 600.0, 2, played=True),
    ]
    course = build_course(REST, rounds)
    assert course.items[1].state == "passed"
    assert course.behind == -5


def test_slack_takes_up_what_was_late_once_the_session_is_past_it() -> None:
    first = take_break(make_round(1, Phase.DONE, 0.0, 0, played=True), 720.0, None)
    second = make_round(2, Phase.DONE, 1020.0, 2, played=True)
    third = make_round(3, Phase.PREPARE, 2340.0, 4)
    assert build_course(REST, [first, second]).items[3].state == "ahead"
    course = build_course(REST, [first, second, third])
    assert [item.state for item in course.items] == ["done"] * 4 + ["now"]
    assert course.behind == 39 - (10 + 5 + 20 + 4)
