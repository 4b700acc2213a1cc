"""A grid on a phone, and its rows on screen and dashboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from kit.gate.publication import submit
from kit.session.session import new_seat_token
from kit.store import open_store
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import close_round, join, open_console, open_screen, press, press_on
from tests.browser.windows import resize
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server

DEFINITION = """\
import kit
pulse = kit.read_instrument("edmondson_1999")
places = [f"Place {number}" for number in range(1, 10)]
exercise = kit.Exercise(
    "pulse",
    prompts=[
        pulse.ask("safety", skip="Not my team"),
        kit.Grid("soil", "How is it?", rows=places, steps=["neglected", "patchy", "tended"]),
        kit.Grid("lunch", "And at lunch?", rows=places, steps=["neglected", "patchy", "tended"]),
    ],
)
room = kit.join(exercise)"""
RISK = "It is safe to take a risk on this team."
ASK = "It is difficult to ask other members of this team for help."
ALONE = f"Talk about this one: {RISK}"


def write_pulse(folder: Path) -> Path:
    cells = list_cells(DEFINITION)
    cells[6:7] = [
        code('kit.Rows(room.results, "safety")', "facilitator", "screen"),
        code('kit.Soil(room.results, ["soil", "lunch"])', "facilitator", "screen"),
    ]
    write_notebook(folder / "pulse.ipynb", cells)
    return folder


def start(serve: Serve, open_page: OpenPage, tmp_path: Path) -> tuple[Server, Page, Page]:
    folder = tmp_path / "workshop"
    folder.mkdir()
    data = str(tmp_path / "kit.db")
    server = serve("serve", str(write_pulse(folder)), "--data", data)
    console, phone = open_console(open_page, server), join(open_page, server)
    press(console, "Open")
    expect(find_row(phone, RISK).get_by_role("radio", name="3", exact=True)).to_be_enabled()
    return server, console, phone


def find_row(phone: Page | Locator, words: str) -> Locator:
    return phone.get_by_role("radiogroup", name=words, exact=True)


def find_step(phone: Page | Locator, words: str, step: str) -> Locator:
    return find_row(phone, words).get_by_role("radio", name=step, exact=True)


def find_count(phone: Page, told: str) -> Locator:
    return phone.get_by_role("status").filter(has_text=told)


def test_rows_are_answered_left_out_kept_over_a_reload_and_changed(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    _, _, phone = start(serve, open_page, tmp_path)
    find_step(phone, RISK, "3").check()
    expect(find_count(phone, "1 of 7")).to_be_visible()
    phone.keyboard.press("ArrowRight")
    expect(find_step(phone, RISK, "4")).to_be_checked()
    find_step(phone, ASK, "7 very accurate").check()
    expect(find_count(phone, "2 of 7")).to_be_visible()
    cannot = find_row(phone, ASK).get_by_role("button", name="Cannot say")
    cannot.click()
    expect(cannot).to_have_attribute("aria-pressed", "true")
    expect(find_row(phone, ASK).get_by_role("radio", checked=True)).to_have_count(0)
    expect(find_count(phone, "1 of 7")).to_be_visible()

    phone.reload()
    expect(find_step(phone, RISK, "4")).to_be_checked()
    expect(find_count(phone, "1 of 7")).to_be_visible()
    expect(find_step(phone, RISK, "4")).to_be_enabled()

    press(phone, "Send")
    expect(find_count(phone, "Received")).to_be_visible()
    expect(find_step(phone, RISK, "4")).to_be_disabled()
    press_on(phone, "Change my answer")
    find_step(phone, RISK, "6").check()
    press(phone, "Keep my earlier answer")
    expect(find_step(phone, RISK, "4")).to_be_checked()
    press_on(phone, "Change my answer")
    press(phone, "Not my team")
    expect(find_row(phone, RISK)).to_be_hidden()
    press(phone, "Not my team")
    expect(find_row(phone, RISK).get_by_role("radio", checked=True)).to_have_count(0)
    expect(find_count(phone, "0 of 7")).to_be_visible()


def test_more_than_eight_rows_stand_on_pages_of_their_own(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    _, _, phone = start(serve, open_page, tmp_path)
    soil = phone.get_by_role("group", name="How is it?")
    expect(find_row(soil, "Place 5")).to_be_visible()
    expect(find_row(soil, "Place 6")).to_be_hidden()
    find_step(soil, "Place 5", "tended").check()
    soil.get_by_role("button", name="Next", exact=True).click()
    expect(find_row(soil, "Place 6")).to_be_visible()
    expect(find_row(soil, "Place 5")).to_be_hidden()
    expect(find_step(soil, "Place 6", "neglected")).to_be_focused()
    expect(soil.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    soil.get_by_role("button", name="Back", exact=True).click()
    expect(find_step(soil, "Place 5", "tended")).to_be_checked()


def test_nothing_of_a_grid_is_cut_on_the_narrowest_phone_with_letters_twice_as_large(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    _, _, phone = start(serve, open_page, tmp_path)
    resize(phone, {"width": 320, "height": 640})
    for size in ("100%", "200%"):
        phone.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert phone.evaluate("document.documentElement.scrollWidth") == 320
        cut = phone.locator(".kit-grid-input *").evaluate_all(
            "all => all.filter(each => each.scrollWidth > each.clientWidth + 1"
            " && !each.matches('.kit-unseen, input')"
            " && getComputedStyle(each).display !== 'inline').map(each => each.className)"
        )
        assert cut == []


def test_rows_are_shown_told_and_talked_about_one_by_one(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server, console, phone = start(serve, open_page, tmp_path)
    screen = open_screen(open_page, server)
    find_step(phone, RISK, "7 very accurate").check()
    find_step(phone, ASK, "1 very inaccurate").check()
    press(phone, "Send")
    expect(find_count(phone, "Received")).to_be_visible()
    store = open_store(str(tmp_path / "kit.db"))
    round_id = store.get_round(server.code).id
    for place in range(7):
        token = new_seat_token()
        store.add_seat(server.code, token)
        said = {"take-risk": 7 if place < 3 else 1, "hard-to-ask": 1, "valued": 4}
        places = {"place-1": 3, "place-2": 1 if place < 4 else 3}
        submit(store, round_id, token, {"safety": said, "soil": places, "lunch": {"place-1": 2}})
    store.close()
    close_round(console)
    press(console, "Reveal")

    table = screen.get_by_role("table", name="How accurate is each statement for this team?")
    rows = table.get_by_role("row")
    expect(rows).to_have_count(3)  # those of the first page
    headline = "On the first line some answers are low, some are high."
    expect(screen.get_by_text(headline)).to_be_visible()
    expect(rows.first).to_contain_text("4 low, 0 in the middle, 4 high; far apart")
    expect(rows.filter(has_text=ASK)).to_contain_text("less is safer")
    told = phone.get_by_role("row").filter(has_text=ASK)
    expect(told).to_contain_text("8 low, 0 in the middle, 0 high; close together")
    expect(phone.get_by_text("7 to 8 answers to these lines")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    narrowest = phone.locator(".kit-lines th").evaluate_all("all => all.map(e => e.clientWidth)")
    assert min(narrowest) > 100

    console.get_by_role("button", name=ALONE, exact=True).click()
    alone = screen.get_by_role("heading", name=RISK, exact=True)
    expect(alone).to_be_visible()
    expect(table).to_be_hidden()
    expect(console.locator(".stage").get_by_role("heading", name=RISK, exact=True)).to_be_visible()
    lines = console.get_by_role("group", name="Lines to read aloud").get_by_role("heading")
    expect(lines.first).to_have_text(RISK)
    console.get_by_role("button", name="Back to all lines", exact=True).click()
    expect(table).to_be_visible()
    expect(alone).to_be_hidden()

    soil = screen.get_by_role("table", name="9 conditions in 2 places")
    for _ in range(20):
        if soil.is_visible():
            break
        screen.keyboard.press("ArrowRight")
    expect(
        soil.get_by_role("row", name="Place 2 neglected, far apart Not enough answers")
    ).to_be_visible()
    for _ in range(20):
        if console.locator(".kit-soil-table").is_visible():
            break
        console.keyboard.press("ArrowRight")
    console.get_by_role(
        "button", name="Talk about this one: Place 2 How is it?", exact=True
    ).click()
    square = screen.get_by_role("heading", name="Place 2", exact=True)
    expect(square).to_be_visible()
    expect(soil).to_be_hidden()
    expect(lines.first).to_have_text("Place 2")
    console.get_by_role("button", name="Back to all of them", exact=True).click()
    expect(soil).to_be_visible()
    expect(square).to_be_hidden()
