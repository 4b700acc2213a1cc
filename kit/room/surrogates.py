"""Half characters: a text cut inside a character cannot leave a kernel, so a sign stands for it."""

from __future__ import annotations

from typing import Any


def mend(value: Any) -> Any:
    """A value for JSON in which U+FFFD stands for every half character (a lone surrogate)."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {mend(name): mend(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [mend(each) for each in value]
    return value
