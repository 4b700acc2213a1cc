"""The exercises with which a session begins and ends, each played to its end."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Hall, OpenPage
from tests.browser.rules import play
from tests.browser.walk import EXERCISES
from tests.places import WORKSHOPS


@pytest.mark.parametrize("name", EXERCISES["arriving"])
def test_every_rule_holds_in_every_phase(hall: Hall, open_page: OpenPage, name: str) -> None:
    found = play(hall, open_page, name)
    assert not found, "\n".join(found)


def test_every_shipped_exercise_is_walked_through() -> None:
    walked = sorted(name for names in EXERCISES.values() for name in names)
    assert walked == sorted(path.stem for path in WORKSHOPS.glob("*.ipynb"))
