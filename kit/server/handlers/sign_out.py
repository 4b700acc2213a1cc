"""Signing out every browser that has shown a facilitator's key, but the one that asks for it."""

from __future__ import annotations

from tornado.web import HTTPError

from kit.language import N_, _
from kit.server.handlers.facilitator import FacilitatorHandler
from kit.server.signing import hash_key, new_key
from kit.server.standing import Standing
from kit.store import Store
from kit.store.facilitator_keys import SERVER, FacilitatorKey

ADDRESS = "/facilitate/sign-out"
ONE_LINK = N_("Only the server's own key signs everybody out.")


class SignOut(FacilitatorHandler):
    """`/facilitate/sign-out`: asks once more, then signs everybody else out."""

    async def get(self) -> None:
        """Ask."""
        if await self._may_pass():
            self._show()

    async def post(self) -> None:
        """Sign out; with `change`, the key that was printed at the start opens nothing either."""
        if not await self._may_pass():
            return
        house, key, link = self.house, new_key(), ""
        changes = self.get_argument("change", "") == "yes" and not house.key_kept
        if not changes and self.get_argument("sure", "") != "yes":
            self._show()
            return
        kept = await house.write(sign_out, self.standing, hash_key(key) if changes else None)
        if changes:
            house.key = key
            link = f"{house.origin}/facilitate?key={key}"
        self.keep_key(kept, alone=True)
        self._show(link, done=True)

    async def _may_pass(self) -> bool:
        if not await self.let_in(ADDRESS):
            return False
        if not await self.house.read(self.standing.is_operator):
            self.show_message(403, _("This is not yours to change"), _(ONE_LINK))
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


def sign_out(store: Store, standing: Standing, key_hash: bytes | None) -> FacilitatorKey | None:
    """Sign every browser out, if whoever asks still has the server's key when this is their turn.

    Args:
        store: The store.
        standing: What the browser has shown that asks.
        key_hash: Of the server's new key; None to leave the key as it is.

    Returns:
        The server's key of now.

    Raises:
        HTTPError: Somebody else has signed this browser out. Nothing is changed.
    """
    if not standing.is_operator(store):
        raise HTTPError(403)
    store.renew_keys()
    if key_hash is not None:
        store.set_key(SERVER, key_hash)
    return store.find_key(SERVER)
