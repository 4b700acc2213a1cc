"""The projected page: open to whoever knows the code, and better with the facilitator's link."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from kit.errors import EndedError, KitError, NotFoundError
from kit.language import N_, _
from kit.server.handlers.handler import COOKIE_DAYS
from kit.server.handlers.participant import Unknown
from kit.server.handlers.voila_page import VoilaPage
from kit.server.kernels.screens import Shown, TooManyScreens
from kit.server.signing import is_key
from kit.session.session import Session, normalise_code

SCREEN = "screen-"
AGAIN = "15"  # seconds
COMING = N_("The screen is not ready yet. It comes by itself.")
UNKNOWN = N_("No session has the code {code}. Open the screen from the facilitator's page.")
TOO_MANY = N_(
    "Open the screen from the facilitator's page. The link there works in every browser; it can be "
    "copied to another computer."
)


class ScreenPage(VoilaPage):
    """`/screen/<code>`: the projected page. It shows only what is published."""

    guessable = True
    projected = True
    private = False
    unknown = Unknown(
        N_("No session has the code {code}. Open the screen from the facilitator\u2019s page."),
        N_("No session has this code. Open the screen from the facilitator\u2019s page."),
    )

    async def get(self, given: str) -> None:
        """Show the screen; without the facilitator's key only a few at once.

        A ticket in the address is taken out of it, where the whole room could read it: it becomes a
        cookie for this page and the page loads again.
        """
        code = normalise_code(given)
        ticket = self.get_query_argument("ticket", "")
        if await self._is_ticket(ticket, code):
            address = f"/screen/{quote(code)}"
            self.keep_cookie(f"{SCREEN}{code}", ticket, path=address, days=None)
            self.redirect(address, status=303)
            return
        try:
            await self.serve(given)
        except TooManyScreens:
            self.set_header("Refresh", AGAIN)
            self.show_message(503, _("Too many screens are open"), _(TOO_MANY))

    async def get_session(self, given: str) -> Session:
        """The open session with a code.

        Raises:
            NotFoundError: It is unknown or has ended; the message is for whoever opens screens.
        """
        try:
            return await super().get_session(given)
        except EndedError:
            raise
        except NotFoundError as error:
            raise NotFoundError(_(UNKNOWN, code=normalise_code(given))) from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """What may pass by itself is tried again: a projector has nobody who loads it again."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, NotFoundError):
            super().write_error(status_code, **kwargs)
            return
        passing = isinstance(error, KitError)
        if passing or status_code >= 500:
            self.set_header("Refresh", AGAIN)
        if passing:
            self.show_message(503, _("One moment"), _(COMING))
        else:
            super().write_error(status_code, **kwargs)

    async def wait_in_line(self) -> Shown:
        """Who knows the code alone waits for a turn, before anything else is done for this page.

        Raises:
            TooManyScreens: As many are open as there may be, or its turn does not come.
        """
        shown = await self._find_shown()
        self.kernels.check(shown)
        if shown is Shown.CODE:
            if not await self.wait_for(self.kernels.line.ask(self.request.remote_ip or "")):
                raise TooManyScreens
            if self.has_gone:
                self.kernels.pass_on(shown)
                raise TooManyScreens
        return shown

    async def _find_shown(self) -> Shown:
        code = normalise_code(self.path_args[0])
        if await self.house.read(self.standing.may_lead, code):
            return Shown.KEY
        return Shown.TICKET if await self._has_ticket(code) else Shown.CODE

    async def _has_shown(self, code: str) -> bool:
        if await super()._has_shown(code) or await self._has_ticket(code):
            return True
        return await self._is_ticket(self.get_query_argument("ticket", ""), code)

    async def _has_ticket(self, code: str) -> bool:
        value = self.get_signed_cookie(f"{SCREEN}{code}", max_age_days=COOKIE_DAYS) or b""
        return await self._is_ticket(value.decode("ascii", "ignore"), code)

    async def _is_ticket(self, given: str, code: str) -> bool:
        if not given:
            return False
        return is_key(given, await self.house.read(self.house.build_screen_ticket, code))
