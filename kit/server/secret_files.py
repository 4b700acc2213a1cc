"""Secrets that an operator keeps in files: the facilitator's key, the one that signs cookies."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from pathlib import Path

from kit.errors import ServerError

SHORTEST_KEY = 16  # characters: what a stranger may try for ever without finding it
LONGEST_KEY = 200
SHORTEST_SECRET = 32  # bytes
MAKE = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"


def read_key(path: Path) -> str:
    """The facilitator's key, on the first and only line of a file.

    Raises:
        ServerError: The file cannot be read, others may read it, or it holds no key.
    """
    lines = read_secret_bytes(path, "--key-file").decode("utf-8", "replace").split()
    if len(lines) != 1 or not lines[0].isascii() or not lines[0].isprintable():
        msg = f"--key-file {str(path)!r} has to hold one word and nothing else. Make it by: {MAKE}"
        raise ServerError(msg)
    if not SHORTEST_KEY <= len(lines[0]) <= LONGEST_KEY:
        msg = (
            f"The key in {str(path)!r} has {len(lines[0])} characters; it needs {SHORTEST_KEY} to "
            f"{LONGEST_KEY}. Make one by: {MAKE}"
        )
        raise ServerError(msg)
    return lines[0]


def replace_key(path: Path, key: str) -> None:
    """Put a new key into a file, in one step; its mode and its owner stay.

    Raises:
        ServerError: The file is not there, or it cannot be written.
    """
    check_private(path, "--key-file")
    written = path.with_name(f"{path.name}.new")
    try:
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"{key}\n")
        shutil.copymode(path, written)
        with contextlib.suppress(PermissionError):
            shutil.chown(written, path.stat().st_uid, path.stat().st_gid)
        written.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            written.unlink(missing_ok=True)
        msg = (
            f"--key-file {str(path)!r} cannot be written ({error.strerror}), and nothing was "
            "changed. Put a new key into it where it is kept, then start the server again."
        )
        raise ServerError(msg) from error


def read_cookie_secret(path: Path) -> bytes:
    """What signs the cookies.

    Raises:
        ServerError: The file cannot be read, others may read it, or it is too short.
    """
    secret = read_secret_bytes(path, "--cookie-secret-file")
    if len(secret.strip()) < SHORTEST_SECRET:
        msg = (
            f"{str(path)!r} holds fewer than {SHORTEST_SECRET} bytes, which could be guessed. Make "
            f"it by: {MAKE}"
        )
        raise ServerError(msg)
    return secret


def read_secret_bytes(path: Path, option: str) -> bytes:
    """What a file of secrets holds.

    Raises:
        ServerError: It cannot be read, or others may read it.
    """
    check_private(path, option)
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{option} {str(path)!r} cannot be read ({error.strerror})."
        raise ServerError(msg) from error


def check_private(path: Path, option: str) -> None:
    """Make sure that not everybody on this machine may read a file.

    Its group may: that is how containers hand secrets to an account.

    Raises:
        ServerError: Everybody may read it, or it is not there.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        msg = f"{option} {str(path)!r} cannot be read ({error.strerror})."
        raise ServerError(msg) from error
    if sys.platform != "win32" and mode & (stat.S_IROTH | stat.S_IWOTH):
        msg = (
            f"{option} {str(path)!r} may be read by every account of this machine. Close it with "
            f"'chmod 600 {path}', and put a new secret into it."
        )
        raise ServerError(msg)
