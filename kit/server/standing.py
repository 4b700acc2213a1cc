"""What a browser may do on the facilitator's pages: with the server's key, a link, or an account.

Nothing is remembered here: each question is answered by the store as it is at that moment, so what
has been taken back opens nothing from then on. Each takes the store first, as `read` and `write` of
`kit.server.store_threads` give it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.server.badge import read_badge
from kit.server.signing import build_stamp, is_key
from kit.session.session import Session
from kit.store import Store
from kit.store.facilitator_keys import SERVER, FacilitatorKey


@dataclass(frozen=True)
class Standing:
    """What a browser has shown.

    Without accounts a session's link opens the session to whoever has it. With accounts it invites:
    what counts then is whose the session is.

    Args:
        badge: What its cookie says of keys it has shown; "" for nothing.
        signs_in: Sessions belong to accounts on this server.
        account: Who is signed in; "" for nobody.
    """

    badge: str = field(default="", repr=False)
    signs_in: bool = False
    account: str = field(default="", repr=False)

    @property
    def is_stranger(self) -> bool:
        """Whether it has shown nothing at all, so that no store need be asked."""
        return not self.badge and not self.account

    def is_operator(self, store: Store) -> bool:
        """Whether it has shown the server's key, which opens everything."""
        return self._has_shown(store, SERVER)

    def may_begin(self, store: Store) -> bool:
        """Whether it may begin sessions and rehearsals."""
        return self.is_operator(store) or (self.signs_in and bool(self.account))

    def may_look(self, store: Store) -> bool:
        """Whether there is a list of sessions for it."""
        if self.may_begin(store):
            return True
        return not self.signs_in and any(self.may_lead(store, each) for each in self._codes)

    def may_lead(self, store: Store, code: str) -> bool:
        """Whether it may lead a session, see its report and end it."""
        if self.is_operator(store):
            return True
        if not self.signs_in:
            return self._has_shown(store, code)
        owned = store.find_ownership(code)
        return owned is not None and self.account in owned

    def list_led(self, store: Store) -> frozenset[str] | None:
        """Codes of the sessions that it may lead; None for all, with the server's key."""
        if self.is_operator(store):
            return None
        if not self.signs_in:
            return frozenset(code for code in self._codes if self._has_shown(store, code))
        return store.list_led(self.account)

    def may_invite(self, store: Store, code: str) -> bool:
        """Whether it may make a session's link, take it back, and send invited ones away."""
        if self.is_operator(store):
            return store.find_ownership(code) is not None
        owned = store.find_ownership(code) if self.signs_in and self.account else None
        return owned is not None and owned.owner == self.account

    def is_invited(self, store: Store, code: str) -> bool:
        """Whether somebody who is signed in has shown a session's link."""
        return self.signs_in and bool(self.account) and self._has_shown(store, code)

    def choose(self, store: Store, sessions: Iterable[Session]) -> list[Session]:
        """Those of some sessions that it may lead."""
        led = self.list_led(store)
        return [each for each in sessions if led is None or each.code in led]

    def build_stamp(self, key: FacilitatorKey) -> str:
        """What the cookie says of a key; where accounts are, the server's is for this one alone."""
        bound = self.signs_in and key.code == SERVER
        return build_stamp(key, self.account if bound else "")

    @property
    def _codes(self) -> frozenset[str]:
        return frozenset(read_badge(self.badge)) - {SERVER}

    def _has_shown(self, store: Store, code: str) -> bool:
        stamp = read_badge(self.badge).get(code, "")
        key = store.find_key(code) if stamp else None
        return key is not None and is_key(stamp, self.build_stamp(key))
