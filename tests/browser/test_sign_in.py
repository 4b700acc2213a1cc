"""Facilitators who sign in, on phones and beside a projector, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility import find_violations
from tests.browser.conftest import PHONE, PROJECTOR
from tests.processes import Server
from tests.server.signed_in import ANA, BEN, CAN, HEADER, Facilitator, open_operator, serve_accounts

Enter = Callable[[str, ViewportSize], Page]
SIZES = (PHONE, PROJECTOR)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = serve_accounts(tmp_path_factory.mktemp("signed-in"))
    yield server
    server.stop()


@pytest.fixture
def enter(chromium: Browser) -> Iterator[Enter]:
    """A window of somebody whom the proxy has signed in; "" for nobody."""
    with ExitStack() as stack:

        def open_window(account: str, size: ViewportSize) -> Page:
            headers = {HEADER: account} if account else {}
            context = chromium.new_context(viewport=size, extra_http_headers=headers)
            stack.callback(context.close)
            return context.new_page()

        yield open_window


def press(page: Page, name: str) -> None:
    """Go to a button or link with the Tab key, which shows where it is, and press it."""
    wanted = page.get_by_role("button", name=name, exact=True)
    wanted = wanted.or_(page.get_by_role("link", name=name, exact=True))
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            outline = wanted.evaluate("node => getComputedStyle(node).outlineStyle")
            assert outline != "none", name
            page.keyboard.press("Enter")
            return
    msg = f"the Tab key leads to no {name!r}"
    raise AssertionError(msg)


def check(page: Page) -> None:
    """The page is accessible, no wider than its window, and what is pressed is large enough."""
    assert find_violations(page) == []
    low = page.evaluate(
        "[...document.querySelectorAll('main :is(button, summary, .press, input)')]"
        ".filter((e) => e.offsetHeight && e.offsetHeight < 44).map((e) => e.outerHTML)"
    )
    assert low == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", SIZES, ids=["phone", "projector"])
def test_a_colleague_is_invited_and_sent_away_with_the_keyboard(
    server: Server, enter: Enter, size: ViewportSize
) -> None:
    code = Facilitator(server, ANA).begin(f"Team of {size['width']}")
    page = enter(ANA, size)
    page.goto(f"{server.origin}/facilitate")
    check(page)
    press(page, f"Invite somebody to lead Team of {size['width']}, {code}")
    expect(page.get_by_role("heading", name="Who may lead this session")).to_be_visible()
    press(page, "Make a link")
    link = page.locator(".link").inner_text()
    check(page)
    can = enter(CAN, size)
    can.goto(link)
    check(can)
    press(can, "Lead this session")
    expect(can).to_have_url(f"{server.origin}/facilitate/{code}")
    page.goto(f"{server.origin}/facilitate/{code}/invite")
    press(page, f"Send away {CAN}")
    expect(page.get_by_text(CAN)).to_have_count(0)
    expect(can.get_by_role("heading", name="This session is not yours")).to_be_visible()
    check(can)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "projector"])
def test_signing_out_everywhere_is_asked_and_done_with_the_keyboard(
    server: Server, enter: Enter, size: ViewportSize
) -> None:
    link = str(server.links["facilitator_url"])
    page, other = enter(BEN, size), open_operator(server)
    nobody = enter("", size)
    nobody.goto(f"{server.origin}/facilitate")
    check(nobody)
    page.goto(link)
    page.goto(f"{server.origin}/facilitate")
    press(page, "Sign out everywhere")
    expect(page.get_by_role("heading", name="Sign out everywhere?")).to_be_visible()
    check(page)
    assert other.get("/facilitate").status == 200
    press(page, "Sign out, and make a new key")
    expect(page.get_by_role("heading", name="Everybody else is signed out")).to_be_visible()
    check(page)
    server.links["facilitator_url"] = page.locator(".link").inner_text()
    assert other.get("/facilitate").status == 403
    press(page, "All sessions")
    expect(page.get_by_role("heading", name="Sessions", exact=True)).to_be_visible()
