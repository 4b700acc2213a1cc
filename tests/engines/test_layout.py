"""Screen, dashboard and phone in every phase, as WebKit and Firefox lay them out."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.dashboard import WHOLE, find_below
from tests.browser.phone import SIDEWAYS, find_covered
from tests.browser.phone import SIZES as PHONES
from tests.browser.projection import SIZES, find_faults
from tests.browser.unseen import Unseen, write_exercises
from tests.browser.windows import resize
from tests.engines.conftest import OpenWindow
from tests.engines.people import serve_folder
from tests.engines.window import Window

# Choices, sentences and a grid; each stop takes both engines seconds, so it is not every exercise.
PLAYED = ("marble_jar", "safety_pulse")
SCREENS = [SIZES[place] for place in (0, 1, 5, 6)]
HAS_NEXT = "[...document.querySelectorAll('.kit-next')].some((each) => each.checkVisibility())"
FIELDS = "#kit-cells :is(input, textarea, .kit-send):not(:disabled)"
COUNT_FIELDS = f"document.querySelectorAll('{FIELDS}').length"
# What has the focus already would stay where it is.
FOCUS = f"""(place) => {{
  document.activeElement.blur();
  document.querySelectorAll("{FIELDS}")[place].focus();
}}"""


def test_everything_stands_whole_in_every_phase(open_window: OpenWindow, tmp_path: Path) -> None:
    with serve_folder(write_exercises(tmp_path, PLAYED)) as (server, store):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        console = open_window(server.links["facilitator_url"], (1280, 720))
        screen = open_window(server.links["screen_url"], (1280, 720))
        for where in Unseen(store, server.code).play():
            phone.go(f"{server.origin}/s/{server.code}")
            console.go(f"{server.origin}/facilitate/{server.code}")
            screen.go(f"{server.origin}/screen/{server.code}")
            screen.wait_for_function("document.querySelector('.kit-stage-bar')?.checkVisibility()")
            check_screen(screen, where)
            check_console(console, where)
            phone.wait_for_function("document.querySelector('#kit-cells > *')")
            check_phone(phone, where)


def check_screen(screen: Window, where: str) -> None:
    """Every text is whole, and as large as the back row needs it."""
    found = []
    for size in SCREENS:
        resize(screen, size)
        found += find_faults(screen, f"{where}, {size['width']} by {size['height']}")
    assert not found, "\n".join(str(each) for each in found)


def check_console(console: Window, where: str) -> None:
    """The large button is there on every device, and beside it what this minute needs."""
    resize(console, PROJECTOR)
    console.wait_for_function(HAS_NEXT)
    over = where.endswith("done") or where == "the end"
    needed = [".kit-next"] if over else [".kit-next", ".seen .strip", "#say-words > *"]
    assert list(find_below(console, needed)) == [], where
    assert console.evaluate(SIDEWAYS) <= 0, where
    resize(console, PHONE)
    assert console.evaluate(WHOLE, ".kit-next"), where
    assert console.evaluate(SIDEWAYS) <= 0, where


def check_phone(phone: Window, where: str) -> None:
    """Nothing runs sideways, nothing lies over a control, and where the focus goes can be seen."""
    for size in PHONES:
        resize(phone, size)
        phone.evaluate("scrollTo(0, 0)")
        assert phone.evaluate(SIDEWAYS) <= 0, (where, size)
        assert find_covered(phone, focused=False) == [], (where, size)
        for place in range(phone.evaluate(COUNT_FIELDS)):
            phone.evaluate(FOCUS, place)
            assert find_covered(phone, focused=True) == [], (where, size)
