"""A whole session in four windows, phase by phase."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from kit.gate.publication import submit
from kit.rehearsal.answers import make_answers
from kit.session.session import Phase, new_seat_token
from kit.store import Store, open_store
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.unseen import SEED
from tests.exercises import code, list_cells, words, write_notebook
from tests.processes import Server

PEOPLE = 16
OpenWindow = Callable[..., Page]

DEFINITION = """\
import kit
exercise = kit.Exercise(
    "small-acts",
    title="Small acts of trust",
    leader=kit.Leader([kit.Text("act", "A small thing a colleague did")]),
    prompts=[
        kit.Choice("kind", "Which act did you see last week?", ["kept their word", "asked for help",
            "owned a mistake", "gave credit", "said a hard thing kindly", "noticed me", "other"]),
        kit.Scale("safe", "How safe is it to say here that something went wrong?",
            low_label="not at all", high_label="very"),
        kit.YesNo("asked", "Did you ask for help last week?"),
        kit.Text("story", "What happened, in one sentence?"),
    ],
)
room = kit.join(exercise)"""
SHEET = """\
## Run-sheet: 20 minutes

| minutes | what | button |
|---|---|---|
| 0-5 | Welcome | |
| 5-8 | The leader goes first | **Open** |
| 8-15 | Everyone answers | **Leader has gone first** |
| 15-20 | Talk | **Close**, **Reveal** |

> Welcome. Take out your phone."""


def write_workshop(folder: Path) -> Path:
    """A folder with an exercise that shows a jar, three pictures and a wall of sentences."""
    cells = list_cells(DEFINITION)
    cells[1] = words(SHEET, "facilitator")
    cells[6:7] = [
        code("kit.MarbleJar(room.results)", "facilitator", "screen"),
        *(
            code(f'kit.Bars(room.results, "{name}")', "facilitator", "screen")
            for name in ("kind", "safe", "asked")
        ),
        code('kit.Sentences(room.results, "story")', "facilitator", "screen"),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_notebook(folder / "small_acts.ipynb", cells)
    write_notebook(folder / "thanks.ipynb")
    return folder


class Scene:
    """One session: the facilitator's window, the screen, two phones; others answer unseen.

    Args:
        server: Serves the workshop.
        data: Its database file.
        open_window: Opens an address in a window of a size.
    """

    def __init__(self, server: Server, data: Path, open_window: OpenWindow) -> None:
        self.store: Store = open_store(str(data))
        self._code = server.code
        self.console = open_window(server.links["facilitator_url"], PROJECTOR)
        self.screen = open_window(server.links["screen_url"], PROJECTOR)
        expect(self.button("Open")).to_be_visible()
        self._tokens = [new_seat_token() for _ in range(PEOPLE - 2)]
        for token in self._tokens:
            self.store.add_seat(self._code, token)
        self.phones = [open_window(server.links["join_url"], PHONE) for _ in range(2)]

    @property
    def windows(self) -> dict[str, Page]:
        """What is looked at, by name."""
        return {"console": self.console, "screen": self.screen, "phone": self.phones[0]}

    def button(self, name: str) -> Locator:
        """A button on the facilitator's page."""
        return self.console.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """Press a button on the facilitator's page."""
        self.button(name).click()

    def join(self) -> None:
        """Both phones take their seats."""
        for phone in self.phones:
            phone.get_by_role("button", name="Join").click()
            expect(phone.get_by_text("The form opens in a moment")).to_be_visible()
        for page in (self.console, self.screen):
            expect(page.get_by_text(f"{PEOPLE} people have joined")).to_be_visible()

    def play(self) -> Iterator[str]:
        """Go through the session; at every stop give the name of where it stands."""
        self.join()
        yield "1-prepare"
        self.console.get_by_label("The leader's name").fill("Ada")
        self.console.get_by_role("textbox", name="A small thing").fill("Ben stayed late for me.")
        self.press("Open")
        expect(self.screen.get_by_text("Ben stayed late for me.")).to_be_visible()
        yield "2-leader"
        self.press("Leader has gone first")
        expect(self.screen.get_by_role("timer")).to_be_visible()
        self._answer(self._tokens[:9])
        self._send(self.phones[1])
        expect(self.screen.get_by_text(f"10 of {PEOPLE} finished")).to_be_visible()
        expect(self.console.get_by_text(f"10 of {PEOPLE} finished")).to_be_visible()
        yield "3-open"
        self._answer(self._tokens[9:])
        self._send(self.phones[0])
        yield "4-open-received"
        self.press("Close")
        expect(self.screen.get_by_text("The round is closed")).to_be_visible()
        expect(self.button("Reveal")).to_be_visible()
        yield "5-closed"
        self.press("Reveal")
        expect(self.screen.get_by_text(f"{PEOPLE} answers").first).to_be_visible()
        expect(self.phones[0].get_by_text(f"{PEOPLE} answers").first).to_be_visible()
        for page in (self.console, self.screen):
            expect(page.locator(".kit-live-chart:has(svg.kit-staged)")).to_have_count(3)
            expect(page.locator(".kit-live-chart svg:not(.kit-staged)")).to_have_count(0)
        yield "6-revealed"
        self.press("Show all")
        expect(self.screen.locator(".kit-text-wall li:visible").first).to_be_visible()
        yield "7-sentences"

    def _answer(self, tokens: list[str]) -> None:
        current = self.store.get_round(self._code)
        assert current.phase is Phase.OPEN
        assert current.exercise is not None
        for token in tokens:
            place = self._tokens.index(token)
            raw = make_answers(current.exercise, random.Random(SEED + place), place)
            submit(self.store, current.id, token, raw)

    def _send(self, phone: Page) -> None:
        phone.get_by_role("radio", name="gave credit").check()
        phone.get_by_role("button", name="Send").click()
        expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
