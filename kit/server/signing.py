"""Secrets of the server: the facilitator's key and the secret that signs cookies."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from kit.errors import StoreError
from kit.store.facilitator_keys import FacilitatorKey


def new_key() -> str:
    """A facilitator's key: 128 random bits, printed or shown once."""
    return secrets.token_urlsafe(16)


def is_key(given: str, key: str) -> bool:
    """Whether a key or a ticket is the right one, in a time that tells nothing about it."""
    return hmac.compare_digest(given.encode(), key.encode())


def hash_key(key: str) -> bytes:
    """What is kept of a key: SHA-256, for keys are drawn by chance and long."""
    return hashlib.sha256(key.encode()).digest()


def build_stamp(key: FacilitatorKey, account: str = "") -> str:
    """What the facilitator's cookie says of a key: it ends with the key's generation.

    Args:
        key: The key as it is kept.
        account: Who has shown it, where facilitators sign in: nobody else can use the cookie.
    """
    words = f"{key.code} {key.generation} {account}"
    return hmac.new(key.key_hash, words.encode(), "sha256").hexdigest()[:32]


def build_ticket(secret: bytes, code: str) -> str:
    """What a session's join page carries: whoever sends it back has shown the code before."""
    return _derive(secret, f"join {code}")


def build_screen_ticket(secret: bytes, code: str, keys: Iterable[FacilitatorKey | None]) -> str:
    """What opens a session's screen beside the few for which the code is enough, and nothing else.

    It tells nothing about the facilitators' keys, and ends with each of those that are given.
    """
    stamps = " ".join(build_stamp(key) for key in keys if key is not None)
    return _derive(secret, f"screen {code} {stamps}")


def _derive(secret: bytes, purpose: str) -> str:
    return hmac.new(secret, purpose.encode(), "sha256").hexdigest()[:32]


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
