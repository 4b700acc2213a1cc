"""How many people are in the room, so that one person with many browsers does not count double."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import Text, VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _
from kit.session.headcount import describe_absent, describe_seats, read_people
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.visibility import show

LET_NOBODY_IN, LET_IN = N_("Let nobody else in"), N_("Let people in again")
FILLED = N_("When everybody is here. Who has joined stays, and strangers cannot take seats.")
DROP = N_("They do not count for any result. Who comes back to one takes a new seat.")
SOME_CALL, NONE_CALL = N_("Some are in a call"), N_("Nobody is in a call")
CALL = N_("Each phone is asked where it is, and pairs stay within the room and within the call.")
KEEP = N_("Nobody else can join at the moment. Who has joined stays.")


class HeadCount(VBox):  # type: ignore[misc]
    """A field for the number of people, and a word when there are more seats than that.

    Args:
        on_people: Called with the number, None for an empty field.
        on_lock: Called with whether nobody else is let in.
        on_drop: Called when the seats that nobody sits in are to be taken away.
        on_hybrid: Called with whether some people are in a call.
    """

    def __init__(
        self,
        on_people: Callable[[int | None], None],
        on_lock: Callable[[bool], None],
        on_drop: Callable[[], object],
        on_hybrid: Callable[[bool], None],
    ) -> None:
        self._on_people = on_people
        self._on_lock = on_lock
        self._locked = False
        self._filling = False
        self._field = Text(
            description=_("People in the room"),
            placeholder=_("not counted"),
            continuous_update=False,
            style={"description_width": "initial"},
        )
        self._field.observe(guard(self._change, self._warn), ["value"])
        self._note = Note()
        self._lock = make_button("", self._turn, self._warn)
        self._drop = make_button("", on_drop, self._warn, _(DROP))
        self._hybrid = False
        self._call = make_button("", lambda: on_hybrid(not self._hybrid), self._warn, _(CALL))
        super().__init__([self._field, self._note, self._lock, self._drop, self._call])
        self.add_class("kit-head-count")

    def follow(self, view: View) -> None:
        """Show what is known, and what it means for the answers."""
        self._filling = True
        self._field.value = "" if view.people is None else str(view.people)
        self._filling = False
        self._note.text = describe_seats(view.seats, view.people)
        self._note.tone = "care"
        self._locked = view.locked
        self._lock.description = _(LET_IN) if view.locked else _(LET_NOBODY_IN)
        self._lock.tooltip = _(KEEP) if view.locked else _(FILLED)
        self._drop.description = describe_absent(view.absent)
        show(self._drop, bool(view.absent))
        self._hybrid = view.hybrid
        self._call.description = _(NONE_CALL) if view.hybrid else _(SOME_CALL)

    def _turn(self) -> None:
        self._on_lock(not self._locked)

    def _change(self, change: dict[str, Any]) -> None:
        if not self._filling:
            self._on_people(read_people(change["new"]))

    def _warn(self, error: KitError) -> None:
        self._note.text, self._note.tone = str(error), "warning"
