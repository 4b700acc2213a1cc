"""What stays of a session: its report, and the same as tables."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from kit.errors import KitError, ResponseError
from kit.language import N_, _
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.kernels.fork_server import run
from kit.server.kernels.kernel_spec import build_environment
from kit.server.standing import Standing
from kit.session.schedule import LINK
from kit.session.session import Session
from kit.store import Store
from kit.store.folders import open_folder

REHEARSED = N_("Its people are simulated, and it is thrown away afterwards.")
WRITING = 60.0  # seconds a report may take
# The report holds its pictures and its style, and loads nothing.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'none'"
)


NO_DAY = N_("Name the day on the page of the mail. Then there is a calendar file for it.")
NOT_A_DAY = N_("Write the day as 2027-01-31, or leave it empty.")
TOO_EARLY = N_("The team meets again after this session. Name a later day, or leave it empty.")


class SessionReport(FacilitatorHandler):
    """`/facilitate/<code>/report`: what the screen has shown, as one page to keep or print."""

    page: ClassVar[str] = "report"
    """What its address ends in."""
    drawn: ClassVar[bool] = True
    """It needs the report, whose pictures take most of the time."""
    writing = asyncio.Lock()  # one at a time: each draws its pictures in a process of its own

    async def get(self, given: str) -> None:
        """Write it anew, also while the session goes on."""
        if not await self.let_in(f"{build_address(given)}/{self.page}"):
            return
        session = await self.get_known(given)
        if session.rehearsal:
            self.show_message(404, _("A rehearsal has no report"), _(REHEARSED))
        else:
            self.send(session.code, await self.write_files(session))

    post = get

    async def write_files(self, session: Session) -> dict[str, bytes]:
        """The files of the session's export by their names.

        Raises:
            KitError: They could not be written.
        """
        code, folder = session.code, self.house.find_folder(session.language)
        team = await self.house.read(list_own_team, code, self.standing)
        async with self.writing:
            write = partial(write_export, code, self.house.data, folder, team, drawn=self.drawn)
            return await asyncio.to_thread(write)

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with the page, which the browser shows."""
        name = f"{code}-report.html"
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("Content-Disposition", f'inline; filename="{name}"')
        self.finish(files[name])


class SessionMail(SessionReport):
    """`/facilitate/<code>/mail`: a mail to the team, to be copied and finished by its writer."""

    page, drawn = "mail", False
    link = ""
    fault = ""
    """What is wrong with the day that was sent, in words."""

    async def post(self, given: str) -> None:
        """Keep the day on which the team meets again; or the key, typed in."""
        day = self.get_body_argument("next_on", None)
        address = f"{build_address(given)}/{self.page}"
        if day is None or not await self.let_in(address):
            if day is None:
                await self.get(given)
            return
        session = await self.get_known(given)
        try:
            found = read_day(day, session.held_on)
        except ResponseError as error:
            self.fault = str(error)
            self.set_status(400)
            await self.get(given)
            return
        await self.write_leading(session.code, Store.set_next, session.code, found)
        self.redirect(address, status=303)

    async def write_files(self, session: Session) -> dict[str, bytes]:
        """The files, and where the team answers later on; as `SessionReport` has it."""
        if after := await self.house.read(Store.find_scheduled, session.code):
            self.link = f"{self.house.origin}/join/{after.code}"
        return await super().write_files(session)

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with the text in a page."""
        text = files[f"{code}-mail.txt"].decode()
        for blank in (_(LINK), LINK) if self.link else ():
            text = text.replace(blank, self.link)
        told = json.loads(files[f"{code}.json"])
        self.show(
            "mail.html",
            code=code,
            text=text,
            lines=text.count("\n") + 1,
            next_on=self.get_body_argument("next_on", told.get("next_on", "")),
            has_day=f"{code}-next.ics" in files,
            fault=self.fault,
            has_link=bool(self.link),
        )


class SessionNextTime(SessionReport):
    """`/facilitate/<code>/next.ics`: the day on which the team meets again, for calendars."""

    page, drawn = "next.ics", False

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with the file, which the browser saves or opens in a calendar."""
        name = f"{code}-next.ics"
        if name not in files:
            self.show_message(404, _("No day is named"), _(NO_DAY))
            return
        self.set_header("Content-Type", "text/calendar; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="next.ics"')
        self.finish(files[name])


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


def read_day(words: str, held_on: str) -> date | None:
    """Read the day on which a team meets again; None for none.

    Args:
        words: As a browser sends a day.
        held_on: The day of this session; "" where it is not known.

    Raises:
        ResponseError: It is no day, or not one after the session.
    """
    if not words.strip():
        return None
    try:
        day = date.fromisoformat(words.strip())
    except ValueError as error:
        raise ResponseError(_(NOT_A_DAY), prompt="next_on") from error
    if held_on and day <= date.fromisoformat(held_on):
        raise ResponseError(_(TOO_EARLY), prompt="next_on")
    return day


def list_own_team(store: Store, code: str, standing: Standing) -> list[str]:
    """Codes of the sessions of a session's team that a browser may lead."""
    return [each.code for each in standing.choose(store, store.list_team(code))]


def write_export(
    code: str, data: str, theme: Path, team: Sequence[str], *, drawn: bool = True
) -> dict[str, bytes]:
    """Have a session's export written in a process of its own; blocks until it has.

    Args:
        code: The session's code.
        data: The store's address.
        theme: The folder whose look the report has.
        team: Codes of the team's sessions that may be told of beside it.
        drawn: The report is among the files.

    Returns:
        The files by their names.

    Raises:
        KitError: It could not be written.
    """
    with open_folder("export-") as folder:
        command = [sys.executable, "-m", "kit", "export", code]
        command += ["--theme", str(theme.resolve()), "--to", str(folder / "files")]
        command += [*([] if drawn else ["--without-report"]), "--of-team", *team]
        if not run(command, build_environment(data), folder / "told", WRITING):
            raise KitError(_("The report of {code} could not be written.", code=code))
        return {path.name: path.read_bytes() for path in (folder / "files").iterdir()}
