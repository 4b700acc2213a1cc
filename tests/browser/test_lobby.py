"""The lobby: what the room sees first, how it goes, and how it comes back for late comers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from kit.session.session import CODE_LETTERS, new_seat_token
from kit.store import Store, open_store
from tests.browser.conftest import PHONE, PROJECTOR, OpenPage, Serve, end_session
from tests.browser.people import open_console, press
from tests.browser.projection import SIZES
from tests.browser.scenes import write_workshop
from tests.browser.windows import resize
from tests.processes import Server

TRIES = 300  # a tenth of a second each, for a page to look twice for its server
MEASURE_LETTER = """(half, letter) => {
  half.textContent = letter.repeat(4);
  return half.getBoundingClientRect().width;
}"""
UNIT = 12.8  # pixels of a hundredth of the projector's width
WELCOME = "Good to have you here."
AGENDA = """\
[small]
welcome = "Nice that you <b>came</b>."
exercises = [{ notebook = "small_acts.ipynb" }, { notebook = "thanks.ipynb" }]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lobby")


@pytest.fixture(scope="module")
def house(folder: Path) -> Iterator[Server]:
    given = ("serve", str(write_workshop(folder / "workshop")), "--data", str(folder / "kit.db"))
    house = Server(*given, "--host", "127.0.0.1", "--port", "0", log=folder / "server.log")
    end_session(house)
    yield house
    house.stop()


@pytest.fixture(scope="module")
def offer() -> str:
    return "agenda:"


@pytest.fixture
def store(server: Server, folder: Path) -> Iterator[Store]:
    store = open_store(str(folder / "kit.db"))
    yield store
    store.close()


ENDS = """() => {
  const letters = document.createRange();
  letters.selectNodeContents(document.querySelector(".band .code"));
  return [letters.getBoundingClientRect().right,
    document.querySelector(".band .qr").getBoundingClientRect().left];
}"""


def open_screen(open_page: OpenPage, server: Server) -> Page:
    screen = open_page(server.links["screen_url"], PROJECTOR)
    expect(screen.locator(".kit-stage-bar")).to_be_attached()
    return screen


def check_lobby(screen: Page, *, shown: bool) -> None:
    """The lobby is there and large, or the band is there and small; the code once, either way."""
    expect(screen.get_by_role("heading", level=1)).to_be_visible(visible=shown)
    expect(screen.get_by_text("Answers carry no names.")).to_be_visible(visible=shown)
    for text in ("Join at", "Session code", screen.url.rsplit("/", 1)[1]):
        expect(screen.get_by_text(text)).to_be_visible()
    qr = screen.get_by_role("img", name="QR picture of the join address").bounding_box()
    assert qr is not None
    assert (qr["width"] > 29 * UNIT) == shown
    assert qr["width"] == pytest.approx(qr["height"], abs=1)


def test_the_room_is_welcomed_in_the_facilitators_words(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = write_workshop(tmp_path / "workshop")
    folder.joinpath("agenda.toml").write_text(AGENDA, "utf-8")
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    screen = open_screen(open_page, server)
    check_lobby(screen, shown=True)
    expect(screen.get_by_role("heading", name="Nice that you <b>came</b>.")).to_be_visible()
    expect(screen.get_by_text("Shown only if 5 or more answer.")).to_be_visible()
    code = screen.locator(".kit-code").bounding_box()
    assert code is not None
    assert code["height"] > 7 * UNIT
    assert "Workshop" not in screen.inner_text("body")  # the session's own title


def test_every_code_is_as_wide_as_any_other(server: Server, open_page: OpenPage) -> None:
    screen = open_screen(open_page, server)
    check_lobby(screen, shown=True)
    half = screen.locator(".kit-code > span").first
    widths = [half.evaluate(MEASURE_LETTER, letter) for letter in CODE_LETTERS]
    assert max(widths) - min(widths) < 0.01 * max(widths)


def test_a_crowd_is_shown_from_eight_on_and_nobody_is_seen_to_come_before(
    server: Server, store: Store, open_page: OpenPage
) -> None:
    seen = []
    screen = open_screen(open_page, server)
    for _ in range(8):
        store.add_seat(server.code, new_seat_token())
        screen.reload()
        expect(screen.locator(".kit-progress")).to_have_text(re.compile("Some are here|8 people"))
        seen.append((screen.inner_text("body"), screen.locator(".kit-shelf i").count()))
    assert len(set(seen[:7])) == 1
    assert seen[0][1] == 0
    assert seen[7][1] == 8
    expect(screen.get_by_text("8 people have joined")).to_be_visible()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_lobby_shrinks_into_the_band_when_the_exercise_begins(
    server: Server, open_page: OpenPage, motion: str
) -> None:
    console = open_console(open_page, server)
    screen = open_page(
        server.links["screen_url"],
        PROJECTOR,
        lambda page: page.emulate_media(reduced_motion=motion),
    )
    check_lobby(screen, shown=True)
    press(console, "Open")
    expect(screen.get_by_text("The leader goes first.")).to_be_visible()
    check_lobby(screen, shown=False)
    expect(screen.get_by_role("heading", name="A small thing a colleague did")).to_be_visible()
    press(console, "Leader has gone first")
    expect(screen.get_by_role("heading", name="Which act did you see")).to_be_visible()
    screen.reload()
    expect(screen.get_by_role("timer")).to_be_visible()
    check_lobby(screen, shown=False)


def test_one_key_brings_the_join_picture_back_and_puts_it_away(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    screen, other = (open_screen(open_page, server) for _ in range(2))
    for page in (screen, console):  # too early: it is there, and goes when the exercise begins
        page.keyboard.press("j")
        check_lobby(screen, shown=True)
    press(console, "Open")
    press(console, "Leader has gone first")
    for page in (screen, other):
        expect(page.get_by_role("timer")).to_be_visible()
        check_lobby(page, shown=False)

    # On a screen, for that screen alone.
    screen.keyboard.press("j")
    check_lobby(screen, shown=True)
    check_lobby(other, shown=False)
    expect(screen.get_by_role("timer")).to_be_visible()
    expect(screen.get_by_role("heading", name="Which act did you see")).to_be_hidden()
    screen.keyboard.press("j")
    check_lobby(screen, shown=False)

    # On the facilitator's page, for all; whoever loads a screen anew sees what the others see.
    console.keyboard.press("j")
    for page in (screen, other):
        check_lobby(page, shown=True)
    other.reload()
    check_lobby(other, shown=True)
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()
    console.keyboard.press("j")
    for page in (screen, other):
        check_lobby(page, shown=False)
        expect(page.get_by_role("heading", name="Which act did you see")).to_be_visible()

    # Where somebody writes, J is a letter.
    press(console, "Keys")
    console.keyboard.press("j")
    console.keyboard.press("Escape")
    check_lobby(screen, shown=False)


@pytest.mark.parametrize("missing", ["voila-*.js", "voila-*.css"])
@pytest.mark.parametrize("kind", ["screen_url", "facilitator_url"])
def test_a_page_whose_files_do_not_come_loads_itself_again(
    server: Server, open_page: OpenPage, missing: str, kind: str
) -> None:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort("connectionrefused")

    def break_once(page: Page) -> None:
        # Twice: the page looks whether the server is there again, and at first it is not.
        page.route(f"**/{missing}", refuse, times=2)

    page = open_page(server.links[kind], PROJECTOR, break_once)
    shown = page.locator(".kit-stage-bar, .kit-console").first
    for _ in range(TRIES):  # without its sheet the page has its words all the same, until then
        if len(refused) == 2:
            break
        page.wait_for_timeout(100)
    assert len(refused) == 2
    expect(shown).to_be_visible()


@pytest.mark.parametrize("code", ["BCDF GHJK", "WMWM WMWM"])
def test_a_code_of_any_letters_keeps_clear_of_the_picture(
    server: Server, open_page: OpenPage, code: str
) -> None:
    screen = open_screen(open_page, server)
    screen.locator(".band .code").evaluate("(code, words) => { code.textContent = words; }", code)
    resize(screen, PHONE)  # what is written anew is measured with the next size
    for size in SIZES:
        resize(screen, size)
        if size["width"] > size["height"]:
            end, picture = screen.evaluate(ENDS)
            assert end <= picture, size
