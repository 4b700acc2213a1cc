"""Where a session stands on its agenda, and how late it is."""

from __future__ import annotations

from kit.session.progress import build_course, name_exercise
from kit.session.session import Phase, Round, Session


def make_round(
    number: int, phase: Phase, began_at: float | None, place: int, played: bool = False
) -> Round:
    return Round(
        number, "BCDFGH", number, "x", phase, place=place, began_at=began_at, played=played
    )


PLANNED = Session("BCDFGH", "Team", ("a_b.ipynb", "c.ipynb", "d.ipynb"), minutes=(10, 20, 5))


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


def test_what_is_left_out_is_no_planned_time_and_what_is_played_twice_counts_once() -> None:
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
    assert course.behind == 5


def test_after_the_last_exercise_nothing_is_played_now() -> None:
    rounds = [
        make_round(1, Phase.DONE, 0.0, 0, played=True),
        make_round(2, Phase.DONE, 600.0, 1, played=True),
    ]
    course = build_course(PLANNED, rounds)
    assert [item.state for item in course.items] == ["done", "done", "ahead"]
    assert course.behind is None


def test_without_planned_minutes_nothing_is_late() -> None:
    session = Session("BCDFGH", "Team", ("a", "b"))
    rounds = [make_round(1, Phase.DONE, 0.0, 0), make_round(2, Phase.OPEN, 600.0, 1)]
    assert build_course(session, rounds).behind is None
    assert [item.minutes for item in build_course(session, rounds).items] == [None, None]


def test_a_file_name_is_told_in_words() -> None:
    assert name_exercise("marble_jar.ipynb") == "Marble jar"
    assert name_exercise("give-ask-say.ipynb") == "Give ask say"
