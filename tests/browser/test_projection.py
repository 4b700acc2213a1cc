"""The projected page at every size: each shipped exercise in each phase, nothing cut or small."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kit.server.handlers.templates import spell_host
from kit.store import open_store
from tests.browser.chromium import Launcher
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.projection import (
    LONG,
    MARK,
    NUMBERS,
    SIZES,
    SPELL,
    Finding,
    find_faults,
    find_growth,
)
from tests.browser.projector import EXERCISES, Projection, write_exercises
from tests.processes import Server

BANDS = {"short": ("", False), "long": (LONG, True), "numbers": (NUMBERS, True)}


@pytest.fixture(scope="module")
def findings(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """Everything that does not stand as it should, anywhere."""
    folder = tmp_path_factory.mktemp("projection")
    data = str(folder / "kit.db")
    options = ("serve", str(write_exercises(folder)), "--data", data, "--host", "127.0.0.1")
    server = Server(*options, "--port", "0", log=folder / "server.log")
    try:
        store = open_store(data)
        context = launcher.get().new_context(viewport=PROJECTOR, reduced_motion="reduce")
        page = context.new_page()
        found = []
        for where in Projection(server, store, page).play():
            found += look_everywhere(page, where)
        context.close()
        store.close()
        return found
    finally:
        server.stop()


def test_messages_to_a_room_stand_whole_and_large_at_every_size(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--participants", "0")
    page = open_page(f"{server.origin}/screen/WRONGCODEWITHMANYLETTERS", PROJECTOR)
    expect(page.get_by_role("heading", name="Check the code")).to_be_visible()
    found = find_growth(page, "wrong code")
    for size in SIZES:
        page.set_viewport_size(size)
        found += find_faults(page, f"wrong code, {size['width']} by {size['height']}")
    assert not found, "\n".join(str(each) for each in found)


def look_everywhere(page: Page, where: str) -> list[Finding]:
    """Look at a page at every size, with every kind of band."""
    found = find_growth(page, where)
    own = page.locator(".band .address").inner_html()
    for band, (link, marked) in BANDS.items():
        if band != "long" and not where.startswith(EXERCISES[0]):
            continue  # the band is the same in every exercise
        page.evaluate(SPELL, str(spell_host(link)) if link else own)
        page.evaluate(MARK, marked)
        for size in SIZES:
            page.set_viewport_size(size)
            place = f"{where}, {size['width']} by {size['height']}, {band} address"
            found += find_faults(page, place)
    page.evaluate(SPELL, own)
    page.evaluate(MARK, False)
    page.set_viewport_size(PROJECTOR)
    return found


def test_the_screen_itself_stands_whole_and_large_at_every_size(findings: list[Finding]) -> None:
    found = [str(each) for each in findings if not each.picture]
    assert not found, "\n".join(found)


def test_every_picture_stands_whole_and_large_at_every_size(findings: list[Finding]) -> None:
    found = [str(each) for each in findings if each.picture]
    assert not found, "\n".join(found)
