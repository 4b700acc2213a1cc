"""A commitment's card on a phone: fields, a name, Sign. It calls back and knows no store."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from kit.forms.signed_card import TEMPLATE, SignedCard, Words
from kit.language import N_, NP_, _, pgettext
from kit.session.commitments import LENGTHS, Commitment
from kit.session.session import Phase
from kit.views.cards import Board
from kit.views.round import View
from kit.widgets.markup import render_part
from kit.widgets.text_input import ONE_LINE, TextInput
from kit.widgets.visibility import show

SIGN = NP_("button", "Sign")
MOST_CARDS = 5  # from one phone; more than a person keeps
FIELDS = {
    "what": (
        N_("I or we will \u2026"),
        N_(
            "One small act that somebody could see: \u201cask first on Monday\u201d, not \u201cbe "
            "a better listener\u201d."
        ),
    ),
    "by": (
        N_("when \u2026 (the moment, or the day)"),
        N_(
            "When will you do it for the first time? \u201cAt the start of Monday\u2019s "
            "meeting\u201d is better than \u201cby March\u201d."
        ),
    ),
    "notice": (N_("and \u2026 will notice (a name)"), ""),
    "owner": (N_("Your name, or your names together"), ""),
}
SIGNED = N_("Signed. Everybody can read it on the screen.")


class Card(SignedCard[Commitment]):
    """A seat's card, and below it those that this page has signed.

    Args:
        title: What stands above the card, the exercise's title.
        on_sign: Called with a card; returns its id, or raises a `KitError` for the person.
        on_take_back: Called with the id of a card that this page has signed.
        after_reveal: It is not there before the first result of the exercise is shown.
    """

    def __init__(
        self,
        title: str,
        on_sign: Callable[[Commitment], str],
        on_take_back: Callable[[str], None],
        *,
        after_reveal: bool = False,
    ) -> None:
        self._after_reveal = after_reveal
        inputs = {
            name: TextInput(
                prompt=f"commitment-{name}",
                text=_(text),
                help=_(words),
                max_length=LENGTHS[name],
                one_line=LENGTHS[name] <= ONE_LINE,
            )
            for name, (text, words) in FIELDS.items()
        }
        words = Words(
            head=render_part(TEMPLATE, "head", title),
            sign=pgettext("button", SIGN),
            signed=_(SIGNED),
            most=MOST_CARDS,
            kept=["owner"],  # whoever signs another one has the same name
            render=render_card,
            title=lambda card: card.what,
        )
        super().__init__(words, inputs, lambda read: Commitment(**read), on_sign, on_take_back)

    def follow(self, view: View) -> None:
        """Show the card when its time has come, and lock it once the exercise is over."""
        show(self, not self._after_reveal or view.phase.is_shown or view.round.part > 0)
        self.rest(view.is_stopped)
        if view.phase is Phase.DONE:
            self.end()

    def follow_board(self, board: Board) -> None:
        """Say which of its cards the facilitator has taken away."""
        self.lose(set(self.signed) - set(board.now))


def render_card(card: Commitment) -> Markup:
    """A card as markup; what people wrote stands in it as letters."""
    return render_part(TEMPLATE, "own", card)
