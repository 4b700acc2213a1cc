"""The facilitator's controls: where the round stands, one next button, the leader's words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

from ipywidgets import HTML, Button, VBox

from kit.errors import KitError, ResponseError
from kit.exercise import Exercise
from kit.form import show
from kit.guard import guard
from kit.headcount import HeadCount
from kit.prompts import Text
from kit.session import Phase
from kit.view import View
from kit.widgets.countdown import Countdown
from kit.widgets.note import Note
from kit.widgets.text_desk import TextDesk
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
        on_texts: Called with the ids of released sentences, and whether the room may read them.
        on_people: Called with how many people are in the room, None when nobody has counted.
        on_lock: Called with whether nobody else is let in.
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        join_url: str,
        on_next: Callable[[Phase], None],
        on_leader: Callable[[Mapping[str, str]], None],
        on_texts: Callable[[Collection[int], bool], None] = lambda _ids, _shown: None,
        on_people: Callable[[int | None], None] = lambda _people: None,
        on_lock: Callable[[bool], None] = lambda _locked: None,
    ) -> None:
        self._exercise = exercise
        self._on_next = on_next
        self._on_leader = on_leader
        self._on_texts = on_texts
        self._view: View | None = None
        self._phase = Phase.PREPARE
        self._told: Mapping[str, str] = {}
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
        self._heads = HeadCount(on_people, on_lock)
        self._desks = build_desks(exercise)
        for desk in self._desks.values():
            desk.on_msg(guard(self._decide, self._warn))
        self._desk_box = VBox(list(self._desks.values()))
        super().__init__(
            [
                HTML(render_title(exercise, join_url)),
                self._steps,
                self._progress,
                self._countdown,
                self._warning,
                self._button,
                self._hint,
                self._heads,
                self._leader_box,
                self._desk_box,
            ]
        )
        self.add_class("kit-console")

    def follow(self, view: View) -> None:
        """Show where the round stands."""
        if view.phase is not self._phase:
            self._warning.text = ""
        self._phase, self._view = view.phase, view
        if view.leader != self._told:  # before this page was loaded, or on another one
            self._fill_leader(view.leader)
        self._steps.value = render_steps(view.phase, self._exercise.leader is not None)
        self._countdown.ends_at = (view.round.ends_at or 0.0) if view.phase is Phase.OPEN else 0.0
        self._progress.text = describe_room(view)
        self._button.description = NEXT.get(view.phase, "")
        show(self._button, view.phase in NEXT)
        show(self._leader_box, self._exercise.leader is not None and view.phase in BEFORE_OPEN)
        self._heads.follow(view)
        show(self._heads, view.phase in (*BEFORE_OPEN, Phase.OPEN))
        self._show_texts(view)
        self._hint.value = f'<p class="kit-quiet">{escape(describe_next(view))}</p>'

    def _show_texts(self, view: View) -> None:
        for name, desk in self._desks.items():
            released = [each for each in view.texts if each.prompt == name]
            desk.note = describe_texts(view, name)
            desk.items = [
                {"id": each.id, "text": each.text, "shown": each.shown} for each in released
            ]
        show(self._desk_box, any(desk.note for desk in self._desks.values()))

    def _decide(self, _desk: Any, wish: Mapping[str, Any], _buffers: Any) -> None:
        released = {each.id for each in self._view.texts} if self._view else set()
        self._on_texts([each for each in wish["ids"] if each in released], bool(wish["shown"]))

    def _press(self, _button: Any) -> None:
        if self._phase in BEFORE_OPEN:
            self._tell_leader()
        self._on_next(self._phase)

    def _tell_leader(self, _change: Any = None) -> None:
        if self._filling:
            return
        told = {}
        for name, control in self._leader.items():
            control.error = ""
            if words := control.value.strip():
                told[name] = words
            if len(words) > control.max_length:
                msg = f"At most {control.max_length} characters. Shorten it a little."
                raise ResponseError(msg, prompt=name)
        if told != self._told:
            self._told = told
            self._on_leader(told)

    def _fill_leader(self, told: Mapping[str, str]) -> None:
        self._told, self._filling = told, True
        for name, control in self._leader.items():
            control.value = told.get(name, "")
        self._filling = False

    def _warn(self, error: KitError) -> None:
        if isinstance(error, ResponseError) and error.prompt in self._leader:
            self._leader[error.prompt].error = str(error)
        else:
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


def build_desks(exercise: Exercise) -> dict[str, TextDesk]:
    """A list for the sentences of every prompt whose writers may allow that they are shown."""
    texts = [each for each in exercise.prompts if isinstance(each, Text) and each.may_be_shown]
    return {prompt.name: TextDesk(title=prompt.text) for prompt in texts}


def describe_texts(view: View, name: str) -> str:
    """What the facilitator may do with a prompt's sentences; "" before the close."""
    if view.withheld:
        return "Too few answered, so no sentence is shown either. All of them are erased."
    if name not in view.text_counts:
        return ""
    count, fewest = view.text_counts[name], view.exercise.policy.text_k
    if count < fewest:
        some = {0: "No sentence", 1: "1 sentence"}.get(count, f"{count} sentences")
        return (
            f"{some} may be shown; it takes {fewest} to protect their writers. "
            "None is shown, and all of them are erased."
        )
    if view.phase is Phase.CLOSED:
        when = "appears with the reveal. Wait with it if the room should see the result first"
    else:
        when = "appears on the screen and on every phone"
    return f"Only you see this list. Leave out what gives somebody away. What you show {when}."


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
