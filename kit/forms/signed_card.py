"""A card that is signed on a phone: fields, Sign, and the cards this page has signed below it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ipywidgets import HTML, Button, Layout, VBox
from markupsafe import Markup

from kit.errors import KitError, NotFoundError, PhaseError, ResponseError
from kit.language import N_, NP_, _, ngettext, pgettext
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.visibility import set_class, show

TEMPLATE = "forms/card.html"
ANOTHER = NP_("button", "Write another card")
TAKEN_BACK = N_("Taken back. The card is erased.")
TAKEN_AWAY = N_(
    "The facilitator has taken away your card \u201c{title}\u201d. Nobody can read it any more, "
    "and only this phone is told of it."
)
OVER = N_("This exercise is over, so nothing more is signed here.")
RESTS = N_("There is a short pause. What you have written stays here.")
UNSIGNED = N_("Not signed yet: one line needs a look.")
TIRED = N_("This phone has signed and taken back many cards. Ask the facilitator for help.")
MOST_SIGNED = 30  # cards that one page signs in all, those taken back among them

Signed = TypeVar("Signed")


@dataclass(frozen=True)
class Words(Generic[Signed]):
    """What a kind of card says.

    Attributes:
        head: What stands above the fields, as markup.
        sign: What its button says.
        signed: What is said once it is signed.
        most: How many cards one page may have.
        kept: Names of the fields that keep their words for the next card.
        render: The card as its writer's page shows it.
        title: A few words of the card, for its button.
    """

    head: Markup
    sign: str
    signed: str
    most: int
    kept: Sequence[str]
    render: Callable[[Signed], Markup] = field(repr=False)
    title: Callable[[Signed], str] = field(repr=False)


class OwnCard(VBox):  # type: ignore[misc]
    """A card that a page has signed, and the button that takes it back.

    Args:
        title: A few words of it.
        words: All of them, as markup.
        on_press: Called when it is taken back.
    """

    def __init__(self, title: str, words: Markup, on_press: Callable[[Button], None]) -> None:
        plain = Layout()
        self.title = title
        button = Button(
            description=pgettext("button", "Take back"),
            tooltip=_("Take back: {title}", title=title),
            layout=plain,
        )
        button.add_class("kit-take-back")
        button.on_click(on_press)
        super().__init__([HTML(words, layout=plain), button], layout=plain)

    def close_all(self) -> None:
        """Take it off the page, with all that stands in it."""
        for each in (*self.children, self):
            each.close()


class SignedCard(VBox, Generic[Signed]):  # type: ignore[misc]
    """A seat's card, and below it those that this page has signed.

    Which cards are this seat's is known here and nowhere else: it is gone with the page's widgets.

    Args:
        words: What this kind of card says.
        inputs: Its controls, by the name of their field.
        read: Makes a card of what the controls hold.
        on_sign: Called with a card; returns its id, or raises a `KitError` for the person.
        on_take_back: Called with the id of a card that this page has signed.
    """

    children: tuple[Any, ...]

    def __init__(
        self,
        words: Words[Signed],
        inputs: Mapping[str, Any],
        read: Callable[[dict[str, Any]], Signed],
        on_sign: Callable[[Signed], str],
        on_take_back: Callable[[str], None],
    ) -> None:
        self._words, self._read = words, read
        self._on_sign, self._on_take_back = on_sign, on_take_back
        self._signed: dict[str, OwnCard] = {}
        self._count = 0
        self._writing, self._over, self._rests = True, False, False
        self._plain = plain = Layout()
        self._inputs = dict(inputs)
        self._fields = VBox(list(self._inputs.values()), layout=plain)
        self._status = Note(tone="good")
        self._button = Button(description=words.sign, layout=plain)
        self._button.add_class("kit-send")
        self._button.on_click(guard(self._press, self._show))
        self._pause = Note(tone="rest")
        self._away = Note(tone="told")
        self._own = VBox(layout=plain)
        self._own.add_class("kit-own-cards")
        self._head = HTML(words.head, layout=plain)
        last = (self._pause, self._away, self._own, self._button)
        self._body = (self._fields, self._status, *last)
        super().__init__([self._head, *self._body], layout=plain)
        self.add_class("kit-form")
        self.add_class("kit-card")

    def end(self) -> None:
        """Lock the card: its exercise is over."""
        if not self._over:
            self.rest(False)
            self._over = True
            for each in self._inputs.values():
                each.over = True  # and the browser forgets what it has kept of it
            self._say(_(OVER), "calm")
            self._draw()

    def rest(self, rests: bool) -> None:
        """Lock the card for a moment, or let it go on as it was."""
        if self._rests == rests or self._over:
            return
        self._rests = rests
        for each in self._inputs.values():
            each.set_locked(False, rests=rests)
        self._pause.text = _(RESTS) if rests else ""
        self._draw()

    @property
    def signed(self) -> Collection[str]:
        """The ids of the cards that this page has signed and not taken back."""
        return self._signed.keys()

    def lose(self, card_ids: Collection[str]) -> None:
        """Say that the facilitator has taken away some of the cards that this page has signed."""
        gone = [self._signed.pop(each) for each in list(self._signed) if each in card_ids]
        if not gone:
            return
        told = [_(TAKEN_AWAY, title=each.title) for each in gone]
        self._away.text = " ".join(filter(None, [self._away.text, *told]))
        if not (self._writing or self._over):
            self._say("", "good")  # it told who can read the card
        self._draw()
        for each in gone:
            each.close_all()

    def _press(self, _button: Any) -> None:
        if self._over:
            self._say(_(OVER), "calm")
            return
        if not self._writing:
            self._writing = True
            self._away.text = ""
            self._say("", "good")
        elif len(self._signed) < self._words.most:
            self._sign()
        self._draw()

    def _sign(self) -> None:
        if self._count >= MOST_SIGNED:
            raise PhaseError(_(TIRED))
        for control in self._inputs.values():
            control.error = ""
        card = self._read({name: each.value for name, each in self._inputs.items()})
        card_id = self._on_sign(card)
        self._keep(card_id, card)
        self._say(self._words.signed if not self._is_full else self._name_last(), "good")

    def _keep(self, card_id: str, card: Signed) -> None:
        """Put a card that was signed below the fields, and empty these."""
        self._count += 1
        self._away.text = ""
        self._signed[card_id] = self._build_own(card_id, card)
        for name, control in self._inputs.items():
            if name not in self._words.kept:
                control.value = type(control.value)()
        self._writing = False

    @property
    def _is_full(self) -> bool:
        return len(self._signed) >= self._words.most

    def _name_last(self) -> str:
        """What is said after the last card a page may sign."""
        many = self._words.most
        enough = ngettext("One card is enough; keep it.", "{n} cards are plenty; keep these.", many)
        return f"{self._words.signed} {enough}"

    def _build_own(self, card_id: str, card: Signed) -> OwnCard:
        act = guard(lambda _button: self._take_back(card_id), self._show)
        return OwnCard(self._words.title(card), self._words.render(card), act)

    def _take_back(self, card_id: str) -> None:
        own = self._signed.pop(card_id)  # first: whoever hears of it looks for what is gone
        try:
            with suppress(NotFoundError):  # the facilitator was quicker
                self._on_take_back(card_id)
        except Exception:
            self._signed[card_id] = own
            raise
        self._say(_(TAKEN_BACK), "calm")
        self._draw()
        own.close_all()

    def _draw(self) -> None:
        self._own.children = list(self._signed.values())
        show(self._fields, self._writing and not self._over)
        self._button.description = (
            self._words.sign if self._writing else pgettext("button", ANOTHER)
        )
        set_class(self._button, "kit-quiet-button", not self._writing)
        done = self._is_full and not self._writing
        show(self._button, not (self._over or self._rests or done))

    def _show(self, error: KitError) -> None:
        name = error.prompt if isinstance(error, ResponseError) else ""
        if name in self._inputs:
            self._inputs[name].error = str(error)
            self._say(_(UNSIGNED), "warning")
        else:
            self._say(str(error), "warning")

    def _say(self, text: str, tone: str) -> None:
        self._status.tone = tone
        self._status.text = text
