"""A stop on the wall, on phones and on dashboards; and a result that nobody is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.export.export import build_export, list_files
from kit.gate.publication import submit
from kit.session.session import new_seat_token
from kit.store import Store, open_store
from kit.store.staging import count_submissions
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.dashboard import READ_STAGE, find_below
from tests.browser.people import (
    close_round,
    expect_unseen,
    join,
    open_console,
    open_screen,
    press,
    press_on,
)
from tests.browser.projection import find_everywhere
from tests.browser.windows import resize
from tests.exercises import list_cells, write_notebook
from tests.processes import Server

PAUSE = "A short pause"
PHONE = "There is a short pause."
DRAFT = "half a sentence"
SECRET = "the-blue-door"
DEFINITION = """\
import kit
exercise = kit.Exercise(
    "small-acts",
    prompts=[
        kit.Choice("kind", "Which act?", ["kept their word", "asked for help", "other"]),
        kit.Text("story", "What happened?", max_length=40),
    ],
    timer=20,
)
room = kit.join(exercise)"""
AGENDA = """
[day]
exercises = [
  { notebook = "first.ipynb", minutes = 10 },
  { break = 7, title = "Coffee" },
  { notebook = "second.ipynb", minutes = 10 },
]
"""
# What a hand-made script would say over the socket: a press on the button of the form.
SEND_ALL_THE_SAME = """() => {
  const button = document.querySelector("button.kit-send");
  button.disabled = false;
  button.closest(".kit-away")?.classList.remove("kit-away");
  button.classList.remove("kit-away");
  button.click();
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "workshops"
    folder.mkdir()
    for name in ("first", "second"):
        write_notebook(folder / f"{name}.ipynb", list_cells(DEFINITION))
    (folder / "agenda.toml").write_text(AGENDA, "utf-8")
    return folder


@pytest.fixture
def server(serve: Serve, folder: Path, tmp_path: Path) -> Server:
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


@pytest.fixture
def store(server: Server, tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


def choose(phone: Page, kind: str) -> None:
    phone.get_by_role("radio", name=kind).check()


def stop(console: Page) -> None:
    press(console, "Stop for a moment")


def expect_pause(*screens: Page) -> None:
    for screen in screens:
        expect(screen.get_by_role("heading", name=PAUSE)).to_be_visible()


def let_answer(store: Store, code: str, count: int) -> None:
    """So many others answer, with a sentence that may be shown."""
    current = store.get_round(code)
    for place in range(count):
        token = new_seat_token()
        store.add_seat(code, token)
        said = {"text": f"{SECRET} {place}", "share": True}
        raw = {"kind": [("asked-for-help", "other")[place % 2]], "story": said}
        submit(store, current.id, token, raw)


def test_a_press_stops_everybody_and_a_press_goes_on_with_what_was_there(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    other = open_page(server.links["facilitator_url"], PROJECTOR)
    writing, sent = join(open_page, server), join(open_page, server)
    press(console, "Open")
    choose(sent, "other")
    press(sent, "Send")
    expect(sent.get_by_text("Received")).to_be_visible()
    choose(writing, "asked for help")
    writing.get_by_role("textbox").fill(DRAFT)
    expect(screen.get_by_role("heading", name="Which act?")).to_be_visible()
    expect(screen.get_by_role("timer")).to_contain_text("19:")

    stop(console)
    expect_pause(console, other, screen)
    for page in (console, screen):
        expect(page.get_by_role("heading", name="Which act?")).to_be_hidden()
    for page in (screen, writing, sent):
        expect(page.get_by_role("timer")).to_be_hidden()
    expect(console.get_by_text(re.compile("The timer stands still, with (19|20):"))).to_be_visible()
    for phone in (writing, sent):
        expect(phone.get_by_text(PHONE)).to_be_visible()
        expect(phone.get_by_role("button", name=re.compile("Send|Change"))).to_be_hidden()
    expect(sent.get_by_text("Received. It stays as it is")).to_be_visible()
    expect(writing.get_by_role("textbox")).to_have_value(DRAFT)
    expect(writing.get_by_role("radio", name="asked for help")).to_be_disabled()

    # Whoever loads the page, or comes now, finds it so; and nothing that was written is lost.
    for page in (writing, sent, screen, other):
        page.reload()
    late = join(open_page, server)
    expect_pause(other, screen)
    for phone in (writing, sent, late):
        expect(phone.get_by_text(PHONE)).to_be_visible()
    expect(writing.get_by_role("textbox")).to_have_value(DRAFT)
    expect(writing.get_by_role("radio", name="asked for help")).to_be_checked()

    press(other, "Go on")
    for phone in (writing, late):
        expect_unseen(phone, PHONE)
        expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(sent.get_by_role("button", name="Change my answer")).to_be_visible()
    expect(writing.get_by_role("textbox")).to_have_value(DRAFT)
    expect(writing.get_by_role("textbox")).to_be_editable()
    expect(screen.get_by_role("heading", name="Which act?")).to_be_visible()
    for page in (screen, writing):
        expect(page.get_by_role("timer")).to_be_visible()
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()
    press_on(writing, "Send")
    expect(writing.get_by_text("Received")).to_be_visible()


def test_a_locked_form_is_locked_by_the_server_and_says_that_it_was_not_sent(
    server: Server, open_page: OpenPage, store: Store
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    press(console, "Open")
    choose(phone, "other")
    phone.get_by_role("textbox").fill(DRAFT)
    stop(console)
    expect(phone.get_by_text(PHONE)).to_be_visible()
    phone.evaluate(SEND_ALL_THE_SAME)
    expect(phone.get_by_text("Not sent yet: the pause came first.")).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_value(DRAFT)
    assert count_submissions(store, store.get_round(server.code).id) == 0
    press(console, "Go on")
    expect(phone.get_by_text("Press Send once more.")).to_be_visible()
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()


def test_it_holds_in_every_phase_and_gives_back_the_picture_of_each(
    server: Server, open_page: OpenPage, store: Store
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phone = join(open_page, server)
    steps = {  # the large button, and what the room reads then
        "Open": "Scan the picture",
        "Close": "And 1 more question on your phone.",
        "Reveal": "It goes on in a moment.",
        "Begin the break, 7 minutes": "9 answers",
        "Next exercise: Small acts (second)": "Coffee",
        "": "2 questions on your phone.",
    }
    for step, words in steps.items():
        expect(console.get_by_role("button", name=step or "Open", exact=True)).to_be_visible()
        expect(screen.get_by_text(words).first).to_be_visible()
        before = screen.evaluate(READ_STAGE)
        stop(console)
        expect_pause(console, screen)
        expect(screen.get_by_text(words).first).to_be_hidden()
        expect(phone.get_by_text(PHONE)).to_be_visible()
        console.keyboard.press("j")  # nobody would see it, so nothing is changed
        press(console, "Go on")
        for page in (phone, screen):
            expect_unseen(page, re.compile(PAUSE, re.IGNORECASE))
        expect(screen.get_by_text(words).first).to_be_visible()
        assert screen.evaluate(READ_STAGE) == before
        if step == "Close":
            let_answer(store, server.code, 9)
            close_round(console)
        elif step:
            press(console, step)


def test_by_keys_alone_one_stops_and_one_goes_on(server: Server, open_page: OpenPage) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    press(console, "Open")
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()
    console.keyboard.press("s")
    expect_pause(screen)
    expect(console.locator(".kit-next:not(.kit-away):not([aria-disabled])")).to_have_text("Go on")
    console.keyboard.press("Space")
    expect(screen.get_by_role("heading", name=PAUSE)).to_be_hidden()
    # By Tab and Enter: what stops goes, and what goes on has the focus.
    console.get_by_role("button", name="Stop for a moment").focus()
    console.keyboard.press("Enter")
    on = console.get_by_role("button", name="Go on", exact=True)
    expect(on).to_be_focused()
    expect(console.locator(".kit-next:not(.kit-away):not([aria-disabled])")).to_have_text("Go on")
    console.keyboard.press("Enter")
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_focused()
    expect(screen.get_by_role("heading", name=PAUSE)).to_be_hidden()


def test_a_server_that_comes_back_finds_it_stopped(
    server: Server, serve: Serve, folder: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    press(console, "Open")
    phone.get_by_role("textbox").fill(DRAFT)
    stop(console)
    expect(phone.get_by_text(PHONE)).to_be_visible()
    port = str(server.links["port"])
    server.stop()
    again = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"), "--port", port)
    assert again.code == server.code
    console = open_page(again.links["facilitator_url"], PROJECTOR)
    screen = open_screen(open_page, again)
    expect_pause(console, screen)
    phone.reload()
    expect(phone.get_by_text(PHONE)).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_value(DRAFT)
    press(console, "Go on")
    expect(phone.get_by_role("textbox")).to_be_editable()
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()


def test_the_pause_stands_whole_and_large_at_every_size(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    screen.emulate_media(reduced_motion="reduce")
    stop(console)
    expect_pause(console, screen)
    found = find_everywhere(screen, PAUSE)
    resize(screen, PROJECTOR)
    assert not found, "\n".join(str(each) for each in found)
    assert console.evaluate(READ_STAGE) == screen.evaluate(READ_STAGE)
    assert list(find_below(console, [".kit-next", ".seen .strip"])) == []
    press(console, "Go on")
    expect(console.get_by_role("button", name="Open", exact=True)).to_be_visible()
    assert list(find_below(console, [".kit-stop button", ".kit-next"])) == []


def test_a_result_is_left_unseen_and_no_page_or_file_holds_it(
    server: Server, open_page: OpenPage, store: Store, tmp_path: Path
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    other = open_page(server.links["facilitator_url"], PROJECTOR)
    phone = join(open_page, server)
    press(console, "Open")
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()
    let_answer(store, server.code, 9)
    close_round(console)
    for page in (console, other):
        expect(page.get_by_text(f"{SECRET} 3")).to_be_visible()
    console.get_by_text("Do not show this result").click()
    expect(console.get_by_text("This cannot be undone.")).to_be_visible()
    press(console, "Erase this result")
    for page in (console, screen):
        expect(page.get_by_role("heading", name="This result is not shown")).to_be_visible()
    expect(phone.get_by_text("This result is not shown to anybody")).to_be_visible()
    for page in (console, other):
        expect_unseen(page, "Do not show this result")
        expect(page.get_by_text(f"{SECRET} 3")).to_have_count(0)
    for page in (console, other, screen, phone):
        page.reload()
    for page in (console, other, screen):
        expect(page.get_by_role("heading", name="This result is not shown")).to_be_visible()
    for page in (console, other, screen, phone):
        assert SECRET not in page.content()
        assert "9 answers" not in page.content()
    files = [path for path in tmp_path.glob("kit.db*") if SECRET.encode() in path.read_bytes()]
    assert files == []

    # It goes on as ever, and may be played again.
    press(console, "Begin the break, 7 minutes")
    press(console, "Next exercise: Small acts (second)")
    expect(console.get_by_role("button", name="Open", exact=True)).to_be_visible()
    exported = build_export(store, server.code)
    assert [each["state"] for each in exported["rounds"]] == ["not shown", "not revealed yet"]
    assert SECRET not in json.dumps(exported)
    for content in list_files(exported).values():
        assert SECRET.encode() not in content
    assert SECRET not in server.read_log()
