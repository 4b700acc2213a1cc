"""What every page's handler has in common: calm errors, no traces, same-origin posts, cookies."""

from __future__ import annotations

import hashlib
import logging
import secrets
from base64 import b64encode
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

from kit.errors import EndedError, ErasedError, KitError, NotFoundError
from kit.language import _, get_language
from kit.language.current import ENGLISH, enter_language
from kit.server.handlers.languages import find_chosen, find_liked
from kit.server.handlers.templates import render_page
from kit.server.public_url import PublicUrl
from kit.server.standing import Standing
from kit.server.state import ServerState
from kit.session.schedule import LONGEST_OPEN
from kit.session.session import Session

log = logging.getLogger("kit.server")

COOKIE_DAYS = 2
SEAT_DAYS = LONGEST_OPEN.days + 1  # of a seat whose answer can be changed until a last day
PAGE_PATIENCE = 7.0  # seconds; a page gives up waiting after 8 and tries again
FACILITATOR = "facilitator"
SEAT = "seat-"
SEAT_ALONE = f"{SEAT}alone-"  # of a session that people answer alone, for longer
LOOK = "kit_look"  # the setting with the organisation's look, None for the kit's own
PUBLIC = "kit_public"  # the setting with the address under which browsers come
LAUNCHER = "kit_launcher"  # the setting with the JupyterLab that has started it, None for none
FRAMED_BY = "kit_framed_by"  # the setting with the origins that may frame pages
POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self' {socket}; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
)


class CalmHandler(RequestHandler):
    """Whatever goes wrong, people get a calm page and the log gets no trace of who came.

    Attributes:
        projected: The page is for a room: its words are large, and it asks nobody for anything.
    """

    projected: ClassVar[bool] = False

    def choose_language(self) -> None:
        """Speak what this browser's reader has chosen, or the process's language, or theirs."""
        usual = get_language()
        enter_language(find_chosen(self) or (find_liked(self) if usual == ENGLISH else usual))

    def set_default_headers(self) -> None:
        """Nothing is framed, sniffed or told to other hosts.

        A JupyterLab that `kit edit` has started may frame the pages of its rehearsal.
        """
        scheme = "wss" if self.is_secure else "ws"
        hosts = dict.fromkeys(filter(None, (self.request.host, self.public.host)))
        frames = self.settings.get(FRAMED_BY) or "'none'"
        sockets = " ".join(f"{scheme}://{host}" for host in hosts)
        policy = POLICY.format(socket=sockets, frames=frames)
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.clear_header("Server")

    @property
    def public(self) -> PublicUrl:
        """Where browsers find this server, beside the machine's own address."""
        public: PublicUrl = self.settings[PUBLIC]
        return public

    @property
    def is_secure(self) -> bool:
        """Whether this browser has come by TLS, to this server or to a proxy before it."""
        return self.request.protocol == "https" or self.public.is_secure

    @property
    def own_origins(self) -> tuple[str, ...]:
        """How a browser may name the origin of this page, scheme and host."""
        hosts = (f"{scheme}://{self.request.host}" for scheme in ("http", "https"))
        return (*hosts, self.public.origin) if self.public.origin else tuple(hosts)

    def redirect(self, url: str, permanent: bool = False, status: int | None = None) -> None:
        """Send the browser to one of the kit's addresses."""
        super().redirect(f"{self.public.base}{url}", permanent, status)

    def keep_cookie(
        self, name: str, value: str, *, path: str = "/", days: float | None = COOKIE_DAYS
    ) -> None:
        """Set a signed cookie that scripts cannot read.

        Args:
            name: Its name.
            value: What it says.
            path: Which of the kit's addresses the browser sends it to.
            days: How long the browser keeps it; None until it is closed.
        """
        self.set_signed_cookie(
            name,
            value,
            expires_days=days,
            httponly=True,
            samesite="Lax",
            secure=self.is_secure,
            path=f"{self.public.base}{path}",
        )

    def allow_script(self, text: str) -> None:
        """Let the page carry this very script in itself, and no other."""
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        policy = self._headers["Content-Security-Policy"]
        allowed = policy.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")
        self.set_header("Content-Security-Policy", allowed)

    def show(self, name: str, **values: Any) -> None:
        """Answer with a page."""
        self.finish(self.render_page(name, **values))

    def render_page(self, name: str, **values: Any) -> str:
        """A page from its template, in the organisation's look."""
        return render_page(name, look=self.settings.get(LOOK), base=self.public.base, **values)

    def show_message(self, status: int, title: str, text: str, **values: Any) -> None:
        """Answer with a calm page that says what to do."""
        self.set_status(status)
        usual = {
            "title": title,
            "text": text,
            "ask_code": False,
            "back": False,
            "skip": 0,
            "script": "",
        }
        given = {**usual, **values}
        given["ask_code"] &= not self.projected
        self.show("message.html", **given, projected=self.projected)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Tornado's hook for what went wrong: words for a person, the rest to the log."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, EndedError):
            gone = isinstance(error, ErasedError) or self.request.method != "GET"
            self.show_message(410 if gone else 200, _(error.title), str(error))
        elif isinstance(error, NotFoundError):
            self.show_message(404, _("Check the code"), str(error), ask_code=True)
        elif isinstance(error, KitError) or status_code == 503:
            words = _("This page is not ready. Please load it again.")
            self.show_message(503, _("One moment"), words)
        elif status_code == 404:
            words = _("There is no page at this address.")
            self.show_message(404, _("Not found"), words, ask_code=True)
        elif status_code < 500:
            words = _("This page cannot be used this way.")
            self.show_message(status_code, _("Not here"), words)
        else:
            number = secrets.token_hex(3)
            told = {"fault": number}
            log.error("Fault %s", number, exc_info=kwargs.get("exc_info"), extra=told)
            words = _(
                "Load the page again; nothing you sent is lost. If it stays, quote number "
                "{number}.",
                number=number,
            )
            self.show_message(500, _("Something went wrong"), words)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """`write_error` logs what is worth it, without the address a request came from."""
        if self._headers_written:  # too late for `write_error`
            log.error("A page broke off", exc_info=(typ, value, tb))


class CalmSocket(CalmHandler):
    """A WebSocket of which the log learns no more than what kind of fault ended it."""

    async def get(self, *arguments: Any, **names: Any) -> None:
        """Open the line; an Origin that is no address is refused like a foreign one.

        Extensions are never agreed on, and Tornado fails on some that cannot be read.
        """
        self.request.headers.pop("Sec-WebSocket-Extensions", None)
        try:
            urlsplit(self.request.headers.get("Origin", "")).port  # noqa: B018 -- reads it
        except ValueError as error:
            raise HTTPError(403) from error
        await super().get(*arguments, **names)  # type: ignore[misc]

    def check_origin(self, origin: str) -> bool:
        """Tornado's hook: whether the page that opens a line is the kit's own."""
        return origin == self.public.origin or bool(super().check_origin(origin))  # type: ignore[misc]

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """A traceback may repeat what was sent, so it is not kept."""
        if not isinstance(value, HTTPError):
            log.error("A line failed with a %s", typ.__name__)


class Handler(CalmHandler):
    """A page of the kit. Answers nobody else's forms."""

    house: ServerState
    language: str = ""
    """Tag of the language that this browser's reader has chosen; "" for none."""
    account: str = ""
    """Who is signed in; "" for nobody, and on pages where nobody is asked."""
    signs_in: bool = False
    """A browser may be known here by more than our cookies."""
    is_own: ClassVar[bool] = True
    """Whether it is one reader's page, who may choose its language; a room's speaks the room's."""

    def initialize(self, house: ServerState) -> None:
        """Tornado's set-up: the house this door belongs to."""
        self.house = house

    def set_default_headers(self) -> None:
        """As above, and nothing is cached."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    async def prepare(self) -> None:
        """Choose a language, and refuse a form that another site sends in this browser's name.

        Raises:
            HTTPError: It comes from elsewhere; or a cookie comes with it, and nothing says where
                it comes from. Every browser says so.
        """
        self.choose_language()
        if self.request.method == "POST" and not self._is_own_form():
            raise HTTPError(403)

    def choose_language(self) -> None:
        """Speak what this browser's reader has chosen, or the server's language, or theirs."""
        self.language = find_chosen(self)
        enter_language(self.language or self.house.language or find_liked(self))

    def speak_for(self, session: Session) -> None:
        """Speak the language of a session from here on, unless the reader has chosen another."""
        chosen = self.language if self.is_own else ""
        enter_language(chosen or session.language or self.house.language or ENGLISH)

    @property
    def standing(self) -> Standing:
        """What this browser has shown of a facilitator's key, and who is signed in."""
        return read_standing(self, self.house, self.account)

    def _is_own_form(self) -> bool:
        headers, own = self.request.headers, self.own_origins
        if "Origin" in headers:
            return headers["Origin"] in own
        if "Sec-Fetch-Site" in headers:
            return headers["Sec-Fetch-Site"] == "same-origin"
        if "Referer" in headers:
            return headers["Referer"].startswith(tuple(f"{each}/" for each in own))
        ours = (FACILITATOR, SEAT)
        known = any(name.startswith(ours) for name in self.request.cookies)
        return not known and not self.signs_in

    def get_seat_token(self, code: str) -> str:
        """The seat a browser has asked for in a session, taken or not; "" where it has not."""
        return read_seat_token(self, code)


def read_seat_token(handler: RequestHandler, code: str) -> str:
    """What a browser's cookie says of its seat, "" where it says nothing."""
    value = handler.get_signed_cookie(
        f"{SEAT}{code}", max_age_days=COOKIE_DAYS
    ) or handler.get_signed_cookie(f"{SEAT_ALONE}{code}", max_age_days=SEAT_DAYS)
    return value.decode("ascii", "ignore") if value else ""


def read_standing(handler: RequestHandler, house: ServerState, account: str = "") -> Standing:
    """What a browser may do on the facilitator's pages.

    Args:
        handler: The door it stands at.
        house: The house.
        account: Who is signed in; "" for nobody.
    """
    value = handler.get_signed_cookie(FACILITATOR, max_age_days=COOKIE_DAYS) or b""
    badge = value.decode("ascii", "ignore")
    return Standing(badge, house.accounts is not None, account)


class NotFound(Handler):
    """Every address that is nobody's."""

    async def prepare(self) -> None:
        """Answer at once, whatever was asked."""
        self.choose_language()
        raise HTTPError(404)
