"""Signing out every browser that has shown a facilitator's key, but the one that asks for it."""

from __future__ import annotations

from kit.server.handlers.facilitator import FacilitatorHandler
from kit.server.signing import hash_key, new_key
from kit.store.facilitator_keys import SERVER

ADDRESS = "/facilitate/sign-out"
ONE_LINK = "Only the server's own key signs everybody out."


class SignOut(FacilitatorHandler):
    """`/facilitate/sign-out`: asks once more, then signs everybody else out."""

    def get(self) -> None:
        """Ask."""
        if self._may_pass():
            self._show()

    def post(self) -> None:
        """Sign out; with `change`, the key that was printed at the start opens nothing either."""
        if not self._may_pass():
            return
        store, house, link = self.house.store, self.house, ""
        changes = self.get_argument("change", "") == "yes" and not house.key_kept
        if not changes and self.get_argument("sure", "") != "yes":
            self._show()
            return
        store.renew_keys()
        if changes:
            house.key = new_key()
            store.set_key(SERVER, hash_key(house.key))
            link = f"{house.origin}/facilitate?key={house.key}"
        self.keep_key(SERVER, alone=True)
        self._show(link, done=True)

    def _may_pass(self) -> bool:
        if not self.let_in(ADDRESS):
            return False
        if not self.standing.is_operator:
            self.show_message(403, "This is not yours to change", ONE_LINK)
            return False
        return True

    def _show(self, link: str = "", *, done: bool = False) -> None:
        self.show(
            "sign_out.html",
            link=link,
            done=done,
            kept=self.house.key_kept,
            signs_in=self.signs_in,
        )
