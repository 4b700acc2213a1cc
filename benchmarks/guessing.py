"""A room joins while somebody tries codes from the same address.

`python -m benchmarks.guessing 300 500` lets 300 phones join beside 500 guesses that wait at any
time. Each guess has a connection of its own and is followed by the next as soon as it is answered;
with `--impatient` it is given up after a tenth of a second instead.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.phones import Phone
from kit.session.session import new_code
from tests.processes import Server

AHEAD = 3.0  # seconds for which the guesser is alone
OVER = 0.1  # seconds after which somebody impatient gives a guess up


class Guesser:
    """Somebody with a script.

    Args:
        port: The server's port.
        impatient: A guess that is not answered at once is given up for the next.

    Attributes:
        sent: How many codes were sent.
        told: How many were answered.
    """

    def __init__(self, port: int, *, impatient: bool) -> None:
        self.sent = self.told = 0
        self._port, self._impatient = port, impatient

    async def guess(self) -> None:
        """Try one code after the other."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                try:
                    await self._ask(reader, writer)
                finally:
                    writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            lines = [f"GET /join/{new_code()} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", "", ""]
            writer.write("\r\n".join(lines).encode())
            self.sent += 1
            head = await asyncio.wait_for(
                reader.readuntil(b"\r\n\r\n"), OVER if self._impatient else None
            )
            self.told += 1
            length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
            await reader.readexactly(int(length))


async def join_beside(port: int, code: str, people: int, guesses: int, impatient: bool) -> str:
    """Let a room join.

    Returns:
        What was measured, as a sentence.
    """
    guesser = Guesser(port, impatient=impatient)
    guessing = [asyncio.create_task(guesser.guess()) for _ in range(guesses)]
    await asyncio.sleep(AHEAD if guesses else 0)
    began, told, sent = time.monotonic(), guesser.told, guesser.sent
    phones = [Phone(port, code) for _ in range(people)]
    waited = [drawn for drawn, _ in await asyncio.gather(*(phone.join() for phone in phones))]
    seconds = time.monotonic() - began
    for task in guessing:
        task.cancel()
    await asyncio.gather(*guessing, return_exceptions=True)
    return (
        f"{people} people beside {guesses} guesses{' given up at once' * impatient}: all inside "
        f"after {seconds:.1f} s, half of them after {statistics.median(waited):.1f} s; "
        f"{(guesser.told - told) / seconds:.0f} wrong codes a second were looked up, "
        f"{(guesser.sent - sent) / seconds:.0f} were sent"
    )


def main() -> None:
    """Serve, and let them come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=300)
    parser.add_argument("guesses", type=int, nargs="?", default=500)
    parser.add_argument("--impatient", action="store_true")
    given = parser.parse_args()
    quiet = ("--host", "127.0.0.1", "--port", "0", "--participants", "0")
    with tempfile.TemporaryDirectory(prefix="kit-bench-") as folder:
        server = Server("demo", *quiet, log=Path(folder, "log"))
        try:
            beside = (given.people, given.guesses, given.impatient)
            print(asyncio.run(join_beside(server.links["port"], server.code, *beside)))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
