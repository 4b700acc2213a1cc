from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.errors import StoreError
from kit.server.signing import SECRET_BYTES, is_key, load_cookie_secret, new_key

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")


def test_every_start_makes_another_key() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert min(len(key) for key in keys) >= 20


def test_only_the_whole_key_is_the_key() -> None:
    key = new_key()
    assert is_key(key, key)
    for wrong in ("", key[:-1], key + "x", key.swapcase(), "Ключ", "\N{NULL}", "x" * 10_000):
        assert not is_key(wrong, key)


def test_the_cookie_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kit.db.secret"
    secret = load_cookie_secret(path)
    assert len(secret) == SECRET_BYTES
    assert load_cookie_secret(path) == secret
    assert load_cookie_secret(tmp_path / "other.secret") != secret


@POSIX
def test_the_cookie_secret_is_for_this_account_alone(tmp_path: Path) -> None:
    path = tmp_path / "kit.db.secret"
    load_cookie_secret(path)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"short", b"x" * (SECRET_BYTES - 1)])
def test_a_secret_that_could_be_guessed_is_not_used(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kit.db.secret"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"kit\.db\.secret' is incomplete\. Delete it") as told:
        load_cookie_secret(path)
    assert content == b"" or content.decode() not in str(told.value)
    assert path.read_bytes() == content


def test_a_secret_that_cannot_be_kept_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"Name another place with --data\."):
        load_cookie_secret(tmp_path / "file" / "kit.db.secret")
    (tmp_path / "folder.secret").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        load_cookie_secret(tmp_path / "folder.secret")
