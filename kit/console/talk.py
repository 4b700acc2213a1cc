"""The facilitator's clock for talking: begun with minutes for each, lengthened, stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ipywidgets import HBox, Text, VBox

from kit.console.controls import Controls
from kit.console.quiet_button import make_button
from kit.console.timer import MINUTE
from kit.errors import KitError, PhaseError
from kit.language import N_, _
from kit.session.session import Phase
from kit.session.talk import LONGEST, Talk
from kit.views.round import View
from kit.widgets.talk_clock import TalkClock
from kit.widgets.visibility import show

MINUTES_EACH = "3"
PAIRS, THREES, TOGETHER = (
    N_("Start for pairs"),
    N_("Start for threes"),
    N_("Start without a change"),
)
TURNS = {PAIRS: 2, THREES: 3, TOGETHER: 1}
MORE, STOP = N_("1 minute more to talk"), N_("Stop the talk")
SHOW_PICTURE, SHOW_CLOCK = N_("Show the picture"), N_("Show the clock")
NOT_MINUTES = N_(
    "{typed} is not a number of minutes. Enter minutes from 0.5 to {most}, such as 3 or 1.5. Then "
    "start again."
)


class TalkControls(HBox):  # type: ignore[misc]
    """Who talks and how long, while a talk is on, with what can be done about it.

    Args:
        controls: What the buttons do.
        warn: Called with what went wrong.
    """

    def __init__(self, controls: Controls, warn: Callable[[KitError], None]) -> None:
        self._controls = controls
        self._talk: Talk | None = None
        self._clock = TalkClock()
        more = make_button(_(MORE), lambda: controls.lengthen_talk(MINUTE), warn)
        stop = make_button(_(STOP), controls.end_talk, warn)
        self._turn = make_button(_(SHOW_PICTURE), self._turn_screen, warn)
        self._buttons = HBox([more, stop, self._turn])
        super().__init__([self._clock, self._buttons])
        for name in ("kit-timer", "kit-talking"):
            self.add_class(name)

    def follow(self, view: View) -> None:
        """Show the talk there is."""
        self._talk = view.talk
        self._clock.show(self._talk.ends if self._talk else ())
        leads = self._talk is None or self._talk.leads
        self._turn.description = _(SHOW_PICTURE) if leads else _(SHOW_CLOCK)
        show(self, self._talk is not None)

    def _turn_screen(self) -> None:
        if self._talk is not None:
            self._controls.show_talk(not self._talk.leads)


class TalkStart(VBox):  # type: ignore[misc]
    """A field for the minutes that each has, and a button for each way to talk.

    Args:
        on_begin: Called with how many talk one after the other, and the seconds of each.
        warn: Called with what went wrong.
    """

    def __init__(
        self, on_begin: Callable[[int, int], object], warn: Callable[[KitError], None]
    ) -> None:
        self._on_begin = on_begin
        self._field = Text(
            MINUTES_EACH, description=_("Minutes for each"), style={"description_width": "initial"}
        )
        buttons = [
            make_button(_(words), partial(self._begin, turns), warn)
            for words, turns in TURNS.items()
        ]
        super().__init__([self._field, HBox(buttons)])
        self.add_class("kit-talk-start")

    def follow(self, view: View) -> None:
        """Let a talk be started where none is on."""
        may = view.talk is None and view.phase is not Phase.DONE and not view.is_stopped
        show(self, may)

    def _begin(self, turns: int) -> None:
        self._on_begin(turns, read_minutes(self._field.value))


def read_minutes(text: str) -> int:
    """Minutes as a person writes them, in seconds: "1.5", "1,5" and "1½" are 90.

    Raises:
        PhaseError: It is no number.
    """
    plain = text.strip().replace("½", ".5").replace(",", ".")
    try:
        return round(60 * float(plain))
    except (ValueError, OverflowError):
        raise PhaseError(_(NOT_MINUTES, typed=repr(text), most=LONGEST // 60)) from None
