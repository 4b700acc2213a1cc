"""A file that one process holds, and nobody once that process is dead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.store.locks import FileLock, HeldError

HOLD = """
import sys
from pathlib import Path
from kit.store.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    """Another process that holds the file until it is killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_file_is_held_by_one_and_by_nobody_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "file.lock"
    holder = hold(path)
    with pytest.raises(HeldError):
        FileLock(path)
    holder.kill()
    holder.communicate()
    FileLock(path).release()


def test_a_file_is_held_within_one_process_too(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "file.lock")
    with pytest.raises(HeldError):
        FileLock(tmp_path / "file.lock")
    lock.release()
    FileLock(tmp_path / "file.lock").release()


def test_words_in_the_file_take_the_place_of_others(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "file.lock")
    lock.write("a long sentence")
    lock.write("short")
    assert lock.read() == "short"
    assert (tmp_path / "file.lock").read_text() == "short"
    lock.release()


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_whoever_opened_a_file_that_was_deleted_meanwhile_can_tell(tmp_path: Path) -> None:
    path = tmp_path / "file.lock"
    lock = FileLock(path)
    assert lock.is_there
    path.unlink()
    assert not lock.is_there
    lock.release()
    lock = FileLock(path)
    lock.remove()
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        FileLock(tmp_path / "link.lock")
    assert not (tmp_path / "elsewhere").exists()
