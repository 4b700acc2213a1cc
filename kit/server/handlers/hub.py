"""The doors of a sign-in by JupyterHub: back from the Hub, and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tornado.web import RequestHandler

from kit.language import N_, _
from kit.server.handlers.handler import CalmHandler
from kit.server.hub_accounts import BEGUN, COOKIE, DOWN, PAGES, HubDown
from kit.server.hub_service import CALLBACK

if TYPE_CHECKING:
    from kit.server.hub_accounts import HubAccounts

NOT_BEGUN = N_(
    "This sign-in was begun in another browser, or more than ten minutes ago. Open the page you "
    "wanted once more."
)
REFUSED = N_(
    "JupyterHub has not signed you in here. If you should lead sessions, ask whoever runs the Hub "
    "to let your account use this service."
)


class HubDoor(CalmHandler):
    """What both have in common."""

    accounts: HubAccounts

    def initialize(self, accounts: HubAccounts) -> None:
        """Tornado's set-up: the accounts whose door it is."""
        self.accounts = accounts

    def set_default_headers(self) -> None:
        """As everywhere, and nothing is cached."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Choose a language."""
        self.choose_language()


class HubReturn(HubDoor):
    """`/oauth_callback`: a browser that comes back from the Hub, signed in or not."""

    async def get(self) -> None:
        """Take the Hub's word, and lead to the page that was asked for."""
        state = self.get_query_argument("state", "")
        begun = self.accounts.read_begun(self, state)
        if begun is None:
            self.show_message(403, _("Please begin again"), _(NOT_BEGUN), back=True)
            return
        address, verifier = begun
        self.clear_cookie(f"{BEGUN}{state[:8]}", path=f"{self.public.base}{CALLBACK}")
        try:
            code = self.get_query_argument("code", "")
            token = await self.accounts.exchange(code, verifier) if code else ""
            account = await self.accounts.name(token) if token else ""
            if not account and self.accounts.is_down:
                raise HubDown
        except HubDown:
            self.show_message(503, _("Nobody can sign in just now"), _(DOWN), back=True)
            return
        if not account:
            self.show_message(403, _("You are not signed in"), _(REFUSED), back=True)
            return
        self.keep_cookie(COOKIE, token, path=PAGES)
        self.redirect(address, status=303)


class HubSignOut(HubDoor):
    """`/sign-out`: forgets the account in this browser, and goes on to the Hub's own way out."""

    def get(self) -> None:
        """Leave."""
        self.clear_cookie(COOKIE, path=f"{self.public.base}{PAGES}")
        RequestHandler.redirect(self, self.accounts.leave, status=303)
