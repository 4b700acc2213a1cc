"""A page for a works council or a privacy officer: what this very server does, to be signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kit.server.handlers.facilitator import FacilitatorHandler
from kit.server.processing import describe_processing
from kit.session.session import describe_day

if TYPE_CHECKING:
    from kit.server.hosting import Hosting

ADDRESS = "/facilitate/privacy"


class Privacy(FacilitatorHandler):
    """`/facilitate/privacy`: it holds no key, no code and nothing of any session."""

    def initialize(self, hosting: Hosting, **given: Any) -> None:
        """Tornado's set-up: how the server is run."""
        super().initialize(**given)
        self._hosting = hosting

    async def get(self) -> None:
        """Show the page."""
        if not await self.let_in(ADDRESS):
            return
        origin = self.house.origin
        answers = describe_processing(self._hosting, origin)
        day = describe_day(date.today().isoformat())
        self.show("privacy.html", answers=answers, origin=origin, day=day)

    post = get
