"""A commitment's card on a phone: fields, a name, Sign. It calls back and knows no store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ipywidgets import HTML, Button, Layout, VBox
from markupsafe import Markup

from kit.errors import KitError, NotFoundError, ResponseError
from kit.session.commitments import LENGTHS, Commitment
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.markup import render_part
from kit.widgets.note import Note
from kit.widgets.text_input import ONE_LINE, TextInput
from kit.widgets.visibility import set_class, show

TEMPLATE = "forms/card.html"
SIGN, ANOTHER = "Sign", "Write another card"
MOST_CARDS = 5  # from one phone; more than a person keeps
FIELDS = {
    "what": ("I or we will \u2026", "One small thing that somebody could see."),
    "by": ("by \u2026 (a day, or a few words)", ""),
    "notice": ("and \u2026 will notice (a name)", ""),
    "owner": ("Your name, or your names together", ""),
}
SIGNED = "Signed. Everybody can read it on the screen."
LAST = f"{SIGNED} {MOST_CARDS} cards are plenty; keep these."
TAKEN_BACK = "Taken back. The card is erased."
OVER = "This exercise is over, so nothing more is signed here."


class Card(VBox):  # type: ignore[misc]
    """A seat's card, and below it those that this page has signed.

    Which cards are this seat's is known here and nowhere else: it is gone with the page's widgets.

    Args:
        title: What stands above the card, the exercise's title.
        on_sign: Called with a card; returns its id, or raises a `KitError` for the person.
        on_take_back: Called with the id of a card that this page has signed.
    """

    def __init__(
        self,
        title: str,
        on_sign: Callable[[Commitment], str],
        on_take_back: Callable[[str], None],
    ) -> None:
        self._on_sign = on_sign
        self._on_take_back = on_take_back
        self._signed: dict[str, VBox] = {}
        self._writing, self._over = True, False
        plain = Layout()
        self._plain = plain
        self._inputs = {
            name: TextInput(
                prompt=f"commitment-{name}",
                text=text,
                help=words,
                max_length=LENGTHS[name],
                one_line=LENGTHS[name] <= ONE_LINE,
            )
            for name, (text, words) in FIELDS.items()
        }
        self._fields = VBox(list(self._inputs.values()), layout=plain)
        self._status = Note(tone="good")
        self._button = Button(description=SIGN, layout=plain)
        self._button.add_class("kit-send")
        self._button.on_click(guard(self._press, self._show))
        self._own = VBox(layout=plain)
        self._own.add_class("kit-own-cards")
        head = HTML(render_part(TEMPLATE, "head", title), layout=plain)
        super().__init__([head, self._fields, self._status, self._own, self._button], layout=plain)
        self.add_class("kit-form")
        self.add_class("kit-card")

    def follow(self, view: View) -> None:
        """Lock the card once the exercise is over."""
        over = view.phase is Phase.DONE
        if over and not self._over:
            self._over = True
            self._say(OVER, "calm")
            self._draw()

    def _press(self, _button: Any) -> None:
        if self._over:
            self._say(OVER, "calm")
            return
        if not self._writing:
            self._writing = True
            self._say("", "good")
        elif len(self._signed) < MOST_CARDS:
            self._sign()
        self._draw()

    def _sign(self) -> None:
        for control in self._inputs.values():
            control.error = ""
        owner, what, by, notice = (
            self._inputs[name].value for name in ("owner", "what", "by", "notice")
        )
        card = Commitment(owner, what, by, notice)
        card_id = self._on_sign(card)
        self._signed[card_id] = self._build_own(card_id, card)
        for name, control in self._inputs.items():
            if name != "owner":  # whoever signs another one has the same name
                control.value = ""
        self._writing = False
        self._say(SIGNED if len(self._signed) < MOST_CARDS else LAST, "good")

    def _build_own(self, card_id: str, card: Commitment) -> VBox:
        words = HTML(render_card(card), layout=self._plain)
        button = Button(description="Take back", layout=self._plain)
        button.add_class("kit-take-back")
        button.tooltip = f"Take back: {card.what}"
        button.on_click(guard(lambda _button: self._take_back(card_id), self._show))
        return VBox([words, button], layout=self._plain)

    def _take_back(self, card_id: str) -> None:
        with suppress(NotFoundError):  # the facilitator was quicker
            self._on_take_back(card_id)
        own = self._signed.pop(card_id)
        self._say(TAKEN_BACK, "calm")
        self._draw()
        for each in (*own.children, own):
            each.close()

    def _draw(self) -> None:
        self._own.children = list(self._signed.values())
        show(self._fields, self._writing and not self._over)
        self._button.description = SIGN if self._writing else ANOTHER
        set_class(self._button, "kit-quiet-button", not self._writing)
        full = len(self._signed) >= MOST_CARDS
        show(self._button, not self._over and not (full and not self._writing))

    def _show(self, error: KitError) -> None:
        name = error.prompt if isinstance(error, ResponseError) else ""
        if name in self._inputs:
            self._inputs[name].error = str(error)
            self._say("Not signed yet: one line needs a look.", "warning")
        else:
            self._say(str(error), "warning")

    def _say(self, text: str, tone: str) -> None:
        self._status.tone = tone
        self._status.text = text


def render_card(card: Commitment) -> Markup:
    """A card as markup; what people wrote stands in it as letters."""
    return render_part(TEMPLATE, "own", card)
