"""A session's room on the server: its seats, spread over one or several room kernels."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kit.language import N_, use_language
from kit.room.context import KernelContext
from kit.server.kernels.seat_group import SeatGroup
from kit.server.kernels.settings import RoomSettings
from kit.server.relay.assets import list_sources
from kit.server.relay.attendance import Attendance
from kit.server.relay.channel import Browser
from kit.server.store_threads import StoreThreads
from kit.session.session import Role
from kit.store import Store

CLOSING = N_("The server is closing.")
OVER = N_("This session is over. Thank you.")


class SessionKernels:
    """The participants' side of one session.

    Attributes:
        attendance: Tells the store which seats have a page open.
        pages: Ids of the kernels behind the session's dashboards and screens, those of long ago
            among them.
        sources: Names of the scripts and styles that the last page made for a seat mentions.
    """

    def __init__(
        self,
        threads: StoreThreads,
        place: KernelContext,
        folder: Path,
        settings: RoomSettings | None = None,
    ) -> None:
        settings = settings or RoomSettings()
        self.pages: set[str] = set()
        self.sources: list[str] = []
        self._threads = threads
        self._place = place
        self._key = secrets.token_bytes(32)
        self._draft = ""
        self._lost_elsewhere = 0
        self._looking = asyncio.Lock()  # whoever looks last at the store goes last
        self._playing: asyncio.Future[list[BaseException | None]] | None = None
        self.attendance = Attendance(threads, place.code, settings.gone, settings.away)
        self._watchers: dict[object, Callable[[str], None]] = {}
        self._line_watchers: dict[object, Callable[[int], None]] = {}
        self.groups = [
            SeatGroup(
                settings, folder, self.attendance, self._tell_watchers, self._tell_line_watchers
            )
            for _ in range(max(1, settings.kernels))
        ]

    def __repr__(self) -> str:
        return f"<SessionKernels {self._place.code} with {len(self.groups)} kernels>"

    @property
    def code(self) -> str:
        """The session's code."""
        return self._place.code

    @property
    def language(self) -> str:
        """Tag of the language that the session speaks; "" for the server's."""
        return self._place.language

    @property
    def fault(self) -> str:
        """Why the exercise cannot be played, for a person; "" while it can."""
        return next((group.fault for group in self.groups if group.fault), "")

    @property
    def news(self) -> str:
        """What the facilitator should know of the room's kernels now; "" while all is well."""
        with use_language(self.language):  # it is news in nobody's request
            warnings = (each.warning for each in self.groups)
            return next(filter(None, (self.fault, *warnings, self._draft)), "")

    def watch(self, watcher: Callable[[str], None]) -> Callable[[], None]:
        """Tell the news, now and when they change.

        Returns:
            A function that ends it.
        """
        key = object()
        self._watchers[key] = watcher
        watcher(self.news)

        def stop() -> None:
            self._watchers.pop(key, None)

        return stop

    @property
    def lost(self) -> int:
        """How many seats have lost their line and are expected back, at any server."""
        return self.lost_here + self._lost_elsewhere

    @property
    def lost_here(self) -> int:
        """How many of them were at this server."""
        return sum(group.presence.lost for group in self.groups)

    def hear_of_others(self, lost: int) -> None:
        """Keep how many seats have lost their line to other servers."""
        if lost != self._lost_elsewhere:
            self._lost_elsewhere = lost
            self._tell_line_watchers()

    def watch_lines(self, watcher: Callable[[int], None]) -> Callable[[], None]:
        """Tell how many seats are reconnecting, now and when the number changes.

        Returns:
            A function that ends it.
        """
        key = object()
        self._line_watchers[key] = watcher
        watcher(self.lost)

        def stop() -> None:
            self._line_watchers.pop(key, None)

        return stop

    async def open(self) -> None:
        """Start the kernels with the session's current round.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        await self.attendance.begin()
        await self._play(always=True)

    async def move_on(self) -> None:
        """Load the session's current round, if it is another than the one being played.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        await self._play()

    async def finish(self) -> None:
        """Wait until the round has been loaded that is being loaded, whoever has asked for it.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        if (playing := self._playing) is not None:
            await asyncio.wait({playing})  # which goes on for the others where this one gives up
            raise_first(playing.result())

    async def load_again(self) -> None:
        """Load the notebook of the session's current round once more: its file has changed.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        await self._play(anew=True)

    async def reword(self) -> None:
        """Words of the notebook have changed and nothing else: its pages come anew, no kernel does.

        Raises:
            KitError: It cannot be played; the message is for a person.
        """
        place = await self._build_place()
        await asyncio.gather(*(group.reword(place) for group in self.groups))

    def reload_phones(self) -> None:
        """Let every seat's page load itself again."""
        for group in self.groups:
            group.channels.reload()

    def tell_draft(self, words: str) -> None:
        """Tell the facilitator what is to be known of notebooks that are being edited."""
        if words != self._draft:
            self._draft = words
            self._tell_watchers()

    async def forget(self) -> None:
        """The round has closed: nothing of what people sent or typed stays in any kernel."""
        await asyncio.gather(*(group.forget() for group in self.groups))

    async def close(self, reason: str = CLOSING, *, again: bool = True) -> None:
        """End the kernels and let every browser know why, and whether to come back."""
        self.attendance.close()
        await asyncio.gather(*(group.close(reason, again=again) for group in self.groups))

    async def wait_until_ready(self, token: str, seconds: float) -> bool:
        """Wait while a seat's kernel is being started or changed.

        Returns:
            Whether it is ready now.
        """
        return await self._find_group(token).wait_until_ready(seconds)

    async def settle(self, seconds: float) -> None:
        """Wait while any kernel is being started or changed."""
        await asyncio.gather(*(group.wait_until_ready(seconds) for group in self.groups))

    async def get_page(self, token: str, language: str = "") -> dict[str, Any]:
        """The page of a seat: what it shows and the state of its widgets.

        Args:
            token: The seat's secret.
            language: Tag of the language that its reader has chosen; "" for the session's.

        Raises:
            KitError: The exercise cannot be shown; the message is for a person.
        """
        page = await self._find_group(token).get_page(token, language)
        self.sources = list_sources(page)
        return page

    async def attach(
        self, browser: Browser, token: str, generation: str, seq: int, language: str = ""
    ) -> None:
        """Put a browser on its seat's line; a page that fell behind is sent anew.

        Args:
            browser: The page.
            token: The seat's secret.
            generation: Of the kernel that the page was made by.
            seq: Number of the last message it has heard.
            language: As for `get_page`.

        Raises:
            KitError: The exercise cannot be shown; the message is for a person.
        """
        await self._find_group(token).attach(browser, token, generation, seq, language)

    def detach(self, browser: Browser, token: str, *, left: bool = False) -> None:
        """Take a browser off its line; the seat stays. `left`: its page was closed."""
        self._find_group(token).detach(browser, token, left=left)

    def receive(
        self, browser: Browser, token: str, frame: str | bytes
    ) -> asyncio.Future[None] | None:
        """Pass a browser's frame up, or close the connection with a reason.

        Returns:
            Settled when there is room for the next; None where there is.
        """
        return self._find_group(token).receive(browser, token, frame)

    def _find_group(self, token: str) -> SeatGroup:
        """A seat's group: always the same, and no seat can choose it."""
        digest = hmac.digest(self._key, token.encode(), "sha256")
        return self.groups[int.from_bytes(digest[:8]) % len(self.groups)]

    async def _build_place(self) -> KernelContext:
        current = await self._threads.read(Store.get_round, self._place.code)
        return KernelContext(
            **{
                **vars(self._place),
                "role": Role.PARTICIPANT,
                "notebook": current.notebook,
                "round_id": current.id,
            }
        )

    async def _play(self, *, always: bool = False, anew: bool = False) -> None:
        """Play the current round.

        Args:
            always: Also if it is the one that is being played.
            anew: Load its notebook even so, because its file has changed.
        """
        async with self._looking:
            place = await self._build_place()
            if not (always or anew) and place.round_id == self._place.round_id:
                return
            self._place = place
            self.sources = []
            plays = (group.play(place, anew=anew) for group in self.groups)
            playing = asyncio.gather(*plays, return_exceptions=True)  # they begin in this order
            self._playing = playing
        raise_first(await playing)

    def _tell_watchers(self) -> None:
        for watcher in list(self._watchers.values()):
            watcher(self.news)

    def _tell_line_watchers(self) -> None:
        lost = self.lost
        for watcher in list(self._line_watchers.values()):
            watcher(lost)


def raise_first(endings: Sequence[BaseException | None]) -> None:
    """Raise what has gone wrong, if anything has; only the first of it."""
    for ending in endings:
        if ending is not None:
            raise ending
