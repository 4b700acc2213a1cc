"""The participant's doors: type a code, take a seat, answer."""

from __future__ import annotations

import hmac
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote

from kit.errors import EndedError, ErasedError, FullError, KitError, NotFoundError, PhaseError
from kit.gate.promise import describe_promise
from kit.language import N_, _, ngettext
from kit.server.handlers.compression import pack_page
from kit.server.handlers.handler import PAGE_PATIENCE, SEAT, SEAT_ALONE, SEAT_DAYS, Handler
from kit.server.handlers.static import send_packed
from kit.server.handlers.strangers import StrangerHandler
from kit.server.handlers.templates import (
    embed_json,
    read_door,
    read_manifest,
    read_style,
)
from kit.server.relay.assets import list_sources, read_sources
from kit.server.signing import build_ticket, is_key
from kit.session.schedule import Stage, find_stage
from kit.session.session import (
    CODE_LENGTH,
    Round,
    Session,
    describe_day,
    find_following,
    new_seat_token,
    normalise_code,
)
from kit.store import Store

JSON = "application/json"
THANKS = N_("This session has ended. Thank you for being part of it.")
NOT_YET_TITLE = N_("Not open yet")
NOT_YET = N_(
    "These questions open on {day}. The link stays the same; come back then. Nobody has been told "
    "that you were here."
)
TOO_LATE_TITLE = N_("These questions are closed")
TOO_LATE = N_(
    "They could be answered until {day}. If enough of the team did, your facilitator has the "
    "result; if too few did, there is none. Every single answer is erased with the close."
)
CLOSE = N_("You can close this page.")
ERASED = N_("This session is over, and its data have been erased. Nothing more is needed from you.")
THROWN_AWAY = N_("It was thrown away, as every rehearsal is. Nothing more is needed from you.")
THROWN_AWAY_TITLE = N_("The rehearsal is over")


class Unknown(NamedTuple):
    """What is said where no session has a code.

    Attributes:
        named: With the code in its place.
        unnamed: The same of a code that is too long to be repeated.
    """

    named: str
    unnamed: str


UNKNOWN = Unknown(
    N_("No session has the code {code}. Look at the screen and type it again."),
    N_("No session has this code. Look at the screen and type it again."),
)
FOREIGN = Unknown(
    N_(
        "No session has the code {code}. Some of what you typed belongs to another alphabet, where "
        "it may look the same. Switch the keyboard to Latin letters and type the code again."
    ),
    N_(
        "No session has this code. Some of what you typed belongs to another alphabet, where it "
        "may look the same. Switch the keyboard to Latin letters and type the code again."
    ),
)
SHARD = "kit-shard"
PLENARY = 500  # people who are awaited: more of them are spread over servers
LONGEST_TOLD = 16  # characters of a wrong code that are repeated
# Nothing that a tab has kept for a session outlives it: drafts, maps, the list of what was sent.
PARTING = """\
try {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith("kit-") && name.split(" ")[1] === location.pathname)
      sessionStorage.removeItem(name);
} catch {}
"""


class Home(Handler):
    """`/`: the session code."""

    def get(self) -> None:
        """Ask for the code; with one, go on to its session."""
        typed = self.get_query_argument("code", "")
        code = normalise_code(typed)
        if code:
            self.redirect(f"/join/{quote(code)}")
        else:
            self.show("home.html", in_vain=bool(typed))


class SessionHandler(StrangerHandler):
    """A door with a session's code in its address."""

    guessable: ClassVar[bool] = True
    """Whether it tells strangers if there is a session with a code."""
    unknown: ClassVar[Unknown] = UNKNOWN
    """What is said where no session has the code."""
    _is_known = False
    """Whether there was a session with the code when this page was begun."""

    async def prepare(self) -> None:
        """Have a browser without a cookie wait until it is its turn to try a code.

        Raises:
            HTTPError: It has gone meanwhile.
        """
        await super().prepare()
        if self.guessable and self.house.is_draining:
            self.turn_away()
            return
        if self.guessable and not await self._has_shown(normalise_code(self.path_args[0])):
            await self.take_turn()

    async def get_session(self, given: str) -> Session:
        """The open session with a code.

        Raises:
            NotFoundError: It is unknown or has ended; the message says what to do.
        """
        session = await self.get_known(given)
        if session.is_scheduled:
            self._check_day(session)
        if session.ended:
            raise EndedError(_(THANKS) if self.projected else f"{_(THANKS)} {_(CLOSE)}")
        return session

    def _check_day(self, session: Session) -> None:
        """See that what people answer alone can be answered today.

        Raises:
            EndedError: It cannot yet, or not any more; the message says so.
        """
        stage = find_stage(session, self.settings["kit_schedule"].read_day())
        opens, closes = describe_day(session.opens_on), describe_day(session.closes_on)
        if stage is Stage.WAITING:
            raise EndedError(_(NOT_YET, day=opens), NOT_YET_TITLE)
        if stage is Stage.OVER:
            raise EndedError(_(TOO_LATE, day=closes), TOO_LATE_TITLE)

    async def get_known(self, given: str) -> Session:
        """The session with a code, which may have ended.

        Raises:
            NotFoundError: It is unknown or has been erased; the message says what to do.
        """
        code = normalise_code(given)
        if code in self.house.thrown_away:  # it may still be there, and is about to be erased
            raise self._explain_absence(code)
        try:
            session = await self.house.read(Store.get_session, code)
        except NotFoundError as error:
            raise self._explain_absence(code) from error
        self._is_known = True
        self.give_turn_back()
        self.speak_for(session)
        return session

    def _explain_absence(self, code: str) -> NotFoundError:
        """What is to be said where the store has no session with a code."""
        if code in self.house.thrown_away:
            return ErasedError(_(THROWN_AWAY), THROWN_AWAY_TITLE)
        if code in self.house.rooms or self.get_seat_token(code):
            return ErasedError(_(ERASED))
        return NotFoundError(describe_unknown(code, self.unknown))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A session that is erased while its page is made is over, and its code not a wrong one."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        missing = isinstance(error, NotFoundError) and not isinstance(error, EndedError)
        if self._is_known and missing:
            absence = self._explain_absence(normalise_code(self.path_args[0]))
            kwargs["exc_info"] = (type(absence), absence, error.__traceback__)
        super().write_error(status_code, **kwargs)

    async def may_sit(self, code: str, token: str) -> bool:
        """Whether this browser has a seat or would get one; if not, the answer has been given."""
        try:
            await self.house.read(Store.check_seat, code, token)
        except FullError as error:
            self.show_message(503, _("This session is full"), str(error))
            return False
        except PhaseError as error:
            self.show_message(403, _("Nobody else is let in"), str(error))
            return False
        return True

    async def _has_shown(self, code: str) -> bool:
        """Whether this browser has a cookie that opens the door, or comes from its join page."""
        ticket, standing = self.get_query_argument("from", ""), self.standing
        if self.get_seat_token(code) or is_key(ticket, build_ticket(self.house.secret, code)):
            return True
        # Of strangers, who may be many, the store is asked nothing yet.
        return not standing.is_stranger and await self.house.read(standing.may_lead, code)


class Join(SessionHandler):
    """`/join/<code>`: what this is, the promise, and the button that takes a seat."""

    async def get(self, given: str) -> None:
        """Show the promise; nothing is taken or kept by looking."""
        session = await self.get_session(given)
        if self.get_seat_token(session.code):
            self.redirect(f"/s/{session.code}")
            return
        room = await self.house.get_room(session.code)
        current = await self.house.read(Store.get_round, session.code)
        if current.exercise is None:
            await room.move_on()  # the next exercise has begun, and is being set up
            await room.settle(PAGE_PATIENCE)
            current = await self.house.read(Store.get_round, session.code)
        exercise = current.exercise
        if exercise is None:
            raise KitError(_("The exercise is not ready."))
        self.allow_script(read_door())
        page = self.render_page(
            "join.html",
            session=session,
            ticket=build_ticket(self.house.secret, session.code),
            title=exercise.title,
            about=describe_joining(session, current),
            promise=describe_promise(
                exercise,
                known=current.known,
                left_out=current.left_out,
                closes_on=session.closes_on,
            ),
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
        session = await self.get_session(given)
        code, token = session.code, self.get_seat_token(session.code)
        if not await self.may_sit(code, token):
            return
        if not token:
            token = new_seat_token()
            self._keep_shard(session, token)
            if session.is_scheduled:
                self.keep_cookie(f"{SEAT_ALONE}{code}", token, days=SEAT_DAYS)
            else:
                self.keep_cookie(f"{SEAT}{code}", token)
        if self.request.headers.get("Accept") == JSON:
            room = await self.house.get_room(code)
            page = await room.get_page(token, self.language)
            carried = self.get_body_argument("carried", "").split(".")
            missing = sorted(set(list_sources(page)).difference(carried))
            address = f"{self.public.base}/s/{code}"
            self.write({"address": address, "page": page, "sources": read_sources(missing)})
        else:
            self.redirect(f"/s/{code}", status=303)

    def _keep_shard(self, session: Session, token: str) -> None:
        """Spread the seats of a plenary: proxies choose a server by this cookie and the code."""
        shards = self.house.shards
        if shards > 1 and (session.expected or 0) > PLENARY:
            digest = hmac.digest(self.house.secret, f"shard {token}".encode(), "sha256")
            number = int.from_bytes(digest[:8]) % shards
            path = f"{self.public.base}/"
            self.set_cookie(SHARD, str(number), path=path, httponly=True, secure=self.is_secure)


class SeatPage(SessionHandler):
    """`/s/<code>`: the current exercise, its form drawn from the state in the page."""

    async def get(self, given: str) -> None:
        """The seat's page; the line that it opens takes the seat. Others are sent to the door."""
        try:
            session = await self.get_session(given)
        except EndedError as error:
            await self._part(normalise_code(given), error)
            return
        token = self.get_seat_token(session.code)
        if not token:
            self.redirect(f"/join/{session.code}")
            return
        if not await self.may_sit(session.code, token):
            return
        room = await self.house.get_room(session.code)
        page = await room.get_page(token, self.language)
        self.show(
            "seat.html",
            session=session,
            page=embed_json(page),
            files=read_manifest(),
            style=read_style(),
            sources=".".join(list_sources(page)),
        )

    async def _part(self, code: str, error: EndedError) -> None:
        """Say good-bye to a browser that was there: what the team has decided, while it is kept.

        Raises:
            EndedError: The browser was not there.
        """
        if not self.get_seat_token(code):
            raise error
        try:
            cards = list((await self.house.read(Store.list_commitments, code)).values())
        except NotFoundError:
            cards = []
        erased = isinstance(error, ErasedError)
        self.set_status(410 if erased else 200)
        self.allow_script(PARTING)
        told = {"title": _(error.title) if erased else _("Thank you"), "text": str(error)}
        self.show("parting.html", **told, cards=cards, script=PARTING)


def describe_joining(session: Session, current: Round) -> str:
    """Say what whoever joins now will find."""
    if session.stopped_at:
        return _("There is a short pause; it goes on soon. You can join now.")
    if not current.phase.is_over:
        return _("You answer a few short questions on this phone.")
    if current.is_break:
        return _("There is a break now; it goes on soon. You can join now.")
    if find_following(session, current):
        return _("This exercise is over; the next one comes soon. You can join now.")
    if current.phase.is_shown:
        return _("The last exercise is over. You can still join and see what the room sees.")
    return _("The last exercise is over; it goes on in a moment. You can still join and see it.")


def describe_unknown(code: str, unknown: Unknown) -> str:
    """Say that no session has a code, and what may be wrong with it.

    Args:
        code: As it was understood.
        unknown: What is said of any code.
    """
    said = unknown if code.isascii() else FOREIGN
    told = _(said.named, code=code) if len(code) <= LONGEST_TOLD else _(said.unnamed)
    if not code.isascii() or (len(code) == CODE_LENGTH and code.isalpha()):
        return told
    rule = ngettext(
        "A code has {n} letter and no digits.",
        "A code has {n} letters and no digits.",
        CODE_LENGTH,
    )
    return f"{told} {rule}"
