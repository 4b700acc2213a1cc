"""The WebSocket of a seat's page: the channel between it and its own widgets."""

from __future__ import annotations

import asyncio
from typing import ClassVar, NamedTuple

from tornado.web import HTTPError

from kit.errors import KitError, NotFoundError, PhaseError
from kit.language import N_
from kit.language.current import enter_language
from kit.server.handlers.handler import PAGE_PATIENCE, read_seat_token
from kit.server.handlers.languages import find_chosen
from kit.server.handlers.socket import LiveSocket
from kit.server.handlers.templates import read_version
from kit.server.kernels.session_kernels import OVER, SessionKernels
from kit.server.relay.channel import RELOAD
from kit.server.relay.presence import CLOSED_BY_PAGE
from kit.session.session import normalise_code
from kit.store import Store
from kit.store.seats import LOCKED

SOCKETS_AT_ONCE = 4  # of one seat: a phone, a laptop, and a window forgotten on each


ELSEWHERE = N_("This page is open in newer windows. Go on there, or load it again here.")
NOT_READY = N_("The exercise is not ready.")


class SeatSocket(LiveSocket):
    """`/s/<code>/live`: the line between a page and its own seat's widgets."""

    room: SessionKernels | None = None
    token = ""
    language = ""
    _place = ("", -1)
    _refusal = ""
    _is_over = False
    _sockets: ClassVar[dict[str, list[SeatSocket]]] = {}
    """The open sockets of each seat, oldest first."""

    async def prepare(self) -> None:
        """Let only a browser through that has a seat, once its room is ready for it.

        Raises:
            HTTPError: It has none, or the room is not ready, or the address cannot be read: nothing
                that may be unreadable is left for later, when the seat is taken.
        """
        self._place = self.get_query_argument("kernel", ""), self.seq
        self.code = normalise_code(self.path_args[0])
        self.token = read_seat_token(self, self.code)
        self.language = find_chosen(self)
        found = await self.house.read(find_entry, self.code, self.token)
        self.speaks = self.language or found.language
        enter_language(self.speaks)
        if not found.may_come:
            self._refusal = found.reason
            if self._refusal:
                return  # the page is told so, or it would come back for ever
            raise HTTPError(403)
        if self.house.is_draining:
            raise HTTPError(503)
        if self._is_outdated():
            return
        try:
            self.room = await self.house.get_room(self.code)
        except KitError as error:
            raise HTTPError(503) from error
        if not await self.room.wait_until_ready(self.token, PAGE_PATIENCE):
            raise HTTPError(503)

    async def open(self, *_: str) -> None:
        """Join the seat's line; a form that came at the door takes its seat with it."""
        self.begin()
        if self._refusal:
            self.dismiss(self._refusal, again=False)
            return
        if self.room is None:  # the page is of another version
            self.tell(RELOAD)
            self.close()
            return
        try:
            await self.house.threads.add_seat(self.code, self.token)
        except PhaseError as error:
            self.dismiss(str(error), again=False)
            return
        if not self._is_over:
            self._sit_down()
        try:
            await self.room.attach(self, self.token, *self._place, self.language)
        except (KitError, TimeoutError, asyncio.CancelledError):
            self.dismiss(NOT_READY, again=True)
        finally:
            if self._is_over:  # it has gone meanwhile, and nothing else tells that it has
                self.room.detach(self, self.token)

    def on_message(self, message: str | bytes) -> asyncio.Future[None] | None:
        """Pass a frame up when its turn comes; Tornado reads the next when there is room for it."""
        return None if self.room is None else self.room.receive(self, self.token, message)

    def on_close(self) -> None:
        """Leave the line; the seat stays."""
        self._is_over = True
        self._forget()
        if self.room is not None:
            self.room.detach(self, self.token, left=self.close_code in CLOSED_BY_PAGE)

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close with a reason."""
        super().dismiss(reason, again=again)
        self._forget()

    def _is_outdated(self) -> bool:
        """Whether the page is of another version of the kit, and says so."""
        return self.get_query_argument("version", read_version()) != read_version()

    def _sit_down(self) -> None:
        """Be one of the seat's lines; the oldest goes where they are too many."""
        siblings = self._sockets.setdefault(self.token, [])
        siblings.append(self)
        for oldest in siblings[:-SOCKETS_AT_ONCE]:
            oldest.dismiss(ELSEWHERE, again=False)

    def _forget(self) -> None:
        siblings = self._sockets.get(self.token, [])
        if self in siblings:
            siblings.remove(self)
        if not siblings:
            self._sockets.pop(self.token, None)


class Entry(NamedTuple):
    """Whether a browser may come to a seat's line.

    Attributes:
        may_come: It has a seat, or asked for one that it may still take.
        reason: Why one that had asked gets none; "" for others: they learn nothing.
    """

    may_come: bool
    reason: str = ""
    language: str = ""


def find_entry(store: Store, code: str, token: str) -> Entry:
    """See whether a browser may come.

    Args:
        store: The store.
        code: The session's code.
        token: The seat that it has asked for; "" for none.
    """
    try:
        session = store.get_session(code)
        if not token:
            return Entry(may_come=False)
        if not (session.locked or session.ended) or store.has_seat(code, token):
            return Entry(may_come=True, language=session.language)
    except NotFoundError:
        return Entry(may_come=False)
    reason = OVER if session.ended else LOCKED
    return Entry(may_come=False, reason=reason, language=session.language)
