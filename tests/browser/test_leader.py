"""A leader writes beforehand, on a page without scripts, and the room sees the words at Open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect

from tests.browser.accessibility import find_violations
from tests.browser.conftest import PHONE, Hall, OpenPage, begin_session
from tests.browser.people import open_console, open_screen, open_sessions, press
from tests.browser.test_report import count_pages
from tests.browser.windows import resize
from tests.processes import Server

AGENDA = "agenda:half-day-learning"
SIZES: list[ViewportSize] = [
    {"width": 360, "height": 740},
    {"width": 820, "height": 1180},
    {"width": 1280, "height": 720},
    {"width": 3840, "height": 2160},
]
WHY = "Two projects end this week, and I am in both. I would rather be here than there, and not."
CUT = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== "inline"
    && (each.scrollWidth > each.clientWidth + 1
      || (each.tagName === "TEXTAREA" && each.scrollHeight > each.clientHeight + 1)))
  .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def server(hall: Hall) -> Server:
    return begin_session(hall.server, AGENDA)


@pytest.fixture
def link(server: Server, open_page: OpenPage) -> str:
    """What the facilitator has copied: two presses from the list of sessions."""
    page = open_sessions(open_page, server)
    page.get_by_role("link", name=f"For the leader of Workshop, {server.code}").click()
    press(page, "Make the link")
    expect(page.get_by_role("heading", name="The link to send")).to_be_visible()
    assert find_violations(page) == []
    return page.get_by_role("status").inner_text()


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no script."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    yield context
    context.close()


def test_words_of_the_evening_before_are_on_the_screen_once_it_is_opened(
    server: Server, link: str, plain: BrowserContext, open_page: OpenPage
) -> None:
    leader, asked = plain.new_page(), list[Request]()
    leader.on("request", lambda request: asked.append(request))
    leader.goto(link)
    leader.keyboard.press("Tab")
    expect(leader.get_by_label("Your name").first).to_be_focused()
    leader.keyboard.type("Ada")
    leader.keyboard.press("Tab")
    leader.keyboard.type("Torn")
    leader.keyboard.press("Tab")
    leader.keyboard.type(WHY)
    leader.keyboard.press("Tab")
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("status")).to_have_text(
        "Your words are kept. You can change them on this page until the exercise is opened."
    )
    assert len(asked) >= 4  # the page, its sheets, and the form
    key = link.rpartition("/")[2]
    assert not any(key in each.headers.get("referer", "") for each in asked)
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    expect(console.get_by_text("The leader's words are there.")).to_be_visible()
    expect(console.get_by_label("The leader's name")).to_have_value("Ada")
    expect(screen.get_by_text("Join now")).to_be_visible()
    assert WHY not in screen.content()
    press(console, "Open")
    expect(screen.get_by_text(WHY)).to_be_visible()
    leader.reload()
    expect(leader.get_by_text("This exercise has been opened.")).to_be_visible()
    expect(leader.get_by_label("Why this word, in half a sentence")).to_have_count(0)


def test_the_page_fits_every_window_and_two_sides_of_either_paper(
    link: str, open_page: OpenPage
) -> None:
    page = open_page(link)
    for papers in ("A4", "Letter"):
        assert count_pages(page.pdf(format=papers)) <= 2
    for field in page.locator("textarea").all():
        most = int(field.get_attribute("maxlength") or 0)
        field.fill(("A rather long sentence, written the evening before. " * 9)[:most])
    fill_choices(page)
    press_first(page)
    for size in SIZES:
        resize(page, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(CUT) == []
    assert find_violations(page) == []
    page.emulate_media(media="print")
    resize(page, {"width": 703, "height": 1000})  # as wide as A4 within its margins
    assert page.evaluate(CUT) == []
    for papers in ("A4", "Letter"):
        assert count_pages(page.pdf(format=papers)) <= 2


def fill_choices(page: Page) -> None:
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").nth(1).check()


def press_first(page: Page) -> None:
    page.get_by_role("button", name="Keep my words").first.click()
    expect(page.get_by_role("status")).to_be_visible()


def test_what_was_written_meanwhile_stands_beside_and_can_be_replaced(
    link: str, open_page: OpenPage
) -> None:
    one, other = open_page(link), open_page(link)
    other.get_by_label("My word for how I arrive today").fill("Curious")
    press_first(other)
    one.get_by_label("My word for how I arrive today").fill("Torn")
    one.get_by_role("button", name="Keep my words").first.click()
    expect(one.get_by_role("alert")).to_have_text(
        "Not all of this was kept. Look at what is marked below."
    )
    field = one.get_by_label("My word for how I arrive today")
    expect(field).to_have_value("Torn")
    expect(field).to_have_accessible_description("Now there is, from somebody else: Curious")
    assert find_violations(one) == []
    one.get_by_role("radio", name="Mine, in the place of theirs").check()
    press_first(one)
    other.reload()
    expect(other.get_by_label("My word for how I arrive today")).to_have_value("Torn")
