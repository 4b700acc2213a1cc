"""What an operator's machinery asks: does it live, may browsers be sent to it, how is it.

The answers are for everybody who reaches the port, so they tell no code and count no people. Each
is given below the public address's path and at the root too, where a probe asks past the proxy.
"""

from __future__ import annotations

from kit.errors import StoreError
from kit.server.figures import count_figures
from kit.server.handlers.handler import Handler

BAD = 503


class Probe(Handler):
    """Answers with a JSON object, and to HEAD with the same status and headers."""

    async def get(self) -> None:
        """Answer."""
        raise NotImplementedError

    async def head(self) -> None:
        """Answer without a word."""
        await self.get()


class Live(Probe):
    """`/livez`: whether this process answers. It asks nobody, or a store's fault would end it."""

    async def get(self) -> None:
        """Answer: whoever reads this knows it."""
        self.write({"status": "ok"})


class Ready(Probe):
    """`/readyz`: whether browsers may be sent here."""

    async def get(self) -> None:
        """Answer 200, or 503 with the reason."""
        status = "ok"
        if self.house.is_draining:
            status = "draining"
        elif not self.house.is_loaded:
            status = "starting"
        elif not await self.house.store_watch.is_well():
            status = "the store does not answer"
        if status != "ok":
            self.set_status(BAD)
        self.write({"status": status})


class Health(Probe):
    """`/healthz`: how the rooms are, in totals."""

    async def get(self) -> None:
        """Answer 200, or 503 where something is wrong."""
        figures = count_figures(self.house)
        status, sessions = figures.status, None
        if await self.house.store_watch.is_well():
            try:
                sessions = self.house.count_open_sessions()
            except StoreError:
                status = "fault"
        else:
            status = "fault"
        if status != "ok":
            self.set_status(BAD)
        self.write(
            {
                "status": status,
                "sessions": sessions,
                "rooms": figures.rooms,
                "kernels": figures.kernels,
                "answer_ms": figures.answer_ms,
                "memory_mb": figures.memory_mb,
                "restarts": figures.restarts,
            }
        )
