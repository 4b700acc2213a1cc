"""A folder that is edited while it is played: what has been saved comes to the open pages.

A notebook is tried first. What cannot be played changes nothing but a line on the dashboard. In a
session with a team only a round that has not begun is touched; in a rehearsal one that has begun
is played again from its beginning up to where it stood.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kit.check.folder import can_be_tried
from kit.check.found import Found
from kit.errors import KitError
from kit.lifecycle import advance_round, play_again
from kit.notebooks.agenda import get_agenda
from kit.notebooks.code import is_exercise
from kit.notebooks.theme import FONTS, LOGOS, Theme, find_theme
from kit.notebooks.theme import NAME as THEME
from kit.rehearsal.answers import fit_script
from kit.rehearsal.scripts import FOLDER
from kit.server.handlers.rehearsals import Rehearsals
from kit.server.kernels.session_kernels import SessionKernels
from kit.server.kernels.trial import Trials
from kit.server.look_ahead import list_playable, list_refusals
from kit.server.state import ServerState
from kit.server.tasks import Tasks
from kit.server.working_copy import WorkingCopy
from kit.session.session import Phase, Round, get_next_phase
from kit.store import Store

log = logging.getLogger("kit.server")

PARTS = {*LOGOS, *FONTS}  # how files of a theme end
EVERY = 0.15  # seconds between two looks at the folder
QUIET = 8  # looks without a change after which the next trial is made ready: pages come first
ORDER = list(Phase)
AS_BEFORE = "{fault} The pages stay as they were."
UNFIT = "{} Simulated people answer it in words of their own."
HELD = "{name} has changed. The change counts once the exercise that is played now is over."

Asks = Sequence[dict[str, Any]]


class FolderFollower:
    """Brings what is saved in a folder to the pages of a server.

    Args:
        house: The server's; it plays the copy.
        copy: The last state of each file that was in good shape.
        rehearsals: Whose simulated people answer again where a round is played again.
        end_page: Ends the dashboard or screen behind which a kernel with this id stands; the page
            loads itself again.
    """

    def __init__(
        self,
        house: ServerState,
        copy: WorkingCopy,
        rehearsals: Rehearsals,
        end_page: Callable[[str], None],
        show_look: Callable[[Theme | None], None],
    ) -> None:
        self._house, self._copy = house, copy
        self._rehearsals, self._end_page, self._show_look = rehearsals, end_page, show_look
        self._trials = Trials(house.room_settings.memory)
        self._faults: dict[str, str] = {}
        self._held: dict[str, Asks] = {}
        self._unfit: dict[str, list[str]] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        self._quiet = QUIET
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<FolderFollower with {len(self._faults)} faults>"

    def start(self) -> None:
        """Look at the folder from now on."""
        self._found = dict(self._house.faults)  # of what the copy holds
        self._tasks.begin(self._follow())

    async def close(self) -> None:
        """Look no more."""
        self._tasks.cancel()
        await self._trials.close()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._look()
            except Exception:
                log.exception("A change in the folder could not be followed")

    async def _look(self) -> None:
        changed = self._copy.list_changed()
        if THEME not in changed and any(Path(name).suffix in PARTS for name in changed):
            changed.append(THEME)  # a logo or letters of it, perhaps
        for name in changed:
            self._faults.pop(name, None)
            self._house.faults.pop(name, None)
            try:
                await self._take(name)
            except (KitError, OSError) as error:
                self._faults[name] = str(error)
                self._house.faults.setdefault(name, (str(error),))
        if changed:
            self._read_agenda()
            self._quiet = 0
        elif self._quiet < QUIET:
            self._quiet += 1
        else:
            self._trials.prepare()
        for name, asks in list(self._held.items()):
            await self._offer(name, asks)
        self._tell()

    async def _take(self, name: str) -> None:
        """Take over a file that has changed, if it can be played.

        Raises:
            KitError: It cannot.
        """
        self._held.pop(name, None)
        if not name.endswith(".ipynb"):
            self._copy.check(name)
            self._copy.take(name)
            if name == THEME:
                await self._take_look()
            elif Path(name).parent.name == FOLDER:
                await self._fit()
        elif self._is_played(name):
            if self._copy.is_new(name):
                asks = await self._try(name)
                self._found.pop(name, None)
                await self._offer(name, asks)
            elif name in self._found:
                self._house.faults[name] = self._found[name]

    async def _take_look(self) -> None:
        """Give pages the look that is saved now, but for those of a team's round that has begun."""
        theme = find_theme(self._copy.source)
        if theme == self._house.theme:
            return
        self._show_look(theme)
        for room in list(self._house.rooms.values()):
            current = await self._house.read(Store.get_round, room.code)
            if not await self._has_begun(room, current):
                self._load_pages_again(room)
                room.reload_phones()

    async def _fit(self) -> None:
        """See whether simulated people can say in the exercises that are played what is saved."""
        for room in list(self._house.rooms.values()):
            current = await self._house.read(Store.get_round, room.code)
            unfit = []
            for part in filter(None, (current.exercise, *current.later)):
                try:
                    fit_script(part, self._copy.source)
                except KitError as error:
                    unfit.append(UNFIT.format(error))
            self._unfit[current.notebook] = unfit

    def _is_played(self, name: str) -> bool:
        """Whether a notebook is an exercise, or was one, or should be; others are nobody's."""
        copy = self._copy
        known = any(is_exercise(folder / name) for folder in (copy.source, copy.folder))
        return known or name in self._house.agenda.notebooks

    async def _try(self, name: str) -> Asks:
        """Look at a notebook as `kit check` does.

        Returns:
            What it asks.

        Raises:
            KitError: It cannot be played as it is meant.
        """
        path = self._copy.source / name
        found = await self._trials.run(path) if can_be_tried(path) else Found()
        own = [each for each in found.faults if each.file == name]
        unfit = [each for each in found.faults if each.file != name]
        refused = list_refusals(path, own, edited=True)
        self._house.faults.pop(name, None)
        self._house.tell_faults(refused)
        self._unfit[name] = [UNFIT.format(each) for each in unfit]
        if refused:
            raise KitError(str(refused[0]))
        return found.asks

    async def _offer(self, name: str, asks: Asks) -> None:
        """Show a notebook that can be played, or keep it until its round is over.

        Raises:
            KitError: It cannot be played after all.
        """
        playing = list(self._house.rooms.values())
        rooms = [room for room in playing if await self._find_round(room, name)]
        for room in rooms:
            if await self._is_bound(room, name, asks):
                self._held[name] = asks
                return
        self._held.pop(name, None)
        self._copy.take(name)
        for room in rooms:
            await self._show(room, name, asks)

    async def _find_round(self, room: SessionKernels, name: str) -> Round | None:
        """The round that a room plays now, if it plays this notebook."""
        with contextlib.suppress(KitError):
            current = await self._house.read(Store.get_round, room.code)
            return current if current.notebook == name else None
        return None

    async def _is_bound(self, room: SessionKernels, name: str, asks: Asks) -> bool:
        """Whether a room plays a round that may not change any more."""
        current = await self._find_round(room, name)
        if current is None:
            return False
        changed = current.phase is Phase.DONE and not is_same(current, asks)
        return changed or await self._has_begun(room, current)

    async def _has_begun(self, room: SessionKernels, current: Round) -> bool:
        """Whether a team has begun with a round."""
        session = await self._house.read(Store.get_session, room.code)
        return current.phase is not Phase.PREPARE and not session.rehearsal

    async def _show(self, room: SessionKernels, name: str, asks: Asks) -> None:
        current = await self._find_round(room, name)
        if current is None:
            return
        pages, room.pages = room.pages, set()  # those that come back meanwhile need not go again
        try:
            if current.phase is not Phase.PREPARE and not is_same(current, asks):
                await self._play_again(room, current)
            else:
                await room.load_again()
        finally:
            for kernel_id in pages:
                self._end_page(kernel_id)

    def _load_pages_again(self, room: SessionKernels) -> None:
        """Let the dashboards and screens of a session load themselves again."""
        pages, room.pages = room.pages, set()
        for kernel_id in pages:
            self._end_page(kernel_id)

    async def _play_again(self, room: SessionKernels, before: Round) -> None:
        """Play a rehearsal's round again, up to the phase in which it stood.

        Raises:
            KitError: Somebody has moved it on meanwhile, or it cannot be played.
        """
        house = self._house
        told = await house.read(Store.get_leader, before.id)
        again = await house.write(play_again, before.id)
        await room.move_on()
        with contextlib.suppress(KitError):  # the leader may be asked something else now
            if told:
                await house.write(Store.set_leader, again.id, told)
        while not before.part:
            current = await house.read(Store.get_round_by_id, again.id)
            leads = current.exercise is not None and current.exercise.leader is not None
            following = get_next_phase(current.phase, leads)
            if ORDER.index(following) > ORDER.index(before.phase):
                return
            if following is Phase.CLOSED:
                await self._rehearsals.answer_at_once(current)
            await house.write(advance_round, current.id, current.phase)

    def _read_agenda(self) -> None:
        """What is begun from now on goes by the agenda as it is now."""
        house = self._house
        with contextlib.suppress(KitError):
            house.agenda = get_agenda(house.folder, list_playable(house.folder), house.agenda.name)

    def _tell(self) -> None:
        words = [AS_BEFORE.format(fault=fault) for fault in self._faults.values()]
        words += dict.fromkeys(told for unfit in self._unfit.values() for told in unfit)
        words += [HELD.format(name=name) for name in self._held]
        for room in self._house.rooms.values():
            room.tell_draft(" ".join(words))


def is_same(current: Round, asks: Asks) -> bool:
    """Whether a round asks just what the notebook does now."""
    parts = [part.to_json() for part in (current.exercise, *current.later) if part is not None]
    return json.dumps(parts) == json.dumps([*asks[current.part :]])  # a tuple came as a list
