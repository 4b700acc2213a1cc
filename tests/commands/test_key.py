"""`kit key rotate` without a server beside it: what it changes, prints and refuses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kit.cli import main
from kit.server.occupancy import Occupancy, describe_self
from kit.server.signing import hash_key
from kit.store import Store, open_store
from kit.store.facilitator_keys import SERVER

OLD = "a-key-that-was-made-by-an-operator"
Rotate = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "kit.db"


@pytest.fixture
def code(data: Path) -> str:
    store = open_store(data)
    code = store.add_session("Team", ["a.ipynb"]).code
    store.close()
    return code


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"{OLD}\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def rotate(data: Path, capsys: pytest.CaptureFixture[str]) -> Rotate:
    def run(*given: str) -> tuple[int, str, str]:
        status = main(["key", "rotate", *given, "--data", str(data)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def read_hash(data: Path, code: str) -> bytes | None:
    store: Store = open_store(data)
    key = store.find_key(code)
    store.close()
    return key.key_hash if key is not None else None


def test_a_sessions_key_is_changed_and_printed_once(rotate: Rotate, code: str, data: Path) -> None:
    status, first, told = rotate(code[:4], code[4:].lower())
    assert status == 0
    path, _, key = first.strip().partition("?key=")
    assert path == f"/facilitate/{code}"
    assert read_hash(data, code) == hash_key(key)
    assert key not in told
    _, second, _ = rotate(code)
    assert read_hash(data, code) == hash_key(second.strip().partition("?key=")[2])
    assert second != first


def test_a_session_that_is_not_there_is_told(rotate: Rotate, code: str) -> None:
    status, out, told = rotate("BBBBBBBB")
    assert (status, out) == (1, "")
    assert "There is no session with this code" in told


def test_no_database_is_made(rotate: Rotate, data: Path) -> None:
    assert rotate("BBBBBBBB")[0] == 1
    assert not data.exists()


def test_without_a_server_there_is_no_key_of_one(rotate: Rotate, code: str, data: Path) -> None:
    status, out, told = rotate()
    assert (status, out) == (1, "")
    assert "each start makes a new key" in told
    assert read_hash(data, SERVER) is None


def test_a_key_file_has_the_new_key(
    rotate: Rotate, code: str, data: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIT_KEY_FILE", str(key_file))
    status, out, _ = rotate()
    assert status == 0
    key = out.strip().partition("/facilitate?key=")[2]
    assert key_file.read_text() == f"{key}\n"
    assert key != OLD
    assert read_hash(data, SERVER) == hash_key(key)
    assert sorted(each.name for each in key_file.parent.glob("key*")) == ["key"]


def test_a_key_file_that_cannot_be_written_changes_nothing(
    rotate: Rotate, code: str, data: Path, key_file: Path
) -> None:
    key_file.with_name("key.new").mkdir()
    status, out, told = rotate("--key-file", str(key_file))
    assert (status, out) == (1, "")
    assert "nothing was changed" in told
    assert key_file.read_text() == f"{OLD}\n"
    assert read_hash(data, SERVER) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_a_key_file_that_others_read_is_refused(rotate: Rotate, code: str, key_file: Path) -> None:
    key_file.chmod(0o644)
    assert "may be read by every account" in rotate("--key-file", str(key_file))[2]
    assert key_file.read_text() == f"{OLD}\n"


def test_a_server_whose_key_is_kept_needs_its_file(rotate: Rotate, code: str, data: Path) -> None:
    held = Occupancy(data)
    held.tell("http://kit.example", "", key_kept=True)
    assert "Name it with --key-file" in rotate()[2]
    status, out, _ = rotate(code)
    assert status == 0
    assert out.startswith(f"http://kit.example/facilitate/{code}?key=")
    held.release()


def test_a_server_that_was_killed_is_none(rotate: Rotate, code: str, data: Path) -> None:
    dead = replace(describe_self(), began=1.0, origin="http://dead.example", notices="a;b")
    data.with_name("kit.db.lock").write_text(json.dumps(asdict(dead)))
    assert rotate(code)[1].startswith("/facilitate/")
    assert rotate()[0] == 1
