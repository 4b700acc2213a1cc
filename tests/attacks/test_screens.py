"""Screens without the facilitator's key: asked for and left, held, and asked for with a ticket."""

from __future__ import annotations

import re
import select
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kit.server.kernels.screens import AT_ONCE, EVERY, MAX_SCREENS, UNOPENED
from tests.attacks.room import list_processes
from tests.attacks.strangers import Stranger
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

CALLS = 40
LEFT_AFTER = 0.2  # seconds a stranger stays on the line
PATIENCE = UNOPENED + 30
LINK = re.compile(r'href="[^"]*(/screen/\w+\?ticket=\w+)"')


class Watch(threading.Thread):
    """Looks at the server's processes again and again: which page kernels there have been."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._over = threading.Event()
        self._began = time.monotonic()
        self.seen: set[int] = set()

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.seen |= list_page_kernels(self._server)

    def stop(self) -> None:
        self._over.set()
        self.join()

    @property
    def most(self) -> int:
        """How many kernels there may have been by now, however fast the machine starts them."""
        return int(AT_ONCE + (time.monotonic() - self._began) / EVERY) + 1


def list_page_kernels(server: Server) -> set[int]:
    return {pid for pid, what in list_processes(server).items() if what.startswith("page")}


def start(folder: Path) -> Server:
    given = ["serve", str(WORKSHOPS), "--data", str(folder / "kit.db")]
    return Server(*given, "--host", "127.0.0.1", "--port", "0", log=folder / "log")


def open_with_key(server: Server) -> Visitor:
    facilitator = Visitor(server)
    path = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(path).status == 303
    return facilitator


def read_link(page: Reply) -> str:
    """The screen's address with its ticket, as the dashboard shows it."""
    found = LINK.search(page.text)
    assert found, page.words
    return found[1]


def carry(server: Server, cookies: dict[str, str]) -> Visitor:
    visitor = Visitor(server)
    visitor.cookies = dict(cookies)
    return visitor


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    server = start(tmp_path)
    yield server
    server.stop()


def test_calls_that_are_left_at_once_start_hardly_a_kernel(fresh: Server) -> None:
    watch = Watch(fresh)
    watch.start()
    for _ in range(CALLS):
        with Stranger(fresh) as stranger:
            stranger.ask(f"/screen/{fresh.code}")
            select.select([stranger.socket], [], [], LEFT_AFTER)
    honest = Visitor(fresh).get(f"/screen/{fresh.code}")
    watch.stop()
    assert honest.status == 200
    assert "This part cannot be shown" not in honest.words
    assert 0 < len(watch.seen) <= watch.most
    assert "Traceback" not in fresh.read_log()


def test_a_kernel_whose_caller_has_left_is_the_next_pages(fresh: Server) -> None:
    with Stranger(fresh) as stranger:
        stranger.ask(f"/screen/{fresh.code}")
        end = time.monotonic() + PATIENCE
        while not (started := list_page_kernels(fresh)):
            assert time.monotonic() < end, "no kernel has started"
    assert Visitor(fresh).get(f"/screen/{fresh.code}").status == 200
    assert list_page_kernels(fresh) == started


def test_many_who_wait_at_once_and_leave_take_nobodys_turn(fresh: Server) -> None:
    watch = Watch(fresh)
    watch.start()
    with ExitStack() as stack:
        for _ in range(CALLS):
            stack.enter_context(Stranger(fresh)).ask(f"/screen/{fresh.code}")
        assert Visitor(fresh).get(f"/join/{fresh.code}").status == 200
    assert Visitor(fresh).get(f"/screen/{fresh.code}").status == 200
    watch.stop()
    assert 0 < len(watch.seen) <= watch.most
    assert "Traceback" not in fresh.read_log()


def test_a_kernel_whose_page_opens_no_line_ends_soon(fresh: Server) -> None:
    assert Visitor(fresh).get(f"/screen/{fresh.code}").status == 200
    end = time.monotonic() + PATIENCE
    while list_page_kernels(fresh):
        assert time.monotonic() < end, "the kernel stays"
        time.sleep(0.5)


class Held:
    """A server that has been started again, and all its keyless screens in a stranger's hands.

    Attributes:
        server: The one that runs now.
        facilitator: A browser with the key of now.
        link: The screen's address with a ticket of now.
        other: The same for another session.
        early: The address with a ticket of the first start.
        kept: The cookies that a browser has from it.
        last: The line of the last of the strangers' screens.
    """

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        first = start(folder)
        path, screen = f"/facilitate/{first.code}", Visitor(first)
        try:
            self.early = read_link(open_with_key(first).get(path))
            assert screen.get(self.early).status == 303
        finally:
            first.stop()
        self.kept = screen.cookies
        self.server = start(folder)
        stack.callback(self.server.stop)
        self.facilitator = open_with_key(self.server)
        self.link = read_link(self.facilitator.get(path))
        made = self.facilitator.post(
            "/facilitate", {"title": "Other", "agenda": "only:marble_jar.ipynb"}
        )
        self.other = read_link(self.facilitator.get(made.headers["Location"]))
        self.address = f"/screen/{self.server.code}"
        for _ in range(MAX_SCREENS - 1):
            stack.enter_context(Visitor(self.server).open_page_line(self.address))
        self.last = Visitor(self.server).open_page_line(self.address)
        stack.callback(lambda: self.last.__exit__())


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with ExitStack() as stack:
        yield Held(tmp_path_factory.mktemp("held"), stack)


def assert_refused(reply: Reply) -> None:
    assert reply.status == 503
    assert reply.headers["Refresh"]
    assert "Open the screen from the facilitator's page" in reply.words
    assert "Set-Cookie" not in reply.headers


def test_a_screen_without_key_and_ticket_is_told_whence_to_open_it(held: Held) -> None:
    assert_refused(Visitor(held.server).get(held.address))


def test_a_screen_that_has_been_closed_keeps_no_place(held: Held) -> None:
    held.last.leave()
    held.last = Visitor(held.server).open_page_line(held.address)
    assert held.last.heard[-1] == {"type": "hello"}
    assert_refused(Visitor(held.server).get(held.address))


def test_the_rooms_own_screen_opens_with_a_ticket(held: Held) -> None:
    projector = Visitor(held.server)
    taken = projector.get(held.link)
    assert (taken.status, taken.headers["Location"]) == (303, held.address)
    assert taken.headers["Cache-Control"] == "no-store"
    page = projector.get(held.address)
    assert page.status == 200
    assert "ticket" not in page.text
    with projector.open_page_line(held.address, page.page) as line:
        assert line.heard[-1] == {"type": "hello"}
    assert projector.get(held.address).status == 200  # as it does for the next exercise


def test_a_tickets_cookie_ends_with_the_browser_and_is_for_the_screen_alone(held: Held) -> None:
    projector = Visitor(held.server)
    cookie = projector.get(held.link).headers["Set-Cookie"]
    assert f"Path={held.address}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "expires" not in cookie.lower()
    for path in ("/facilitate", f"/facilitate/{held.server.code}"):
        ticket = held.link.split("=")[1]
        for reply in (projector.get(path), projector.get(f"{path}?key={ticket}")):
            assert reply.status == 403
    assert str(held.server.links["facilitator_url"]).split("key=")[1] not in held.link + cookie


def test_the_key_opens_a_screen_that_counts_to_nothing(held: Held) -> None:
    assert held.facilitator.get(held.address).status == 200


def test_a_ticket_of_an_earlier_start_opens_no_more_than_none(held: Held) -> None:
    assert held.early.split("?")[0] == held.address
    assert_refused(Visitor(held.server).get(held.early))
    assert_refused(carry(held.server, held.kept).get(held.address))


def test_another_sessions_ticket_opens_no_more_than_none(held: Held) -> None:
    assert held.other.split("?")[0] != held.address
    assert_refused(Visitor(held.server).get(f"{held.address}?{held.other.split('?')[1]}"))
    projector = Visitor(held.server)
    assert projector.get(held.other).status == 303
    (value,) = projector.cookies.values()
    name = f"screen-{held.server.code}"
    assert_refused(carry(held.server, {name: value, **projector.cookies}).get(held.address))


@pytest.mark.parametrize("ticket", ["", "x", "0" * 32, "%ff", "%E2%82%AC" * 32, "1&ticket=2"])
def test_a_forged_ticket_opens_no_more_than_none(held: Held, ticket: str) -> None:
    reply = Visitor(held.server).get(f"{held.address}?ticket={ticket}")
    assert reply.status in (400, 503)
    assert "Set-Cookie" not in reply.headers


def test_a_cookie_that_says_a_ticket_and_is_not_signed_opens_no_more(held: Held) -> None:
    forged = {f"screen-{held.server.code}": held.link.split("=")[1]}
    assert_refused(carry(held.server, forged).get(held.address))
