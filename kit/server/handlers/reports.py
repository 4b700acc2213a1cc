"""What stays of a session: its report, and the same as tables."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from kit.errors import KitError
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.kernels.kernel_spec import build_environment
from kit.server.standing import Standing
from kit.store import Store
from kit.store.folders import open_folder

REHEARSED = "Its people are simulated, and it is thrown away afterwards."
WRITING = 60.0  # seconds a report may take
# The report holds its pictures and its style, and loads nothing.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'none'"
)


class SessionReport(FacilitatorHandler):
    """`/facilitate/<code>/report`: what the screen has shown, as one page to keep or print."""

    page: ClassVar[str] = "report"
    """What its address ends in."""
    writing = asyncio.Lock()  # one at a time: each draws its pictures in a process of its own

    async def get(self, given: str) -> None:
        """Write it anew, also while the session goes on."""
        if not await self.let_in(f"{build_address(given)}/{self.page}"):
            return
        session = await self.get_known(given)
        if session.rehearsal:
            self.show_message(404, "A rehearsal has no report", REHEARSED)
        else:
            self.send(session.code, await self.write_files(session.code))

    post = get

    async def write_files(self, code: str) -> dict[str, bytes]:
        """The files of the session's export by their names.

        Raises:
            KitError: They could not be written.
        """
        team = await self.house.read(list_own_team, code, self.standing)
        async with self.writing:
            write = partial(write_export, code, self.house.data, self.house.folder, team)
            return await asyncio.to_thread(write)

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with the page, which the browser shows."""
        name = f"{code}-report.html"
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("Content-Disposition", f'inline; filename="{name}"')
        self.finish(files[name])


class SessionMail(SessionReport):
    """`/facilitate/<code>/mail`: a mail to the team, to be copied and finished by its writer."""

    page = "mail"

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with the text in a page."""
        text = files[f"{code}-mail.txt"].decode()
        self.show("mail.html", code=code, text=text, lines=text.count("\n") + 1)


class SessionFiles(SessionReport):
    """`/facilitate/<code>/files`: the same with its tables, for a spreadsheet and as JSON."""

    page = "files"

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with an archive, which the browser saves."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(files.items()):
                archive.writestr(name, content)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{code}.zip"')
        self.finish(written.getvalue())


def list_own_team(store: Store, code: str, standing: Standing) -> list[str]:
    """Codes of the sessions of a session's team that a browser may lead."""
    return [each.code for each in standing.choose(store, store.list_team(code))]


def write_export(code: str, data: str, theme: Path, team: Sequence[str]) -> dict[str, bytes]:
    """Have a session's export written in a process of its own; blocks until it has.

    Not every event loop can start a process: on Windows the one that Voilà takes cannot.

    Args:
        code: The session's code.
        data: The store's address.
        theme: The folder whose look the report has.
        team: Codes of the team's sessions that may be told of beside it.

    Returns:
        The files by their names.

    Raises:
        KitError: It could not be written.
    """
    with open_folder("export-") as folder:
        command = [sys.executable, "-m", "kit", "export", code]
        command += ["--theme", str(theme.resolve()), "--to", str(folder / "files")]
        command += ["--of-team", *team]
        quiet = subprocess.DEVNULL
        try:
            subprocess.run(  # noqa: S603 -- our own command
                command,
                env=build_environment(data),
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                timeout=WRITING,
                check=True,
            )
        except subprocess.SubprocessError as error:
            msg = f"The report of {code} could not be written."
            raise KitError(msg) from error
        return {path.name: path.read_bytes() for path in (folder / "files").iterdir()}
