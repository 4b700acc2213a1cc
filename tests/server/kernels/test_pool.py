"""The kernel that waits for the next page: who gets it, and what it is before."""

# Holds kit/server/kernels/page_process.py too: a page's kernel is judged by what waits for it.
# Holds kit/server/kernels/spare_kernels.py too: which kernels wait is seen at the pool.

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import WORKSHOPS
from tests.processes import PAGE, WARM, Server, find_kernels
from tests.server.visitor import Visitor

PATIENCE = 60.0

pytestmark = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose kernels wait."""
    folder = tmp_path_factory.mktemp("warm")
    served = start(folder)
    yield served
    served.stop()


def start(folder: Path) -> Server:
    data = ("--data", str(folder / "kit.db"))
    address = ("--host", "127.0.0.1", "--port", "0")
    return Server("serve", str(WORKSHOPS), *data, *address, log=folder / "log", warm=True)


def list_kernels(server: Server, *, warm: bool = True) -> set[int]:
    """Process ids of the pages' kernels that were started ahead, or of those that were not."""
    pages, ahead = find_kernels(server.pid, PAGE), find_kernels(server.pid, WARM)
    return set(ahead) if warm else set(pages) - set(ahead)


def wait_for_others(server: Server, known: set[int]) -> set[int]:
    """Wait for kernels beyond the known ones, as long as patience lasts."""
    end = time.monotonic() + PATIENCE
    while not (found := list_kernels(server) - known):
        assert time.monotonic() < end, "no kernel was started ahead"
        time.sleep(0.1)
    return found


def test_a_page_takes_the_kernel_in_waiting_and_another_follows(
    server: Server, facilitator: Visitor
) -> None:
    first = wait_for_others(server, set())
    waiting = first | wait_for_others(server, first)  # they start in turn: the first is ready now
    cold = list_kernels(server, warm=False)
    page = facilitator.get(f"/screen/{server.code}")
    assert page.status == 200
    assert "This part cannot be shown" not in page.words
    assert wait_for_others(server, waiting)
    assert waiting <= list_kernels(server)
    assert list_kernels(server, warm=False) == cold


def test_a_dead_kernel_in_waiting_does_not_stop_a_page(server: Server, visitor: Visitor) -> None:
    for each in wait_for_others(server, set()):
        os.kill(each, signal.SIGKILL)
    page = visitor.get(f"/screen/{server.code}")
    assert page.status == 200
    assert "This part cannot be shown" not in page.words


def test_a_pages_kernel_that_dies_is_not_started_again(
    server: Server, facilitator: Visitor
) -> None:
    page = facilitator.get(f"/screen/{server.code}").page
    with facilitator.open_page_line(f"/screen/{server.code}", page) as line:
        (kernel,) = find_kernels(server.pid, page["kernel"])
        os.kill(kernel, signal.SIGKILL)
        line.hear_until(lambda told: told["type"] == "reload")
    assert facilitator.get(f"/screen/{server.code}").status == 200  # as the page does then
    assert not set(find_kernels(server.pid, page["kernel"])) - {kernel}


def test_no_kernel_is_left_behind(tmp_path: Path) -> None:
    server = start(tmp_path)
    try:
        waiting = wait_for_others(server, set())
    finally:
        server.stop()
    assert not [each for each in waiting if Path(f"/proc/{each}").exists()]
