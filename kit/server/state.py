"""The house: everything the doors share. One per server."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from secrets import token_bytes
from typing import Concatenate

from kit.check.fault import Fault
from kit.errors import EndedError, KitError
from kit.language import _
from kit.notebooks.agenda import WELCOME, Agenda, find_welcome, plan_rows
from kit.notebooks.languages import find_language_folder, read_language
from kit.notebooks.theme import Theme
from kit.room.context import KernelContext
from kit.server.accounts import Accounts
from kit.server.kernels.session_kernels import OVER, SessionKernels
from kit.server.kernels.settings import RoomSettings
from kit.server.opening import get_first, get_going
from kit.server.signing import SECRET_BYTES, build_screen_ticket
from kit.server.store_threads import P, StoreThreads, T
from kit.server.store_watch import StoreWatch
from kit.server.tasks import Tasks
from kit.server.throttle import Attempts
from kit.session.plan import find_exercise
from kit.session.session import Role, Round, Session
from kit.store import Store
from kit.store.facilitator_keys import SERVER
from kit.store.notices import EVERY_SESSION, NoticeHub
from kit.store.sessions import ENDED

log = logging.getLogger("kit.server")


@dataclass
class ServerState:
    """What the server's pages work with.

    Attributes:
        store: Sessions, seats, answers and results. The loop asks it by `read` and `write` alone.
        data: The store's address, for the kernels.
        folder: The exercise notebooks.
        agenda: What a session plays that is begun without being asked for.
        key: The facilitator's key, as links say it; the store has what it is compared with.
        hub: Carries notices between kernels.
        origin: Scheme, host and port of the links, without a slash at the end.
        room_settings: How room kernels are kept.
        attempts: Wrong codes that were typed lately.
        follows: Code of the team's earlier session; None when this one follows none.
        team: The facilitator's name for the team; None where none was given.
        theme: How pages look; None for the kit's own look.
        watched: The notebooks are being edited, and what is saved is followed.
        closed: Why phones cannot join; "" where they can.
        faults: What keeps exercises from being played as they are meant, in sentences, by the file
            of the notebook as it is seen from the folder; for the facilitator.
        thrown_away: Codes of the rehearsals that were erased since the server was started.
        is_loaded: The first room has been tried, and links have been given out.
        is_draining: The server is about to end: nobody else is let in.
        store_watch: Asks whether the store answers.
        secret: What tickets are derived from.
        key_kept: The key is in a file of the operator's, who alone changes it.
        accounts: How facilitators sign in; None where the key is all there is.
        language: Tag of the language in which sessions begin and pages speak; "" for none, where
            pages of no session speak what the browser asks for.
        shards: Over how many parts the seats of a plenary are spread, where servers share them.
        forget_pages: Has the pages of a session forget what they were told; None without pages.
    """

    store: Store
    data: str = field(repr=False)
    folder: Path
    agenda: Agenda
    key: str = field(repr=False)
    hub: NoticeHub
    origin: str = ""
    room_settings: RoomSettings = field(default_factory=RoomSettings)
    attempts: Attempts = field(default_factory=Attempts, repr=False)
    follows: str | None = field(default=None, repr=False)
    team: str | None = field(default=None, repr=False)
    theme: Theme | None = None
    watched: bool = False
    closed: str = ""
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    thrown_away: set[str] = field(default_factory=set, repr=False)
    is_loaded: bool = False
    is_draining: bool = False
    store_watch: StoreWatch = field(init=False, repr=False)
    secret: bytes = field(default_factory=lambda: token_bytes(SECRET_BYTES), repr=False)
    key_kept: bool = False
    accounts: Accounts | None = None
    language: str = ""
    rooms: dict[str, SessionKernels] = field(default_factory=dict)
    forget_pages: Callable[[str], Awaitable[None]] | None = field(default=None, repr=False)
    shards: int = 1
    threads: StoreThreads = field(init=False, repr=False)
    _key_watchers: set[Callable[[], None]] = field(default_factory=set, repr=False)
    _opening: dict[str, asyncio.Lock] = field(default_factory=dict, repr=False)
    _tasks: Tasks = field(default_factory=Tasks, repr=False)
    _stop: Callable[[], None] | None = field(default=None, repr=False)
    _changes: int = field(default=0, repr=False)
    _counted: tuple[int, int] = field(default=(-1, 0), repr=False)

    def __post_init__(self) -> None:
        self.threads = StoreThreads(self.store)
        self.store_watch = StoreWatch(self.store.database.look)
        self.room_settings = replace(self.room_settings, data=self.data)

    def read(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> asyncio.Future[T]:
        """What a call of the store gives that only reads; see `StoreThreads.read`."""
        return self.threads.read(call, *given, **named)

    def write(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> asyncio.Future[T]:
        """What a call of the store gives that may write; see `StoreThreads.write`."""
        return self.threads.write(call, *given, **named)

    async def get_session(self) -> Session:
        """The open session of this agenda, in whichever order, begun now if there is none.

        Raises:
            NotFoundError: It is to follow a session that is not there.
        """
        planned = sorted(self.agenda.notebooks)

        def find(store: Store) -> Session | None:
            for session in store.list_sessions():
                known = self.follows is None or session.follows == self.follows
                known &= self.team is None or session.team == self.team
                known &= not (session.ended or session.is_scheduled)
                if sorted(session.agenda) == planned and known:
                    return session
            return None

        return await self.read(find) or await self.begin_session(
            _("Workshop"), self.agenda, follows=self.follows, team=self.team, instead=find
        )

    def find_folder(self, language: str) -> Path:
        """Where the notebooks of a session lie.

        Args:
            language: Tag of its language; "" for the server's.
        """
        return find_language_folder(self.folder, language or self.language)

    async def begin_session(
        self,
        title: str,
        agenda: Agenda,
        *,
        expected: int | None = None,
        follows: str | None = None,
        rehearsal: bool = False,
        owner: str = "",
        team: str | None = None,
        check: Callable[[Store], None] = lambda _store: None,
        list_led: Callable[[Store], Collection[str] | None] = lambda _store: None,
        days: tuple[date, date] | None = None,
        people: int | None = None,
        language: str = "",
        instead: Callable[[Store], Session | None] = lambda _store: None,
    ) -> Session:
        """Begin a session with the first exercise of an agenda.

        Args:
            title: What the facilitator calls it.
            agenda: What is played.
            expected: How many people are awaited, if somebody has said.
            follows: Code of the same team's earlier session, whose commitments it begins with.
            rehearsal: Its people are simulated, and it is thrown away afterwards.
            owner: Account of the facilitator whose it is; "" where nobody signs in.
            team: The facilitator's name for the team; None for that of the earlier session.
            check: Raises what keeps whoever asks from it, when it is their turn to write.
            list_led: Gives the codes of the sessions that whoever asks may lead; None for all.
            days: The first and the last day of questions that people answer alone; None for a
                session that somebody leads.
            people: How many people the team has, for such questions.
            language: Tag of the language that has been chosen for it; "" for that of the agenda,
                of its first notebook, or of the server.
            instead: Finds one that is taken in its place; another server may have begun it just
                before.

        Raises:
            NotFoundError: There is no such earlier session.
            PhaseError: There are such questions after it already.
        """
        folder = self.find_folder(language)
        rows = plan_rows(folder, agenda)
        first = find_exercise(rows, -1)
        assert first is not None  # an agenda without one is not read
        own = agenda.language or read_language(folder / rows[first].notebook)
        speaks = language or own or self.language

        def begin(store: Store) -> Session:
            check(store)
            if (found := instead(store)) is not None:
                return found
            session = store.add_session(
                title,
                rows,
                expected=expected,
                follows=follows,
                rehearsal=rehearsal,
                owner=owner,
                days=days,
                people=people,
                team=team,
                led=list_led(store),
                language=speaks,
            )
            store.add_round(session.code, rows[first].notebook, first)
            return session

        def begin_alone(store: Store) -> Session:
            with store.database.alone("session"):
                return begin(store)

        return await self.write(begin_alone)

    async def count_open_sessions(self) -> int:
        """How many sessions with a team have not ended; counted anew after a change alone.

        Raises:
            StoreError: The database cannot be read.
        """
        changes, (counted, number) = self._changes, self._counted
        if counted != changes:
            number = await self.read(Store.count_open_sessions)
            self._counted = changes, number  # of before whatever has changed meanwhile
        return number

    def name_file(self, name: str, language: str = "") -> str:
        """A file of a session as it is seen from the folder, as in "de/marble_jar.ipynb".

        Args:
            name: Its name, beside the session's notebooks.
            language: Tag of the session's language; "" for the server's.
        """
        return (self.find_folder(language) / name).relative_to(self.folder).as_posix()

    def tell_faults(self, faults: Sequence[Fault]) -> None:
        """Keep what was found in the notebooks, for the facilitator's pages.

        Args:
            faults: Each with its file as it is seen from the folder.
        """
        for each in faults:
            told = self.faults.get(each.file, ())
            self.faults[each.file] = tuple(dict.fromkeys([*told, str(each)]))

    def find_welcome(self, session: Session) -> str:
        """What the room reads while a session's people gather."""
        said = find_welcome(self.find_folder(session.language), session.agenda, self.agenda)
        own = self.theme.welcome if self.theme else ""
        return own or _(WELCOME) if said == WELCOME else said

    def build_place(self, current: Round, role: Role, language: str = "") -> KernelContext:
        """The place of a kernel that serves a round in a role.

        Args:
            current: The round.
            role: The role.
            language: Tag of its session's language; "" for the server's.
        """
        return KernelContext(
            code=current.code,
            role=role,
            data="",  # their environment names it
            notices=self.hub.address,
            notebook=current.notebook,
            round_id=current.id,
            join_url=f"{self.origin}/join/{current.code}",
            language=language or self.language,
        )

    async def get_room(self, code: str) -> SessionKernels:
        """The session's room, opened on first use.

        Raises:
            NotFoundError: There is no such session, or it has ended.
            KitError: The exercise's definition is wrong.
        """
        session = await self._get_going(code)
        async with self._opening.setdefault(code, asyncio.Lock()):
            room = self.rooms.get(code)
            if room is None:
                current = await self.read(get_first, code)
                place = self.build_place(current, Role.PARTICIPANT, session.language)
                folder = self.find_folder(session.language)
                settings = self.room_settings.choose_for(session.expected)
                room = SessionKernels(self.threads, place, folder, settings)
                self.rooms[code] = room
                await self._check_still_open(code)
                await room.open()
        return room

    async def close_room(self, code: str) -> None:
        """End a session's room, if there is one; its phones are told that the session is over."""
        if room := self.rooms.pop(code, None):
            await room.close(OVER, again=False)

    async def _check_still_open(self, code: str) -> None:
        """See that a session has not ended before its room could hear of it.

        Raises:
            EndedError: It has; there is no room for it.
        """
        try:
            await self._get_going(code)
        except BaseException:
            self.rooms.pop(code, None)
            raise

    async def _get_going(self, code: str) -> Session:
        session = await self.read(get_going, code)
        if code in self.thrown_away:  # still there, and about to be erased
            raise EndedError(_(ENDED))
        return session

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
            if what in ("keys", "welcome"):
                loop.call_soon_threadsafe(self._check_lines)
            elif what == "phase":
                loop.call_soon_threadsafe(lambda: self._tasks.begin(self._forget(code)))

        self._stop = self.store.notices.listen(hear)

    def watch_keys(self, look: Callable[[], None]) -> Callable[[], None]:
        """Have it looked anew who may do what, whenever a key or an owner has changed.

        Returns:
            A function that ends it.
        """
        self._key_watchers.add(look)
        return lambda: self._key_watchers.discard(look)

    def build_screen_ticket(self, store: Store, code: str) -> str:
        """What opens a session's screen in any browser, until a key of the session changes."""
        keys = [store.find_key(each) for each in (SERVER, code)]
        return build_screen_ticket(self.secret, code, keys)

    def build_screen_path(self, store: Store, code: str) -> str:
        """Where a screen opens in any browser, as the facilitator's page says it."""
        return f"/screen/{code}?ticket={self.build_screen_ticket(store, code)}"

    async def close(self) -> None:
        """End every room."""
        if self._stop is not None:
            self._stop()
        self.store_watch.close()
        for room in list(self.rooms.values()):
            with contextlib.suppress(Exception):
                await room.close()

    def _check_lines(self) -> None:
        for look in list(self._key_watchers):
            look()

    def _follow(self, code: str) -> None:
        for each in list(self.rooms) if code == EVERY_SESSION else [code]:
            if each in self.rooms:
                self._tasks.begin(self._follow_session(each))

    async def _forget(self, code: str) -> None:
        """Once a round is closed, what people sent and typed goes from the memory too.

        Of a result that was left unseen goes what the facilitator's pages were told.
        """
        room = self.rooms.get(code)
        with contextlib.suppress(KitError):
            current = await self.read(Store.get_round, code)
            if room is not None and current.phase.is_over:
                await room.forget()
                if current.unseen and self.forget_pages is not None:
                    await self.forget_pages(code)
                gc.collect()

    async def _follow_session(self, code: str) -> None:
        try:
            if (await self.read(Store.get_session, code)).ended:
                await self.close_room(code)
            elif room := self.rooms.get(code):
                await room.move_on()
        except KitError:
            log.exception("The next exercise could not be set up")
