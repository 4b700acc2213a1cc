"""What the list of sessions says of one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.server.handlers.session_words import (
    describe_days,
    describe_people,
    describe_round,
    list_losses,
)
from kit.session.session import Phase, Round, Session
from kit.store import Store

AGENDA = ["welcome.ipynb", "marble_jar.ipynb"]


@pytest.fixture
def session(store: Store) -> Session:
    return store.add_session("Team", AGENDA)


@pytest.fixture
def current(store: Store, session: Session) -> Round:
    return store.add_round(session.code, AGENDA[0], 0)


@pytest.mark.parametrize(
    ("phase", "stands"),
    [
        (Phase.PREPARE, "Welcome is being prepared"),
        (Phase.LEADER, "Welcome waits for the leader"),
        (Phase.OPEN, "Welcome is open"),
        (Phase.CLOSED, "Welcome is closed, not revealed yet"),
        (Phase.REVEALED, "Welcome is revealed"),
        (Phase.DONE, "Welcome is done"),
    ],
)
def test_it_says_where_an_exercise_stands(
    session: Session, current: Round, phase: Phase, stands: str
) -> None:
    told = describe_round(session, replace(current, phase=phase), 12)
    assert told == f"Exercise 1 of 2: {stands}, 12 people"


def test_what_was_left_unseen_is_not_called_revealed(session: Session, current: Round) -> None:
    unseen = replace(current, phase=Phase.REVEALED, unseen=True)
    assert "Welcome has been left unseen, 1 person" in describe_round(session, unseen, 1)
    stopped = replace(session, stopped_at=1.0)
    assert "left unseen, stopped for a moment" in describe_round(stopped, unseen, 1)
    assert "is open, stopped" in describe_round(stopped, replace(current, phase=Phase.OPEN), 1)


def test_an_end_names_what_would_be_lost(store: Store, session: Session, current: Round) -> None:
    assert list_losses(store, session) == []
    store.set_phase(current.id, Phase.CLOSED, expected=Phase.PREPARE)
    assert list_losses(store, session) == [
        "Welcome has not been revealed. The room has not seen its result."
    ]


def test_days_and_people_are_said_in_words(session: Session) -> None:
    scheduled = replace(session, opens_on="2026-12-01", closes_on="2026-12-15")
    assert describe_days(scheduled) == "1 December 2026 to 15 December 2026"
    assert (describe_people(1), describe_people(2)) == ("1 person", "2 people")
