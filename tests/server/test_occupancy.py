"""Who serves a database is written beside it, and what is left of the dead is taken over."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from kit.errors import ServerError, StoreError
from kit.server import occupancy
from kit.server.occupancy import (
    Occupancy,
    Occupant,
    describe_self,
    find_server,
    read_occupant,
)


def write(data: Path, occupant: Occupant) -> Path:
    lock = data.with_name(data.name + ".lock")
    lock.write_text(json.dumps(asdict(occupant)))
    return lock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "kit.db"


def test_a_served_file_is_refused_with_who_has_it_and_what_to_do(data: Path) -> None:
    first = Occupancy(data)
    with pytest.raises(ServerError) as refused:
        Occupancy(data)
    words = str(refused.value)
    assert words.startswith(f"kit.db is being served already, by process {os.getpid()} on this")
    assert socket.gethostname() in words
    assert "stop it with Ctrl+C and start again" in words
    first.release()
    Occupancy(data).release()
    assert not first.path.exists()


def test_a_link_to_a_served_file_is_the_same_file(data: Path, tmp_path: Path) -> None:
    data.touch()
    (tmp_path / "link.db").symlink_to(data)
    first = Occupancy(tmp_path / "link.db")
    with pytest.raises(ServerError):
        Occupancy(data)
    first.release()


@pytest.mark.parametrize("words", ["", "{", "[1]", "null", '{"host": 3}', "x" * 10_000])
def test_a_lock_that_cannot_be_read_stops_nobody(data: Path, words: str) -> None:
    data.with_name("kit.db.lock").write_text(words)
    assert read_occupant(words) is None
    Occupancy(data).release()


@pytest.mark.parametrize(
    "change",
    [
        {},  # this very process, which did not keep the lock
        {"process": 2**22 + 7},  # dead
        {"process": 1, "began": 5.0},  # another process has its number now
    ],
)
def test_a_lock_that_a_dead_server_left_is_taken_over(data: Path, change: dict[str, Any]) -> None:
    lock = write(data, replace(describe_self(), **change))
    taken = Occupancy(data)
    assert read_occupant(lock.read_text()) == describe_self()
    taken.release()


def test_a_lock_of_another_machine_is_refused_with_its_cure(data: Path) -> None:
    lock = write(data, Occupant("elsewhere", 17, 5.0, "another boot"))
    with pytest.raises(ServerError) as refused:
        Occupancy(data)
    assert "by process 17 on the machine elsewhere" in str(refused.value)
    assert f"if its machine is off, delete {lock!s}" in str(refused.value)
    lock.unlink()
    Occupancy(data).release()


def test_a_container_that_is_started_anew_finds_its_own_file(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot = tmp_path / "boot"
    boot.write_text("a boot\n")
    monkeypatch.setattr(occupancy, "BOOT", boot)
    write(data, Occupant("another-name", 17, 5.0, "a boot"))
    Occupancy(data).release()


def test_where_a_drive_knows_no_locks_a_living_server_is_recognised(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr("kit.store.locks._lock", refuse)
    first = Occupancy(data)
    with pytest.raises(ServerError, match=f"by process {os.getpid()} on this machine"):
        Occupancy(data)
    first.release()
    write(data, replace(describe_self(), began=5.0))
    Occupancy(data).release()


def test_a_place_where_nothing_can_be_written_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "kit.db.lock").mkdir()
    with pytest.raises(StoreError, match=r"cannot be written\. Name another place with --data\."):
        Occupancy(tmp_path / "kit.db")


def test_a_server_that_listens_is_found_with_its_address(data: Path) -> None:
    assert find_server(data) is None
    taken = Occupancy(data)
    found = find_server(data)
    assert found is not None
    assert (found.origin, found.notices, found.key_kept) == ("", "", False)
    taken.tell("https://kit.example", "ipc://a;ipc://b", key_kept=True)
    assert find_server(data) == replace(
        describe_self(), origin="https://kit.example", notices="ipc://a;ipc://b", key_kept=True
    )
    taken.release()
    assert find_server(data) is None


@pytest.mark.parametrize("change", [{"process": 2**22 + 1}, {"began": 1.0}, {"host": "elsewhere"}])
def test_a_server_that_is_gone_or_elsewhere_is_not_found(
    data: Path, change: dict[str, Any]
) -> None:
    write(data, replace(describe_self(), boot="another", **change))
    assert find_server(data) is None
