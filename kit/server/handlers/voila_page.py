"""What every page that Voilà renders has in common: a round's cells, and a kernel for a role."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from kit.errors import EndedError, KitError
from kit.gate.promise import describe_briefly
from kit.gate.results import count_told
from kit.language import N_, _, get_language
from kit.notebooks.actions import list_actions
from kit.notebooks.embedding import Origin
from kit.notebooks.notebook import get_tags, is_shared, load_notebook, render_words, select_cells
from kit.server.handlers.facilitator import FacilitatorHandler
from kit.server.handlers.handler import LOOK, PAGE_PATIENCE
from kit.server.handlers.renderer import CELL, STILL, PageRenderer, build_cell
from kit.server.handlers.templates import read_again, read_manifest, spell_code, spell_host
from kit.server.handlers.templates import render_words as render_said
from kit.server.kernels.page_process import PageKernel
from kit.server.kernels.pool import KernelPool
from kit.server.kernels.screens import Shown
from kit.server.links import draw_qr_svg
from kit.session.progress import name_exercise
from kit.session.session import Role, Round, is_lobby
from kit.store import Store
from kit.views.status import list_buttons, list_parts

# They leave no name behind: a notebook has to import kit by itself, as everywhere else.
START = "__import__('kit.room.page').room.page.start({place}, {folder!r}, memory={memory})"
ALONE_TITLE = N_("Nothing is shown here")
ALONE = N_("These questions have no screen. Each of the team answers alone.")
STAGE = "__import__('kit.room.screen').room.screen.{call}()"


class VoilaPage(FacilitatorHandler):
    """A page that Voilà renders, with a kernel of its own, for one role."""

    role = Role.SCREEN

    async def serve(self, given: str) -> None:
        """Run the current exercise for this page's role.

        Raises:
            EndedError: People answer alone, and nothing of it is on any page before the close.
            KitError: The exercise cannot be set up.
        """
        self.session = await self.get_session(given)
        if self.session.is_scheduled:
            raise EndedError(_(ALONE), ALONE_TITLE)
        shown = await self.wait_in_line()
        try:
            notebook = await self.load_current()
            coming = self.take_kernel(shown)
        except BaseException:
            self.kernels.pass_on(shown)
            raise
        self.allow_script(read_again())
        exporter, origin = self.settings["kit_exporter"], self.build_origin()
        keeps = self.current.id if self.house.watched else 0
        renderer = PageRenderer(notebook, coming, exporter, origin, keeps)
        try:
            async for part in renderer.render():
                self.write(part)
                await self.flush()
        except StreamClosedError:  # nobody else comes for this kernel
            self.has_gone = True
            with contextlib.suppress(StreamClosedError):
                self.kernels.end((await coming).kernel_id)
        else:
            self.kernels.deliver((await coming).kernel_id)

    async def wait_in_line(self) -> Shown:
        """Wait until a kernel may be opened for this page.

        Returns:
            What the browser has shown.
        """
        return Shown.KEY

    async def load_current(self) -> Any:
        """The current exercise as this page runs it.

        Raises:
            KitError: It cannot be set up.
        """
        room = await self.house.get_room(self.session.code)
        if not room.fault:
            await room.move_on()  # this page may be here before the news of the next exercise
            await room.settle(PAGE_PATIENCE)
        if room.fault:
            raise KitError(room.fault)
        self.course = await self.house.read(read_course, self.session.code)
        if self.role is Role.FACILITATOR:
            self.screen_path = await self.house.read(self.read_screen_path)
        self.current = self.course.current
        return self.build_notebook(load_notebook(self.find_folder() / self.current.notebook))

    def read_screen_path(self, store: Store) -> str:
        """Where the screen opens, for whoever may still lead the session now that the page is made.

        Raises:
            HTTPError: They may not any more.
        """
        code = self.session.code
        if not self.standing.may_lead(store, code):
            raise HTTPError(403)
        return self.house.build_screen_path(store, code)

    @property
    def kernels(self) -> KernelPool:
        """The kernels of all pages."""
        kernels: KernelPool = self.settings["kit_kernels"]
        return kernels

    def take_kernel(self, shown: Shown) -> asyncio.Future[PageKernel]:
        """A kernel for this page: its own where that has been left for it, else another.

        Raises:
            TooManyScreens: As many are open as there may be.
        """
        left = self.kernels.find_left(self.role, self.current.id)
        if left is None:
            opening = self.kernels.open(self.role, shown, self.session.code)
            return asyncio.ensure_future(self.keep(opening))
        self.kernels.pass_on(shown)
        coming: asyncio.Future[PageKernel] = asyncio.get_running_loop().create_future()
        coming.set_result(left)
        return coming

    async def keep(self, coming: Awaitable[PageKernel]) -> PageKernel:
        """The kernel, if the browser is still there when it comes; it has run nothing yet.

        Raises:
            StreamClosedError: The browser has gone. Somebody else gets the kernel.
        """
        kernel = await coming
        if self.has_gone:
            self.kernels.take_back(kernel.kernel_id)
            raise StreamClosedError
        return kernel

    def find_folder(self) -> Path:
        """Where the session's notebooks lie."""
        return self.house.find_folder(self.session.language)

    def build_origin(self) -> Origin:
        """Where the pictures come from that the notebook's cells name."""
        return Origin(self.find_folder().resolve(), told=self.role is Role.FACILITATOR)

    def build_notebook(self, notebook: Any) -> Any:
        """The notebook with this role's cells only, and the cells that tell the kernel its place.

        Dropping happens here, before a kernel has seen anything.
        """
        place = self.house.build_place(self.current, self.role, self.session.language)
        actions = list_actions(notebook)
        for number, cell in enumerate(notebook.cells, start=1):
            cell.metadata[CELL] = f"{self.current.notebook}, cell {number}"
        staged = [each for each in notebook.cells if Role.SCREEN.value in get_tags(each)]
        for number, cell in enumerate(staged, start=1):  # the same on every page
            cell.metadata[STILL] = number
        cells = select_cells(notebook, self.role)
        origin = self.build_origin()
        words = [
            {
                "html": render_words(cell, replace(origin, cell=cell.metadata[CELL])),
                "shared": is_shared(cell),
            }
            for cell in cells
            if cell.cell_type == "markdown" and self.role is Role.FACILITATOR
        ]
        start = START.format(
            place=repr(place.to_json()),
            folder=str(origin.folder),
            memory=self.house.room_settings.memory,
        )
        notebook.cells = [
            build_cell(start),
            *(cell for cell in cells if cell.cell_type == "code"),
            *build_stage(self.role),
        ]
        exercise = self.current.exercise  # the session's own title is for the facilitator alone
        title = (
            exercise.title if exercise else name_exercise(self.current.notebook, self.session.rows)
        )
        notebook.metadata["kit"] = {
            "role": self.role.value,
            "words": words,
            "spelled": spell_code(self.session.code),
            "title": title,
            "rehearsal": self.session.rehearsal,
            "join_url": place.join_url,
            "host": spell_host(place.join_url),
            "lobby": self.course.is_lobby,
            "welcome": self.house.find_welcome(self.session),
            "promise": describe_briefly(exercise, self.current.known) if exercise else (),
            "qr": draw_qr_svg(place.join_url),
            "base": self.public.base,
            "sheet": read_manifest()["voila.css"],
            "again": read_again(),
            "files": read_manifest(),
            "says": render_said("voila.js", get_language()),
        }
        if look := self.settings.get(LOOK):
            notebook.metadata["kit"]["look"] = {"style": look.style, "logo": look.logo}
        if self.role is Role.FACILITATOR:
            notebook.metadata["kit"]["screen_url"] = f"{self.house.origin}{self.screen_path}"
            notebook.metadata["kit"]["buttons"] = list_buttons()
            notebook.metadata["kit"]["parts"] = list_parts()
            notebook.metadata["kit"]["actions"] = actions
            notebook.metadata["kit"]["faults"] = self.list_faults()
            notebook.metadata["kit"]["closed"] = _(self.house.closed)
        return notebook

    def list_faults(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is wrong with exercises of the session, while nobody has joined it.

        Returns:
            For each its name and the sentences, in the order of the agenda.
        """
        if self.course.people:
            return []
        rows, names = self.session.rows, dict.fromkeys(self.session.agenda)
        found = {
            name: self.house.faults.get(self.house.name_file(name, self.session.language), ())
            for name in names
        }
        return [(name_exercise(name, rows), told) for name, told in found.items() if told]


@dataclass(frozen=True)
class Course:
    """How far a session is, as one of its pages is made.

    Attributes:
        current: Its round.
        is_lobby: Whether people still gather, and are shown how to join.
        people: How many seats pages may tell.
    """

    current: Round
    is_lobby: bool
    people: int


def read_course(store: Store, code: str) -> Course:
    """How far a session is now."""
    current = store.get_round(code)
    gathers = is_lobby(store.list_rounds(code)) and not store.get_session(code).stopped_at
    return Course(current, gathers, count_told(store, current))


def build_stage(role: Role) -> list[Any]:
    """The cells that the server adds behind a notebook's own ones."""
    calls = {
        "show_leader": "lead",
        "show_scene": "scene",
        "show_history": "screen",
        "show_choice": "link",
        "show_link": "link",
    }
    if role is Role.SCREEN:
        calls["show_foot"] = "foot"
    return [build_cell(STAGE.format(call=call), tag) for call, tag in calls.items()]


class OpenIdentityProvider(IdentityProvider):
    """Lets Jupyter's handlers pass; who may do what is decided by our doors. Sets no cookie."""

    def get_user(self, handler: Any) -> User:
        """The same nobody for everyone."""
        return User(username="nobody")
