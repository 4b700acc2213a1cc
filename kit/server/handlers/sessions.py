"""The facilitator's sessions: what runs, what may be played, what is over, a new one, an end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from tornado.web import HTTPError

from kit.errors import KitError, NotFoundError, ResponseError
from kit.gate.results import count_told
from kit.language import _, ngettext
from kit.language.current import ENGLISH
from kit.language.formats import join_quoted
from kit.language.languages import find_language, list_languages
from kit.notebooks.languages import choose_language, list_translated, read_title
from kit.notebooks.notebook import list_notebooks
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.handlers.offers import get_offer, list_offers
from kit.server.handlers.session_words import (
    describe_days,
    describe_round,
    list_losses,
)
from kit.session.commitments import Commitment, State
from kit.session.headcount import read_people
from kit.session.session import Phase, Session, describe_day
from kit.session.teams import LONGEST_TEAM, clean_team
from kit.store import Store

PULSE = "safety_pulse.ipynb"  # asks an instrument that is not to be asked again soon
LONGEST_TITLE = 80  # characters
ENDED_SHOWN = 8  # sessions that are over, on the list unless all are asked for
FIELDS = ("title", "agenda", "language", "expected", "follows", "team")
EARLIER_SHOWN = 50  # sessions a new one may follow


@dataclass(frozen=True)
class Open:
    """A session that goes on, as the list shows it.

    Attributes:
        session: The session.
        stands: Where it stands, in words.
        begun: Somebody has joined, or its first exercise has left its first phase.
        screen: Where its screen opens.
        invites: Whoever looks may invite others to lead it.
    """

    session: Session
    stands: str
    begun: bool
    screen: str
    invites: bool


@dataclass(frozen=True)
class Past:
    """A session that is over, as the list shows it.

    Attributes:
        session: The session.
        day: When it was, "" where that is not known.
        played: How many exercises were played, in words.
        waiting: How many of its commitments nobody has looked at again.
    """

    session: Session
    day: str
    played: str
    waiting: int


class Looked(NamedTuple):
    """What the list shows, and what whoever looks may do, at one moment."""

    going: list[Open]
    past: list[Past]
    rehearsal: Open | None
    may_begin: bool
    is_operator: bool


class Overview(FacilitatorHandler):
    """What the list of sessions and the page of a new one have in common."""

    def find_language(self) -> str:
        """The language that a new session is likely to speak: the server's, or the page's."""
        usual = self.house.language or self.house.agenda.language
        return choose_language(self.house.folder, usual) or ENGLISH

    async def list_ours(self) -> list[Session]:
        """The sessions of these notebooks that this browser may lead.

        Raises:
            KitError: The folder cannot be read.
        """
        tags = ("", *list_translated(self.house.folder))
        folders = {self.house.find_folder(each) for each in tags}
        notebooks = {name for folder in folders for name in list_notebooks(folder)}
        standing = self.standing
        led = await self.house.read(lambda store: standing.choose(store, store.list_sessions()))
        return [each for each in led if set(each.agenda) <= notebooks]

    async def show_sessions(self, fault: str = "") -> None:
        """Answer with the list.

        Args:
            fault: What could not be done, in words.
        """
        offers, ours, language = [], [], self.find_language()
        try:
            offers = list_offers(self.house.find_folder(language))
            ours = await self.list_ours()
        except KitError as error:
            fault = fault or str(error)
        rehearsals = self.settings["kit_rehearsals"]
        led = [each for each in ours if not each.is_scheduled]
        playing = [each for each in led if not each.ended]
        over = [each for each in led if each.ended]
        alone = [each for each in ours if each.is_scheduled and not each.ended]
        shown = over if self.get_query_argument("all", "") else over[:ENDED_SHOWN]
        rehearsed = [rehearsals.session] if rehearsals.session else []

        def look(store: Store) -> Looked:
            ours_too = self.standing.choose(store, rehearsed)
            return Looked(
                [self.describe(store, each) for each in playing],
                [look_back(store, each) for each in shown],
                next((self.describe(store, each) for each in ours_too), None),
                self.standing.may_begin(store),
                self.standing.is_operator(store),
            )

        going, past, rehearsal, may_begin, is_operator = await self.house.read(look)
        if not may_begin:
            offers = []
        followed = {each.follows for each in led}
        files = {
            self.house.name_file(item.notebook, language): item.notebook
            for offer in offers
            for item in offer.items
        }
        found = self.house.faults
        self.show(
            "sessions.html",
            faults=defaultdict(
                tuple, {files[name]: found[name] for name in found if name in files}
            ),
            other_faults=[each for name in found if name not in files for each in found[name]],
            running=[each for each in going if each.begun],
            ready=[each for each in going if not each.begun],
            rehearsal=rehearsal,
            rehearsals=rehearsals,
            busy=rehearsals.session is not None,
            account=self.account,
            may_begin=may_begin,
            is_operator=is_operator,
            sign_out=self.house.accounts.sign_out if self.house.accounts is not None else "",
            agendas=[each for each in offers if not each.is_alone],
            alone=[each for each in offers if each.is_alone],
            scheduled=[(each, describe_days(each)) for each in alone],
            past=past,
            more=len(over) - len(past),
            last=next(
                (each for each in past if each.waiting and each.session.code not in followed), None
            ),
            fault=fault,
            closed=_(self.house.closed),
        )

    def describe(self, store: Store, session: Session) -> Open:
        """Where a session stands."""
        screen = self.house.build_screen_path(store, session.code)
        invites = self.standing.may_invite(store, session.code)
        try:
            current = store.get_round(session.code)
        except NotFoundError:
            return Open(session, "", False, screen, invites)
        told = count_told(store, current)
        begun = told > 0 or (current.number, current.phase) != (1, Phase.PREPARE)
        return Open(session, describe_round(session, current, told), begun, screen, invites)


class Facilitate(Overview):
    """`/facilitate`: the key, then the sessions."""

    async def get(self) -> None:
        """Show the sessions of these notebooks, and what a new one may play."""
        if await self.let_in("/facilitate"):
            await self.show_sessions()

    async def post(self) -> None:
        """The key, typed in; or a new session."""
        begins = self.get_argument("title", None) is not None
        if not await self.let_in("/facilitate", begins=begins):
            return
        if not begins:
            await self.show_sessions()
            return
        try:
            session = await self.begin()
        except KitError as error:
            self.set_status(400)
            await self.show_form(str(error))
        else:
            self.redirect(build_address(session.code), status=303)

    async def begin(self) -> Session:
        """Begin the session that the form asks for.

        Raises:
            ResponseError: A field cannot be taken as it is.
            KitError: The agenda cannot be read.
        """
        title = " ".join(self.get_argument("title").split())
        if not title or len(title) > LONGEST_TITLE:
            msg = _("Give the session a title of 1 to {most} characters.", most=LONGEST_TITLE)
            raise ResponseError(msg, prompt="title")
        expected = read_people(self.get_argument("expected", ""))
        if expected is not None and not 1 <= expected <= 9999:
            msg = _("Enter how many people you expect, 1 to 9999, or leave it empty.")
            raise ResponseError(msg, prompt="expected")
        language = self.get_argument("language", "")
        if language and find_language(language) is None:
            msg = _("The pages do not speak this language. Choose another one.")
            raise ResponseError(msg, prompt="language")
        folder = self.house.find_folder(language)
        offer = get_offer(folder, self.get_argument("agenda", ""))
        follows = self.get_argument("follows", "") or None
        standing = self.standing

        def check(store: Store) -> None:
            if not standing.may_begin(store):
                raise HTTPError(403)
            if follows is not None and not standing.may_lead(store, follows):
                msg = _("This earlier session is not there any more. Choose another one.")
                raise ResponseError(msg, prompt="follows")

        return await self.house.begin_session(
            title,
            offer.agenda,
            expected=expected,
            follows=follows,
            owner=self.account,
            team=clean_team(self.get_argument("team", "")),
            check=check,
            list_led=standing.list_led,
            language=language,
        )

    async def show_form(self, fault: str = "") -> None:
        """Answer with the form for a new session, filled in as far as it can be.

        Args:
            fault: What could not be taken, in words.
        """
        typed = {name: self.get_argument(name, "") for name in FIELDS}
        typed["language"] = typed["language"] or self.find_language()
        offers, earlier = [], []
        try:
            offers = list_offers(self.house.find_folder(typed["language"]))
            earlier = [each for each in await self.list_ours() if not each.is_scheduled]
        except KitError as error:
            fault = fault or str(error)
        pulses = {
            each.tag: read_title(self.house.find_folder(each.tag) / PULSE)
            for each in list_languages()
        }
        theirs = (pulses.get(typed["language"]), *pulses.values())  # its own, or one to choose
        team = next((each for each in earlier if each.code == typed["follows"]), None)
        waiting: list[Commitment] = []
        if team is not None:
            waiting = list_waiting(await self.house.read(Store.list_commitments, team.code))
            if self.request.method == "GET":
                typed["title"] = typed["title"] or team.title
                typed["expected"] = typed["expected"] or str(team.expected or "")
                typed["team"] = typed["team"] or team.team
        self.show(
            "new.html",
            offers=offers,
            earlier=[(each, describe_day(each.held_on)) for each in earlier[:EARLIER_SHOWN]],
            teams=sorted({each.team for each in earlier if each.team}),
            longest=LONGEST_TEAM,
            team=team,
            waiting=waiting,
            pulses=pulses,
            pulse=join_quoted(list(filter(None, theirs))[:1]),
            typed=typed,
            fault=fault,
        )


class NewSession(Facilitate):
    """`/facilitate/new`: what a new session is called, plays, and follows."""

    async def get(self) -> None:
        """Ask; what the address names is filled in."""
        if await self.let_in("/facilitate/new", begins=True):
            await self.show_form()


class SessionEnd(FacilitatorHandler):
    """`/facilitate/<code>/end`: asks once more, then ends a session for good."""

    async def get(self, given: str) -> None:
        """Ask, and name what would be lost."""
        address = f"{build_address(given)}/end"
        if not await self.let_in(address):
            return
        session = await self.get_known(given)
        if session.ended:
            self.show("ended.html", session=session, day=describe_day(session.held_on))
        else:
            losses = await self.house.read(list_losses, session)
            self.show("end.html", session=session, losses=losses)

    async def post(self, given: str) -> None:
        """End it; or the key, typed in."""
        address = f"{build_address(given)}/end"
        if not await self.let_in(address):
            return
        session = await self.get_known(given)
        if self.get_argument("sure", "") == "yes" and not session.ended:
            code = session.code
            await self.write_leading(code, Store.end_session, code)
        self.redirect(address, status=303)


def look_back(store: Store, session: Session) -> Past:
    """What is said of a session that is over."""
    count = sum(each.played for each in store.list_rounds(session.code))
    played = ngettext("{n} exercise", "{n} exercises", count) if count else _("not played")
    waiting = len(list_waiting(store.list_commitments(session.code)))
    return Past(session, describe_day(session.held_on), played, waiting)


def list_waiting(cards: dict[str, Commitment]) -> list[Commitment]:
    """The commitments of which nobody has said yet what became of them."""
    return [each for each in cards.values() if each.state is State.OPEN]
