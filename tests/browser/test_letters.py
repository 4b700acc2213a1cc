"""Larger letters, as set in a browser, are on every page, and all of it can still be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chromium import Launcher
from tests.browser.conftest import Hall, OpenPage, begin_session
from tests.browser.people import open_sessions
from tests.browser.readable import find_unreadable
from tests.browser.walk import Walk
from tests.browser.windows import resize

LETTERS: Final = 24  # pixels, in place of 16
SIZES: Final = (ViewportSize(width=360, height=740), ViewportSize(width=1280, height=720))
EXERCISE: Final = "give_ask_say"  # sentences, choices, cards, a leader, a desk and a wall
PAGES: Final = (
    "/",
    "/facilitate",
    "/facilitate/new",
    "/facilitate/privacy",
    "/facilitate/sign-out",
    *(f"/facilitate/CODE/{each}" for each in ("afterwards", "end", "invite", "leader", "mail")),
    *(f"/facilitate/CODE/{each}" for each in ("promises", "team")),
)
# Texts whose letters do not grow with the setting; those on the stage go by its own
# unit, sheets for the printer by the size of paper, and charts are as large as there is room.
FIND_FIXED = """(usual) => {
  const holds = (each) => [...each.childNodes].some(
    (part) => part.nodeType === Node.TEXT_NODE && part.textContent.trim());
  const texts = [...document.querySelectorAll("body *")].filter((each) => holds(each) &&
    !each.closest(".stage, .paper, svg, script, style") && each.checkVisibility());
  const read = () => texts.map((each) => parseFloat(getComputedStyle(each).fontSize));
  const large = read();
  document.documentElement.style.fontSize = "16px";
  const small = read();
  document.documentElement.style.fontSize = "";
  return texts.filter((_, place) => large[place] < 1.45 * small[place])
    .map((each) => `${each.textContent.trim().slice(0, 40)} stays as small as it is`);
}"""


@pytest.fixture
def chromium(launcher: Launcher) -> Iterator[Browser]:
    """A browser of somebody who has set larger letters."""
    browser = launcher.launch(f"--blink-settings=defaultFontSize={LETTERS}")
    yield browser
    browser.close()


def test_larger_letters_are_obeyed_before_and_after_a_session(
    hall: Hall, open_page: OpenPage
) -> None:
    server = begin_session(hall.server, f"only:{EXERCISE}.ipynb")
    home = open_sessions(open_page, server)
    assert home.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{LETTERS}px"
    found = look(open_page(server.links["join_url"]), "join")
    for path in PAGES:
        home.goto(server.origin + path.replace("CODE", server.code))
        found += look(home, path)
    check(found)


def test_larger_letters_are_obeyed_wherever_an_exercise_stands(
    hall: Hall, open_page: OpenPage
) -> None:
    server = begin_session(hall.server, f"only:{EXERCISE}.ipynb")
    walk, found = Walk(server, hall.store, open_page, EXERCISE), []
    for stop in walk.play():
        if stop.step in ("", "sent", "signed"):
            found += look(walk.console, f"{stop}, console")
            for who in ("sent", "changing"):
                found += look(walk.phones[who], f"{stop}, {who}")
    report = walk.console.context.new_page()
    report.goto(f"{server.origin}/facilitate/{server.code}/report")
    check(found + look(report, "report"))


def check(found: list[str]) -> None:
    if found:
        pytest.fail("\n".join(found))


def look(page: Page, name: str) -> list[str]:
    """What does not grow, is cut or covered, at the sizes of a phone and of a laptop."""
    own, found = page.viewport_size, page.evaluate(FIND_FIXED)
    assert own is not None
    for size in SIZES:
        resize(page, size)
        found += [f"at {size['width']}: {each}" for each in find_unreadable(page)]
    resize(page, own)
    return [f"{name}: {each}" for each in found]
