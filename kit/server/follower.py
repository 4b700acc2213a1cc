"""A folder that is edited while it is played: what has been saved comes to the open pages.

A notebook is tried first. What cannot be played changes nothing but a line on the dashboard.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from kit.check.fault import Fault, move_fault
from kit.check.folder import can_be_tried
from kit.check.found import Found
from kit.errors import KitError
from kit.language import N_, _, use_language
from kit.notebooks.agenda import get_agenda
from kit.notebooks.agenda_file import NAME as AGENDA
from kit.notebooks.code import is_exercise
from kit.notebooks.languages import split_name
from kit.notebooks.theme import Theme, find_theme
from kit.notebooks.theme_file import FONTS, LOGOS
from kit.notebooks.theme_file import NAME as THEME
from kit.rehearsal.answers import fit_script
from kit.rehearsal.scripts import FOLDER
from kit.server.editions import Asks, Edition, Editions
from kit.server.kernels.trial import Trials
from kit.server.look_ahead import list_playable, list_refusals
from kit.server.state import ServerState
from kit.server.tasks import Tasks
from kit.server.working_copy import WorkingCopy
from kit.store import Store

log = logging.getLogger("kit.server")

PARTS = {*LOGOS, *FONTS}  # how files of a theme end
EVERY = 0.15  # seconds between two looks at the folder
QUIET = 8  # looks without a change after which the next trial is made ready: pages come first
AS_BEFORE = N_("The pages stay as they were.")
UNFIT = N_("Simulated people answer it in words of their own.")
HELD = N_("{name} has changed. The change counts once the exercise that is played now is over.")


class FolderFollower:
    """Brings what is saved in a folder to the pages of a server.

    Args:
        house: The server's; it plays the copy.
        copy: The last state of each file that was in good shape.
        editions: Brings a notebook that can be played to the open pages.
        show_look: Gives pages another look from now on.
    """

    def __init__(
        self,
        house: ServerState,
        copy: WorkingCopy,
        editions: Editions,
        show_look: Callable[[Theme | None], None],
    ) -> None:
        self._house, self._copy = house, copy
        self._editions, self._show_look = editions, show_look
        self._trials = Trials(house.room_settings.memory)
        self._faults: dict[str, str] = {}
        self._held: dict[str, Edition] = {}
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
        changed, gone = self._copy.list_changed(), self._copy.list_gone()
        for name in gone:
            await self._forget(name)
        about = [name for name in (*changed, *gone) if Path(name).suffix in PARTS or name == THEME]
        if about and THEME not in changed:
            changed.append(THEME)  # a logo or letters of it, perhaps
        for name in changed:
            self._faults.pop(name, None)
            self._house.faults.pop(name, None)
            try:
                await self._take(name)
            except (KitError, OSError) as error:
                self._faults[name] = quote(name, str(error))
                self._house.faults.setdefault(name, (self._faults[name],))
        if changed or gone:
            self._read_agenda()
            self._quiet = 0
        elif self._quiet < QUIET:
            self._quiet += 1
        else:
            self._trials.prepare()
        for edition in list(self._held.values()):
            await self._offer(edition)
        self._tell()

    async def _forget(self, name: str) -> None:
        """A file has been taken out of the folder: nothing is said of it any more."""
        self._copy.drop(name)
        for told in (self._faults, self._house.faults, self._held):
            told.pop(name, None)
        if Path(name).parent.name == FOLDER:
            await self._fit()

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
                await self._offer(Edition(name, asks))
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
            if not await self._editions.has_begun(room, current):
                self._editions.load_pages_again(room)
                room.reload_phones()

    async def _fit(self) -> None:
        """See whether simulated people can say in the exercises that are played what is saved."""
        for room in list(self._house.rooms.values()):
            current = await self._house.read(Store.get_round, room.code)
            name = self._house.name_file(current.notebook, room.language)
            unfit = []
            for part in filter(None, (current.exercise, *current.later)):
                try:
                    with use_language(room.language):
                        fit_script(part, (self._copy.source / name).parent)
                except KitError as error:
                    script = self._house.name_file(f"{FOLDER}/{part.slug}.toml", room.language)
                    unfit.append(quote(script, str(error)))
            self._unfit[name] = unfit

    def _is_played(self, name: str) -> bool:
        """Whether a notebook is an exercise, or was one, or should be; others are nobody's."""
        copy = self._copy
        known = any(is_exercise(folder / name) for folder in (copy.source, copy.folder))
        return known or split_name(name)[1] in self._house.agenda.notebooks

    async def _try(self, name: str) -> Asks | None:
        """Look at a notebook as `kit check` does.

        Where words alone have changed no cell is run: what is played has been tried.

        Returns:
            What it asks; None where words alone have changed.

        Raises:
            KitError: It cannot be played as it is meant.
        """
        path = self._copy.source / name
        reworded = name not in self._found and self._copy.is_reworded(name)
        runs = not reworded and can_be_tried(path)
        found = await self._trials.run(path) if runs else Found()
        own = [each for each in found.faults if each.file == path.name]
        unfit = [each for each in found.faults if each.file != path.name]
        language = split_name(name)[0]
        refused = [move_fault(each, language) for each in list_refusals(path, own, edited=True)]
        self._house.faults.pop(name, None)
        self._house.tell_faults(refused)
        if not reworded:
            self._unfit[name] = [str(move_fault(each, language)) for each in unfit]
        if refused:
            raise KitError(str(refused[0]))
        return None if reworded else found.asks

    async def _offer(self, edition: Edition) -> None:
        """Show a notebook that can be played, or keep it until its round is over.

        Raises:
            KitError: It cannot be played after all.
        """
        if await self._editions.is_bound(edition):
            self._held[edition.name] = edition
            return
        self._held.pop(edition.name, None)
        self._copy.take(edition.name)
        await self._editions.show(edition)

    def _read_agenda(self) -> None:
        """What is begun from now on goes by the agenda as it is now."""
        house = self._house
        with contextlib.suppress(KitError):
            folder = house.find_folder("")
            names = list_playable(folder)
            there = [name for name in names if self._copy.is_there(house.name_file(name))]
            chosen = house.agenda.name if (folder / AGENDA).is_file() else ""
            house.agenda = get_agenda(folder, there, chosen)

    def _tell(self) -> None:
        unfit = dict.fromkeys(told for each in self._unfit.values() for told in each)
        for room in self._house.rooms.values():
            with use_language(room.language):
                words = [f"{fault} {_(AS_BEFORE)}" for fault in self._faults.values()]
                words += [f"{fault} {_(UNFIT)}" for fault in unfit]
                words += [_(HELD, name=name) for name in self._held]
            room.tell_draft(" ".join(words))


def quote(name: str, words: str) -> str:
    """What is wrong with a file of a language, with its name as it is seen from the folder.

    Args:
        name: The file's, as in "de/marble_jar.ipynb".
        words: What is wrong, in which it has its bare name.
    """
    language, inside = split_name(name)
    return str(move_fault(Fault(inside, 0, 0, words), language)) if language else words
