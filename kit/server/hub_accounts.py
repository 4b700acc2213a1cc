"""Facilitators sign in by a JupyterHub: to it, this server is an OAuth client.

The Hub is asked who somebody is when they sign in, and again when `CHECKED` seconds have passed.
While it cannot be reached, those whom it has named before stay signed in for `TRUSTED` seconds;
nobody else can sign in. Whoever signs out of the Hub is signed out here when it is asked again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jupyterhub.services.auth import HubOAuth
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler

from kit.language import N_, _
from kit.server.accounts import Accounts, clean_account
from kit.server.handlers.handler import COOKIE_DAYS
from kit.server.hub_service import CALLBACK, HubService
from kit.server.public_url import PublicUrl
from kit.server.signing import is_key

CHECKED = 300.0  # seconds after which the Hub is asked again
TRUSTED = 12 * 3600.0  # seconds for which its last word counts while it cannot be asked
RESTS = 5.0  # seconds between two attempts to reach it
PATIENCE = 8.0  # seconds in which it has to answer
HANDSHAKE = 600.0  # seconds in which somebody has to have signed in
COOKIE = "hub"  # holds the token by which the Hub knows a browser's account here
BEGUN = "hub-begun-"  # holds what belongs to a sign-in that was begun
LONGEST = 500  # characters of an address that the cookie keeps with what is asked for
PAGES = "/facilitate"  # where somebody signs in
SIGN_OUT = "/sign-out"
DOWN = N_(
    "JupyterHub, by which facilitators sign in here, does not answer just now. Participants and "
    "open pages go on as they are. Load this page again in a minute."
)


class HubDown(Exception):
    """The Hub does not answer, or not as it should."""


@dataclass(frozen=True)
class Seen:
    """An account that the Hub has named.

    Attributes:
        account: Its name.
        at: When, in seconds of the accounts' clock.
    """

    account: str
    at: float


class HubAccounts(Accounts):
    """Accounts of a Hub.

    Args:
        service: This server's place at the Hub.
        public: Where browsers find it.
        now: The clock, in seconds.

    Attributes:
        leave: Where somebody signs out of the Hub.
    """

    def __init__(
        self, service: HubService, public: PublicUrl, now: Callable[[], float] = time.monotonic
    ) -> None:
        host, path = service.hub
        self._hub = HubOAuth(
            api_token=service.token,
            api_url=service.api,
            hub_host=host,
            hub_prefix=path,
            base_url=f"{public.base}/",
            oauth_client_id=service.client,
            oauth_redirect_uri=service.callback
            or f"{public.base if service.prefix is not None else public}{CALLBACK}",
            oauth_authorization_url=f"{host}{path}api/oauth2/authorize",
            access_scopes=set(service.scopes),
        )
        self.sign_out = f"{public.base}{SIGN_OUT}"
        self.leave = f"{host}{path}logout"
        self._now = now
        self._seen: dict[bytes, Seen] = {}
        self._looked = self._failed = -RESTS

    def __repr__(self) -> str:
        return f"<HubAccounts, {len(self._seen)} seen>"

    @property
    def is_down(self) -> bool:
        """Whether the Hub did not answer when it was asked last, a moment ago."""
        return self._now() - self._failed < RESTS

    async def find_account(self, handler: RequestHandler) -> str:
        """The account whose token a browser's cookie holds."""
        kept = handler.get_signed_cookie(COOKIE, max_age_days=COOKIE_DAYS)
        if kept:
            return await self.name(kept.decode("ascii", "ignore"))
        await self._look()
        return ""

    async def name(self, token: str) -> str:
        """The account that a token belongs to; "" where it opens nothing here."""
        seen, now = self._seen.get(_hash(token)), self._now()
        if seen is not None and now - seen.at < CHECKED:
            return seen.account
        try:
            account = await self._identify(token)
        except HubDown:
            return seen.account if seen is not None and now - seen.at < TRUSTED else ""
        self.remember(token, account)
        return account

    def remember(self, token: str, account: str) -> None:
        """Keep what the Hub has said of a token: its account, "" for none."""
        now = self._now()
        for mark in [mark for mark, seen in self._seen.items() if now - seen.at > TRUSTED]:
            del self._seen[mark]
        self._seen.pop(_hash(token), None)
        if account:
            self._seen[_hash(token)] = Seen(account, now)

    def ask(self, handler: RequestHandler) -> bool:
        """Send a browser to the Hub; while that is down, say so."""
        if self.is_down:
            handler.show_message(503, _("Nobody can sign in just now"), _(DOWN))  # type: ignore[attr-defined]
            return True
        request = handler.request
        path = (request.uri if request.method == "GET" else request.path) or ""
        path = request.path if len(path) > LONGEST else path
        state, challenge = self._begin(handler, path)
        address = url_concat(self._hub.login_url, {"state": state, **challenge})
        RequestHandler.redirect(handler, address, status=303)
        return True

    def list_handlers(self) -> list[Any]:
        """Where the Hub sends browsers back to, and where somebody signs out."""
        from kit.server.handlers.hub import HubReturn, HubSignOut

        given = {"accounts": self}
        return [(CALLBACK, HubReturn, given), (SIGN_OUT, HubSignOut, given)]

    async def exchange(self, code: str, verifier: str) -> str:
        """The token for what the Hub has given a browser; "" where the Hub says no.

        Raises:
            HubDown: It does not answer.
        """
        asked = self._hub.token_for_code(code, code_verifier=verifier, sync=False)
        try:
            return str(await asyncio.wait_for(asked, PATIENCE))
        except HTTPError as error:
            await self._look(anew=True)
            if self.is_down:
                raise HubDown from error
            return ""
        except (KeyError, OSError, TimeoutError) as error:
            raise self._fail() from error

    def read_begun(self, handler: RequestHandler, state: str) -> tuple[str, str] | None:
        """Where a sign-in leads that this browser has begun, and what proves it to the Hub.

        Returns:
            An address below the base, and the verifier of RFC 7636; None where it has begun none.
        """
        days = HANDSHAKE / 86_400
        words = handler.get_signed_cookie(f"{BEGUN}{state[:8]}", max_age_days=days)
        begun = json.loads(words) if words else {}
        if not state or not is_key(state, begun.get("state", "")):
            return None
        return begun["next"], begun["verifier"]

    def _begin(self, handler: RequestHandler, address: str) -> tuple[str, dict[str, str]]:
        """Keep in the browser what a sign-in leads to; nothing of it is kept here."""
        verifier, challenge, method = self._hub.generate_pkce_code_challenge()
        state = secrets.token_urlsafe(24).replace("-", "a")
        handler.keep_cookie(  # type: ignore[attr-defined]
            f"{BEGUN}{state[:8]}",
            json.dumps({"state": state, "next": address, "verifier": verifier}),
            path=CALLBACK,
            days=HANDSHAKE / 86_400,
        )
        return state, {"code_challenge": challenge, "code_challenge_method": method}

    async def _identify(self, token: str) -> str:
        """Ask the Hub.

        Raises:
            HubDown: It does not answer.
        """
        if self.is_down:
            raise HubDown
        asked = self._hub.user_for_token(token, use_cache=False, sync=False)
        try:
            model = await asyncio.wait_for(asked, PATIENCE)
        except (HTTPError, OSError, TimeoutError) as error:
            raise self._fail() from error
        if not model or model.get("kind") != "user":
            return ""
        if not self._hub.check_scopes(self._hub.access_scopes, model):
            return ""
        return clean_account(str(model["name"]).encode().decode("latin-1"))

    async def _look(self, *, anew: bool = False) -> None:
        """Find out whether the Hub is there, for one who has to go there."""
        if not anew and self._now() - max(self._looked, self._failed) < RESTS:
            return
        self._looked = self._now()
        try:
            await AsyncHTTPClient().fetch(f"{self._hub.api_url}/", request_timeout=PATIENCE)
        except HTTPClientError as error:
            if error.code >= 500:  # 599 for no answer in time
                self._fail()
        except OSError:
            self._fail()

    def _fail(self) -> HubDown:
        self._failed = self._now()
        return HubDown()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
