"""What holds on every page wherever an exercise stands: each rule finds what breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from playwright.sync_api import Page, expect

from kit.server.handlers.templates import spell_host
from tests.browser.conftest import PROJECTOR, Hall, OpenPage, begin_session, wait_for_room
from tests.browser.dashboard import CARDS, find_below, find_marker_fault, list_needed
from tests.browser.drawn import find_disproportion
from tests.browser.novelty import Eyes
from tests.browser.numbers import find_differences
from tests.browser.people import press
from tests.browser.phone import (
    SIDEWAYS,
    find_covered,
    find_covered_in_turn,
    find_missed_result,
    find_untrue,
    wait_until_in_window,
)
from tests.browser.projection import LONG, MARK, NUMBERS, SPELL, find_everywhere
from tests.browser.unseen import play_last_time
from tests.browser.walk import Stop, Walk
from tests.browser.windows import resize
from tests.places import WORKSHOPS
from tests.processes import Server

Rule = Callable[[Walk, Stop, Eyes], Iterable[str]]
DIGITS = re.compile(r"\d+|\b[A-Z]{4} [A-Z]{4}\b")  # counts, times and codes change no letters' size
FIRST = "welcome"  # here the band is looked at with every kind of address; it is the same elsewhere
BANDS = {"long": (LONG, True), "short": ("", False), "numbers": (NUMBERS, True)}


def play(hall: Hall, open_page: OpenPage, name: str) -> list[str]:
    """Play an exercise of a team that has played it before; gives everything that breaks a rule."""
    follows = play_last_time(hall.store, WORKSHOPS / f"{name}.ipynb")
    server = begin_session(hall.server, f"only:{name}.ipynb", follows)
    walk, eyes = Walk(server, hall.store, open_page, name), Eyes(hall.seen)
    found = [each for stop in walk.play() for each in find_faults(walk, stop, eyes)]
    report = walk.console.context.new_page()
    found += find_differences(server, walk.screen, walk.phones["sent"], report)
    found += [f"report: {each}" for each in eyes.find_violations(report, "report")]
    return found + list(end(walk, server, eyes))


def end(walk: Walk, server: Server, eyes: Eyes) -> Iterator[str]:
    """The large button leads to the end of the session, and phones say so."""
    press(walk.console, "End the session")
    yield from eyes.find_violations(walk.console, "end")
    press(walk.console, "End this session")
    for phone in walk.phones.values():
        expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    yield from eyes.find_violations(walk.phones["sent"], "ended")
    wait_for_room(server)


def find_faults(walk: Walk, stop: Stop, eyes: Eyes) -> list[str]:
    """Everything that breaks a rule where the walk stands, each with the place."""
    found = [each for rule in RULES for each in rule(walk, stop, eyes)]
    for name, page in {"console": walk.console, "screen": walk.screen, **walk.phones}.items():
        kind = "phone" if name in walk.phones else name
        found += [f"{name}: {each}" for each in eyes.find_violations(page, kind)]
    return [f"{stop}: {each}" for each in found]


def stand_whole_and_large(walk: Walk, stop: Stop, eyes: Eyes) -> Iterator[str]:
    """On the screen nothing is cut, covered or small, and all of it grows with the window."""
    if stop.step in ("filled", "signed"):
        return
    page = walk.screen
    if not eyes.is_new("screen", DIGITS.sub("", page.inner_text("body"))):
        return
    own = page.locator(".band .address").inner_html()

    def put_on(link: str, marked: bool) -> None:
        page.evaluate(SPELL, str(spell_host(link)) if link else own)
        page.evaluate(MARK, marked)

    everywhere = stop.exercise == FIRST and not stop.step
    bands = BANDS if everywhere else {"long": BANDS["long"]}
    dresses = {f"{band} address": partial(put_on, *each) for band, each in bands.items()}
    yield from (f"screen: {each}" for each in find_everywhere(page, "", dresses))
    put_on("", False)
    resize(page, PROJECTOR)


def show_the_same(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """Dashboard and screen show the same page of the same picture, and keep it for part two."""
    yield from walk.disagreement
    if stop.part and stop.phase == "open" and not walk.screen.locator(".stage.pictured").count():
        yield "screen: nothing of part one is left on it"


def have_this_minute_in_the_window(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """The facilitator's page shows what this minute needs, on a tablet and on a laptop."""
    if stop.step not in ("", "sent", "one line"):
        return
    needed = list_needed(walk.console, stop.phase)
    speaks = (
        stop.phase == "open" and not walk.console.locator(CARDS).locator("visible=true").count()
    )
    below = find_below(walk.console, needed, speaks=speaks)
    yield from (f"console: {each}" for each in below)


def mark_the_row_of_the_button(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """The run-sheet's marker follows the phase."""
    if stop.button and not stop.step and stop.phase != "done":
        yield from (f"console: {each}" for each in find_marker_fault(walk.console, stop.button))


def leave_every_field_free(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """On a phone nothing runs sideways, and nothing lies over what is written into or pressed."""
    for who, phone in walk.phones.items():
        if phone.evaluate(SIDEWAYS) > 0:
            yield f"{who}: the page runs sideways"
        if stop.phase != "open" or stop.step not in ("", "filled"):
            continue
        if not stop.step:
            phone.evaluate("scrollTo(0, 0)")
            yield from (f"{who}: {each}" for each in find_covered(phone, focused=False))
        if not stop.step or who != "silent":
            yield from (f"{who}: {each}" for each in find_covered_in_turn(phone))


def bring_what_is_new_into_the_window(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """A receipt stands where the finger is, a result where the eyes are."""
    told = {"sent": "Received", "signed": "Signed."}.get(stop.step)
    if told:
        wait_until_in_window(walk.phones["sent"].get_by_role("status").filter(has_text=told))
    if stop.phase == "revealed" and not stop.step:
        for who, phone in walk.phones.items():
            if who != "late":
                yield from (f"{who}: {each}" for each in find_missed_result(phone))


def say_what_is_true(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """Every phone reads what holds for it in this phase."""
    if stop.step in ("", "sent"):
        for who, phone in walk.phones.items():
            yield from find_untrue(phone, who, stop.phase)


def draw_in_proportion(walk: Walk, stop: Stop, _eyes: Eyes) -> Iterator[str]:
    """Whatever is drawn of a number is as long, as high or as many as the number is large."""
    if stop.phase != "revealed":
        return
    pages: dict[str, Page] = {"console": walk.console, "screen": walk.screen}
    if not stop.step:
        pages["phone"] = walk.phones["sent"]
    for name, page in pages.items():
        yield from (f"{name}: {each}" for each in find_disproportion(page))


RULES: tuple[Rule, ...] = (
    show_the_same,
    stand_whole_and_large,
    have_this_minute_in_the_window,
    mark_the_row_of_the_button,
    bring_what_is_new_into_the_window,
    leave_every_field_free,
    say_what_is_true,
    draw_in_proportion,
)
