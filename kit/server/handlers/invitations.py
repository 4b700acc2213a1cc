"""Who else may lead a session: a link that invites, and the accounts that have taken it."""

from __future__ import annotations

from typing import NamedTuple

from tornado.web import HTTPError

from kit.language import N_, _
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.signing import hash_key, new_key
from kit.server.standing import Standing
from kit.session.session import normalise_code
from kit.store import Store
from kit.store.owners import Ownership

NOT_YOURS = N_("Whoever has begun the session decides who else may lead it. Ask for a link there.")


class Invite(FacilitatorHandler):
    """`/facilitate/<code>/invite`: makes a link to a session, and takes back what was given."""

    async def get(self, given: str) -> None:
        """Show who may lead the session, and whether a link is about."""
        if await self._may_pass(given):
            await self._show(given)

    async def post(self, given: str) -> None:
        """Make a new link, take the link back, or send away an account that was invited."""
        if not await self._may_pass(given):
            return
        code, key = (await self.get_known(given)).code, new_key()
        makes = bool(self.get_argument("make", ""))
        withdraws = bool(self.get_argument("withdraw", ""))
        account = self.get_argument("remove", "")
        standing = self.standing

        def change(store: Store) -> None:
            if not standing.may_invite(store, code):  # it may have been so when the page was asked
                raise HTTPError(403)
            if makes:
                store.set_key(code, hash_key(key))
            elif withdraws:
                store.set_key(code, None)
            elif account:
                store.set_key(code, None)  # or the link would let the same account in again
                store.remove_invited(code, account)

        await self.house.write(change)
        link = f"{self.house.origin}{build_address(code)}?key={key}" if makes else ""
        await self._show(given, link)

    async def _may_pass(self, given: str) -> bool:
        if not await self.let_in(f"{build_address(given)}/invite"):
            return False
        code = (await self.get_known(given)).code
        if not await self.house.read(self.standing.may_invite, code):
            self.show_message(403, _("This is not yours to change"), _(NOT_YOURS))
            return False
        return True

    async def _show(self, given: str, link: str = "") -> None:
        session = await self.get_known(given)
        invited = await self.house.read(read_invitation, session.code)
        self.show(
            "invite.html",
            session=session,
            link=link,
            is_out=invited.is_out,
            owned=invited.owned,
            signs_in=self.signs_in,
            account=self.account,
        )


class Accept(FacilitatorHandler):
    """`POST /facilitate/<code>/accept`: somebody who has opened a session's link takes it."""

    def get(self, given: str) -> None:
        """The button is on the page that the link opens."""
        self.redirect(build_address(given))

    async def post(self, given: str) -> None:
        """Keep the account with the session; the link alone does not, for programs open it too."""
        await self.house.write(accept, self.standing, normalise_code(given))
        self.redirect(build_address(given), status=303)


class Invitation(NamedTuple):
    """Who may lead a session, and whether a link to it is about."""

    is_out: bool
    owned: Ownership


def read_invitation(store: Store, code: str) -> Invitation:
    """Read who may lead a session."""
    return Invitation(store.find_key(code) is not None, store.find_ownership(code) or Ownership())


def accept(store: Store, standing: Standing, code: str) -> None:
    """Let an account lead a session, if it has shown the link that opens it now."""
    if standing.is_invited(store, code):
        store.add_invited(code, standing.account)
