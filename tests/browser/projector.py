"""A session with every shipped exercise, played unseen before one projected page."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from kit.gate.publication import submit
from kit.gate.sentences import set_texts_shown
from kit.lifecycle import advance_round
from kit.rehearsal.answers import make_answers
from kit.session.commitments import Commitment
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import get_view
from tests.browser.conftest import PROJECTOR
from tests.places import ROOT
from tests.processes import Server

PEOPLE = 16
SAID = "I let the deadline slip because I did not dare to ask for help."
CARD = Commitment(
    what="Say it the same day when something goes wrong",
    by="next Friday",
    notice="the whole team",
    owner="Ada",
)
EXERCISES = [
    "welcome",
    "marble_jar",
    "mistake_sharing",
    "job_crafting",
    "commitments",
    "check_out",
]


def write_exercises(folder: Path) -> Path:
    """Put all shipped exercises into a folder, in an agenda that plays each once."""
    workshop = folder / "workshops"
    shutil.copytree(ROOT / "workshops", workshop)
    entries = ", ".join(f'{{ notebook = "{name}.ipynb" }}' for name in EXERCISES)
    workshop.joinpath("agenda.toml").write_text(f"[all]\nexercises = [{entries}]\n", "utf-8")
    return workshop


class Projection:
    """A session that is played unseen, and the screen that shows it.

    Args:
        server: Serves the exercises.
        store: Its store.
        page: The window of the screen.
        told: The leader says something.
    """

    def __init__(self, server: Server, store: Store, page: Page) -> None:
        self._server, self._store, self.page = server, store, page
        self._tokens = [new_seat_token() for _ in range(PEOPLE)]
        for token in self._tokens:
            store.add_seat(server.code, token)
        for _ in range(5):
            store.add_commitment(server.code, CARD)

    def play(self) -> Iterator[str]:
        """Go through the session and tell where it stands, each time the screen shows it."""
        for name in EXERCISES:
            while True:
                current = self._store.get_round(self._server.code)
                yield from self._show(f"{name}, {current.phase.value}")
                self._act(current.id, current.phase)
                following = advance_round(self._store, current.id, current.phase)
                if following.id != current.id or following.phase is Phase.DONE:
                    break
        yield from self._show("the end")

    def _show(self, where: str) -> Iterator[str]:
        self.page.set_viewport_size(PROJECTOR)
        self.page.goto("about:blank")  # what the page before is told reaches nobody
        self.page.goto(f"{self._server.origin}/screen/{self._server.code}")
        expect(self.page.locator(".kit-stage-bar")).to_be_visible()
        yield where
        if "revealed" in where:
            shown = self.page.inner_text("main")
            for place in range(5):
                self.page.keyboard.press("ArrowRight")
                before, shown = shown, self.page.inner_text("main")
                if shown == before:
                    return
                yield f"{where}, picture {place + 2}"
        elif "marble_jar, open" in where:
            self.page.keyboard.press("j")
            expect(self.page.get_by_role("heading", name="Good to have you here.")).to_be_visible()
            yield f"{where}, join picture"

    def _act(self, round_id: int, phase: Phase) -> None:
        exercise = self._store.get_round_by_id(round_id).exercise
        assert exercise is not None
        if phase is Phase.PREPARE and exercise.leader and exercise.slug != "welcome":
            told = {prompt.name: SAID for prompt in exercise.leader.prompts}
            self._store.set_leader(round_id, {"name": "Ada", **told})
        if phase is Phase.OPEN:
            for place, token in enumerate(self._tokens):
                raw = make_answers(exercise, random.Random(place + 20), place + 20)
                submit(self._store, round_id, token, raw)
        if phase is Phase.CLOSED:
            view = get_view(self._store, round_id, Role.FACILITATOR)
            set_texts_shown(self._store, [each.id for each in view.texts], True)
