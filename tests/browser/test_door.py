"""The join page becomes the form; where it cannot, the browser goes to the form by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from benchmarks.windows import Traffic
from kit.store import open_store
from tests.browser.conftest import PHONE, Hall, OpenPage, Serve, begin_session
from tests.browser.people import press
from tests.places import WORKSHOPS
from tests.processes import Server

MOST = 127_000  # bytes that a first visit may take


def expect_form(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/s/"))
    expect(page.get_by_role("radio").first).to_be_visible()
    expect(page.get_by_role("button", name="Join")).to_be_hidden()


def test_the_form_takes_the_join_pages_place_or_is_gone_to(
    serve: Serve, open_page: OpenPage, chromium: Browser, tmp_path: Path
) -> None:
    data = str(tmp_path / "kit.db")
    server: Server = serve("serve", "workshops", "--data", data)
    link = server.links["join_url"]

    # One document: the mark set on the join page is still there, and the keyboard is in the form.
    page = open_page("about:blank")
    page.goto(link)
    page.evaluate("window.mark = 1")
    page.get_by_role("button", name="Join").press("Enter")
    expect_form(page)
    assert page.evaluate("window.mark") == 1
    expect(page.locator("main")).to_be_focused()
    kept = page.evaluate("window.kitSeat.then(({ page }) => Object.keys(page.state).length)")
    assert kept

    # A reload finds the same seat; going back leads to where the person came from, and on again.
    page.reload()
    expect_form(page)
    assert page.evaluate("window.mark") is None
    page.go_back()
    expect(page).to_have_url("about:blank")
    page.go_forward()
    expect_form(page)
    page.goto(link)
    expect_form(page)

    # Its script, or the answer to the press, does not come: the form is sent as browsers do.
    for pattern in ("**/static/page-*.js", "**/join/*"):
        hurt = join_hurt(open_page, link, pattern)
        expect_form(hurt)
    plain = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = plain.new_page()
    page.goto(link)
    page.get_by_role("button", name="Join").click()
    expect(page).to_have_url(re.compile(r"/s/"))
    plain.close()

    # Whoever is not let in is told so.
    late = open_page(link)
    store = open_store(data)
    assert store.count_seats(server.code) == 3  # without scripts nobody can answer
    store.set_lock(server.code, True)
    press(late, "Join")
    expect(late.get_by_role("heading", name="Nobody else is let in")).to_be_visible()
    expect(late).to_have_url(re.compile(r"/join/"))
    store.set_lock(server.code, False)
    store.close()
    late.goto(link)
    press(late, "Join")
    expect_form(late)


@pytest.mark.parametrize("name", sorted(path.name for path in WORKSHOPS.glob("*.ipynb")))
def test_a_first_visit_takes_four_requests_and_little_more_than_a_picture(
    hall: Hall, chromium: Browser, name: str
) -> None:
    server = begin_session(hall.server, f"only:{name}")
    for visitor in ("the very first", "the next"):
        page = chromium.new_context(viewport=PHONE).new_page()
        traffic = follow(page)
        page.goto(f"{server.origin}/join/{server.code}")
        with page.expect_websocket():
            press(page, "Join")
        expect(page).to_have_url(re.compile(r"/s/"))
        expect(page.get_by_label("What happens with your answer")).to_be_visible()
        page.context.close()
        assert traffic.requests == 4, visitor
        assert traffic.bytes < MOST, visitor


def follow(page: Page) -> Traffic:
    """What a page asks its server for from now on, and what comes."""
    traffic, network = Traffic(), page.context.new_cdp_session(page)
    network.send("Network.enable")
    traffic.follow(network)
    return traffic


def join_hurt(open_page: OpenPage, link: str, pattern: str) -> Page:
    """Join while the first request of a kind that a script makes comes to nothing."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost or route.request.resource_type not in ("script", "fetch"):
            route.fallback()
        else:
            lost.append(route.request.url)
            route.abort()

    page = open_page(link, before=lambda page: page.route(pattern, lose))
    press(page, "Join")
    expect_form(page)
    assert lost
    return page
