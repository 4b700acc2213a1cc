"""The facilitator's timer: the time left, and a minute more or less."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ipywidgets import HBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _
from kit.session.plan import BREAK
from kit.session.session import Phase
from kit.views.round import View
from kit.views.status import describe_timer
from kit.widgets.countdown import Countdown
from kit.widgets.note import Note
from kit.widgets.visibility import show

MINUTE = 60.0  # seconds
TIME_LEFT = N_("Time left")


class TimerControls(HBox):  # type: ignore[misc]
    """The time left while the round is open, or in a break, with two small buttons.

    It closes nothing, and ends no break.

    Args:
        on_timer: Called with the seconds to add, less than 0 to take away.
        warn: Called with what went wrong.
    """

    def __init__(
        self, on_timer: Callable[[float], object], warn: Callable[[KitError], None]
    ) -> None:
        self._countdown = Countdown()
        steps = ((_("1 minute less"), -MINUTE), (_("1 minute more"), MINUTE))
        buttons = [make_button(words, partial(on_timer, by), warn) for words, by in steps]
        self._buttons = HBox(buttons)
        self._rests = Note()
        super().__init__([self._countdown, self._buttons, self._rests])
        self.add_class("kit-timer")

    def follow(self, view: View) -> None:
        """Show the time left, where there is a timer that runs, and how one that rests stands."""
        runs = (view.phase is Phase.OPEN or view.round.is_break) and not view.is_stopped
        self._rests.text = describe_timer(view)
        ends_at = (view.round.ends_at or 0.0) if runs else 0.0
        self._countdown.ends_at = ends_at
        self._countdown.label = _(BREAK) if view.round.is_break else _(TIME_LEFT)
        show(self._buttons, ends_at > 0)
