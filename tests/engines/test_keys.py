"""Everything by keys alone: the facilitator's, and those of a person who has no pointer."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import select

from kit.forms.form import PAUSE
from kit.store import Store
from kit.store.schema import staged
from tests.browser.scenes import write_workshop
from tests.engines.conftest import PROJECTOR, OpenWindow
from tests.engines.engines import (
    ARROW_LEFT,
    ARROW_RIGHT,
    ARROW_UP,
    BACK_TAB,
    ENTER,
    ESCAPE,
    PAGE_DOWN,
    SPACE,
    TAB,
)
from tests.engines.people import let_others_answer, serve, serve_folder
from tests.exercises import code, list_cells, write_notebook
from tests.store.sample import add_seats

ACT, SAFE = "Which act did you see last week?", "How safe is it to say here"
HAS_BUTTON = """
const button = document.querySelector(".kit-next:not(.kit-away)");
return button?.textContent === arguments[0] && button.getAttribute("aria-disabled") !== "true";
"""
HAS_PICTURE = """
return [...document.querySelectorAll("main figure")].some((each) =>
  each.checkVisibility() && each.textContent.includes(arguments[0]));
"""
HAS_NAME = "return document.activeElement.ariaLabel === arguments[0];"
HAS_FOCUS = "return document.activeElement.textContent === arguments[0];"
HAS_LIST = "return document.getElementById('keys').open === arguments[0];"
HAS_LOBBY = "return document.body.classList.contains('lobby') === arguments[0];"


def test_the_facilitators_keys_press_turn_show_and_list(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    with serve_folder(write_workshop(tmp_path / "workshop")) as (server, store):
        screen = open_window(server.links["screen_url"], PROJECTOR)
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.wait(HAS_BUTTON, "Open")
        console.strike("?")
        console.wait(HAS_LIST, True)
        console.strike(ESCAPE)
        console.wait(HAS_LIST, False)
        console.strike(SPACE)
        console.wait(HAS_BUTTON, "Leader has gone first")
        for shown in (True, False):
            screen.wait(HAS_LOBBY, not shown)
            console.strike("j")
            screen.wait(HAS_LOBBY, shown)
        console.strike(SPACE)
        console.wait(HAS_BUTTON, "Close")
        let_others_answer(store, server.code)
        console.strike(SPACE)
        console.wait(HAS_BUTTON, "Reveal")
        console.strike(SPACE)
        for window in (console, screen):
            window.wait(HAS_PICTURE, ACT)
        console.strike(ARROW_RIGHT)
        for window in (console, screen):
            window.wait(HAS_PICTURE, SAFE)
        console.strike(ARROW_LEFT)
        for window in (console, screen):
            window.wait(HAS_PICTURE, ACT)
        screen.strike(PAGE_DOWN)  # as a presenter does, for that screen alone
        screen.wait(HAS_PICTURE, SAFE)
        console.wait(HAS_PICTURE, ACT)


DEFINITION = """\
import kit
exercise = kit.Exercise(
    "forms",
    prompts=[
        kit.Choice("acts", "Which acts?", ["kept a word", "asked for help"], max_choices=2),
        kit.Scale("safe", "How safe?", low_label="not at all", high_label="very"),
        kit.Grid("soil", "How is it?", rows=["time", "tools"], steps=["poor", "fair", "rich"]),
        kit.Dots("dots", "What matters most?", ["rest", "talk"]),
        kit.YesNo("quiet", "Did you keep quiet?", randomised=True),
        kit.Text("story", "What happened?", max_length=40, may_be_shown=False),
    ],
    notes=[
        kit.SignedNote(
            "tending",
            "What we tend",
            fields=[
                kit.Text("what", "We will", max_length=60),
                kit.Choice("kind", "Of which kind?", ["time", "tools"]),
            ],
        ),
    ],
)
room = kit.join(exercise)"""
MIRROR = "I did what I said."


def test_a_person_without_a_pointer_fills_every_kind_of_question(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    cells = list_cells(DEFINITION)
    cells[4:4] = [
        code(f"room.mirror([{MIRROR!r}, 'I listened.', 'I asked.'])", "participant"),
        code('room.notes("tending")', "participant"),
    ]
    cells[8] = code('kit.Bars(room.results, "acts")', "facilitator", "screen")
    write_notebook(workshop / "forms.ipynb", cells)
    with serve_folder(workshop) as (server, store):
        phone = open_window(server.links["join_url"])
        phone.reach("Join")
        phone.strike(ENTER)
        add_seats(store, server.code, 30)  # so many that a coin is thrown
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        phone.wait("return document.querySelector('.kit-send:not(:disabled)');", "the form")

        phone.reach(MIRROR)
        phone.strike(ARROW_RIGHT, ARROW_RIGHT)
        phone.wait("return document.activeElement.ariaValueText === arguments[0];", "7 of 10")
        phone.reach("We will")
        phone.strike(*"greet")
        phone.reach("time")
        phone.strike(SPACE, ARROW_RIGHT)
        phone.reach("Sign")
        phone.strike(SPACE)
        phone.see("Signed.")

        phone.reach("kept a word")
        phone.strike(SPACE)
        phone.reach("1 not at all")
        phone.strike(SPACE, ARROW_RIGHT, ARROW_RIGHT)
        for step in ("poor", "poor"):
            phone.reach(step)
            phone.strike(SPACE, ARROW_RIGHT)
        phone.reach("One dot more: talk")
        phone.strike(SPACE, ENTER, ENTER)
        phone.reach("Try it")
        phone.strike(SPACE)
        phone.see("That was an example")
        phone.reach("Yes")
        phone.strike(SPACE)
        phone.reach("What happened?")
        phone.strike(*"calm")
        phone.reach("Send")
        phone.strike(SPACE)
        phone.see("Received")
        assert read_staged(store) == {
            "acts": ["kept-a-word"],
            "safe": 3,
            "soil": {"time": 2, "tools": 2},
            "dots": ["talk"] * 3,
            "story": {"text": "calm", "share": False},
        }
        phone.wait(HAS_FOCUS, "Change my answer")  # the focus is where it was
        time.sleep(PAUSE)  # a press that comes sooner is taken for the second of two
        phone.strike(ENTER)
        phone.see("Not sent yet")


def test_an_energy_map_is_laid_out_by_keys(open_window: OpenWindow, tmp_path: Path) -> None:
    with serve(tmp_path, "job_crafting") as (server, store):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        console.press_on("Leader has gone first")
        phone.wait("return document.querySelector('.kit-send:not(:disabled)');", "the form")
        phone.reach("A task")
        for task in ("mail", "talk", "plan"):
            phone.strike(*task, ENTER)  # the focus stays, for the next one
        phone.reach("mail, medium, neutral")
        phone.strike(ARROW_RIGHT, ARROW_UP)
        phone.wait(HAS_NAME, "mail, large, drains energy")
        phone.strike(ENTER)
        phone.reach("Large")
        phone.strike(ARROW_LEFT)
        phone.reach("Done")
        phone.strike(SPACE)
        phone.wait(HAS_NAME, "mail, medium, drains energy")
        phone.reach("Send")
        phone.strike(SPACE)
        phone.see("Received")
        assert read_staged(store)["energy"] == [0, 30, 0, 30]


def test_a_card_is_signed_and_taken_back_by_keys(open_window: OpenWindow, tmp_path: Path) -> None:
    with serve(tmp_path, "commitments") as (server, store):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        phone.see("I or we will")
        for name in ("I or we will", "when", "will notice", "Your name"):
            phone.reach(name)
            phone.strike(*"ask")
        phone.reach("Sign")
        phone.strike(SPACE)
        phone.see("Signed.")
        assert len(store.list_commitments(server.code)) == 1
        phone.wait(HAS_FOCUS, "Write another card")
        phone.reach("Take back", BACK_TAB)
        phone.strike(SPACE)
        phone.see("Taken back.")
        phone.strike(TAB)  # what had the focus is gone: it goes on from there
        phone.wait(HAS_FOCUS, "Write another card")


def read_staged(store: Store) -> dict[str, object]:
    """The one answer that the database holds, without what a coin has decided."""
    with store.database.read() as connection:
        (payload,) = connection.execute(select(staged.c.payload)).scalars()
    return {name: said for name, said in payload.items() if name != "quiet"}
