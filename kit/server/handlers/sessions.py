"""The facilitator's sessions: which there are, a new one, the end of one, and what stays of it."""

from __future__ import annotations

import asyncio
import io
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kit.errors import KitError, NotFoundError, ResponseError
from kit.gate.results import count_told
from kit.notebooks.agenda import Agenda, Entry, list_agendas, plan_minutes
from kit.notebooks.notebook import list_notebooks
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.session.headcount import read_people
from kit.session.phase_words import PHASE_WORDS
from kit.session.progress import name_exercise
from kit.session.session import Phase, Session, normalise_code
from kit.store.folders import open_folder

LONGEST_TITLE = 80  # characters
WRITING = 60.0  # seconds a report may take
ENDED_SHOWN = 12  # sessions that are over, on the list
# The report holds its pictures and its style, and loads nothing.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
)
FIELDS = ("title", "agenda", "expected", "follows")
EARLIER_SHOWN = 50  # sessions a new one may follow


@dataclass(frozen=True)
class Offer:
    """Something a new session may play.

    Attributes:
        value: What the form sends for it.
        agenda: The agenda.
        words: What the form says.
    """

    value: str
    agenda: Agenda
    words: str


class Facilitate(FacilitatorHandler):
    """`/facilitate`: the key, then the sessions."""

    async def get(self) -> None:
        """Show the sessions of these notebooks, and a form for a new one."""
        if self.let_in("/facilitate"):
            self.show_sessions()

    async def post(self) -> None:
        """The key, typed in; or a new session."""
        if not self.let_in("/facilitate"):
            return
        if self.get_argument("title", None) is None:
            self.show_sessions()
            return
        try:
            session = self.begin()
        except KitError as error:
            self.set_status(400)
            self.show_sessions(str(error))
        else:
            self.redirect(build_address(session.code), status=303)

    def begin(self) -> Session:
        """Begin the session that the form asks for.

        Raises:
            ResponseError: A field cannot be taken as it is.
            KitError: The agenda cannot be read.
        """
        title = " ".join(self.get_argument("title").split())
        if not title or len(title) > LONGEST_TITLE:
            msg = f"Give the session a title of 1 to {LONGEST_TITLE} characters."
            raise ResponseError(msg, prompt="title")
        expected = read_people(self.get_argument("expected", ""))
        if expected is not None and not 1 <= expected <= 9999:
            msg = "Enter how many people you expect, 1 to 9999, or leave it empty."
            raise ResponseError(msg, prompt="expected")
        chosen = self.get_argument("agenda", "")
        for offer in list_offers(self.house.folder):
            if offer.value == chosen:
                return self.house.begin_session(
                    title,
                    offer.agenda,
                    expected=expected,
                    follows=self.get_argument("follows", "") or None,
                )
        msg = "This agenda is not there any more. Choose another one."
        raise ResponseError(msg, prompt="agenda")

    def show_sessions(self, fault: str = "") -> None:
        """Answer with the list, and with what was typed where it could not be taken."""
        store, offers = self.house.store, []
        try:
            offers = list_offers(self.house.folder)
            notebooks = set(list_notebooks(self.house.folder))
        except KitError as error:
            fault, notebooks = fault or str(error), set()
        ours = [each for each in store.list_sessions() if set(each.agenda) <= notebooks]
        self.show(
            "sessions.html",
            sessions=[(each, self.describe(each)) for each in ours if not each.ended],
            ended=[each for each in ours if each.ended][:ENDED_SHOWN],
            earlier=ours[:EARLIER_SHOWN],
            offers=offers,
            fault=fault,
            rehearsals=self.settings["kit_rehearsals"],
            typed={name: self.get_body_argument(name, "") for name in FIELDS},
        )

    def describe(self, session: Session) -> str:
        """Where a session stands, in words."""
        try:
            current = self.house.store.get_round(session.code)
        except NotFoundError:
            return describe_people(self.house.store.count_present(session.code))
        people = describe_people(count_told(self.house.store, current))
        stands = PHASE_WORDS[current.phase].stands
        unseen = ", not revealed yet" if current.phase is Phase.CLOSED else ""
        return f"{name_exercise(current.notebook)} {stands}{unseen}, {people}"


class SessionEnd(FacilitatorHandler):
    """`/facilitate/<code>/end`: asks once more, then ends a session for good."""

    async def get(self, given: str) -> None:
        """Ask, and name what would be lost."""
        address = f"{build_address(given)}/end"
        if not self.let_in(address):
            return
        session = self.house.store.get_session(normalise_code(given))
        if session.ended:
            self.show("ended.html", session=session)
        else:
            self.show("end.html", session=session, losses=self.list_losses(session))

    async def post(self, given: str) -> None:
        """End it; or the key, typed in."""
        address = f"{build_address(given)}/end"
        if not self.let_in(address):
            return
        code = normalise_code(given)
        if self.get_argument("sure", "") == "yes" and not self.house.store.get_session(code).ended:
            self.house.store.end_session(code)
        self.redirect(address, status=303)

    def list_losses(self, session: Session) -> list[str]:
        """What the room would never see, one sentence each."""
        store = self.house.store
        losses = []
        for each in store.list_rounds(session.code):
            name = name_exercise(each.notebook)
            if each.phase is Phase.OPEN:
                losses.append(
                    f"{name} is still open. Its answers would be erased without a result."
                )
            elif each.phase is Phase.CLOSED:
                losses.append(f"{name} has not been revealed. The room has not seen its result.")
        return losses


class SessionReport(FacilitatorHandler):
    """`/facilitate/<code>/report`: what the screen has shown, as one page to keep or print."""

    writing = asyncio.Lock()  # one at a time: each draws its pictures in a process of its own

    async def get(self, given: str) -> None:
        """Write it anew, also while the session goes on."""
        if self.let_in(f"{build_address(given)}/report"):
            session = self.house.store.get_session(normalise_code(given))
            self.send(session.code, await self.write_files(session.code))

    post = get

    async def write_files(self, code: str) -> dict[str, bytes]:
        """The files of the session's export by their names.

        Raises:
            KitError: They could not be written.
        """
        async with self.writing:
            return await write_export(code, self.house.data)

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with the page, which the browser shows."""
        name = f"{code}-report.html"
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("Content-Disposition", f'inline; filename="{name}"')
        self.finish(files[name])


class SessionFiles(SessionReport):
    """`/facilitate/<code>/files`: the same with its tables, for a spreadsheet and as JSON."""

    def send(self, code: str, files: dict[str, bytes]) -> None:
        """Answer with an archive, which the browser saves."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(files.items()):
                archive.writestr(name, content)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{code}.zip"')
        self.finish(written.getvalue())


def list_offers(folder: Path) -> list[Offer]:
    """What a new session may play: the agendas, then every exercise alone.

    Raises:
        KitError: The folder or its agendas cannot be read.
    """
    offers = []
    for agenda in list_agendas(folder):
        minutes = sum(plan_minutes(folder, agenda))
        title = agenda.title or "Every exercise of the folder"
        words = f"{title} ({minutes} min)" if minutes else title
        offers.append(Offer(f"agenda:{agenda.name}", agenda, words))
    for notebook in list_notebooks(folder):
        alone = Agenda("", "", None, (Entry(notebook),))
        offers.append(Offer(f"only:{notebook}", alone, f"Only {name_exercise(notebook)}"))
    return offers


async def write_export(code: str, data: str) -> dict[str, bytes]:
    """Have a session's export written in a process of its own.

    Returns:
        The files by their names.

    Raises:
        KitError: It could not be written.
    """
    with open_folder("export-") as folder:
        writer = await asyncio.create_subprocess_exec(
            *(
                sys.executable,
                "-m",
                "kit",
                "export",
                code,
                "--data",
                data,
                "--to",
                str(folder / "files"),
            ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            status = await asyncio.wait_for(writer.wait(), WRITING)
        except TimeoutError:
            writer.kill()
            status = await writer.wait()
        if status != 0:
            msg = f"The report of {code} could not be written."
            raise KitError(msg)
        return {path.name: path.read_bytes() for path in (folder / "files").iterdir()}


def describe_people(seats: int) -> str:
    """How many there are."""
    return "1 person" if seats == 1 else f"{seats} people"
