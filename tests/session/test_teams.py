"""A team's name is one line."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.session.teams import LONGEST_TEAM, clean_team


def test_a_name_is_put_on_one_line_and_may_be_left_out() -> None:
    assert clean_team("  North\n sea ") == "North sea"
    assert clean_team(" \t ") == ""


def test_a_name_that_is_too_long_is_refused_with_the_cure() -> None:
    assert len(clean_team("a" * LONGEST_TEAM)) == LONGEST_TEAM
    with pytest.raises(ResponseError, match="at most 60 characters"):
        clean_team("a" * (LONGEST_TEAM + 1))
