"""What doors have in common at which strangers may try a code or a key: each waits for a turn."""

from __future__ import annotations

import json

from tornado.web import HTTPError

from kit.language import N_, _
from kit.server.handlers.handler import Handler
from kit.server.waiting import Turn

LEAVING = N_("The workshop is being started again. This page comes back by itself.")
# Where there is nobody yet the browser would show a page of its own, which does not come back.
COME_BACK = """\
const look = () =>
  fetch(%s, { cache: "no-store" }).then(
    (answer) => answer.ok && location.replace(location.href),
    () => {},
  );
setInterval(look, 2000);
"""


class StrangerHandler(Handler):
    """A door at which somebody might try what opens it until something does."""

    has_gone = False
    """Whether the browser has hung up."""
    _turn: Turn | None = None
    _awaited: Turn | None = None

    def turn_away(self) -> None:
        """The server is about to end: say so, and have the page come back when there is one."""
        script = COME_BACK % json.dumps(f"{self.public.base}/readyz")
        self.allow_script(script)
        self.set_header("Retry-After", "10")
        self.show_message(503, _("One moment"), _(LEAVING), script=script)

    def on_connection_close(self) -> None:
        """The browser has gone: its turn goes to nobody."""
        self.has_gone = True
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(False)

    async def take_turn(self) -> None:
        """Wait until this browser may try.

        Raises:
            HTTPError: It has gone meanwhile.
        """
        self._turn = self.house.attempts.ask(self.request.remote_ip or "")
        if not await self.wait_for(self._turn):
            raise HTTPError(400)

    def give_turn_back(self) -> None:
        """What it has tried was right: its turn, if it has waited for one, goes to the next."""
        if self._turn is not None:
            self.house.attempts.give_back()

    async def wait_for(self, turn: Turn) -> bool:
        """Wait until it is this browser's turn; a browser that goes leaves the line.

        Returns:
            Whether its turn has come.
        """
        self._awaited = turn
        return await turn
