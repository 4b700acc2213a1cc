"""Secrets in files: private, long enough, and nothing else beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.errors import ServerError
from kit.server.secret_files import read_cookie_secret, read_key

KEY = "k" * 22


@pytest.fixture
def keep(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str, mode: int = 0o600) -> Path:
        path = tmp_path / "secret"
        path.write_bytes(content.encode())
        path.chmod(mode)
        return path

    return write


def test_they_are_read(keep: Callable[..., Path]) -> None:
    assert read_key(keep(f"{KEY}\n")) == KEY
    assert read_key(keep(KEY, 0o440)) == KEY  # as a container is given it
    assert read_cookie_secret(keep("s" * 40)) == b"s" * 40


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "one word"),
        (f"{KEY} {KEY}", "one word"),
        ("k\u00e9y" * 9, "one word"),
        ("short", "5 characters"),
        ("k" * 999, "999 characters"),
    ],
)
def test_a_key_that_is_none_is_refused(keep: Callable[..., Path], content: str, why: str) -> None:
    with pytest.raises(ServerError) as refused:
        read_key(keep(content))
    assert why in str(refused.value)
    assert "secrets.token_urlsafe" in str(refused.value)
    assert not content or content not in str(refused.value)  # a log may be read by others


@pytest.mark.parametrize("content", ["", "short", "short" + " " * 99])
def test_a_secret_that_could_be_guessed_is_refused(keep: Callable[..., Path], content: str) -> None:
    with pytest.raises(ServerError, match="fewer than 32 bytes"):
        read_cookie_secret(keep(content))


@pytest.mark.skipif(sys.platform == "win32", reason="files there have no such modes")
@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o666])
@pytest.mark.parametrize("read", [read_key, read_cookie_secret])
def test_what_every_account_may_read_is_refused(
    keep: Callable[..., Path], read: Callable[[Path], object], mode: int
) -> None:
    path = keep(KEY * 2, mode)
    with pytest.raises(ServerError) as refused:
        read(path)
    assert f"chmod 600 {path}" in str(refused.value)


@pytest.mark.parametrize("read", [read_key, read_cookie_secret])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(ServerError, match="No such file"):
        read(tmp_path / "none")
    with pytest.raises(ServerError, match="cannot be read"):
        read(tmp_path)
