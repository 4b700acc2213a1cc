"""What is printed before a session: a sheet for the door, those of its notebooks, blank forms."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from markupsafe import Markup

from kit.errors import KitError
from kit.exercise.exercise import Exercise
from kit.forms.paper import render_paper
from kit.notebooks.sheets import read_sheets
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.server.handlers.templates import spell_code, spell_host
from kit.server.kernels.trial import try_each
from kit.server.links import draw_qr_svg
from kit.session.progress import name_exercise
from kit.session.session import Session

Parts = tuple[Exercise, ...]


class SessionPrint(FacilitatorHandler):
    """`/facilitate/<code>/print`: everything of a session that may be wanted on paper."""

    trying: ClassVar[asyncio.Lock] = asyncio.Lock()  # one at a time: it starts kernels
    tried: ClassVar[dict[tuple[Path, int], Parts]] = {}
    """The parts of exercises by notebook and the time at which it was saved."""

    async def get(self, given: str) -> None:
        """Show the sheets, each of which can be left out."""
        if not self.let_in(f"{build_address(given)}/print"):
            return
        session = self.get_known(given)
        join_url = f"{self.house.origin}/join/{session.code}"
        blanks = await self.find_blanks(session)
        exercises = [
            (
                name_exercise(name),
                find_sheets(self.house.folder / name),
                [render_paper(part) for part in blanks[name]],
            )
            for name in dict.fromkeys(session.agenda)
        ]
        self.show(
            "print.html",
            session=session,
            welcome=self.house.find_welcome(session),
            host=spell_host(join_url),
            code=spell_code(session.code),
            qr=Markup(draw_qr_svg(join_url)),  # noqa: S704 -- drawn here
            exercises=exercises,
        )

    post = get

    async def find_blanks(self, session: Session) -> dict[str, Parts]:
        """The parts of each exercise of a session, by its notebook; none where it cannot be run."""
        blanks: dict[str, Parts] = {
            each.notebook: (each.exercise, *each.later)
            for each in self.house.store.list_rounds(session.code)
            if each.exercise is not None and not each.part
        }
        paths = [self.house.folder / each for each in session.agenda if each not in blanks]
        blanks |= dict(zip((each.name for each in paths), await self.try_all(paths), strict=True))
        return blanks

    async def try_all(self, paths: list[Path]) -> list[Parts]:
        """What notebooks ask that no session has played yet; each version is run once."""
        async with self.trying:
            keys = [(path, path.stat().st_mtime_ns) for path in paths if path.is_file()]
            new = list(dict.fromkeys(each for each in keys if each not in self.tried))
            for key, found in zip(new, await try_each([path for path, _ in new]), strict=True):
                self.tried[key] = read_parts(found.asks)
            latest = dict(keys)
        return [self.tried.get((path, latest.get(path, 0)), ()) for path in paths]


def find_sheets(path: Path) -> list[tuple[str, Markup]]:
    """The sheets of a notebook; none where it cannot be read, as its dashboard says."""
    try:
        return read_sheets(path)
    except KitError:
        return []


def read_parts(asks: tuple[dict[str, object], ...]) -> Parts:
    """The parts of an exercise from their definitions; none where they are not understood."""
    try:
        return tuple(Exercise.from_json(each) for each in asks)
    except KitError:
        return ()
