"""The facilitator's doors: the key, the dashboard, and what every page of Voilà's has in common."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Concatenate
from urllib.parse import quote

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from kit.errors import KitError, NotFoundError, PhaseError
from kit.gate.promise import describe_briefly
from kit.gate.results import count_told
from kit.lifecycle import skip_round
from kit.notebooks.embedding import Origin
from kit.notebooks.notebook import get_tags, is_shared, load_notebook, render_words, select_cells
from kit.server.badge import add_stamp
from kit.server.handlers.handler import (
    FACILITATOR,
    LAUNCHER,
    LOOK,
    PAGE_PATIENCE,
    PUBLIC,
)
from kit.server.handlers.participant import SessionHandler
from kit.server.handlers.renderer import CELL, STILL, PageRenderer, build_cell
from kit.server.handlers.templates import read_again, read_manifest, spell_code, spell_host
from kit.server.kernels.page_process import PageKernel
from kit.server.kernels.pool import KernelPool
from kit.server.kernels.screens import Shown
from kit.server.links import draw_qr_svg
from kit.server.signing import hash_key
from kit.server.standing import Standing
from kit.server.store_threads import P, T
from kit.session.progress import name_exercise
from kit.session.session import Role, Round, find_following, is_lobby, normalise_code
from kit.store import Store
from kit.store.facilitator_keys import SERVER, FacilitatorKey
from kit.views.status import PARTS, list_buttons

# They leave no name behind: a notebook has to import kit by itself, as everywhere else.
START = "__import__('kit.room.page').room.page.start({place}, {folder!r}, memory={memory})"
STAGE = "__import__('kit.room.screen').room.screen.{call}()"


class FacilitatorHandler(SessionHandler):
    """A door that opens with the facilitator's key. It tells nobody else what there is."""

    guessable = False
    private: ClassVar[bool] = True
    """Whether it asks who is signed in."""
    unknown = "No session has {code}. Choose one from all sessions."

    def show_message(self, status: int, title: str, text: str, **values: Any) -> None:
        """Answer with a calm page; the facilitator's way on is the list of sessions."""
        own = not self.projected
        super().show_message(status, title, text, **{**values, "ask_code": False, "back": own})

    async def prepare(self) -> None:
        """Find out who is signed in; whoever has started it out of JupyterLab has its key."""
        self.signs_in = self.private and self.house.accounts is not None
        await super().prepare()
        if self.private and self.house.accounts is not None:
            self.account = await self.house.accounts.find_account(self)
        if not self.private or not self.is_launched():
            return
        if not await self.house.read(self.standing.is_operator):
            self.keep_key(await self.house.read(Store.find_key, SERVER))
            self.redirect(self.request.path, status=303)

    async def let_in(self, address: str, *, ends: str = "", begins: bool = False) -> bool:
        """Whether this browser may pass; if not, the answer has been given.

        A door with a session's code in its address opens to those who may lead that session. A key
        in the address is taken out of it: it becomes a cookie and the page loads again.

        Args:
            address: Of this page, below the base.
            ends: Code of a session that the form is about, where the address names none.
            begins: The page begins sessions.
        """
        code = normalise_code(self.path_args[0] if self.path_args else ends)
        key = self.get_argument("key", None)
        if key is not None and await self._take_key(key, code):
            self.redirect(address, status=303)
            return False
        found = await self.house.read(find_rights, self.standing, code, begins=begins)
        if key is None and found.may_pass:
            return True
        self._refuse(address, code, found)
        return False

    async def write_leading(
        self,
        code: str,
        call: Callable[Concatenate[Store, P], T],
        *given: P.args,
        **named: P.kwargs,
    ) -> T:
        """Change a session, if whoever asks may still lead it when it is their turn to write.

        Raises:
            HTTPError: They may not any more. Nothing is changed.
        """
        standing = self.standing

        def write(store: Store) -> T:
            if not standing.may_lead(store, code):
                raise HTTPError(403)
            return call(store, *given, **named)

        return await self.house.write(write)

    def is_launched(self) -> bool:
        """Whether the request comes from whoever has started the server out of JupyterLab.

        Links name this browser's address from then on, where they have to.
        """
        launcher = self.settings[LAUNCHER]
        if launcher is None or not launcher.vouches_for(self.request):
            return False
        public = launcher.find_public(self.request, self.public)
        if public.origin:
            self.settings[PUBLIC] = public
            self.house.origin = str(public)
        return True

    def keep_key(self, key: FacilitatorKey | None, *, alone: bool = False) -> None:
        """Keep in this browser that it has shown a key.

        Args:
            key: The key that it was compared with: one that has been changed since opens nothing.
            alone: What it has shown before counts no more.

        Raises:
            NotFoundError: There is no such key.
        """
        if key is None:
            raise NotFoundError
        standing = self.standing
        words = add_stamp("" if alone else standing.badge, key.code, standing.build_stamp(key))
        self.keep_cookie(FACILITATOR, words)

    async def _take_key(self, given: str, code: str) -> bool:
        """Keep a key, if it is that of the server or of the session."""
        for each in filter(None, (SERVER, code)):
            key = await self.house.read(Store.find_key, each)
            if key is not None and hmac.compare_digest(hash_key(given), key.key_hash):
                self.keep_key(key)
                return True
        return False

    def _refuse(self, address: str, code: str, found: Rights) -> None:
        """Answer one who may not pass: with what would open the page, or that nothing does."""
        standing, accounts = self.standing, self.house.accounts
        wrong = self.get_argument("key", None) is not None
        told = {"address": address, "account": standing.account, "signs_in": standing.signs_in}
        if not wrong:
            if accounts is not None and not standing.account and accounts.ask(self):
                return
            if found.invitation is not None:
                self.show("invited.html", code=code, title=found.invitation, **told)
                return
        self.set_status(403)
        if found.may_look and not wrong:
            self.show("not_yours.html", **told)
        else:
            linked = self.request.method == "GET"
            self.show("key.html", **told, wrong=wrong, linked=linked, stale=bool(standing.badge))


@dataclass(frozen=True)
class Rights:
    """What a browser may do at a door, by the store as it was at that moment.

    Attributes:
        may_pass: The door opens.
        may_look: There is a list of sessions for it.
        invitation: Title of the session to which it is invited; None for none.
    """

    may_pass: bool
    may_look: bool
    invitation: str | None = None


def find_rights(store: Store, standing: Standing, code: str, *, begins: bool) -> Rights:
    """Look up what a browser may do at a door.

    Args:
        store: The store.
        standing: What the browser has shown.
        code: Code of the session that the door is about; "" for none.
        begins: It begins sessions.
    """
    if code and standing.may_lead(store, code):
        return Rights(may_pass=True, may_look=True)
    look, begin = standing.may_look(store), begins and standing.may_begin(store)
    if not code:
        return Rights(begin if begins else look, look)
    invited = standing.is_invited(store, code)
    return Rights(False, look, store.get_session(code).title if invited else None)


class VoilaPage(FacilitatorHandler):
    """A page that Voilà renders, with a kernel of its own, for one role."""

    role = Role.SCREEN

    async def serve(self, given: str) -> None:
        """Run the current exercise for this page's role.

        Raises:
            KitError: The exercise cannot be set up.
        """
        self.session = await self.get_session(given)
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
        path = self.house.build_screen_path
        self.screen_path = await self.house.read(path, self.session.code)
        self.current = self.course.current
        return self.build_notebook(load_notebook(self.house.folder / self.current.notebook))

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

    def build_origin(self) -> Origin:
        """Where the pictures come from that the notebook's cells name."""
        return Origin(self.house.folder.resolve(), told=self.role is Role.FACILITATOR)

    def build_notebook(self, notebook: Any) -> Any:
        """The notebook with this role's cells only, and the cells that tell the kernel its place.

        Dropping happens here, before a kernel has seen anything.
        """
        place = self.house.build_place(self.current, self.role)
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
        title = exercise.title if exercise else name_exercise(self.current.notebook)
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
        }
        if look := self.settings.get(LOOK):
            notebook.metadata["kit"]["look"] = {"style": look.style, "logo": look.logo}
        if self.role is Role.FACILITATOR:
            notebook.metadata["kit"]["screen_url"] = f"{self.house.origin}{self.screen_path}"
            notebook.metadata["kit"]["buttons"] = list_buttons()
            notebook.metadata["kit"]["parts"] = PARTS
            notebook.metadata["kit"]["faults"] = self.list_faults()
            notebook.metadata["kit"]["closed"] = self.house.closed
        return notebook

    def list_faults(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is wrong with exercises of the session, while nobody has joined it.

        Returns:
            For each its name and the sentences, in the order of the agenda.
        """
        if self.course.people:
            return []
        names = dict.fromkeys(self.session.agenda)
        found = self.house.faults
        return [(name_exercise(name), found[name]) for name in names if found.get(name)]


@dataclass(frozen=True)
class Course:
    """How far a session is, as one of its pages is made.

    Attributes:
        current: Its round.
        is_lobby: Whether people still gather.
        people: How many seats pages may tell.
    """

    current: Round
    is_lobby: bool
    people: int


def read_course(store: Store, code: str) -> Course:
    """How far a session is now."""
    current = store.get_round(code)
    return Course(current, is_lobby(store.list_rounds(code)), count_told(store, current))


def find_skip(store: Store, code: str) -> int:
    """The round that may be left behind for the next exercise; 0 where none follows."""
    session, current = store.get_session(code), store.get_round(code)
    return current.id if find_following(session, current) else 0


def build_address(given: str) -> str:
    """The dashboard's address for a code as it was typed; it leads nowhere else."""
    return f"/facilitate/{quote(normalise_code(given))}"


def build_stage(role: Role) -> list[Any]:
    """The cells that the server adds behind a notebook's own ones."""
    calls = {
        "show_leader": "lead",
        "show_scene": "scene",
        "show_choice": "link",
        "show_link": "link",
    }
    if role is Role.SCREEN:
        calls["show_foot"] = "foot"
    return [build_cell(STAGE.format(call=call), tag) for call, tag in calls.items()]


class FacilitatePage(VoilaPage):
    """`/facilitate/<code>`: the private dashboard."""

    role = Role.FACILITATOR

    async def get(self, given: str) -> None:
        """Show the dashboard to a browser that has shown the key; of an ended session, its end."""
        if not await self.let_in(build_address(given)):
            return
        with contextlib.suppress(NotFoundError):
            if (await self.house.read(Store.get_session, normalise_code(given))).ended:
                self.redirect(f"{build_address(given)}/end")
                return
        try:
            await self.serve(given)
        except KitError as error:
            await self.show_fault(error)

    async def post(self, given: str) -> None:
        """The key, typed in; or the wish to leave an exercise behind that cannot be played."""
        address = build_address(given)
        if not await self.let_in(address):
            return
        if self.get_argument("skip", None) is None:
            self.redirect(address, status=303)
            return
        try:
            await self.skip((await self.get_session(given)).code, self.get_argument("skip"))
        except KitError as error:
            await self.show_fault(error)

    async def skip(self, code: str, round_id: str) -> None:
        """Go on to the next exercise, unless somebody else has done so."""
        room = await self.house.get_room(code)
        current = await self.house.read(Store.get_round, code)
        if room.fault and round_id == str(current.id):
            try:
                await self.write_leading(code, skip_round, current.id)
            except PhaseError as error:
                self.show_message(409, "This cannot be skipped", str(error))
                return
            with contextlib.suppress(KitError):
                await room.move_on()  # so that the page that follows finds it ready
        self.redirect(build_address(code), status=303)

    async def show_fault(self, error: KitError) -> None:
        """The facilitator is told what is wrong with a notebook, word for word.

        Raises:
            KitError: It is about something else, or a part of the page has been sent.
        """
        if type(error) is not KitError or self._headers_written:
            raise error
        code = normalise_code(self.path_args[0])
        skip = await self.house.read(find_skip, code) if code in self.house.rooms else 0
        if self.house.watched:  # somebody is about to mend it
            self.set_header("Refresh", "2")
        self.show_message(503, "This exercise cannot be played", str(error), skip=skip)


class OpenIdentityProvider(IdentityProvider):
    """Lets Jupyter's handlers pass; who may do what is decided by our doors. Sets no cookie."""

    def get_user(self, handler: Any) -> User:
        """The same nobody for everyone."""
        return User(username="nobody")
