"""The exercises about how a team is to work in, each played to its end."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Hall, OpenPage
from tests.browser.rules import play
from tests.browser.walk import EXERCISES


@pytest.mark.parametrize("name", EXERCISES["team"])
def test_every_rule_holds_in_every_phase(hall: Hall, open_page: OpenPage, name: str) -> None:
    found = play(hall, open_page, name)
    assert not found, "\n".join(found)
