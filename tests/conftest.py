"""No test measures time: an example may take as long as a busy machine needs for it."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kit.store import Store
from tests.processes import ALLOCATOR
from tests.stores import make_store

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes, more than all tests leave behind

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("patient"), max_examples=20)
settings.load_profile("patient")

STARTS = {
    "test_cli.py",
    "test_watch.py",
    "test_ipykernel_launcher.py",
    "test_page.py",
    "test_fork_server.py",
    "test_room_kernel.py",
    "test_limits.py",
    "test_patches.py",
    "test_layers.py",
    "test_wheel.py",
    # `kit check` plays each notebook in a kernel of its own
    "test_a_mistake_is_told_once_with_its_place_and_its_cure",
    "test_a_server_is_copied_while_it_serves_and_goes_on_from_the_copy",
    "test_what_is_written_is_named_and_so_is_what_to_do_next",
    "test_good_notebooks_are_called_so",
    "test_each_fault_of_notebooks_and_agendas_is_a_line_of_its_own",
}
STARTS |= {"attacks", "browser", "engines", "server", "workshops", "docs"}
LONG = {
    "test_whole_sessions.py",
    "test_machine.py",
    "test_no_page_of_the_file_keeps_a_part_of_them",
    "test_nothing_is_left_either_while_another_round_is_open",
}
BOTH = {"store", "gate"}  # folders whose tests run on SQLite and on PostgreSQL
ONE_FILE = {"test_sqlite.py", "test_copies.py", "test_migrations.py", "test_step_copies.py"}
# A file goes to one worker as a whole. The longest begin first, so that the workers end together.
LONGEST = (
    "browser/test_walk_team.py",
    "browser/test_walk_cards.py",
    "browser/test_walk_talk.py",
    "browser/test_walk_arriving.py",
    "browser/test_visible.py",
    "browser/test_workshop.py",
    "browser/test_faults.py",
    "browser/test_jupyterlab.py",
    "attacks/test_screens.py",
    "attacks/test_empty_seats.py",
    "attacks/test_two_servers.py",
    "attacks/test_torture.py",
    "tests/test_whole_sessions.py",
    "tests/test_cli.py",
    "browser/test_break.py",
    "browser/test_lobby.py",
    "docs/gallery.ipynb",
    "attacks/test_memory.py",
    "gate/test_machine.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and mark what `make unit` leaves out."""
    items.sort(key=find_turn)
    for item in items:
        names = {*item.path.parts[-3:], getattr(item, "originalname", item.name)}
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if names & STARTS:
            item.add_marker(pytest.mark.server)
        if names & LONG:
            item.add_marker(pytest.mark.long)


def pytest_collection_finish() -> None:
    """Let no garbage collection go through thousands of tests again and again."""
    gc.collect()
    gc.freeze()


def find_turn(item: pytest.Item) -> int:
    """Where a test stands in the order; all that are not among the longest stay as they are."""
    name = "/".join(item.path.parts[-2:])
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what the store and the gate promise on both databases, unless it looks into the file."""
    if "store" not in metafunc.fixturenames or metafunc.definition.path.parent.name not in BOTH:
        return
    file = metafunc.definition.path.name in ONE_FILE or "path" in metafunc.fixturenames
    if not file and metafunc.definition.get_closest_marker("one_file") is None:
        metafunc.parametrize("store", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of this test alone; where a server runs, `store` is the server's."""
    if getattr(request, "param", "sqlite") == "postgresql":
        from tests.postgres import make_postgres_store

        store = make_postgres_store()
    else:
        store = make_store(tmp_path / "kit.db")
    yield store
    store.close()
