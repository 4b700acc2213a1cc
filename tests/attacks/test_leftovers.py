"""What a killed server leaves in the folder for temporary files goes with the next start."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Server
from tests.server.visitor import Visitor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
GIVEN = ("demo", "--host", "127.0.0.1", "--port", "0", "--participants", "0")


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files that no other server uses, with a short name for sockets."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp", ignore_cleanup_errors=True) as place:
        monkeypatch.setenv("TMPDIR", place)
        yield Path(place)


def test_a_killed_servers_folders_are_gone_and_a_living_ones_stay(
    root: Path, tmp_path: Path
) -> None:
    killed, living = (Server(*GIVEN, log=tmp_path / name) for name in ("killed", "living"))
    try:
        theirs = set(root.iterdir())
        killed.stop(signal.SIGKILL)
        assert set(root.iterdir()) == theirs  # a killed process cleans up nothing
        third = Server(*GIVEN, log=tmp_path / "third")
        gone = theirs - set(root.iterdir())
        assert len(gone) * 2 == len(theirs)  # the half of the one that was killed
        assert any(each.name.startswith("kit-demo-") for each in gone)
        third.stop(signal.SIGINT)
        assert set(root.iterdir()) == theirs - gone
        assert Visitor(living).join()["kernel"]
    finally:
        killed.stop(signal.SIGKILL)
        living.stop(signal.SIGINT)
    assert not list(root.iterdir())
