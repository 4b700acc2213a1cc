"""oTree: the join link leads over two redirects to the page, which opens two lines."""

from __future__ import annotations

import html
import json
import re

from benchmarks.visitors.visitor import Visitor

LINE = re.compile(r'data-socket-url="([^"]+)"')
LIVE = "/live"


class OTreeVisitor(Visitor):
    """A participant on a live page."""

    async def _enter(self) -> None:
        page = (await self._load()).body.decode()
        lines = {path: await self._open(path) for path in list_lines(page)}
        self._live = next(line for path, line in lines.items() if path.startswith(LIVE))

    async def _send(self, text: str, number: int) -> None:
        await self._live.write_message(build_answer(text, number))

    def _take(self, message: str) -> None:
        """The page keeps nothing: it shows the answer and forgets it."""


def list_lines(page: str) -> list[str]:
    """The paths of the WebSockets that a page opens: one for answers, one to be sent on by.

    Raises:
        RuntimeError: It is not a live page.
    """
    found = [html.unescape(path) for path in LINE.findall(page)]
    if not any(path.startswith(LIVE) for path in found):
        msg = "oTree answered with a page that opens no live line"
        raise RuntimeError(msg)
    return found


def build_answer(text: str, number: int) -> str:
    """What the page's own `liveSend` sends; a slider's value is text there."""
    return json.dumps({"text": text, "number": str(number)})
