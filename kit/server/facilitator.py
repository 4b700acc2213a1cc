"""The facilitator's doors and the screen: the key, the sessions, and two Voilà pages."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import quote

import nbformat
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import HTTPError
from voila.tornado.handler import TornadoVoilaHandler

from kit.course import name_exercise, skip_round
from kit.errors import KitError, NotFoundError, PhaseError
from kit.notebook import is_shared, render_words, select_cells
from kit.server.address import draw_qr_svg
from kit.server.door import FACILITATOR, Door
from kit.server.house import House
from kit.server.kernels import Opening, TooManyScreens, opening
from kit.server.keys import is_key
from kit.server.pages import read_stylesheet
from kit.server.participant import READY_SECONDS, SessionDoor
from kit.session import Role, find_following, normalise_code

ENTER = (
    "import kit.room.bounds, kit.room.faults, kit.room.place\n"
    "kit.room.bounds.end_with_server()\n"
    "kit.room.faults.report_faults()\n"
    "kit.room.place.enter_place({place})"
)
STAGE = "import kit.room.stage\nkit.room.stage.{call}()"
# Voilà's front end compiles its widgets' code from strings; nothing comes from another host.
VOILA_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' {socket}; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class FacilitatorDoor(SessionDoor):
    """A door that opens with the facilitator's key."""

    def let_in(self, address: str) -> bool:
        """Whether this browser may pass; if not, the answer has been given.

        A key in the address is taken out of it: it becomes a cookie and the page loads again.
        """
        key = self.get_argument("key", None)
        if key is not None and is_key(key, self.house.key):
            self.keep_cookie(FACILITATOR, "1")
            self.redirect(address, status=303)
            return False
        if key is None and self.is_facilitator:
            return True
        self.set_status(403)
        self.show("key.html", address=address, wrong=key is not None)
        return False


class VoilaPage(FacilitatorDoor, TornadoVoilaHandler):  # type: ignore[misc]
    """A page with a Voilà kernel of its own, for one role."""

    role = Role.SCREEN

    def initialize(self, house: House, **settings: Any) -> None:
        """Tornado's set-up: the house, and what Voilà's handler wants to know."""
        Door.initialize(self, house)
        TornadoVoilaHandler.initialize(self, **settings)

    async def prepare(self) -> None:
        """Both sides' preparations."""
        await Door.prepare(self)
        await TornadoVoilaHandler.prepare(self)

    def set_default_headers(self) -> None:
        """As every door, with what Voilà's front end needs."""
        Door.set_default_headers(self)
        scheme = "wss" if self.request.protocol == "https" else "ws"
        self.set_header(
            "Content-Security-Policy", VOILA_POLICY.format(socket=f"{scheme}://{self.request.host}")
        )

    async def post(self, given: str) -> None:
        """The key, typed in."""
        address = build_address(given)
        if self.let_in(address):
            self.redirect(address, status=303)

    async def serve(self, given: str) -> None:
        """Run the current exercise for this page's role.

        Raises:
            KitError: The exercise cannot be set up.
        """
        session = self.find_session(given)
        room = await self.house.get_room(session.code)
        if not room.fault:
            await room.settle(READY_SECONDS)
        if room.fault:
            raise KitError(room.fault)
        self.current = self.house.store.get_round(session.code)
        self.session = session
        opening.set(Opening(self.role, limited=not self.is_facilitator))
        await TornadoVoilaHandler.get(self, self.current.notebook)

    def build_notebook(self, notebook: Any) -> Any:
        """The notebook with this role's cells only, and the cells that tell the kernel its place.

        Dropping happens here, before a kernel has seen anything.
        """
        place = self.house.build_place(self.current, self.role)
        cells = select_cells(notebook, self.role)
        words = [
            {"html": render_words(cell), "shared": is_shared(cell)}
            for cell in cells
            if cell.cell_type == "markdown" and self.role is Role.FACILITATOR
        ]
        enter = ENTER.format(place=repr(place.to_json()))
        notebook.cells = [
            build_cell(enter),
            *(cell for cell in cells if cell.cell_type == "code"),
            *build_stage(self.role),
        ]
        exercise = self.current.exercise  # the session's own title is for the facilitator alone
        title = exercise.title if exercise else name_exercise(self.current.notebook)
        notebook.metadata["kit"] = {
            "role": self.role.value,
            "words": words,
            "code": self.session.code,
            "title": title,
            "rehearsal": self.session.rehearsal,
            "join_url": place.join_url,
            "join_host": place.join_url.split("://", 1)[-1].split("/join/")[0],
            "qr": draw_qr_svg(place.join_url),
            "sheet": read_stylesheet("voila.css")[0],
        }
        return notebook


def build_address(given: str) -> str:
    """The dashboard's address for a code as it was typed; it leads nowhere else."""
    return f"/facilitate/{quote(normalise_code(given))}"


def build_stage(role: Role) -> list[Any]:
    """The cells that the server adds behind a notebook's own ones."""
    calls = {"show_choice": "link", "show_link": "link"}
    if role is Role.SCREEN:
        calls = {"show_leader": "lead", "show_foot": "foot", **calls}
    return [build_cell(STAGE.format(call=call), tag) for call, tag in calls.items()]


class FacilitatePage(VoilaPage):
    """`/facilitate/<code>`: the private dashboard."""

    role = Role.FACILITATOR

    async def get(self, given: str) -> None:
        """Show the dashboard to a browser that has shown the key; of an ended session, its end."""
        if not self.let_in(build_address(given)):
            return
        with contextlib.suppress(NotFoundError):
            if self.house.store.get_session(normalise_code(given)).ended:
                self.redirect(f"{build_address(given)}/end")
                return
        await self.serve(given)

    async def post(self, given: str) -> None:
        """The key, typed in; or the wish to leave an exercise behind that cannot be played."""
        if self.get_argument("skip", None) is None:
            await super().post(given)
        elif self.let_in(build_address(given)):
            await self.skip(self.find_session(given).code, self.get_argument("skip"))

    async def skip(self, code: str, round_id: str) -> None:
        """Go on to the next exercise, unless somebody else has done so."""
        room = await self.house.get_room(code)
        current = self.house.store.get_round(code)
        if room.fault and round_id == str(current.id):
            try:
                skip_round(self.house.store, current.id)
            except PhaseError as error:
                self.show_message(409, "This cannot be skipped", str(error))
                return
            with contextlib.suppress(KitError):
                await room.move_on()  # so that the page that follows finds it ready
        self.redirect(build_address(code), status=303)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """The facilitator is told what is wrong with a notebook, word for word."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if type(error) is KitError:
            self.show_message(
                503, "This exercise cannot be played", str(error), skip=self.find_skip()
            )
        else:
            super().write_error(status_code, **kwargs)

    def find_skip(self) -> int:
        """The round that may be left behind for the next exercise; 0 where none follows."""
        code = normalise_code(self.path_args[0])
        if code not in self.house.rooms:
            return 0
        session, current = self.house.store.get_session(code), self.house.store.get_round(code)
        return current.id if find_following(session, current) else 0


class ScreenPage(VoilaPage):
    """`/screen/<code>`: the projected page. It shows only what is published."""

    async def get(self, given: str) -> None:
        """Show the screen; without the facilitator's key only a few at once."""
        try:
            await self.serve(given)
        except TooManyScreens:
            self.show_message(
                503,
                "Too many screens are open",
                "Close one of them, or open this page in the facilitator's browser.",
            )


def build_cell(source: str, *tags: str) -> Any:
    """A code cell of the server's own."""
    return nbformat.v4.new_code_cell(source, metadata={"tags": [*tags]})  # type: ignore[no-untyped-call]


def prelaunch(handler: Any, notebook: Any, cwd: str) -> Any:
    """Voilà's hook before a kernel starts: each role gets its own cells.

    Raises:
        HTTPError: Asked for by something that is not one of our pages.
    """
    if not isinstance(handler, VoilaPage):
        raise HTTPError(404)
    return handler.build_notebook(notebook)


class DoorKeeper(IdentityProvider):
    """Lets Jupyter's handlers pass; who may do what is decided by our doors. Sets no cookie."""

    def get_user(self, handler: Any) -> User:
        """The same nobody for everyone."""
        return User(username="nobody")
