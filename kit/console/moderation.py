"""The facilitator's look at the sentences before the room sees them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ipywidgets import VBox

from kit.errors import KitError
from kit.exercise.exercise import Exercise
from kit.language import _
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.text_desk import TextDesk
from kit.widgets.visibility import show


class Moderation(VBox):  # type: ignore[misc]
    """One list for every prompt whose sentences may be shown; away until there is something.

    Args:
        exercise: What is played.
        on_texts: Called with the ids of released sentences, and whether the room may read them.
        warn: Called with what went wrong.
    """

    def __init__(
        self,
        exercise: Exercise,
        on_texts: Callable[[Collection[int], bool], None],
        warn: Callable[[KitError], None],
    ) -> None:
        self._on_texts = on_texts
        self._released: set[int] = set()
        self._desks = build_desks(exercise)
        for desk in self._desks.values():
            desk.on_msg(guard(self._decide, warn))
        super().__init__(list(self._desks.values()))
        self.add_class("kit-desks")

    def follow(self, view: View) -> None:
        """List what has been released."""
        self._released = {each.id for each in view.texts}
        for name, desk in self._desks.items():
            desk.note = describe_texts(view, name)
            released = [each for each in view.texts if desk.note and each.prompt == name]
            desk.items = [
                {"id": each.id, "text": each.text, "shown": each.shown, "by": each.name}
                for each in released
            ]
        show(self, any(desk.note for desk in self._desks.values()))

    def _decide(self, _desk: Any, wish: Mapping[str, Any], _buffers: Any) -> None:
        wanted = [each for each in wish["ids"] if each in self._released]
        self._on_texts(wanted, bool(wish["shown"]))


def build_desks(exercise: Exercise) -> dict[str, TextDesk]:
    """A list for the sentences of every prompt whose writers may allow that they are shown."""
    return {prompt.name: TextDesk(title=prompt.text) for prompt in exercise.sentences}


def describe_texts(view: View, name: str) -> str:
    """What the facilitator may do with a prompt's sentences; "" before the close and at the end."""
    if view.phase is Phase.DONE or name in view.round.left_out:
        return ""
    if view.withheld:
        return _("Too few answered, so no written answer is shown either. All of them are erased.")
    if name not in view.text_counts:
        return ""
    fewest = view.exercise.policy.text_k + view.round.known
    if view.text_counts[name] < view.exercise.policy.text_k:
        return _(
            "Fewer than {fewest} of the written answers may be shown, and it takes {fewest} to "
            "protect those who wrote. None is shown, and all of them are erased.",
            fewest=fewest,
        )
    if view.phase is Phase.CLOSED:
        return _(
            "The room does not see this list. Leave out what gives somebody away. What you show "
            "appears with the reveal."
        )
    return _(
        "The room does not see this list. Leave out what gives somebody away. What you show "
        "appears on the screen and on every phone."
    )
