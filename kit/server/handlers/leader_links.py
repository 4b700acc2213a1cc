"""The facilitator's page for the leader: the link to send, and whether words are there."""

from __future__ import annotations

from kit.errors import KitError, PhaseError
from kit.language import N_, _
from kit.server.handlers.exercises import ExercisesHandler
from kit.server.handlers.facilitator import build_address
from kit.server.handlers.leader import list_cards
from kit.server.signing import hash_key, new_key
from kit.session.session import Session
from kit.store import Store
from kit.store.leader_words import LeaderPart

ENDED = N_("This session has ended. There is nothing left for the leader to write.")


class LeaderLink(ExercisesHandler):
    """`/facilitate/<code>/leader`: makes the leader's link, and takes it back."""

    async def get(self, given: str) -> None:
        """Show whether a link is about, and what has been written."""
        if await self.let_in(f"{build_address(given)}/leader"):
            await self._show(await self.get_known(given))

    async def post(self, given: str) -> None:
        """Make a new link, or take it back; or the key, typed in."""
        if not await self.let_in(f"{build_address(given)}/leader"):
            return
        session, key, link, fault = await self.get_known(given), new_key(), "", ""
        code = session.code
        try:
            if self.get_argument("make", ""):
                asked = {
                    name: parts[0]
                    for name, parts in (await self.find_parts(session)).items()
                    if parts
                }
                await self.write_leading(code, Store.set_leader_link, code, hash_key(key), asked)
                link = f"{self.house.origin}/leader/{key}"
            elif self.get_argument("withdraw", ""):
                await self.write_leading(code, Store.set_leader_link, code, None)
        except PhaseError:
            fault = _(ENDED)
        except KitError as error:
            fault = str(error)
        await self._show(session, link, fault)

    async def _show(self, session: Session, link: str = "", fault: str = "") -> None:
        def look(store: Store) -> tuple[bool, list[LeaderPart]]:
            code = session.code
            return store.has_leader_link(code), store.list_leader_parts(code)

        is_out, parts = await self.house.read(look)
        self.show(
            "leader_link.html",
            session=session,
            link=link,
            fault=fault,
            is_out=is_out,
            cards=[
                each
                for each in list_cards(self.house.find_folder(session.language), session, parts)
                if each.part is not None
            ],
        )
