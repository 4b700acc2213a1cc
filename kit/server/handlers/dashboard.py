"""The facilitator's private dashboard."""

from __future__ import annotations

import contextlib

from kit.errors import KitError, NotFoundError, PhaseError
from kit.language import _
from kit.lifecycle import skip_round
from kit.server.handlers.facilitator import build_address
from kit.server.handlers.voila_page import VoilaPage
from kit.session.session import Role, find_following, normalise_code
from kit.store import Store


class FacilitatePage(VoilaPage):
    """`/facilitate/<code>`: the private dashboard."""

    role = Role.FACILITATOR

    async def get(self, given: str) -> None:
        """Show the dashboard to a browser that has shown the key; of an ended session, its end."""
        if not await self.let_in(build_address(given)):
            return
        with contextlib.suppress(NotFoundError):
            session = await self.house.read(Store.get_session, normalise_code(given))
            if session.is_scheduled:
                self.redirect(f"{build_address(given)}/afterwards")
                return
            if session.ended:
                self.redirect(f"{build_address(given)}/end")
                return
        try:
            await self.serve(given)
        except KitError as error:
            await self.show_fault(error)

    async def post(self, given: str) -> None:
        """The key, typed in; or the wish to leave an exercise behind that cannot be played."""
        address = build_address(given)
        if not await self.let_in(address):
            return
        if self.get_argument("skip", None) is None:
            self.redirect(address, status=303)
            return
        try:
            await self.skip((await self.get_session(given)).code, self.get_argument("skip"))
        except KitError as error:
            await self.show_fault(error)

    async def skip(self, code: str, round_id: str) -> None:
        """Go on to the next exercise, unless somebody else has done so."""
        room = await self.house.get_room(code)
        current = await self.house.read(Store.get_round, code)
        if room.fault and round_id == str(current.id):
            try:
                await self.write_leading(code, skip_round, current.id)
            except PhaseError as error:
                self.show_message(409, _("This cannot be skipped"), str(error))
                return
            with contextlib.suppress(KitError):
                await room.move_on()  # so that the page that follows finds it ready
        self.redirect(build_address(code), status=303)

    async def show_fault(self, error: KitError) -> None:
        """The facilitator is told what is wrong with a notebook, word for word.

        Raises:
            KitError: It is about something else, or a part of the page has been sent.
        """
        if type(error) is not KitError or self._headers_written:
            raise error
        code = normalise_code(self.path_args[0])
        skip = await self.house.read(find_skip, code) if code in self.house.rooms else 0
        if self.house.watched:  # somebody is about to mend it
            self.set_header("Refresh", "2")
        self.show_message(503, _("This exercise cannot be played"), str(error), skip=skip)


def find_skip(store: Store, code: str) -> int:
    """The round that may be left behind for the next exercise; 0 where none follows."""
    session, current = store.get_session(code), store.get_round(code)
    return current.id if find_following(session, current) else 0
