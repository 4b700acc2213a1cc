"""The question that a check-out asks only where its notebook says so, played to its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kit.store import Store, open_store
from tests.browser.conftest import OpenPage, Serve
from tests.browser.numbers import find_differences, read_export
from tests.browser.unseen import write_exercises
from tests.browser.walk import Walk
from tests.processes import Server

TAKE = "One thing I take away"
SWITCHED = {"take_away: bool = False": "take_away: bool = True", "ticks: int = 5": "ticks: int = 8"}


@pytest.fixture
def served(serve: Serve, tmp_path: Path) -> Iterator[tuple[Server, Store]]:
    """A server whose check-out asks for it, as the run-sheet says how."""
    folder = write_exercises(tmp_path, ["check_out"])
    notebook = folder / "check_out.ipynb"
    words = notebook.read_text("utf-8")
    for before, after in SWITCHED.items():
        assert words.count(before) == 1
        words = words.replace(before, after)
    notebook.write_text(words, "utf-8")
    data = str(tmp_path / "kit.db")
    server = serve("serve", str(folder), "--data", data)
    store = open_store(data)
    yield server, store
    store.close()


def test_what_people_take_away_is_asked_for_received_shown_reported_and_exported(
    served: tuple[Server, Store], open_page: OpenPage
) -> None:
    server, store = served
    walk = Walk(server, store, open_page, "check_out")
    shown: list[str] = []
    for stop in walk.play():
        assert walk.disagreement == []
        phone = walk.phones["sent"]
        if stop.phase == "open":
            expect(phone.get_by_role("textbox", name=TAKE)).to_have_count(1)
        if stop.step == "sent":
            expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
        if stop.phase == "revealed" and walk.screen.get_by_text(TAKE).is_visible():
            wall = walk.screen.locator(".kit-text-wall li:visible")
            shown = [words.strip() for words in wall.all_inner_texts()]
            report = walk.console.context.new_page()
            assert list(find_differences(server, walk.screen, phone, report)) == []
            (played,) = read_export(report, server)["rounds"]
            report.close()
    assert len(shown) >= 4  # a page of them
    assert not [words for words in shown if "calm" in words]  # its writer has not ticked the box
    assert set(shown) <= {each["text"] for each in played["sentences"]}
