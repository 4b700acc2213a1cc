"""Pages before a session are accessible; `rules.py` looks at the others in every phase."""

from __future__ import annotations

from tests.browser.accessibility import find_violations
from tests.browser.conftest import OpenPage
from tests.processes import Server


def test_pages_before_a_session_are_accessible(house: Server, open_page: OpenPage) -> None:
    for path in ("/", "/facilitate", f"/join/{house.code}"):
        assert find_violations(open_page(house.origin + path)) == [], path
