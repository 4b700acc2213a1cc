"""Messages on the projected page; `rules.py` holds it in every phase of every exercise."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PROJECTOR, OpenPage
from tests.browser.projection import find_everywhere
from tests.processes import Server


def test_messages_to_a_room_stand_whole_and_large_at_every_size(
    house: Server, open_page: OpenPage
) -> None:
    page = open_page(f"{house.origin}/screen/WRONGCODEWITHMANYLETTERS", PROJECTOR)
    expect(page.get_by_role("heading", name="Check the code")).to_be_visible()
    found = find_everywhere(page, "wrong code")
    assert not found, "\n".join(str(each) for each in found)
