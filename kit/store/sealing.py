"""Sealed submissions: what is staged where deleted rows stay in logs, replicas and backups.

A submission is encrypted with AES-256-GCM under a key made of its round's key (HKDF-SHA256), and
bound to its round and its seat. It is filled up to whole KiB before: its length says little. The
round's key is in a table of which no file is ever written to a log, and it goes at the close:
every copy of the submission is unreadable from then on.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit.store.database import write_json

STEP = 1024  # bytes
KEY_BYTES = 32
NONCE_BYTES = 12
PURPOSE = b"workshop kit: staged submissions"


def seal(round_key: bytes, round_id: int, seat_hash: bytes, payload: Mapping[str, object]) -> bytes:
    """Encrypt a submission.

    Args:
        round_key: The key of its round.
        round_id: The round.
        seat_hash: The seat's hash in that round.
        payload: The submission as plain values.

    Returns:
        A nonce of 12 bytes, and the encrypted submission with its tag of 16 bytes.
    """
    plain = write_json(dict(payload)).encode()
    plain += b" " * (-len(plain) % STEP)  # JSON takes no notice of them
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(round_key).encrypt(nonce, plain, _bind(round_id, seat_hash))


def unseal(round_key: bytes, round_id: int, seat_hash: bytes, sealed: bytes) -> dict[str, Any]:
    """Read a submission that was encrypted for the same round and seat.

    Raises:
        ValueError: It was sealed under another key or for another seat, or has been changed.
    """
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        plain = _cipher(round_key).decrypt(nonce, rest, _bind(round_id, seat_hash))
    except InvalidTag as error:
        msg = "The submission was not sealed under this key for this seat."
        raise ValueError(msg) from error
    payload: dict[str, Any] = json.loads(plain)
    return payload


def _cipher(round_key: bytes) -> AESGCM:
    """The cipher of a round. The key itself hashes seats: no key has two uses."""
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(round_key)
    return AESGCM(derived)


def _bind(round_id: int, seat_hash: bytes) -> bytes:
    """What must be the same when it is read."""
    return round_id.to_bytes(8, "big") + seat_hash
