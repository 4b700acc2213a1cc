"""Everything that anybody can see, in rooms of several sizes, held against what the rules allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, WebSocket, expect

from tests.browser.conftest import PHONE, PROJECTOR, OpenPage, Serve
from tests.browser.people import close_round, expect_unseen, press
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server

DEFINITION = """\
import kit
exercise = kit.Exercise(
    "small-acts",
    policy=kit.AnonymityPolicy(k={k}, reveal="{reveal}"),
    timer=None,
    prompts=[
        kit.Choice("kind", "Which act?", ["kept their word", "asked for help", "other"]),
        kit.Scale("safe", "How safe is it here?", low_label="not at all", high_label="very"),
        kit.Text("story", "What happened?"),
    ],
)
room = kit.join(exercise)"""
MARK = "the blue door"  # in every sentence, so that one search finds them all
PROGRESS = re.compile(  # how far the room is, and what follows from that number for the close
    r"Some have not finished|Most of \d+ finished|Everyone finished|\d+ of \d+ finished"
    r"|^Closing now shows no result|^No sentence is shown"
    r"|^Each question takes|^Sentences are shown only|^More about this$"
)
TOO_FEW = "Not enough answers to protect you"


class Room:
    """A served notebook, one facilitator, one screen, and phones with every frame they got."""

    def __init__(self, server: Server, open_page: OpenPage, people: int) -> None:
        self.frames: dict[Page, list[str]] = {}
        self.console, self.screen = (
            self._open(open_page, server, address, PROJECTOR)
            for address in ("facilitator_url", "screen_url")
        )
        expect(self.console.get_by_role("button", name="Open", exact=True)).to_be_visible()
        self.phones = [self._open(open_page, server, "join_url") for _ in range(people)]
        for phone in self.phones:
            press(phone, "Join")
        for phone in self.phones:
            expect(phone.get_by_text("The form opens in a moment")).to_be_visible()
        expect(self.console.get_by_text(f"{people} people have joined")).to_be_visible()
        crowd = f"{people} people have joined" if people > 7 else "Some are here"
        expect(self.screen.get_by_text(crowd)).to_be_visible()

    def _open(
        self, open_page: OpenPage, server: Server, address: str, size: ViewportSize = PHONE
    ) -> Page:
        frames: list[str] = []

        def hear(line: WebSocket) -> None:
            line.on("framereceived", lambda frame: frames.append(str(frame)))

        page = open_page(server.links[address], size, lambda page: page.on("websocket", hear))
        self.frames[page] = frames
        return page

    @property
    def pages(self) -> list[Page]:
        return [self.console, self.screen, *self.phones]

    def read(self) -> dict[Page, list[str]]:
        """The lines of every page, without those that only say how far the room is."""
        return {page: read_lines(page) for page in self.pages}

    def find_marks(self, *, beside: Sequence[Page] = ()) -> list[int]:
        """Places of pages that hold somebody else's sentence, or were ever told it."""
        return [
            place
            for place, page in enumerate(self.pages)
            if page not in beside
            and (MARK in page.content() or any(MARK in frame for frame in self.frames[page]))
        ]


def read_lines(page: Page) -> list[str]:
    lines = [line.strip() for line in page.locator("body").inner_text().splitlines()]
    return [line for line in lines if line and not PROGRESS.search(line)]


def answer(phone: Page, place: int) -> None:
    """Fill the form in one go, and send it."""
    phone.evaluate(
        """([kind, step, words]) => {
            const radios = [...document.querySelectorAll("input[type=radio]")];
            radios[kind].click();
            radios[3 + step].click();
            const story = document.querySelector("textarea, input[type=text]");
            story.value = words;
            story.dispatchEvent(new Event("input", { bubbles: true }));
            document.querySelector("input[type=checkbox]").click();
        }""",
        [place % 3, place % 5, f"{MARK}, number {place}"],
    )
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()


def start(serve: Serve, tmp_path: Path, reveal: str) -> Server:
    cells = list_cells(DEFINITION.format(reveal=reveal, k=4 if reveal == "live" else 5))
    cells[7:7] = [
        code('kit.Bars(room.results, "safe")', "facilitator", "screen"),
        code('kit.Sentences(room.results, "story")', "facilitator", "screen"),
    ]
    folder = tmp_path / "workshop"
    folder.mkdir()
    write_notebook(folder / "small_acts.ipynb", cells)
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def describe_progress(finished: int, people: int) -> str:
    if people > 7:
        return f"{finished} of {people} finished"
    if finished == people:
        return "Everyone finished"
    return f"Most of {people} finished" if 2 * finished > people else "Some have not finished"


# The fewest for each fineness, and one person fewer than any result takes.
@pytest.mark.parametrize("people", [4, 5, 8, 15])
def test_nothing_is_seen_that_the_rules_do_not_allow(
    serve: Serve, open_page: OpenPage, tmp_path: Path, people: int
) -> None:
    room = Room(start(serve, tmp_path, "sealed"), open_page, people)
    press(room.console, "Open")
    for phone in room.phones:
        expect(phone.get_by_role("button", name="Send")).to_be_visible()
    expect(room.screen.get_by_text("Answer on your phone")).to_be_visible()
    expect(room.screen.get_by_text(describe_progress(0, people))).to_be_visible()
    expect(room.console.get_by_text("Now: Open")).to_be_attached()
    expect(room.console.get_by_text("And 2 more questions on your phone")).to_be_visible()
    quiet = room.read()

    # One after the other: nothing moves anywhere but on the own phone, and the count.
    for place, phone in enumerate(room.phones):
        answer(phone, place)
        told = describe_progress(place + 1, people)
        for page in (room.screen, room.console):
            expect(page.get_by_text(told)).to_be_visible()
        if place in (0, 1, people - 2, people - 1):
            check_quiet(room, quiet, room.phones[: place + 1])

    # Closed: the facilitator alone has the result, and the sentences there are enough of.
    close_round(room.console)
    for phone in room.phones:
        expect(phone.get_by_text("The round is closed. It goes on here")).to_be_visible()
    expect(room.screen.get_by_text("The round is closed")).to_be_visible()
    assert room.find_marks(beside=[room.console, *room.phones]) == []
    assert all(MARK not in phone.content() for phone in room.phones)
    shown = people >= 8
    expect(room.console.get_by_role("listitem").filter(has_text=MARK)).to_have_count(
        people if shown else 0
    )
    if shown:
        press(room.console, "Show all")

    # Revealed: as fine as this many answers allow.
    press(room.console, "Reveal")
    for page in room.pages[1:]:
        if people < 5:
            expect(page.get_by_text(TOO_FEW).first).to_be_visible()
        else:
            expect(find_shown(page, f"{people} answers")).to_be_visible()
    for phone in room.phones:
        check_phone(phone, people)
        expect(find_shown(phone, MARK)).to_have_count(int(shown))
    expect(find_shown(room.screen, MARK)).to_have_count(int(shown))


def find_shown(page: Page, text: str) -> Locator:
    return page.get_by_text(text).locator("visible=true").first


def check_quiet(room: Room, quiet: dict[Page, list[str]], answered: list[Page]) -> None:
    """Hold every page but those that have answered against what it showed before."""
    after = room.read()
    for page in room.pages:
        assert page in answered or after[page] == quiet[page]
    assert room.find_marks(beside=answered) == []


def check_phone(phone: Page, people: int) -> None:
    """Hold the fineness of what a phone shows against the number of people."""
    words = phone.locator("body").inner_text()
    fineness = {
        "nothing": TOO_FEW in words,
        "band": "The centre of the answers is" in words,
        "buckets": "Low: 1 to 2" in words,
        "full": "1 not at all" in words,
    }
    expected = ["nothing", "band", "buckets", "full"][sum(people >= n for n in (5, 8, 15))]
    assert [name for name, found in fineness.items() if found] == [expected]
    counts = [sum(place % 3 == kind for place in range(people)) for kind in range(3)]
    if people >= 5:
        told = re.findall(r"\d+", phone.locator("table").first.inner_text())
        assert sorted(told) == sorted(str(count) for count in counts)


def test_a_live_picture_moves_by_whole_batches(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    room = Room(start(serve, tmp_path, "live"), open_page, 14)
    expect(room.console.get_by_text("Enter how many people are here")).to_be_visible()
    expect(room.console.get_by_label("People in the room")).to_be_hidden()
    room.console.get_by_role("link", name="Enter the number").click()
    field = room.console.get_by_label("People in the room")
    expect(field).to_be_focused()
    field.fill("14")
    field.press("Tab")
    for words in ("Enter how many people are here", "Enter the number"):
        expect_unseen(room.console, words)
    press(room.console, "Open")
    for phone in room.phones:
        expect(phone.get_by_role("button", name="Send")).to_be_visible()
    pictures = []
    for place, phone in enumerate(room.phones[:10]):
        answer(phone, place)
        expect(room.screen.get_by_text(f"{place + 1} of 14 finished")).to_be_visible()
        shown = 4 * ((place + 1) // 4)
        if shown:
            expect(room.screen.get_by_text(f"{shown} answers").first).to_be_visible()
        pictures.append(read_lines(room.screen))
        assert room.find_marks(beside=room.phones[: place + 1]) == []
    # The screen has shown three pictures: none, of four and of eight answers. The fourth and the
    # eighth answer set it in motion.
    assert pictures[:3] == pictures[:1] * 3
    assert pictures[4:7] == pictures[4:5] * 3
    assert pictures[8:] == pictures[8:9] * 2
    assert pictures[0] != pictures[4] != pictures[8]

    # What has been shown cannot be changed any more; the last two still can.
    for phone, fixed in ((room.phones[0], True), (room.phones[9], False)):
        phone.reload()
        expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
        change = phone.get_by_role("button", name="Change my answer")
        expect(change).to_be_hidden() if fixed else expect(change).to_be_visible()

    close_round(room.console)
    press(room.console, "Reveal")
    for page in room.pages[1:]:
        expect(find_shown(page, "shown 8 of 10")).to_be_visible()
