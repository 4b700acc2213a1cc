"""A page for a works council or a privacy officer: what this very server does, to be signed."""

from __future__ import annotations

from datetime import date

from kit.server.handlers.facilitator import FacilitatorHandler
from kit.server.hosting import Hosting
from kit.server.processing import describe_processing
from kit.server.state import ServerState
from kit.session.session import describe_day

ADDRESS = "/facilitate/privacy"


class Privacy(FacilitatorHandler):
    """`/facilitate/privacy`: it holds no key, no code and nothing of any session."""

    def initialize(self, house: ServerState, hosting: Hosting | None = None) -> None:
        """Tornado's set-up: the house this door belongs to, and how it is reached."""
        super().initialize(house)
        self._hosting = hosting or Hosting()

    async def get(self) -> None:
        """Show the page."""
        if not await self.let_in(ADDRESS):
            return
        origin = self.house.origin
        answers = describe_processing(self._hosting, origin)
        day = describe_day(date.today().isoformat())
        self.show("privacy.html", answers=answers, origin=origin, day=day)

    post = get
