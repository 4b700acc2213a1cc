"""An exercise as a form of ipywidgets for one seat. It calls back and knows no store."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from ipywidgets import HTML, Button, Layout, VBox

from kit.errors import KitError, PauseError, PhaseError, ResponseError
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.prompt import Prompt
from kit.forms.coins import Coins
from kit.forms.head import list_claimed, render_head, render_round_head
from kit.forms.inputs import build_input, clear_input, colour_options, fill_input, read_input
from kit.forms.result_tables import render_snapshot, render_texts
from kit.forms.states import (
    CHANGE,
    KEEP,
    LOOKS,
    SEND,
    SEND_AGAIN,
    FormEvent,
    FormState,
    describe_answer,
    describe_complaint,
    describe_rest,
    next_state,
)
from kit.gate.promise import describe_promise
from kit.language import N_, _, pgettext
from kit.session.phase_words import PAUSE_WORDS, find_phase_words
from kit.session.second_look import Hesitation, SecondLook
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.break_clock import BreakClock
from kit.widgets.callbacks import guard
from kit.widgets.claim_fold import ClaimFold
from kit.widgets.claim_text_input import ClaimTextInput
from kit.widgets.countdown import Countdown
from kit.widgets.markup import render_part
from kit.widgets.note import Note
from kit.widgets.talk_clock import TalkClock
from kit.widgets.text_input import TextInput
from kit.widgets.visibility import set_class, show

Send = Callable[[Mapping[str, object]], Submission]

STAY = N_("Stay on this page for the next one.")
LAST = N_("It was the last one; you can close this page.")
PAUSE = 1.0  # seconds in which a press that follows another is its second tap, and no decision


class Form(VBox):  # type: ignore[misc]
    """A seat's form.

    Args:
        exercise: What is asked.
        on_send: Called with the raw answers by prompt name; returns what was received, or raises
            a `KitError` for the person.
        title: What stands above the form, where something with the exercise's title comes first.
        marbles: Names of the Choices whose kinds lie as marbles in a jar on the screen.
        clock: Tells the seconds, from any beginning.
        claims: A server hears this page: sentences that may be claimed can be claimed on it.
    """

    def __init__(
        self,
        exercise: Exercise,
        on_send: Send,
        title: str = "",
        marbles: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
        *,
        claims: bool = True,
    ) -> None:
        self._exercise = exercise
        self._on_send = on_send
        self._clock = clock
        self._turned = -math.inf  # when a press made the button mean something else
        self._submission: Submission | None = None
        self._state = FormState.LOCKED
        self._unsent = False  # what was sent last met a stop
        self._seen: tuple[object, ...] = ()
        self._second_look = SecondLook()
        plain = Layout()
        self._inputs = {prompt.name: build_input(prompt) for prompt in exercise.prompts}
        for name in marbles:
            colour_options(self._inputs[name])
        delicate = {name: self._inputs[name] for name in exercise.delicate}
        self._coins = Coins(delicate, self._hand_in_by_coin, self._show)
        self._countdown = Countdown()
        self._break = BreakClock()
        self._talk = TalkClock()
        self._note = Note()
        self._status = Note(tone="good")
        self._title = title
        self._head = HTML(render_head(exercise, describe_promise(exercise), title), layout=plain)
        self._result = HTML(layout=plain)
        self._keepers = [each for each in self._inputs.values() if isinstance(each, ClaimTextInput)]
        self._folds = [ClaimFold()] if claims and self._keepers else []
        self._claims = [VBox(self._folds, layout=plain)] if self._folds else []
        self._button = Button(description=pgettext("button", SEND), layout=plain)
        self._button.add_class("kit-send")
        self._button.on_click(guard(self._press, self._show))
        self._back = Button(description=pgettext("button", KEEP), layout=plain)
        self._back.add_class("kit-quiet-button")
        self._back.on_click(guard(self._go_back, self._show))
        # A box is hidden, not the controls in it: an anywidget's view does not follow its classes.
        # Of a question that may be left out, the same.
        self._spare = {
            prompt.name: VBox([self._inputs[prompt.name]], layout=plain)
            for prompt in exercise.prompts
            if prompt.least
        }
        fields = [self._spare.get(name, each) for name, each in self._inputs.items()]
        self._fields = VBox(fields, layout=plain)
        self._view: View | None = None
        super().__init__(
            [
                self._countdown,  # floats beside the exercise's name
                self._head,
                self._note,
                self._break,
                self._talk,
                self._result,
                *self._claims,
                self._fields,
                self._status,
                self._button,
                self._back,
            ],
            layout=plain,
        )
        self.add_class("kit-form")

    @property
    def _responses(self) -> Mapping[str, object]:
        """What was received last; nothing before that."""
        return self._submission.responses if self._submission else {}

    def restore(self, submission: Submission | None) -> None:
        """Put back what this seat has sent before."""
        self._submission = submission
        self._seen = ()
        if submission is not None:
            self._advance(FormEvent.RECEIVE)
        self._put_back()

    def fix(self) -> None:
        """From now on what was sent stays: it is part of a published result."""
        if self._state is FormState.CHANGING:
            self._put_back()
        self._advance(FormEvent.FIX)

    def lose(self) -> None:
        """What was sent has been lost; it stands in the form, to be sent once more."""
        self._advance(FormEvent.LOSE)
        if not self._state.is_received:
            self._submission = None
            self._seen = ()

    def follow(self, view: View) -> None:
        """Show where the round stands."""
        before, self._view = self._view, view
        if view is not before:
            self._write_head(view)
        if before is None:
            self._put_back()  # only now it is known which answers went through a coin
        if view.phase is Phase.OPEN:
            self._advance(FormEvent.OPEN)
        elif view.phase.is_over:
            self._advance(FormEvent.CLOSE)
        snapshot = view.snapshot
        texts = tuple((each.id, each.name) for each in view.texts if each.shown)
        told = (snapshot and snapshot.number, texts, view.claimable)
        seen = (self._state, view.phase, view.round.ends_at, view.talk, view.stopped_at, *told)
        if seen != self._seen:
            self._draw(view)
            self._seen = seen

    def _write_head(self, view: View) -> None:
        """Write the promise as the round has it now."""
        self._head.value = render_round_head(view, self._title)
        for keeper in (*self._keepers, *self._folds):
            keeper.round = str(view.round.number)

    def _advance(self, event: FormEvent) -> None:
        self._state = next_state(self._state, event)

    def _draw(self, view: View) -> None:
        """Put on the page what belongs to the form's state and the round's phase."""
        is_open, look = view.phase is Phase.OPEN, LOOKS[self._state]
        rests = view.is_stopped
        if self._state.is_over:
            self._forget()
        show(self._fields, not self._state.is_over)
        ends_at = 0.0 if rests else view.round.ends_at or 0.0
        self._countdown.ends_at = ends_at if is_open else 0.0
        self._break.ends_at = ends_at if view.round.is_break else 0.0
        self._talk.show(view.talk.ends if view.talk else ())
        # Whoever has waited for the form has read the promise.
        set_class(self, "kit-form-brief", self._state is not FormState.LOCKED)
        set_class(self, "kit-form-over", self._state.is_over)
        self._button.description = pgettext("button", look.button or SEND)
        set_class(self._button, "kit-quiet-button", look.button == CHANGE)
        self._button.disabled = rests or not look.button
        show(self._button, bool(look.button) and not rests)
        show(self._back, look.may_go_back and not rests)
        revealed = view.phase is Phase.REVEALED and not (view.unseen or rests)
        self._note.tone = "rest" if rests else "news" if revealed else "calm"
        self._note.text = self._describe_phase(view)
        self._say(*self._describe_answer(view))
        self._result.value = self._render_result(view)
        for each in (self._result, *self._claims):
            show(each, not rests)
        for fold in self._folds:
            fold.sentences = list_claimed(view)
        # Last of all: what can be pressed does not move any more.
        for each in self._inputs.values():
            each.set_locked(not look.is_writable, rests=rests)
        for name, box in self._spare.items():
            show(box, name not in view.round.left_out)
        asked = is_open and view.round.coin
        self._coins.set_up(used=asked, settled=self._responses, left_out=view.round.left_out)

    def _describe_answer(self, view: View) -> tuple[str, str]:
        if view.is_stopped:
            return describe_rest(self._state, unsent=self._unsent)
        if self._unsent and view.phase is Phase.OPEN:
            return describe_complaint(self._state, _(SEND_AGAIN)), "pending"
        policy = view.exercise.policy
        batch = policy.get_batch(0) if policy.reveal == "live" else 0
        lost = view.round.lost > 0
        return describe_answer(self._state, view.phase, batch=batch, lost=lost)

    def _describe_phase(self, view: View) -> str:
        if view.is_stopped:
            return PAUSE_WORDS.say().phone
        if view.phase is Phase.REVEALED and not view.unseen:
            if view.withheld or view.snapshot is None:
                return _("Not enough answers to protect you. Talk about it instead.")
            if any(each.name for each in view.texts):
                return _(
                    "This is what the room said. A name stands only where somebody put theirs."
                )
            return _("This is what the room said. No page shows who said what.")
        words = find_phase_words(view.round).phone
        if view.phase is Phase.CLOSED and not LOOKS[self._state].tells_phase:
            return ""
        if view.phase is not Phase.DONE or view.round.is_break:
            return words
        return f"{words} {_(STAY) if view.goes_on else _(LAST)}"

    def _render_result(self, view: View) -> str:
        if view.phase is Phase.DONE:
            return render_part("forms/card.html", "decided", view.decided)
        if view.phase is not Phase.REVEALED or view.snapshot is None:
            return ""
        counts = render_snapshot(view.snapshot, view.note, view.result.since)
        return counts + render_texts(self._exercise, view.texts)

    def _press(self, _button: Any) -> None:
        if self._clock() - self._turned < PAUSE:
            # The second tap of two: nobody has read yet what the first one led to. What was
            # written in between is not sent, so it is not shown as if it were.
            if self._state is FormState.SENT:
                self._put_back()
            return
        sends = not self._state.is_received or self._state is FormState.CHANGING
        if self._rests:  # pressed just before the pause, or by no button of this page
            self._unsent = self._unsent or sends
            self._redraw()
            return
        try:
            if not sends:
                self._advance(FormEvent.CHANGE)
                return
            self._unsent = False
            for each in self._inputs.values():
                each.error = ""
            self._look_once_more()
            if not self._coins.throw():
                self._hand_in()
        finally:
            self._redraw()

    def _go_back(self, _button: Any) -> None:
        """Leave what was sent as it is."""
        if self._state is FormState.CHANGING and not self._rests:
            self._unsent = False
            self._advance(FormEvent.KEEP)
            self._coins.stop()
            self._put_back()
            self._redraw()

    @property
    def _rests(self) -> bool:
        return self._view is not None and self._view.is_stopped

    def _redraw(self) -> None:
        self._seen = ()
        if self._view is not None:
            self.follow(self._view)

    def _read(self, prompt: Prompt) -> object:
        control = self._inputs[prompt.name]
        if not getattr(control, "coin", False):
            return read_input(prompt, control)
        return self._responses.get(prompt.name, self._coins.find_outcome(prompt.name))

    def _hand_in(self) -> None:
        """Send what the controls and the coins say."""
        left_out = self._view.round.left_out if self._view else ()
        asked = [each for each in self._exercise.prompts if each.name not in left_out]
        raw = {prompt.name: self._read(prompt) for prompt in asked}
        try:
            self._submission = self._on_send(raw)
            self._advance(FormEvent.RECEIVE)
            self._turned = self._clock()
        except PauseError:
            self._unsent = True
            raise
        except PhaseError:
            if self._state.is_received:  # it counts, so that is what the form shows
                self.fix()
            raise

    def _hand_in_by_coin(self) -> None:
        """Send once the last coin has been thrown."""
        try:
            self._hand_in()
        finally:
            self._redraw()

    def _look_once_more(self) -> None:
        controls = [each for each in self._inputs.values() if isinstance(each, TextInput)]
        try:
            # What is longer than a question takes is not sent at all, so nobody looks further.
            self._second_look.check(each.value.strip()[: each.max_length] for each in controls)
        except Hesitation:
            self._turned = self._clock()
            raise

    def _put_back(self) -> None:
        """Show what was received last, and nothing else."""
        by_coin = self._view is None or self._view.round.coin
        for name, control in self._inputs.items():
            clear_input(control)
            if name in self._responses and not (by_coin and name in self._exercise.delicate):
                fill_input(control, self._responses[name])

    def _forget(self) -> None:
        """Forget every answer: what the store has erased is not kept here either."""
        self._submission = None
        self._unsent = False
        self._turned = -math.inf
        self._coins.close()
        self._second_look.forget()
        for each in self._inputs.values():
            clear_input(each)
            each.error = ""
            each.over = True

    def _show(self, error: KitError) -> None:
        name = error.prompt if isinstance(error, ResponseError) else ""
        if name in self._inputs:
            self._inputs[name].error = str(error)
            self._complain(_("Not sent yet: one answer needs a look."), "warning")
        else:
            self._complain(str(error), "care" if isinstance(error, Hesitation) else "warning")

    def _complain(self, text: str, tone: str) -> None:
        self._say(describe_complaint(self._state, text), tone)

    def _say(self, text: str, tone: str) -> None:
        self._status.tone = tone
        self._status.text = text
