"""The projected page at every size: each shipped exercise in each phase, nothing cut or small."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kit.gate.publication import submit
from kit.gate.sentences import set_texts_shown
from kit.lifecycle import advance_round
from kit.rehearsal.answers import make_answers
from kit.server.handlers.templates import spell_host
from kit.session.commitments import Commitment
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store
from kit.views.round import get_view
from tests.browser.chromium import Launcher
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.projection import (
    LONG,
    MARK,
    NUMBERS,
    SIZES,
    SPELL,
    Finding,
    find_faults,
    find_growth,
)
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
BANDS = {"short": ("", False), "long": (LONG, True), "numbers": (NUMBERS, True)}


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


@pytest.fixture(scope="module")
def findings(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """Everything that does not stand as it should, anywhere."""
    folder = tmp_path_factory.mktemp("projection")
    shutil.copytree(ROOT / "workshops", folder / "workshops")
    entries = ", ".join(f'{{ notebook = "{name}.ipynb" }}' for name in EXERCISES)
    agenda = f"[all]\nexercises = [{entries}]\n"
    folder.joinpath("workshops", "agenda.toml").write_text(agenda, "utf-8")
    data = str(folder / "kit.db")
    options = ("serve", str(folder / "workshops"), "--data", data, "--host", "127.0.0.1")
    server = Server(*options, "--port", "0", log=folder / "server.log")
    try:
        store = open_store(data)
        context = launcher.get().new_context(viewport=PROJECTOR, reduced_motion="reduce")
        page = context.new_page()
        found = []
        for where in Projection(server, store, page).play():
            found += look_everywhere(page, where)
        context.close()
        store.close()
        return found
    finally:
        server.stop()


def test_messages_to_a_room_stand_whole_and_large_at_every_size(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--participants", "0")
    page = open_page(f"{server.origin}/screen/WRONGCODEWITHMANYLETTERS", PROJECTOR)
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    found = find_growth(page, "wrong code")
    for size in SIZES:
        page.set_viewport_size(size)
        found += find_faults(page, f"wrong code, {size['width']} by {size['height']}")
    assert not found, "\n".join(str(each) for each in found)


def look_everywhere(page: Page, where: str) -> list[Finding]:
    """Look at a page at every size, with every kind of band."""
    found = find_growth(page, where)
    own = page.locator(".band .address").inner_html()
    for band, (link, marked) in BANDS.items():
        if band != "long" and not where.startswith(EXERCISES[0]):
            continue  # the band is the same in every exercise
        page.evaluate(SPELL, str(spell_host(link)) if link else own)
        page.evaluate(MARK, marked)
        for size in SIZES:
            page.set_viewport_size(size)
            place = f"{where}, {size['width']} by {size['height']}, {band} address"
            found += find_faults(page, place)
    page.evaluate(SPELL, own)
    page.evaluate(MARK, False)
    page.set_viewport_size(PROJECTOR)
    return found


def test_the_screen_itself_stands_whole_and_large_at_every_size(findings: list[Finding]) -> None:
    found = [str(each) for each in findings if not each.picture]
    assert not found, "\n".join(found)


@pytest.mark.xfail(reason="pictures get the stage's unit in a change of their own", strict=False)
def test_every_picture_stands_whole_and_large_at_every_size(findings: list[Finding]) -> None:
    found = [str(each) for each in findings if each.picture]
    assert not found, "\n".join(found)
