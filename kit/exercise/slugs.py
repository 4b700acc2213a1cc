"""The short name of an exercise: small letters, digits and hyphens, as in "marble-jar"."""

from __future__ import annotations

import re

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(name: object) -> bool:
    """Whether something may be the short name of an exercise."""
    return isinstance(name, str) and SLUG.fullmatch(name) is not None
