"""The days of questions that a team answers alone."""

from __future__ import annotations

from datetime import date

import pytest

from kit.errors import ResponseError
from kit.session.schedule import Stage, find_stage, plan_days, read_days
from kit.session.session import Session

TODAY = date(2027, 2, 10)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2027-01-16", Stage.WAITING),
        ("2027-01-17", Stage.OPEN),
        ("2027-01-31", Stage.OPEN),
        ("2027-02-01", Stage.OVER),
    ],
)
def test_first_and_last_day_belong_to_it(day: str, stage: Stage) -> None:
    session = Session("BCDF", "Team", (), opens_on="2027-01-17", closes_on="2027-01-31")
    assert find_stage(session, date.fromisoformat(day)) is stage
    assert session.is_scheduled


def test_what_has_ended_is_over_whatever_the_day() -> None:
    session = Session("BCDF", "Team", (), ended=True, opens_on="2027-01-17", closes_on="2027-01-31")
    assert find_stage(session, date(2027, 1, 20)) is Stage.OVER


def test_four_weeks_and_two_are_proposed_and_never_a_day_that_is_over() -> None:
    assert plan_days("2027-02-10", TODAY) == (date(2027, 3, 10), date(2027, 3, 24))
    assert plan_days("2026-02-10", TODAY) == (TODAY, date(2027, 2, 24))
    assert plan_days("", TODAY)[0] == date(2027, 3, 10)


def test_days_that_somebody_has_chosen_are_taken() -> None:
    assert read_days("2027-02-10", "2027-02-11", TODAY) == (TODAY, date(2027, 2, 11))
    assert read_days("2027-02-10", "2027-03-13", TODAY)[1] == date(2027, 3, 13)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "field"),
    [
        ("", "2027-02-20", "opens_on"),
        ("soon", "2027-02-20", "opens_on"),
        ("2027-02-09", "2027-02-20", "opens_on"),
        ("2028-02-12", "2028-02-20", "opens_on"),
        ("2027-02-10", "2027-02-10", "closes_on"),
        ("2027-02-10", "2027-02-09", "closes_on"),
        ("2027-02-10", "2027-03-14", "closes_on"),
    ],
)
def test_days_that_make_no_sense_are_refused(opens_on: str, closes_on: str, field: str) -> None:
    with pytest.raises(ResponseError) as refused:
        read_days(opens_on, closes_on, TODAY)
    assert refused.value.prompt == field
