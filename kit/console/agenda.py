"""The agenda beside the facilitator's controls: to look at, and to move in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ipywidgets import VBox

from kit.errors import KitError, PhaseError
from kit.language import _
from kit.views.round import View
from kit.widgets.agenda_list import AgendaList
from kit.widgets.callbacks import guard


class AgendaBox(VBox):  # type: ignore[misc]
    """The session's exercises with their minutes.

    Args:
        address: The session's private page, "" where there is none.
        on_go: Called with the place of the exercise that is to be played now.
        on_move: Called with the place of an exercise and by how many places it goes later.
        warn: Called with what went wrong.
    """

    def __init__(
        self,
        address: str,
        on_go: Callable[[int], object],
        on_move: Callable[[int, int], object],
        warn: Callable[[KitError], None],
    ) -> None:
        self._list = AgendaList(address=address)
        self._on_go, self._on_move = on_go, on_move
        self._list.on_msg(guard(self._hear, warn))
        super().__init__([self._list] if address else [])  # a rehearsal has no agenda
        self.add_class("kit-agenda")

    def follow(self, view: View) -> None:
        """Show where the session stands."""
        course = view.course
        self._list.items = [asdict(item) for item in course.items]
        self._list.began_at = course.began_at or 0.0
        self._list.behind = course.behind

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        place = content.get("go", content.get("move"))
        if not isinstance(place, int):
            return
        if isinstance(title := content.get("title"), str):
            place = self._find(place, title)
        if "go" in content:
            self._on_go(place)
        elif content.get("by") in (1, -1):
            self._on_move(place, content["by"])

    def _find(self, place: int, title: str) -> int:
        """Where a row stands now that was seen at a place: somebody may just have moved it."""
        titles = [item["title"] for item in self._list.items]
        if titles[place : place + 1] == [title]:
            return place
        if titles.count(title) != 1:
            raise PhaseError(
                _("The agenda has just been changed on another page. Look at it again.")
            )
        return titles.index(title)
