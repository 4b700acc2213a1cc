"""The channels to the seats that share a room kernel: who comes, who goes, who is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from kit.server.kernels.settings import RoomSettings
from kit.server.relay.attendance import Attendance
from kit.server.relay.channel import RELOAD, Browser, Channel
from kit.server.relay.presence import Presence

MAX_EMPTY = 4000  # channels without widgets that are remembered, in case their pages come back


class SeatChannels:
    """A channel for each seat that has been asked for, found by its token or its handle.

    Args:
        settings: How long widgets outlive their page.
        attendance: Told which seats have a page open.
        presence: Told which seats have lost their last line.
        take_down: Called with a channel whose widgets nobody has looked at for long; says whether
            there is a kernel to take them down.
    """

    def __init__(
        self,
        settings: RoomSettings,
        attendance: Attendance,
        presence: Presence,
        take_down: Callable[[Channel], bool],
    ) -> None:
        self._settings = settings
        self._attendance = attendance
        self._presence = presence
        self._take_down = take_down
        self._by_token: dict[str, Channel] = {}
        self._by_handle: dict[str, Channel] = {}
        self._closed = False

    def __repr__(self) -> str:
        return f"<SeatChannels: {len(self)}>"

    def __len__(self) -> int:
        return len(self._by_token)

    def __iter__(self) -> Iterator[Channel]:
        return iter(list(self._by_token.values()))

    def get(self, token: str) -> Channel:
        """A seat's channel; a new one where there is none yet."""
        channel = self._by_token.get(token)
        if channel is None:
            channel = self._by_token[token] = Channel(token)
            self._by_handle[channel.handle] = channel
        return channel

    def find_owner(self, handle: str) -> Channel | None:
        """The channel with the name that the room kernel knows a seat by."""
        return self._by_handle.get(handle)

    def enter(self, channel: Channel, browser: Browser) -> None:
        """A browser opens a page of the seat."""
        channel.stay()
        channel.taken = True
        channel.browsers.add(browser)
        self._attendance.come(channel.token)
        self._presence.forget(channel)

    def leave(self, browser: Browser, token: str, *, left: bool) -> None:
        """A browser goes; the seat stays, its widgets for a while.

        Args:
            browser: The browser; it may go before it has come in.
            token: The seat's secret.
            left: Its page was closed; otherwise the line broke, and it is expected back.
        """
        channel = self._by_token.get(token)
        if channel is None:
            return
        was_there = browser in channel.browsers
        channel.browsers.discard(browser)
        if channel.browsers or self._closed:
            return
        self._attendance.go(token, closed=left)
        if was_there:
            self.plan_leave(channel)
            if not left:
                self._presence.lose(channel)

    def plan_leave(self, channel: Channel) -> None:
        """No page of the seat is open: its widgets go after a while, or to make room for others."""
        channel.stay()
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        seconds = self._settings.linger if channel.taken else self._settings.untaken
        channel.leaving = loop.call_later(seconds, self._leave, channel)
        untaken = [each for each in self if each.is_untaken]
        for oldest in untaken[: -self._settings.forms]:
            oldest.stay()
            self._leave(oldest)

    def forget_comms(self) -> None:
        """All widgets have gone."""
        for channel in self:
            channel.forget_comms()

    def forget_frames(self) -> None:
        """Keep nothing of what people sent."""
        for channel in self:
            channel.forget_frames()

    def reload(self) -> None:
        """Let every open page load itself again."""
        for channel in self:
            channel.tell(RELOAD)

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close every browser's connection with a reason."""
        for channel in self:
            channel.dismiss(reason, again=again)

    def close(self, reason: str, *, again: bool) -> None:
        """Let every browser know that nothing comes any more; nobody is waited for."""
        self._closed = True
        for channel in self:
            channel.stay()
        self.dismiss(reason, again=again)

    def _leave(self, channel: Channel) -> None:
        channel.leaving = None
        if channel.browsers or self._closed:
            return
        if channel.owned:  # nothing is where the page could not be made
            if not self._take_down(channel):
                return
            channel.forget_comms()
        empty = [each for each in self if each.is_empty]
        for oldest in empty[:-MAX_EMPTY]:
            del self._by_token[oldest.token], self._by_handle[oldest.handle]
