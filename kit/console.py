"""The facilitator's controls: where the round stands, one next button, the leader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from ipywidgets import HTML, Button, VBox

from kit.errors import KitError
from kit.exercise import Exercise
from kit.form import show
from kit.guard import guard
from kit.session import Phase
from kit.view import View
from kit.widgets.countdown import Countdown
from kit.widgets.note import Note
from kit.widgets.text_input import TextInput

STEPS = (
    (Phase.PREPARE, "Prepare"),
    (Phase.LEADER, "Leader first"),
    (Phase.OPEN, "Open"),
    (Phase.CLOSED, "Closed"),
    (Phase.REVEALED, "Revealed"),
    (Phase.DONE, "Done"),
)
NEXT = {
    Phase.PREPARE: "Open",
    Phase.LEADER: "Leader has gone first",
    Phase.OPEN: "Close",
    Phase.CLOSED: "Reveal",
    Phase.REVEALED: "Next exercise",
}
MAX_NAME = 40


class Console(VBox):  # type: ignore[misc]
    """The controls of one round.

    Args:
        exercise: What is played.
        join_url: The address participants open.
        on_next: Called with the phase the button was pressed in.
        on_leader: Called with the leader's words by prompt name, and "name".
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        join_url: str,
        on_next: Callable[[Phase], None],
        on_leader: Callable[[Mapping[str, str]], None],
    ) -> None:
        self._exercise = exercise
        self._on_next = on_next
        self._on_leader = on_leader
        self._phase = Phase.PREPARE
        self._filling = False
        self._steps = HTML()
        self._progress = Note()
        self._progress.add_class("kit-progress")
        self._countdown = Countdown()
        self._button = Button()
        self._button.add_class("kit-next")
        self._button.on_click(guard(self._press, self._warn))
        self._hint = HTML()
        self._warning = Note(tone="warning")
        self._leader = build_leader(exercise)
        for control in self._leader.values():
            control.observe(guard(self._tell_leader, self._warn), ["value"])
        self._leader_box = VBox([HTML(LEADER_HEAD), *self._leader.values()])
        self._leader_box.add_class("kit-leader")
        super().__init__(
            [
                HTML(render_title(exercise, join_url)),
                self._steps,
                self._progress,
                self._countdown,
                self._warning,
                self._button,
                self._hint,
                self._leader_box,
            ]
        )
        self.add_class("kit-console")

    def follow(self, view: View) -> None:
        """Show where the round stands."""
        if view.phase is not self._phase:
            self._warning.text = ""
        self._phase = view.phase
        self._filling = True
        for name, control in self._leader.items():
            if not control.value and view.leader.get(name):
                control.value = view.leader[name]
        self._filling = False
        self._steps.value = render_steps(view.phase, self._exercise.leader is not None)
        self._countdown.ends_at = (view.round.ends_at or 0.0) if view.phase is Phase.OPEN else 0.0
        self._progress.text = describe_room(view)
        self._button.description = NEXT.get(view.phase, "")
        show(self._button, view.phase in NEXT)
        show(self._leader_box, self._exercise.leader is not None and view.phase in BEFORE_OPEN)
        self._hint.value = f'<p class="kit-quiet">{escape(describe_next(view))}</p>'

    def _press(self, _button: Any) -> None:
        if self._phase in BEFORE_OPEN:
            self._tell_leader()
        self._on_next(self._phase)

    def _tell_leader(self, _change: Any = None) -> None:
        if self._filling:
            return
        told = {name: control.value.strip() for name, control in self._leader.items()}
        for control in self._leader.values():
            control.error = ""
        if any(told.values()):
            for name, control in self._leader.items():
                if len(told[name]) > control.max_length:
                    control.error = f"At most {control.max_length} characters. Shorten it a little."
                    return
            self._on_leader(told)

    def _warn(self, error: KitError) -> None:
        self._warning.text = str(error)


BEFORE_OPEN = (Phase.PREPARE, Phase.LEADER)
LEADER_HEAD = (
    '<h2 class="kit-heading">The leader goes first</h2>'
    '<p class="kit-quiet">Named, shown on the screen while the leader speaks, '
    "and never counted with the answers. May stay empty when it is told aloud.</p>"
)


def build_leader(exercise: Exercise) -> dict[str, TextInput]:
    """The fields for the leader's words; none when nobody goes first."""
    if exercise.leader is None:
        return {}
    fields = {"name": TextInput(prompt="name", text="The leader's name", max_length=MAX_NAME)}
    for prompt in exercise.leader.prompts:
        fields[prompt.name] = TextInput(
            prompt=prompt.name, text=prompt.text, help=prompt.help, max_length=prompt.max_length
        )
    return fields


def describe_room(view: View) -> str:
    """Who is here before the form opens, how many have finished after that."""
    if view.phase in BEFORE_OPEN:
        people = "nobody has" if not view.seats else "1 person has" if view.seats == 1 else ""
        return f"{people or f'{view.seats} people have'} joined".capitalize()
    if view.phase is Phase.OPEN and view.note:
        return f"{view.progress}, {view.note}"
    return view.note or view.progress


def describe_next(view: View) -> str:
    """What pressing the button will do."""
    if view.phase is Phase.PREPARE:
        if view.exercise.leader is not None:
            return "Puts the leader's words on the screen. The form stays locked until then."
        return "Unlocks the form on every phone and starts the timer."
    return {
        Phase.LEADER: "Unlocks the form on every phone and starts the timer.",
        Phase.OPEN: "Ends answering for good and works out the result. Nobody sees it yet.",
        Phase.CLOSED: "Shows the result on the screen and on every phone.",
        Phase.REVEALED: f"Goes on to {view.following.removesuffix('.ipynb')}."
        if view.following
        else "Ends this exercise. It is the last one on the agenda.",
        Phase.DONE: "This exercise is over. Thank the room.",
    }[view.phase]


def render_title(exercise: Exercise, join_url: str) -> str:
    """The exercise's name and the address participants open."""
    address = (
        f'<p class="kit-quiet">Participants join at <strong>{escape(join_url)}</strong></p>'
        if join_url
        else ""
    )
    return f'<h1 class="kit-title">{escape(exercise.title)}</h1>{address}'


def render_steps(phase: Phase, leader_first: bool) -> str:
    """The phases in a row, the present one marked."""
    items = "".join(
        f"<li{' aria-current=step' if step is phase else ''}>{label}</li>"
        for step, label in STEPS
        if leader_first or step is not Phase.LEADER
    )
    return f'<ol class="kit-steps" aria-label="Where the round stands">{items}</ol>'
