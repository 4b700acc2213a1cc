"""A rehearsal on the server: a session of its own with simulated people, erased afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from tornado.web import HTTPError

from kit.errors import KitError, NotFoundError, PhaseError
from kit.language import N_, _
from kit.notebooks.languages import choose_language
from kit.rehearsal.cards import begin_earlier
from kit.rehearsal.people import SimulatedPeople
from kit.server.handlers.offers import get_offer
from kit.server.handlers.sessions import Overview
from kit.server.kernels.session_kernels import OVER
from kit.server.state import ServerState
from kit.server.tasks import Tasks
from kit.session.session import Round, Session, normalise_code
from kit.store import Store

log = logging.getLogger("kit.server")

JOINING = 3.0  # seconds over which the simulated people come in
ANSWERING = (2.0, 20.0)  # seconds after the opening in which they answer


BUSY = N_(
    "A rehearsal of {title} is open already, and there is one at a time. Throw it away first; then "
    "rehearse the other one."
)
ELSEWHERE = N_(
    "Somebody else is rehearsing, and there is one rehearsal at a time. Try again when it is over."
)


class Rehearsals:
    """One rehearsal at a time, beside the sessions with a team and apart from them.

    Its people join and answer through the store, under the same rules as phones. It is erased when
    a facilitator throws it away, when it ends, and when the server ends. One that a killed server
    has left behind is erased by the next.

    Args:
        house: Where it is played.
        end_page: Ends the dashboard or screen behind which a kernel with this id stands.

    Attributes:
        session: The rehearsal that is open, None for none.
        people: How many simulated people are in it.
        plays: The agenda it plays, as a form sends it; "" for that of the server.
        title: What it plays, in words.
        sizes: The numbers of people that may be chosen.
    """

    sizes = (4, 8, 25, 200)

    def __init__(
        self, house: ServerState, end_page: Callable[[str], None] = lambda _kernel_id: None
    ) -> None:
        self.session: Session | None = None
        self.people = 0
        self.plays, self.title = "", ""
        self._house = house
        self._end_page = end_page
        self._crowd: SimulatedPeople | None = None
        self._stop: Callable[[], None] | None = None
        self._tasks = Tasks()
        self._starting = asyncio.Lock()

    def __repr__(self) -> str:
        return f"<Rehearsals with {self.people} people>"

    async def open(self) -> None:
        """Erase what was left behind, and follow the notices: an ended rehearsal is erased too."""
        loop = asyncio.get_running_loop()
        await self._house.write(erase_rehearsals)

        def hear(code: str, what: str) -> None:
            if what == "session" and not loop.is_closed():
                loop.call_soon_threadsafe(lambda: self._tasks.begin(self._look(code)))

        self._stop = self._house.store.notices.listen(hear)

    async def start(
        self,
        people: int,
        plays: str = "",
        owner: str = "",
        may_lead: Callable[[Store, str], bool] = lambda _store, _code: True,
    ) -> Session:
        """Begin a rehearsal, or give the one that is open and plays the same.

        Args:
            people: How many simulated people come.
            plays: The value of an offer; "" for what the server plays.
            owner: Account of the facilitator whose it is; "" where nobody signs in.

            may_lead: Whether whoever asks may lead the one that is open.

        Raises:
            PhaseError: One that plays something else is open, or somebody else's.
            KitError: What it is to play is not there.
        """
        async with self._starting:
            if (session := self.session) is None:
                return await self._start(people, plays, owner)
            if not await self._house.read(may_lead, session.code):
                raise PhaseError(_(ELSEWHERE))
            if self.plays != plays:
                raise PhaseError(_(BUSY, title=self.title))
            return session

    async def _start(self, people: int, plays: str, owner: str) -> Session:
        house = self._house
        language = choose_language(house.folder, house.language)
        folder = house.find_folder(language)
        agenda, title = house.agenda, house.agenda.title or _("the exercises of the server")
        if plays:
            offer = get_offer(folder, plays)
            agenda, title = offer.agenda, offer.title
        follows = await house.write(begin_earlier, agenda.notebooks, folder, rehearsal=True)
        session = await house.begin_session(
            _("Rehearsal: {title}", title=title),
            agenda,
            follows=follows,
            rehearsal=True,
            owner=owner,
            language=language,
        )
        crowd = SimulatedPeople(
            house.store,
            session.code,
            people,
            answering=ANSWERING,
            joining=JOINING,
            folder=folder,
        )
        await asyncio.to_thread(crowd.enter)
        self.session, self._crowd = session, crowd
        self.people, self.plays, self.title = people, plays, title
        crowd.start()
        return session

    async def answer_at_once(self, current: Round) -> None:
        """Let the simulated people answer the open round of the rehearsal now."""
        if self._crowd is not None and self.session and self.session.code == current.code:
            await self._crowd.answer_at_once(current.id)

    async def end(self, code: str) -> None:
        """Send everybody home and erase every row of the rehearsal, if it is still open."""
        if self.session is None or self.session.code != code:
            await self._house.write(end_elsewhere, code)
            return
        self._house.thrown_away.add(code)
        earlier, crowd = self.session.follows, self._crowd
        self.session = None
        if crowd is not None:
            crowd.stop()
        self.people, self._crowd = 0, None
        if room := self._house.rooms.pop(code, None):
            for kernel_id in room.pages:
                self._end_page(kernel_id)
            await room.close(OVER, again=False)
        await self._house.write(erase, [code, *([earlier] if earlier else [])])

    async def close(self) -> None:
        """The server ends, and so does a rehearsal."""
        if self._stop is not None:
            self._stop()
        if self.session is not None:
            await self.end(self.session.code)

    async def _look(self, code: str) -> None:
        """Erase the rehearsal once somebody else has ended it."""
        if self.session is None or self.session.code != code:
            return
        try:
            if not (await self._house.read(Store.get_session, code)).ended:
                return
        except KitError:
            log.info("The rehearsal has been erased by somebody else")
        await self.end(code)


def erase(store: Store, codes: Sequence[str]) -> None:
    """Erase sessions, those among them that are still there."""
    for code in codes:
        try:
            store.purge_session(code)
        except NotFoundError:
            log.info("The rehearsal had been erased already")


def end_elsewhere(store: Store, code: str) -> None:
    """End a rehearsal that another server has begun, which erases it then."""
    if store.node and code in store.list_all_rehearsals():
        store.end_session(code)


def erase_rehearsals(store: Store) -> None:
    """Erase every rehearsal that a killed server has left behind."""
    erase(store, [left.code for left in store.list_rehearsals()])


class Rehearse(Overview):
    """`POST /facilitate/rehearse`: `people` begins one of `agenda`, `end` throws it away."""

    def get(self) -> None:
        """The buttons are on the sessions page."""
        self.redirect("/facilitate")

    async def post(self) -> None:
        """Begin or end, and go on to the page that follows.

        Raises:
            HTTPError: It is no number of people that may be chosen.
        """
        code = self.get_argument("end", "")
        if not await self.let_in("/facilitate", ends=code, begins=True):
            return
        rehearsals: Rehearsals = self.settings["kit_rehearsals"]
        if code:
            await rehearsals.end(normalise_code(code))
            self.redirect("/facilitate", status=303)
            return
        people = self.get_argument("people", "")
        if people not in [str(size) for size in rehearsals.sizes]:
            raise HTTPError(400)
        try:
            plays, may_lead = self.get_argument("agenda", ""), self.standing.may_lead
            session = await rehearsals.start(int(people), plays, self.account, may_lead)
        except KitError as error:
            self.set_status(409 if isinstance(error, PhaseError) else 400)
            await self.show_sessions(str(error))
        else:
            self.redirect(f"/facilitate/{session.code}", status=303)
