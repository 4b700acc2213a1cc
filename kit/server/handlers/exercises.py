"""What the exercises of a session ask, also of those that no session has played yet."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from kit.errors import KitError
from kit.exercise.exercise import Exercise
from kit.server.handlers.facilitator import FacilitatorHandler
from kit.server.kernels.trial import try_each
from kit.session.session import Session
from kit.store import Store

Parts = tuple[Exercise, ...]


class ExercisesHandler(FacilitatorHandler):
    """A facilitator's door behind which notebooks may be tried, one of them at a time."""

    trying: ClassVar[asyncio.Lock] = asyncio.Lock()  # it starts kernels
    tried: ClassVar[dict[tuple[Path, int], Parts]] = {}
    """The parts of exercises by notebook and the time at which it was saved."""

    async def find_parts(self, session: Session) -> dict[str, Parts]:
        """The parts of each exercise of a session, by its notebook; none where it cannot be run."""
        rounds = await self.house.read(Store.list_rounds, session.code)
        parts: dict[str, Parts] = {
            each.notebook: (each.exercise, *each.later)
            for each in rounds
            if each.exercise is not None and not each.part
        }
        folder = self.house.find_folder(session.language)
        paths = [folder / each for each in session.agenda if each not in parts]
        parts |= dict(zip((each.name for each in paths), await self.try_all(paths), strict=True))
        return parts

    async def try_all(self, paths: list[Path]) -> list[Parts]:
        """What notebooks ask that no session has played yet; each version is run once."""
        async with self.trying:
            keys = [(path, path.stat().st_mtime_ns) for path in paths if path.is_file()]
            new = list(dict.fromkeys(each for each in keys if each not in self.tried))
            for key, found in zip(new, await try_each([path for path, _ in new]), strict=True):
                self.tried[key] = read_parts(found.asks)
            latest = dict(keys)
        return [self.tried.get((path, latest.get(path, 0)), ()) for path in paths]


def read_parts(asks: tuple[dict[str, object], ...]) -> Parts:
    """The parts of an exercise from their definitions; none where they are not understood."""
    try:
        return tuple(Exercise.from_json(each) for each in asks)
    except KitError:
        return ()
