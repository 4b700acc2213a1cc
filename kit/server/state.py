"""The house: everything the doors share. One per server."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kit.check.fault import Fault
from kit.errors import EndedError, KitError, NotFoundError, PhaseError
from kit.notebooks.agenda import WELCOME, Agenda, find_welcome, plan_rows
from kit.notebooks.theme import Theme
from kit.room.context import KernelContext
from kit.server.kernels.session_kernels import OVER, SessionKernels
from kit.server.kernels.settings import RoomSettings
from kit.server.store_watch import StoreWatch
from kit.server.tasks import Tasks
from kit.server.throttle import Attempts
from kit.session.plan import find_exercise
from kit.session.session import Role, Round, Session
from kit.store import Store
from kit.store.notices import EVERY_SESSION, NoticeHub

log = logging.getLogger("kit.server")


@dataclass
class ServerState:
    """What the server's pages work with.

    Attributes:
        store: Sessions, seats, answers and results.
        data: The store's address, for the kernels.
        folder: The exercise notebooks.
        agenda: What a session plays that is begun without being asked for.
        key: The facilitator's key.
        hub: Carries notices between kernels.
        origin: Scheme, host and port of the links, without a slash at the end.
        room_settings: How room kernels are kept.
        attempts: Wrong codes that were typed lately.
        follows: Code of the team's earlier session; None when this one follows none.
        theme: How pages look; None for the kit's own look.
        watched: The notebooks are being edited, and what is saved is followed.
        faults: What keeps exercises from being played as they are meant, in sentences, by the file
            name of the notebook; for the facilitator.
        thrown_away: Codes of the rehearsals that were erased since the server was started.
        is_loaded: The first room has been tried, and links have been given out.
        is_draining: The server is about to end: nobody else is let in.
        store_watch: Asks whether the store answers.
    """

    store: Store
    data: str
    folder: Path
    agenda: Agenda
    key: str = field(repr=False)
    hub: NoticeHub
    origin: str = ""
    room_settings: RoomSettings = field(default_factory=RoomSettings)
    attempts: Attempts = field(default_factory=Attempts, repr=False)
    follows: str | None = field(default=None, repr=False)
    theme: Theme | None = None
    watched: bool = False
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    thrown_away: set[str] = field(default_factory=set, repr=False)
    is_loaded: bool = False
    is_draining: bool = False
    store_watch: StoreWatch = field(init=False, repr=False)
    rooms: dict[str, SessionKernels] = field(default_factory=dict)
    _opening: dict[str, asyncio.Lock] = field(default_factory=dict, repr=False)
    _tasks: Tasks = field(default_factory=Tasks, repr=False)
    _stop: Callable[[], None] | None = field(default=None, repr=False)
    _changes: int = field(default=0, repr=False)
    _counted: tuple[int, int] = field(default=(-1, 0), repr=False)

    def __post_init__(self) -> None:
        self.store_watch = StoreWatch(self.store.database.look)

    def get_session(self) -> Session:
        """The open session of this agenda, in whichever order, begun now if there is none.

        Raises:
            NotFoundError: It is to follow a session that is not there.
        """
        planned = sorted(self.agenda.notebooks)
        for session in self.store.list_sessions():
            known = self.follows is None or session.follows == self.follows
            if not session.ended and sorted(session.agenda) == planned and known:
                return session
        return self.begin_session("Workshop", self.agenda, follows=self.follows)

    def begin_session(
        self,
        title: str,
        agenda: Agenda,
        *,
        expected: int | None = None,
        follows: str | None = None,
        rehearsal: bool = False,
    ) -> Session:
        """Begin a session with the first exercise of an agenda.

        Args:
            title: What the facilitator calls it.
            agenda: What is played.
            expected: How many people are awaited, if somebody has said.
            follows: Code of the same team's earlier session, whose commitments it begins with.
            rehearsal: Its people are simulated, and it is thrown away afterwards.

        Raises:
            NotFoundError: There is no such earlier session.
        """
        rows = plan_rows(self.folder, agenda)
        session = self.store.add_session(
            title,
            rows,
            expected=expected,
            follows=follows,
            rehearsal=rehearsal,
        )
        first = find_exercise(rows, -1)
        assert first is not None  # an agenda without one is not read
        self.store.add_round(session.code, rows[first].notebook, first)
        return session

    def count_open_sessions(self) -> int:
        """How many sessions with a team have not ended; counted anew after a change alone.

        Raises:
            StoreError: The database cannot be read.
        """
        changes, (counted, number) = self._changes, self._counted
        if counted != changes:
            number = self.store.count_open_sessions()
            self._counted = changes, number  # of before whatever has changed meanwhile
        return number

    def tell_faults(self, faults: Sequence[Fault]) -> None:
        """Keep what was found in the notebooks, for the facilitator's pages."""
        for each in faults:
            told = self.faults.get(each.file, ())
            self.faults[each.file] = tuple(dict.fromkeys([*told, str(each)]))

    def find_welcome(self, session: Session) -> str:
        """What the room reads while a session's people gather."""
        said = find_welcome(self.folder, session.agenda, self.agenda)
        own = self.theme.welcome if self.theme else ""
        return own or said if said == WELCOME else said

    def build_place(self, current: Round, role: Role) -> KernelContext:
        """The place of a kernel that serves a round in a role."""
        return KernelContext(
            code=current.code,
            role=role,
            data=self.data,
            notices=self.hub.address,
            notebook=current.notebook,
            round_id=current.id,
            join_url=f"{self.origin}/join/{current.code}",
        )

    async def get_room(self, code: str) -> SessionKernels:
        """The session's room, opened on first use.

        Raises:
            NotFoundError: There is no such session, or it has ended.
            KitError: The exercise's definition is wrong.
        """
        session = self.store.get_session(code)
        if session.ended:
            msg = "This session has ended. Nothing more is needed from you."
            raise EndedError(msg)
        async with self._opening.setdefault(code, asyncio.Lock()):
            room = self.rooms.get(code)
            if room is None:
                current = self._get_first(code)
                place = self.build_place(current, Role.PARTICIPANT)
                room = SessionKernels(self.store, place, self.folder, self.room_settings)
                self.rooms[code] = room
                await room.open()
        return room

    def _get_first(self, code: str) -> Round:
        try:
            return self.store.get_round(code)
        except NotFoundError as error:
            msg = "The session has not begun yet."
            raise PhaseError(msg) from error

    def listen(self) -> None:
        """Follow the notices: when a session moves on or ends, so does its room."""
        loop = asyncio.get_running_loop()

        def hear(code: str, what: str) -> None:
            if what in ("session", "welcome"):
                self._changes += 1
            if loop.is_closed():
                return
            if what in ("round", "session", "welcome"):
                loop.call_soon_threadsafe(self._follow, code)
            elif what == "phase":
                loop.call_soon_threadsafe(lambda: self._tasks.begin(self._forget(code)))

        self._stop = self.store.notices.listen(hear)

    async def close(self) -> None:
        """End every room."""
        if self._stop is not None:
            self._stop()
        self.store_watch.close()
        for room in list(self.rooms.values()):
            with contextlib.suppress(Exception):
                await room.close()

    def _follow(self, code: str) -> None:
        for each in list(self.rooms) if code == EVERY_SESSION else [code]:
            if each in self.rooms:
                self._tasks.begin(self._follow_session(each))

    async def _forget(self, code: str) -> None:
        """Once a round is closed, what people sent and typed goes from the memory too."""
        room = self.rooms.get(code)
        with contextlib.suppress(KitError):
            if room is not None and self.store.get_round(code).phase.is_over:
                await room.forget()
                gc.collect()

    async def _follow_session(self, code: str) -> None:
        try:
            if self.store.get_session(code).ended:
                if room := self.rooms.pop(code, None):
                    await room.close(OVER, again=False)
            elif room := self.rooms.get(code):
                await room.move_on()
        except KitError:
            log.exception("The next exercise could not be set up")
