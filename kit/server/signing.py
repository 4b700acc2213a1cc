"""Secrets of the server: the facilitator's key and the secret that signs cookies."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from pathlib import Path

from kit.errors import StoreError


def new_key() -> str:
    """A facilitator's key: 128 random bits, made anew at every start and printed once."""
    return secrets.token_urlsafe(16)


def is_key(given: str, key: str) -> bool:
    """Whether a key is the right one, in a time that tells nothing about it."""
    return hmac.compare_digest(given.encode(), key.encode())


def build_badge(key: str) -> str:
    """What the facilitator's cookie says. It tells nothing about the key, and ends with it."""
    return _derive(key, "facilitator")


def build_ticket(key: str, code: str) -> str:
    """What a session's join page carries: whoever sends it back has shown the code before."""
    return _derive(key, f"join {code}")


def build_screen_ticket(key: str, code: str) -> str:
    """What opens a session's screen beside the few for which the code is enough, and nothing else.

    Like the badge it tells nothing about the key, and ends with it.
    """
    return _derive(key, f"screen {code}")


def build_screen_path(key: str, code: str) -> str:
    """Where a screen opens in any browser, as the facilitator's page says it."""
    return f"/screen/{code}?ticket={build_screen_ticket(key, code)}"


def _derive(key: str, purpose: str) -> str:
    return hmac.new(key.encode(), purpose.encode(), "sha256").hexdigest()[:32]


SECRET_BYTES = 32


def load_cookie_secret(path: Path) -> bytes:
    """The secret that signs cookies, made on first use and kept, so that seats survive a restart.

    Args:
        path: A file that only this account may read.

    Raises:
        StoreError: The file can be neither read nor made, or was left incomplete.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):  # another server was faster
                _write_secret(path)
        secret = path.read_bytes()
    except OSError as error:
        msg = f"{str(path)!r} cannot be written. Name another place with --data."
        raise StoreError(msg) from error
    if len(secret) < SECRET_BYTES:  # a short one could be guessed
        msg = f"{str(path)!r} is incomplete. Delete it; everybody then takes a new seat."
        raise StoreError(msg)
    return secret


def _write_secret(path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
