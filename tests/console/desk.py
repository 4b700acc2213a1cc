"""A facilitator's page, with a real store behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kit.console.console import Console
from kit.exercise.exercise import Exercise
from kit.room.context import KernelContext
from kit.room.controls import RoundControls
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import View, get_view
from tests.pages import (
    fill,
    find_button,
    press,
)
from tests.store.sample import NOTEBOOK

JOIN = "http://192.0.2.7:8866/join/BCDFGH"


class HeardControls(RoundControls):
    """The controls, with a list of what the leader has told through them."""

    def __init__(self, store: Store, place: KernelContext, get_view: Callable[[], View]) -> None:
        super().__init__(store, place, get_view)
        self.told: list[Mapping[str, str]] = []

    def tell_leader(self, told: Mapping[str, str]) -> None:
        self.told.append(told)
        super().tell_leader(told)


class Desk:
    """A facilitator's page, in a session of two exercises."""

    def __init__(self, store: Store, exercise: Exercise) -> None:
        self.store = store
        session = store.add_session("Team", [NOTEBOOK, "welcome.ipynb"])
        self.round = store.add_round(session.code, NOTEBOOK)
        store.set_definition(self.round.id, exercise)
        place = KernelContext(
            session.code, Role.FACILITATOR, "", "", NOTEBOOK, round_id=self.round.id
        )
        self.controls = HeardControls(store, place, lambda: self.view)
        self.console = self.open_page()

    def open_page(self) -> Console:
        """The controls as a page loaded now would have them."""
        exercise = self.store.get_round_by_id(self.round.id).exercise
        assert exercise is not None
        console = Console(exercise, self.controls, join_url=JOIN)
        console.follow(self.view)
        return console

    @property
    def view(self) -> View:
        return get_view(self.store, self.round.id, Role.FACILITATOR)

    @property
    def phase(self) -> Phase:
        return self.view.phase

    def press(self) -> None:
        """Press the button, twice where it asks; the page hears of the change."""
        press(self.console)
        if find_button(self.console).startswith("Close "):
            press(self.console)
        self.console.follow(self.view)

    def write(self, console: Console | None = None, **words: str) -> None:
        """Write the leader's words; every page hears of each change."""
        for prompt, text in words.items():
            fill(console or self.console, prompt, value=text)
            self.console.follow(self.view)
