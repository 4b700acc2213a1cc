"""One exercise, played to its end before windows of every kind, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from playwright.sync_api import Locator, Page, ViewportSize, expect

from kit.exercise.exercise import Exercise
from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase
from kit.store import Store
from tests.browser.conftest import PROJECTOR
from tests.browser.dashboard import find_disagreement
from tests.browser.people import (
    CARD,
    close_round,
    expect_unseen,
    fill_form,
    press,
    press_on,
    send,
)
from tests.browser.phone import SIZES as PHONES
from tests.browser.unseen import PEOPLE, Unseen
from tests.processes import Server

# By the file that plays them: a worker has a file to itself.
EXERCISES: Final = {
    "arriving": ("welcome", "marble_jar", "check_out"),
    "team": ("safety_pulse", "trust_behaviours", "trust_conditions", "learning_ground"),
    "talk": ("mistake_sharing", "job_crafting", "clear_intent"),
    "cards": ("commitments", "look_back", "recognition_wall", "give_ask_say", "four_weeks"),
}
MOST_TURNS = 30  # pages of pictures
PARTS: Final = ("Part one", "Part two")
# What a phone says in each phase while it has no form.
SIGNS = {
    "prepare": "The form opens in a moment",
    "leader": "The leader goes first",
    "closed": "The round is closed",
    "revealed": "This is what the room said",
    "done": "This exercise is over",
}
# What people write on a card, by the first words of its fields; else a name.
WRITTEN = {**CARD, "To": "Ben", "You": "stayed late for us", "I can": "sit beside you", "With": "1"}
SETTLED = """() => !/appears? when the facilitator|Setting the room up/.test(
  document.querySelector("main").innerText)"""

OpenWindow = Callable[[str, ViewportSize], Page]


@dataclass(frozen=True)
class Stop:
    """Where the walk stands, with every window at rest.

    Attributes:
        exercise: Name of the notebook.
        part: Which part of the exercise, from 0.
        phase: The round's.
        button: What the facilitator pressed to get here; "" at the first.
        step: "" where the phase has begun; "filled" and "sent" as people answer, "signed" for a
            card, "picture 2" and so on as the facilitator turns, "one line" for a row alone.
    """

    exercise: str
    part: int
    phase: str
    button: str
    step: str = ""

    def __str__(self) -> str:
        part = f"part {self.part + 1}" if self.part else ""
        return ", ".join(each for each in (self.exercise, part, self.phase, self.step) if each)


class Walk:
    """A console, a screen and phones; and people who answer without a window.

    One phone sends its answer, one begins to change it, one does nothing; the fourth comes once the
    round is closed. The facilitator has told who goes first, and shows every sentence and card.

    Args:
        server: Serves the exercise in a session of its own.
        store: The server's.
        open_window: Opens an address in a window of a size.
        name: Of the notebook.

    Attributes:
        disagreement: Where console and screen show different things, what they show.
    """

    disagreement: list[str]

    def __init__(self, server: Server, store: Store, open_window: OpenWindow, name: str) -> None:
        self._open, self._links = open_window, server.links
        self.people = Unseen(store, server.code)
        self.console = self._open_still(str(server.links["facilitator_url"]), PROJECTOR)
        self.screen = self._open_still(str(server.links["screen_url"]), PROJECTOR)
        who = ("sent", "changing", "silent")
        self.phones = {each: self._join(size) for each, size in zip(who, PHONES, strict=True)}
        self._at, self._signed = Stop(name, 0, "prepare", ""), False

    def play(self) -> Iterator[Stop]:
        """Go through the exercise to its end."""
        self.people.act()  # the leader's words
        yield self._reach("prepare", "")
        yield from self._begin()
        later = self.people.round.later
        for part, exercise in enumerate((self._exercise, *later)):
            if part:
                press(self.console, PARTS[part])
                self._at = replace(self._at, part=part)
                yield self._reach("open", PARTS[part], exercise)
            yield from self._answer(exercise)
            yield from self._show(exercise)
        press(self.console, "Finish")
        yield self._reach("done", "Finish")

    @property
    def _exercise(self) -> Exercise:
        exercise = self.people.round.exercise
        assert exercise is not None
        return exercise

    def _begin(self) -> Iterator[Stop]:
        """Open the first form, after the leader where one goes first."""
        press(self.console, "Open")
        if self._exercise.leader is None:
            yield self._reach("open", "Open")
            return
        yield self._reach("leader", "Open")
        press(self.console, "Leader has gone first")
        yield self._reach("open", "Leader has gone first")

    def _answer(self, exercise: Exercise) -> Iterator[Stop]:
        """Everybody answers, in their own way."""
        sent, changing = self.phones["sent"], self.phones["changing"]
        if not self._at.part:
            self.people.sign()
        yield from self._sign()
        for phone in (sent, changing):
            fill_form(phone)
        yield self._step("filled")
        send(changing)
        press_on(changing, "Change my answer")
        expect(changing.get_by_text("Not sent yet")).to_be_visible()
        self.people.act()
        send(sent)
        if sent.locator(".kit-adding").count():  # the map is drawn in another shape once it is sent
            both = sent.get_by_role("button", name="4 Both")
            expect(both).to_have_attribute("aria-current", "step")
        told = re.compile(rf"{PEOPLE + 2} of \d+ finished")
        for page in (self.console, self.screen):
            expect(page.get_by_text(told)).to_be_visible()
        yield self._step("sent")

    def _sign(self) -> Iterator[Stop]:
        """Sign a card, once there is one that waits for nothing."""
        phone = self.phones["sent"]
        card = phone.locator(".kit-card:visible").first
        if self._signed or not card.count():
            return
        self._signed = True
        for field in card.get_by_role("textbox").all():
            label = field.evaluate("(field) => field.labels[0].textContent")
            words = (said for start, said in WRITTEN.items() if label.startswith(start))
            field.fill(next(words, "Ada"))
        card.get_by_role("button", name="Sign", exact=True).click()
        expect(phone.get_by_role("status").filter(has_text="Signed.")).to_be_visible()
        yield self._step("signed")

    def _show(self, exercise: Exercise) -> Iterator[Stop]:
        """Close, choose what is shown, reveal, and turn to every picture there is."""
        close_round(self.console)
        self.phones["late"] = self._join(PHONES[0])
        yield self._reach("closed", "Close", exercise)
        for button in self.console.get_by_role("button", name="Show all", exact=True).all():
            button.click()
            expect(button).to_be_disabled()
        press(self.console, "Reveal")
        yield self._reach("revealed", "Reveal", exercise)
        self.phones.pop("late").context.close()
        yield from self._sign()
        yield from self._turn()

    def _turn(self) -> Iterator[Stop]:
        place = self.console.locator(".turner [role=status] span").first
        for number in range(2, MOST_TURNS):
            before = place.inner_text()
            self.console.keyboard.press("ArrowRight")
            if place.inner_text() == before:
                break
            yield self._step(f"picture {number}")
        alone = self.console.locator(".stage .kit-talk:visible")
        if alone.count():
            alone.first.click()
            expect(place).to_contain_text("one part alone")
            yield self._step("one line")

    def _reach(self, phase: str, button: str, exercise: Exercise | None = None) -> Stop:
        """Wait until every window shows the phase."""
        asked = (exercise or self._exercise).prompts[0].text
        expect(self.console.locator(".kit-steps")).to_have_attribute("data-phase", phase)
        for phone in self.phones.values():
            expect(self._find_sign(phone, phase)).to_be_visible()
            if phase == "open":
                seen = phone.get_by_text(asked, exact=True).locator("visible=true")
                expect(seen.first).to_be_visible()
        if phase == "done":
            expect_unseen(self.screen, PHASE_WORDS[Phase.REVEALED].screen)
        self._at = replace(self._at, phase=phase, button=button, step="")
        return self._step("")

    def _step(self, step: str) -> Stop:
        """Wait until console and screen show the same."""
        for page in (self.console, self.screen):
            page.wait_for_function(SETTLED)
        self.disagreement = find_disagreement(self.console, self.screen, self._at.phase)
        return replace(self._at, step=step)

    def _find_sign(self, phone: Page, phase: str) -> Locator:
        if phase == "open":
            return phone.get_by_role("button", name="Send", exact=True)
        return phone.get_by_role("status").filter(has_text=SIGNS[phase]).first

    def _join(self, size: ViewportSize) -> Page:
        phone = self._open_still(str(self._links["join_url"]), size)
        phone.get_by_role("button", name="Join").click()
        expect(phone.get_by_label("What happens with your answer")).to_be_visible()
        return phone

    def _open_still(self, address: str, size: ViewportSize) -> Page:
        page = self._open(address, size)
        page.emulate_media(reduced_motion="reduce")
        return page
