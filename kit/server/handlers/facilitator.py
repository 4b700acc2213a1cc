"""What every door of the facilitator's has in common: the key, and whom it lets in."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Concatenate
from urllib.parse import quote

from tornado.web import HTTPError

from kit.errors import NotFoundError
from kit.language import N_
from kit.server.badge import add_stamp
from kit.server.handlers.handler import FACILITATOR, LAUNCHER, PUBLIC
from kit.server.handlers.participant import SessionHandler, Unknown
from kit.server.signing import hash_key
from kit.server.standing import Standing
from kit.server.store_threads import P, T
from kit.session.session import normalise_code
from kit.store import Store
from kit.store.facilitator_keys import SERVER, FacilitatorKey


class FacilitatorHandler(SessionHandler):
    """A door that opens with the facilitator's key. It tells nobody else what there is."""

    guessable = False
    is_own = False
    private: ClassVar[bool] = True
    """Whether it asks who is signed in."""
    unknown = Unknown(
        N_("No session has the code {code}. Choose one from all sessions."),
        N_("No session has this code. Choose one from all sessions."),
    )

    def show_message(self, status: int, title: str, text: str, **values: Any) -> None:
        """Answer with a calm page; the facilitator's way on is the list of sessions."""
        own = not self.projected
        super().show_message(status, title, text, **{**values, "ask_code": False, "back": own})

    async def prepare(self) -> None:
        """Find out who is signed in; whoever has started it out of JupyterLab has its key."""
        self.signs_in = self.private and self.house.accounts is not None
        await super().prepare()
        if self.private and self.house.accounts is not None:
            self.account = await self.house.accounts.find_account(self)
        if not self.private or not self.is_launched():
            return
        if not await self.house.read(self.standing.is_operator):
            self.keep_key(await self.house.read(Store.find_key, SERVER))
            self.redirect(self.request.path, status=303)

    async def let_in(self, address: str, *, ends: str = "", begins: bool = False) -> bool:
        """Whether this browser may pass; if not, the answer has been given.

        A door with a session's code in its address opens to those who may lead that session. A key
        in the address is taken out of it: it becomes a cookie and the page loads again.

        Args:
            address: Of this page, below the base.
            ends: Code of a session that the form is about, where the address names none.
            begins: The page begins sessions.
        """
        code = normalise_code(self.path_args[0] if self.path_args else ends)
        key = self.get_argument("key", None)
        if key is not None and await self._take_key(key, code):
            self.redirect(address, status=303)
            return False
        found = await self.house.read(find_rights, self.standing, code, begins=begins)
        if key is None and found.may_pass:
            return True
        self._refuse(address, code, found)
        return False

    async def write_leading(
        self,
        code: str,
        call: Callable[Concatenate[Store, P], T],
        *given: P.args,
        **named: P.kwargs,
    ) -> T:
        """Change a session, if whoever asks may still lead it when it is their turn to write.

        Raises:
            HTTPError: They may not any more. Nothing is changed.
        """
        standing = self.standing

        def write(store: Store) -> T:
            if not standing.may_lead(store, code):
                raise HTTPError(403)
            return call(store, *given, **named)

        return await self.house.write(write)

    def is_launched(self) -> bool:
        """Whether the request comes from whoever has started the server out of JupyterLab.

        Links name this browser's address from then on, where they have to.
        """
        launcher = self.settings[LAUNCHER]
        if launcher is None or not launcher.vouches_for(self.request):
            return False
        public = launcher.find_public(self.request, self.public)
        if public.origin:
            self.settings[PUBLIC] = public
            self.house.origin = str(public)
        return True

    def keep_key(self, key: FacilitatorKey | None, *, alone: bool = False) -> None:
        """Keep in this browser that it has shown a key.

        Args:
            key: The key that it was compared with: one that has been changed since opens nothing.
            alone: What it has shown before counts no more.

        Raises:
            NotFoundError: There is no such key.
        """
        if key is None:
            raise NotFoundError
        standing = self.standing
        words = add_stamp("" if alone else standing.badge, key.code, standing.build_stamp(key))
        self.keep_cookie(FACILITATOR, words)

    async def _take_key(self, given: str, code: str) -> bool:
        """Keep a key, if it is that of the server or of the session."""
        for each in filter(None, (SERVER, code)):
            key = await self.house.read(Store.find_key, each)
            if key is not None and hmac.compare_digest(hash_key(given), key.key_hash):
                self.keep_key(key)
                return True
        return False

    def _refuse(self, address: str, code: str, found: Rights) -> None:
        """Answer one who may not pass: with what would open the page, or that nothing does."""
        standing, accounts = self.standing, self.house.accounts
        wrong = self.get_argument("key", None) is not None
        told = {"address": address, "account": standing.account, "signs_in": standing.signs_in}
        if not wrong:
            if accounts is not None and not standing.account and accounts.ask(self):
                return
            if found.invitation is not None:
                self.show("invited.html", code=code, title=found.invitation, **told)
                return
        self.set_status(403)
        if found.may_look and not wrong:
            self.show("not_yours.html", **told)
        else:
            linked = self.request.method == "GET"
            self.show("key.html", **told, wrong=wrong, linked=linked, stale=bool(standing.badge))


@dataclass(frozen=True)
class Rights:
    """What a browser may do at a door, by the store as it was at that moment.

    Attributes:
        may_pass: The door opens.
        may_look: There is a list of sessions for it.
        invitation: Title of the session to which it is invited; None for none.
    """

    may_pass: bool
    may_look: bool
    invitation: str | None = None


def find_rights(store: Store, standing: Standing, code: str, *, begins: bool) -> Rights:
    """Look up what a browser may do at a door.

    Args:
        store: The store.
        standing: What the browser has shown.
        code: Code of the session that the door is about; "" for none.
        begins: It begins sessions.
    """
    if code and standing.may_lead(store, code):
        return Rights(may_pass=True, may_look=True)
    look, begin = standing.may_look(store), begins and standing.may_begin(store)
    if not code:
        return Rights(begin if begins else look, look)
    invited = standing.is_invited(store, code)
    return Rights(False, look, store.get_session(code).title if invited else None)


def build_address(given: str) -> str:
    """The dashboard's address for a code as it was typed; it leads nowhere else."""
    return f"/facilitate/{quote(normalise_code(given))}"
