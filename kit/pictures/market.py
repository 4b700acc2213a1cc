"""A market of help: numbered sentences, and beside each the cards that name its number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kit.language import N_, _, ngettext
from kit.pictures.notes import Signed, get_numbered, list_cards
from kit.pictures.sentences import get_shown_text
from kit.views.notes import SignedNotes, number_sentences
from kit.views.round import View
from kit.widgets.market import Market
from kit.widgets.picture import Results

WAITING = N_("The sentences stand here with their numbers after the reveal.")
NOTHING = N_("No sentence is shown yet.")


class Both:
    """Results and signed notes, followed as one: a change of either is told."""

    def __init__(self, results: Results, signed: Signed) -> None:
        self._results, self._signed = results, signed

    def watch(self, watcher: Callable[[Any], None]) -> Callable[[], None]:
        """Call `watcher` with both now and after every change, until what it gives is called."""
        last: dict[str, Any] = {}

        def hear(name: str, value: Any) -> None:
            last[name] = value
            if len(last) == 2:
                watcher((last["view"], last["signed"]))

        stops = [self._results.watch(lambda view: hear("view", view))]
        stops.append(self._signed.watch(lambda signed: hear("signed", signed)))

        def stop() -> None:
            for each in stops:
                each()

        return stop


def market(results: Results, prompt: str, signed: Signed, kind: str) -> Market:
    """The shown sentences of a prompt with their numbers, and the cards that name them.

    A card whose sentence has been hidden again is not seen until it is shown anew. What the leader
    has told to a question of the same name is number 1, with the leader's name.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of a Text prompt whose writers are asked whether it may be shown.
        signed: The room's signed notes, `room.signed`.
        kind: Name of a `SignedNote` with a `SentenceNumber` of this prompt.

    Raises:
        DefinitionError: The exercise has no such prompt, no such notes, or they name no sentence.
    """
    picture = Market()

    def read(both: tuple[View, SignedNotes]) -> dict[str, Any]:
        return read_market(*both, prompt, kind)

    picture.follow(Both(results, signed), read)
    return picture


def read_market(view: View, signed: SignedNotes, prompt: str, name: str) -> dict[str, Any]:
    """What a market shows."""
    view = view.of(prompt)
    title = get_shown_text(view.exercise, prompt).text
    kind = signed.get_kind(name)
    field = get_numbered(kind).name
    notes = signed.of(name)
    cards: dict[str, list[dict[str, Any]]] = {}
    for card in list_cards(kind, notes):
        cards.setdefault(notes[card["id"]].words.get(field, ""), []).append(card)
    rows = [
        {
            "number": each.number,
            "text": each.text,
            "by": each.by,
            "cards": cards.get(str(each.number), []),
        }
        for each in number_sentences(view, prompt)
    ]
    met = sum(bool(row["cards"]) for row in rows)
    return {
        "title": title,
        "rows": rows,
        "note": ngettext("{n} of {all} has a card", "{n} of {all} have a card", met, all=len(rows))
        if rows
        else "",
        "message": _(NOTHING) if view.phase.is_shown else _(WAITING),
    }
