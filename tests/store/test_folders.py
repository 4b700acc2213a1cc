"""Temporary folders are gone with their process, or at the latest with the next one's start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.store.folders import OWNER, make_folder, open_folder, remove_folder, sweep_folders

LEAVE = """
import os, signal, sys
from kit.store.folders import make_folder
folder = make_folder("demo-", root=sys.argv[1])
(folder / "inside").mkdir()
(folder / "inside" / "answers").write_text("x")
print(folder, flush=True)
{end}
"""
KILLED = "os.kill(os.getpid(), signal.SIGKILL)"


def leave(root: Path, end: str = KILLED) -> Path:
    """A folder of a process that has ended."""
    done = subprocess.run(
        [sys.executable, "-c", LEAVE.format(end=end), str(root)], capture_output=True, text=True
    )
    return Path(done.stdout.strip())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_what_a_killed_process_left_is_swept_and_the_living_keep_theirs(tmp_path: Path) -> None:
    left, own = leave(tmp_path), make_folder(root=str(tmp_path))
    assert left.is_dir()
    assert sweep_folders(str(tmp_path)) == 1
    assert list(tmp_path.iterdir()) == [own]
    remove_folder(own)
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_ends_by_itself_leaves_nothing(tmp_path: Path) -> None:
    assert not leave(tmp_path, end="raise SystemExit(1)").exists()


def test_a_folder_is_this_accounts_alone_and_ends_with_its_block() -> None:
    with open_folder("demo-") as folder:
        assert folder.name.startswith("kit-demo-")
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_and_strange_folders_are_left_alone(tmp_path: Path) -> None:
    """The folder for temporary files is everybody's: a name proves nothing."""
    root, treasure = tmp_path / "root", tmp_path / "treasure"
    root.mkdir()
    treasure.mkdir()
    (treasure / OWNER).touch()
    (treasure / "kept").touch()
    (root / "kit-link").symlink_to(treasure)
    (root / "kit-file").touch()
    (root / "kit-without-an-owner").mkdir()
    (root / "kit-linked-owner").mkdir()
    (root / "kit-linked-owner" / OWNER).symlink_to(treasure / OWNER)
    (root / "kit-strange-owner" / OWNER).mkdir(parents=True)
    (root / "other").mkdir()
    (root / "other" / OWNER).touch()
    before = sorted(root.iterdir())
    assert sweep_folders(str(root), str(tmp_path / "missing")) == 0
    assert sorted(root.iterdir()) == before
    assert (treasure / "kept").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_sweeping_removes_a_link_inside_and_not_what_it_leads_to(tmp_path: Path) -> None:
    root, treasure = tmp_path / "root", tmp_path / "treasure"
    (root / "kit-left").mkdir(parents=True)
    treasure.mkdir()
    (treasure / "kept").touch()
    (root / "kit-left" / OWNER).touch()
    (root / "kit-left" / "link").symlink_to(treasure)
    assert sweep_folders(str(root)) == 1
    assert (treasure / "kept").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
def test_folders_of_another_account_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kit-theirs").mkdir()
    (tmp_path / "kit-theirs" / OWNER).touch()
    os.chown(tmp_path / "kit-theirs", 65534, 65534)
    assert sweep_folders(str(tmp_path)) == 0
    assert (tmp_path / "kit-theirs").is_dir()
