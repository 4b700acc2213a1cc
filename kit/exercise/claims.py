"""Keys by which a sentence is claimed: a phone keeps one for itself and sends its mark, a hash."""

from __future__ import annotations

import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

SIGNS = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes as URL-safe base64 without padding: what keys and marks are made of."""


def make_key() -> str:
    """Draw a key by lot."""
    return secrets.token_urlsafe(32)


def hash_key(key: str) -> str:
    """The mark of a key: its SHA-256, taken of its letters, as URL-safe base64."""
    digest = sha256(key.encode("ascii")).digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def fits_signs(text: object) -> bool:
    """Whether something may be a key or a mark."""
    return isinstance(text, str) and SIGNS.fullmatch(text) is not None
