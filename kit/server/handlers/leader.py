"""The leader's own page: what they are asked, and a form for their words. It opens nothing else.

Whoever has the link may read and change what is written there; nobody signs in, and no cookie is
set. It takes no script and no kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from kit.errors import KitError, NotFoundError, PhaseError, ResponseError
from kit.exercise.leader_fields import has_words, list_leader_fields, read_leader
from kit.language import N_, _
from kit.notebooks.sheets import read_briefing
from kit.server.handlers.strangers import StrangerHandler
from kit.server.signing import hash_key
from kit.session.progress import name_exercise
from kit.session.session import Session
from kit.store import Store
from kit.store.leader_words import LeaderPart, name_edition

GONE = N_("This link opens nothing")
WHY = N_(
    "It may have been taken back or replaced, or the session is over. Ask the facilitator for a "
    "new one."
)
LOST = N_("What you have just written was not kept: go back in your browser and copy it.")


@dataclass
class Card:
    """An exercise on the leader's page.

    Attributes:
        name: What it is called.
        notebook: File name of its notebook.
        briefing: What the notebook tells the leader; "" for nothing.
        part: What is asked and was written; None where nobody goes first.
        values: What stands in the fields, by their keys.
        edition: Of the words that were kept when the fields were filled.
        faults: What cannot be kept, by the key of the field.
        meanwhile: What somebody else has written since the page was loaded, by the field's key.
            The leader chooses whose words stand there.
        lost: What was written, and cannot be kept any more.
    """

    name: str
    notebook: str
    briefing: Markup
    part: LeaderPart | None
    values: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    meanwhile: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        """Whether words are kept for it."""
        return self.part is not None and has_words(self.part.told)

    @property
    def is_refused(self) -> bool:
        """Whether something that was sent has not been kept."""
        return bool(self.faults or self.meanwhile or self.lost)


class LeaderPage(StrangerHandler):
    """`/leader/<key>`: for the leader, who is sent the link."""

    def set_default_headers(self) -> None:
        """Its address is a key: no page that is loaded from here, or from there, is told it."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "strict-origin")
        self.set_header("X-Robots-Tag", "noindex, nofollow")

    async def prepare(self) -> None:
        """Wait in the line of those who try what opens a door."""
        await super().prepare()
        if self.house.is_draining:
            self.turn_away()
        else:
            await self.take_turn()

    async def get(self, key: str) -> None:
        """Show what the leader is asked, and what has been written."""
        session = await self._find_session(key)
        if session is not None:
            cards = await self.list_cards(session)
            self._show(cards, kept=bool(self.get_query_argument("kept", "")))

    async def post(self, key: str) -> None:
        """Keep what the leader has written, each exercise for itself."""
        session = await self._find_session(key)
        if session is None:
            return
        try:
            cards = [await self._keep(key, each) for each in await self.list_cards(session)]
        except NotFoundError:  # the link was taken back while it was being written
            self._refuse()
            return
        if any(each.is_refused for each in cards):
            self.set_status(400 if any(each.faults for each in cards) else 409)
            self._show(cards)
        else:
            self.redirect(f"/leader/{key}?kept=1", status=303)

    async def list_cards(self, session: Session) -> list[Card]:
        """The exercises in which the leader has a part, in order."""
        parts = await self.house.read(Store.list_leader_parts, session.code)
        return list_cards(self.house.find_folder(session.language), session, parts)

    async def _find_session(self, key: str) -> Session | None:
        """The session that a link's key opens; if there is none, the answer has been given."""
        code = await self.house.read(Store.find_leader_session, hash_key(key))
        if code is None:
            self._refuse()
            return None
        self.give_turn_back()
        return await self.house.read(Store.get_session, code)

    def _refuse(self) -> None:
        told = [WHY, LOST] if self.request.method == "POST" else [WHY]
        self.show_message(404, _(GONE), " ".join(_(each) for each in told))

    async def _keep(self, key: str, card: Card) -> Card:
        """Keep what was written for an exercise, or say on its card why it was not.

        Raises:
            NotFoundError: The link opens nothing any more.
        """
        part = card.part
        edition = self.get_body_argument(f"edition {card.notebook}", None)
        if part is None or edition is None:  # not in the form that was sent
            return card
        fields = list_leader_fields(part.exercise)
        names = {each.key: f"{each.key} {card.notebook}" for each in fields}
        written = {each: self.get_body_argument(names[each], "") for each in names}
        card.values = written = {
            each: words.replace("\r\n", "\n") for each, words in written.items()
        }
        card.edition = edition
        whose = self.get_body_argument(f"whose {card.notebook}", None)
        if whose == "" and not part.opened:  # asked, and not chosen
            await self._show_meanwhile(key, card)
            return card
        if whose == "theirs":
            card.values, card.edition = part.told, part.edition
            return card
        try:
            told = read_leader(part.exercise, written)
            kept = await self.house.write(
                Store.write_leader_part, hash_key(key), card.notebook, told, edition=edition
            )
        except ResponseError as error:
            card.faults = {error.prompt or "": str(error)}
        except PhaseError:
            card.lost = {each.own: written[each.key] for each in fields if written[each.key]}
        else:
            card.edition = name_edition(told)
            if not kept:
                await self._show_meanwhile(key, card)
        return card

    async def _show_meanwhile(self, key: str, card: Card) -> None:
        """Put beside each field what stands there by now, for the leader to choose."""
        code = await self.house.read(Store.find_leader_session, hash_key(key))
        if code is None:
            raise NotFoundError
        parts = await self.house.read(Store.list_leader_parts, code)
        there = next(each for each in parts if each.notebook == card.notebook)
        card.part, card.edition = there, there.edition
        told = {each: there.told.get(each, "") for each in card.values}
        card.meanwhile = {each: told[each] for each in told if told[each] != card.values[each]}

    def _show(self, cards: list[Card], *, kept: bool = False) -> None:
        self.show(
            "leader.html",
            cards=cards,
            kept=kept and any(each.is_written for each in cards),
            refused=any(each.is_refused for each in cards),
            list_fields=list_leader_fields,
        )


def list_cards(folder: Path, session: Session, parts: list[LeaderPart]) -> list[Card]:
    """The exercises of a session in which the leader has a part, in order, each once.

    Args:
        folder: The notebooks'.
        session: The session.
        parts: Those in which the leader goes first, as the store knows them.
    """
    known = {each.notebook: each for each in parts}
    cards = []
    for notebook in dict.fromkeys(session.agenda):
        part, briefing = known.get(notebook), find_briefing(folder / notebook)
        if part is not None or briefing:
            card = Card(name_exercise(notebook, session.rows), notebook, briefing, part)
            if part is not None:
                card.values, card.edition = part.told, part.edition
            cards.append(card)
    return cards


def find_briefing(path: Path) -> Markup:
    """What a notebook tells the leader; "" where it cannot be read, as its dashboard says."""
    try:
        return read_briefing(path)
    except KitError:
        return Markup()
