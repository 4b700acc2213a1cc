"""The participant's doors: type a code, take a seat, answer."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import quote

from tornado.web import HTTPError

from kit.errors import EndedError, KitError, NotFoundError, PhaseError
from kit.gate.promise import describe_promise
from kit.server.handlers.compression import pack_page
from kit.server.handlers.handler import Handler
from kit.server.handlers.static import send_packed
from kit.server.handlers.templates import (
    embed_json,
    read_door,
    read_manifest,
    read_style,
    render_page,
)
from kit.server.relay.assets import list_sources, read_sources
from kit.server.signing import build_ticket, is_key
from kit.server.waiting import Turn
from kit.session.session import Session, new_seat_token, normalise_code
from kit.store.seats import FULL

JSON = "application/json"
THANKS = "This session has ended. Thank you for being part of it."
ERASED = "This session is over, and its data have been erased. Nothing more is needed from you."
# Nothing that a tab has kept for a session outlives it: drafts, maps, the list of what was sent.
PARTING = """\
try {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith("kit-") && name.split(" ")[1] === location.pathname)
      sessionStorage.removeItem(name);
} catch {}
"""
UNKNOWN = "No session has the code {code}. Look at the screen and type it again."


class Home(Handler):
    """`/`: the session code."""

    def get(self) -> None:
        """Ask for the code; with one, go on to its session."""
        code = normalise_code(self.get_query_argument("code", ""))
        if code:
            self.redirect(f"/join/{quote(code)}")
        else:
            self.show("home.html")


class SessionHandler(Handler):
    """A door with a session's code in its address."""

    guessable: ClassVar[bool] = True
    """Whether it tells strangers if there is a session with a code."""
    has_gone = False
    """Whether the browser has hung up."""
    _turn: Turn | None = None
    _awaited: Turn | None = None

    async def prepare(self) -> None:
        """Have a browser without a cookie wait until it is its turn to try a code.

        Raises:
            HTTPError: It has gone meanwhile.
        """
        await super().prepare()
        if self.guessable and not self._has_shown(normalise_code(self.path_args[0])):
            self._turn = self.house.attempts.ask(self.request.remote_ip or "")
            if not await self.wait_for(self._turn):
                raise HTTPError(400)

    def on_connection_close(self) -> None:
        """The browser has gone: its turn goes to nobody."""
        self.has_gone = True
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(False)

    async def wait_for(self, turn: Turn) -> bool:
        """Wait until it is this browser's turn; a browser that goes leaves the line.

        Returns:
            Whether its turn has come.
        """
        self._awaited = turn
        return await turn

    def get_session(self, given: str) -> Session:
        """The open session with a code.

        Raises:
            NotFoundError: It is unknown or has ended; the message says what to do.
        """
        code = normalise_code(given)
        try:
            session = self.house.store.get_session(code)
        except NotFoundError as error:
            if code in self.house.rooms or self.get_seat_token(code):
                raise EndedError(ERASED) from error
            raise NotFoundError(UNKNOWN.format(code=code)) from error
        if self._turn is not None:
            self.house.attempts.give_back()
        if session.ended:
            raise EndedError(THANKS)
        return session

    def may_sit(self, code: str, token: str) -> bool:
        """Whether this browser has a seat or would get one; if not, the answer has been given."""
        try:
            self.house.store.check_seat(code, token)
        except PhaseError as error:
            full = str(error) == FULL
            title = "This session is full" if full else "Nobody else is let in"
            self.show_message(503 if full else 403, title, str(error))
            return False
        return True

    def _has_shown(self, code: str) -> bool:
        """Whether this browser has a cookie that opens the door, or comes from its join page."""
        ticket = self.get_query_argument("from", "")
        return (
            self.is_facilitator
            or bool(self.get_seat_token(code))
            or is_key(ticket, build_ticket(self.house.key, code))
        )


class Join(SessionHandler):
    """`/join/<code>`: what this is, the promise, and the button that takes a seat."""

    async def get(self, given: str) -> None:
        """Show the promise; nothing is taken or kept by looking."""
        session = self.get_session(given)
        if self.get_seat_token(session.code):
            self.redirect(f"/s/{session.code}")
            return
        room = await self.house.get_room(session.code)
        exercise = self.house.store.get_round(session.code).exercise
        if exercise is None:
            msg = "The exercise is not ready."
            raise KitError(msg)
        self.allow_script(read_door())
        page = render_page(
            "join.html",
            session=session,
            ticket=build_ticket(self.house.key, session.code),
            title=exercise.title,
            promise=describe_promise(exercise),
            files=read_manifest(),
            style=read_style(),
            door=read_door(),
            sources=embed_json(read_sources(room.sources)),
        )
        send_packed(self, pack_page(page))

    async def post(self, given: str) -> None:
        """Give a browser the secret of a seat, and the form too where a script asks for it.

        The seat itself is taken by the line that the browser's page opens with that secret.
        So a second tap on the button, or a browser that goes away, leaves no empty seat behind.
        """
        session = self.get_session(given)
        code, token = session.code, self.get_seat_token(session.code)
        if not self.may_sit(code, token):
            return
        if not token:
            token = new_seat_token()
            self.keep_cookie(f"seat-{code}", token)
        if self.request.headers.get("Accept") == JSON:
            room = await self.house.get_room(code)
            self.write({"address": f"/s/{code}", "page": await room.get_page(token)})
        else:
            self.redirect(f"/s/{code}", status=303)


class SeatPage(SessionHandler):
    """`/s/<code>`: the current exercise, its form drawn from the state in the page."""

    async def get(self, given: str) -> None:
        """The seat's page; the line that it opens takes the seat. Others are sent to the door."""
        try:
            session = self.get_session(given)
        except EndedError as error:
            self._part(normalise_code(given), str(error))
            return
        token = self.get_seat_token(session.code)
        if not token:
            self.redirect(f"/join/{session.code}")
            return
        if not self.may_sit(session.code, token):
            return
        room = await self.house.get_room(session.code)
        page = await room.get_page(token)
        self.show(
            "seat.html",
            session=session,
            page=embed_json(page),
            files=read_manifest(),
            style=read_style(),
            sources=".".join(list_sources(page)),
        )

    def _part(self, code: str, text: str) -> None:
        """Say good-bye to a browser that was there: what the team has decided, while it is kept.

        Raises:
            EndedError: The browser was not there.
        """
        if not self.get_seat_token(code):
            raise EndedError(text)
        try:
            cards = list(self.house.store.list_commitments(code).values())
        except NotFoundError:
            cards = []
        self.set_status(404)  # there is no session any more
        self.allow_script(PARTING)
        self.show("parting.html", text=text, cards=cards, script=PARTING)
