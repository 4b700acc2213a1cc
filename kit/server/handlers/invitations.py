"""Who else may lead a session: a link that invites, and the accounts that have taken it."""

from __future__ import annotations

from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.signing import hash_key, new_key
from kit.session.session import normalise_code
from kit.store.owners import Ownership

NOT_YOURS = "Whoever has begun the session decides who else may lead it. Ask for a link there."


class Invite(FacilitatorHandler):
    """`/facilitate/<code>/invite`: makes a link to a session, and takes back what was given."""

    def get(self, given: str) -> None:
        """Show who may lead the session, and whether a link is about."""
        if self._may_pass(given):
            self._show(given)

    def post(self, given: str) -> None:
        """Make a new link, take the link back, or send away an account that was invited."""
        if not self._may_pass(given):
            return
        store, code = self.house.store, self.get_known(given).code
        link = ""
        if self.get_argument("make", ""):
            key = new_key()
            store.set_key(code, hash_key(key))
            link = f"{self.house.origin}{build_address(code)}?key={key}"
        elif self.get_argument("withdraw", ""):
            store.set_key(code, None)
        elif account := self.get_argument("remove", ""):
            store.set_key(code, None)  # or the link would let the same account in again
            store.remove_invited(code, account)
        self._show(given, link)

    def _may_pass(self, given: str) -> bool:
        if not self.let_in(f"{build_address(given)}/invite"):
            return False
        if not self.standing.may_invite(self.get_known(given).code):
            self.show_message(403, "This is not yours to change", NOT_YOURS)
            return False
        return True

    def _show(self, given: str, link: str = "") -> None:
        session, store = self.get_known(given), self.house.store
        self.show(
            "invite.html",
            session=session,
            link=link,
            is_out=store.find_key(session.code) is not None,
            owned=store.find_ownership(session.code) or Ownership(),
            signs_in=self.signs_in,
            account=self.account,
        )


class Accept(FacilitatorHandler):
    """`POST /facilitate/<code>/accept`: somebody who has opened a session's link takes it."""

    def get(self, given: str) -> None:
        """The button is on the page that the link opens."""
        self.redirect(build_address(given))

    def post(self, given: str) -> None:
        """Keep the account with the session; the link alone does not, for programs open it too."""
        code = normalise_code(given)
        if self.standing.is_invited(code):
            self.house.store.add_invited(code, self.account)
        self.redirect(build_address(given), status=303)
