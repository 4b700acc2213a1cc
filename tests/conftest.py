"""No test measures time: an example may take as long as a busy machine needs for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kit.store import Store, open_store
from tests.processes import ALLOCATOR

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes, more than all tests leave behind

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("patient"), max_examples=20)
settings.load_profile("patient")

STARTS = {
    "test_cli.py",
    "test_watch.py",
    "test_ipykernel_launcher.py",
    "test_fork_server.py",
    "test_room_kernel.py",
    "test_limits.py",
    "test_patches.py",
    "test_layers.py",
}
STARTS |= {"attacks", "browser", "engines", "server", "workshops", "docs"}
LONG = {
    "test_whole_sessions.py",
    "test_machine.py",
    "test_no_page_of_the_file_keeps_a_part_of_them",
    "test_nothing_is_left_either_while_another_round_is_open",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make unit` leaves out."""
    for item in items:
        names = {*item.path.parts[-3:], item.name}
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if names & STARTS:
            item.add_marker(pytest.mark.server)
        if names & LONG:
            item.add_marker(pytest.mark.long)


def pytest_configure(config: pytest.Config) -> None:
    """Spare time: memory is overwritten only where a test looks into it.

    Temporary files are kept in memory where there is room: every commit waits for a disk.
    """
    os.environ.setdefault(ALLOCATOR, "default")
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of this test alone; where a server runs, `store` is the server's."""
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()
