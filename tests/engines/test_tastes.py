"""What people have set in their browser: dark paper, letters twice as large, things that move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.phone import SIDEWAYS, find_covered
from tests.browser.phone import SIZES as PHONES
from tests.browser.projection import find_faults
from tests.browser.windows import resize
from tests.engines.conftest import PROJECTOR, OpenWindow, enter_engine
from tests.engines.engines import START, Engine, Taste
from tests.engines.people import OTHERS, let_others_answer, serve
from tests.engines.window import Window

TASTE = Taste(dark=True, moving=True)
ENLARGE = "document.documentElement.style.fontSize = '200%'"  # as a browser's own setting does
FIND_FAINT = """async () => {
  const rule = { runOnly: { type: "rule", values: ["color-contrast"] } };
  const { violations } = await axe.run(rule);
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 150)));
}"""
COUNT_LIGHT = """() => {
  const brush = document.createElement("canvas").getContext("2d");
  brush.fillStyle = getComputedStyle(document.body).backgroundColor;
  brush.fillRect(0, 0, 1, 1);
  return Math.max(...[...brush.getImageData(0, 0, 1, 1).data].slice(0, 3));
}"""
QUESTION = "document.querySelector('.kit-choice-input .kit-question')"
COUNT_LETTERS = f"parseFloat(getComputedStyle({QUESTION}).fontSize)"


@pytest.fixture(params=START, scope="module")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn, set as these people have set it."""
    with ExitStack() as stack:
        yield enter_engine(stack, request.param, TASTE)


def test_in_the_dark_with_large_letters_all_can_be_read_and_what_moves_comes_to_rest(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    with serve(tmp_path, "marble_jar") as (server, store):
        phone = open_window(server.links["join_url"])
        phone.see("Join")
        phone.evaluate(ENLARGE)
        check_phone(phone, "join")
        phone.press("Join")
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        screen = open_window(server.links["screen_url"], PROJECTOR)
        console.press("Open")
        console.press_on("Leader has gone first")
        phone.choose("gave credit")
        assert phone.evaluate(COUNT_LETTERS) >= 2 * 20
        check_phone(phone, "form")
        phone.press("Send")
        phone.see("Received")
        check_phone(phone, "received")
        let_others_answer(store, server.code)
        console.press_on("Close")
        screen.watch_motion()
        console.press_on("Reveal")
        for window in (phone, screen, console):
            window.see(f"{OTHERS + 1} answers")
        screen.wait_for_function("window.begun.length")
        screen.wait_for_function("!document.getAnimations().length")
        check_phone(phone, "result")
        for window in (screen, console):
            window.evaluate(ENLARGE)
            assert find_faint(window) == []
            assert window.evaluate(SIDEWAYS) <= 0
        assert find_faults(screen, "reveal") == []
        console.go(f"{server.origin}/facilitate")
        console.see("Sessions")
        console.evaluate(ENLARGE)
        assert find_faint(console) == []
        assert console.evaluate(SIDEWAYS) <= 0


def check_phone(phone: Window, where: str) -> None:
    """It is dark, and nothing is cut, covered or faint at any size."""
    assert find_faint(phone) == [], where
    for size in PHONES:
        resize(phone, size)
        assert phone.evaluate(SIDEWAYS) <= 0, (where, size)
        assert find_covered(phone, focused=False) == [], (where, size)


def find_faint(window: Window) -> list[str]:
    """Texts on dark paper whose contrast is too low."""
    assert window.evaluate(COUNT_LIGHT) < 64
    window.run(AXE_SCRIPT)
    found: list[str] = window.evaluate(FIND_FAINT)
    return found
