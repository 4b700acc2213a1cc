"""The channels to a kernel's seats: who comes, who goes, who is forgotten; no kernel is started."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.server.kernels import seat_channels
from kit.server.kernels.seat_channels import SeatChannels
from kit.server.kernels.settings import RoomSettings
from kit.server.relay.attendance import Attendance
from kit.server.relay.channel import Channel
from kit.server.relay.presence import Presence
from kit.server.store_threads import StoreThreads
from kit.store import open_store


class Phone:
    """A browser that remembers why it was sent away."""

    def __init__(self) -> None:
        self.reasons: list[tuple[str, bool]] = []

    def tell(self, frame: str) -> None: ...

    def dismiss(self, reason: str, *, again: bool) -> None:
        self.reasons.append((reason, again))


class Group:
    """Channels whose widgets are taken down at once, unless there is no kernel."""

    def __init__(self, folder: Path) -> None:
        self.store = open_store(folder / "kit.db")
        self.code = self.store.add_session("Team", ["jar.ipynb"]).code
        self.settings = RoomSettings(linger=0.0, untaken=3600.0, forms=2, soon=0.0)
        self.presence = Presence(0.0, 60.0, lambda: None)
        self.attendance = Attendance(StoreThreads(self.store), self.code, 3600.0, 3600.0)
        self.has_kernel = True
        self.down: list[Channel] = []
        self.channels = SeatChannels(self.settings, self.attendance, self.presence, self._take_down)

    def make_form(self, token: str) -> Channel:
        """What a seat's page leaves behind that was made and not opened."""
        channel = self.channels.get(token)
        channel.owned.add("a widget")
        self.channels.plan_leave(channel)
        return channel

    def close(self) -> None:
        self.channels.close("Over.", again=False)
        self.attendance.close()
        self.presence.close()
        self.store.close()

    def _take_down(self, channel: Channel) -> bool:
        if self.has_kernel:
            self.down.append(channel)
        return self.has_kernel


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    group = Group(tmp_path)
    yield group
    group.store.close()


def test_a_seat_has_one_channel_and_is_found_by_either_name(group: Group) -> None:
    channel = group.channels.get("token")
    assert group.channels.get("token") is channel
    assert group.channels.find_owner(channel.handle) is channel
    assert group.channels.find_owner("token") is None
    assert len(group.channels) == 1


def test_widgets_go_after_the_last_page_and_stay_without_a_kernel(group: Group) -> None:
    async def go_through() -> None:
        one, other = Phone(), Phone()
        channel = group.make_form("token")
        for phone in (one, other):
            group.channels.enter(channel, phone)
        group.channels.leave(one, "token", left=True)
        assert channel.leaving is None
        group.channels.leave(other, "token", left=False)
        assert channel.leaving is not None
        group.has_kernel = False
        await asyncio.sleep(0.01)
        assert channel.owned == {"a widget"}
        assert group.presence.lost == 1
        group.has_kernel = True
        group.channels.plan_leave(channel)
        await asyncio.sleep(0.01)
        assert group.down == [channel]
        assert not channel.owned
        group.close()

    asyncio.run(go_through())


def test_forms_that_nobody_takes_make_room_for_newer_ones(group: Group) -> None:
    async def go_through() -> None:
        forms = [group.make_form(str(number)) for number in range(5)]
        assert group.down == forms[:3]
        group.close()

    asyncio.run(go_through())


def test_the_oldest_of_many_empty_channels_are_forgotten(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat_channels, "MAX_EMPTY", 3)

    async def go_through() -> None:
        for number in range(10):
            group.make_form(str(number))
        assert [channel.token for channel in group.channels] == ["5", "6", "7", "8", "9"]
        group.close()

    asyncio.run(go_through())


def test_channels_whose_page_could_not_be_made_are_forgotten_too(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat_channels, "MAX_EMPTY", 3)

    async def go_through() -> None:
        for number in range(10):
            group.channels.plan_leave(group.channels.get(str(number)))  # a cell of it has failed
        assert [channel.token for channel in group.channels] == ["5", "6", "7", "8", "9"]
        assert group.down == []
        group.close()

    asyncio.run(go_through())


def test_at_the_close_everybody_hears_why_and_nobody_is_waited_for(group: Group) -> None:
    async def go_through() -> None:
        phone = Phone()
        channel = group.make_form("token")
        group.channels.enter(channel, phone)
        waiting = group.make_form("other")
        group.close()
        assert phone.reasons == [("Over.", False)]
        group.channels.leave(phone, "token", left=False)
        assert (channel.leaving, waiting.leaving) == (None, None)
        assert group.presence.lost == 0
        assert group.down == []

    asyncio.run(go_through())
