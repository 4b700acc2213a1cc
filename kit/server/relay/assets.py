"""The scripts and styles of widgets, under names made from their content.

The room kernels tell each text once; phones fetch what they lack, all of it in one request, and
keep it. A page's state holds the names alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kit.room.assets import PREFIX, TRAITS
from kit.server.handlers.compression import Asset

_texts: dict[str, str] = {}


def add_sources(texts: Mapping[str, str]) -> None:
    """Keep what a room kernel tells."""
    _texts.update(texts)


def list_sources(page: Mapping[str, Any]) -> list[str]:
    """The names that a seat's page mentions, sorted."""
    states = [described["state"] for described in page["state"].values()]
    mentioned = {state.get(trait) for state in states for trait in TRAITS}
    return sorted(
        name.removeprefix(PREFIX)
        for name in mentioned
        if isinstance(name, str) and name.startswith(PREFIX)
    )


def read_sources(names: Sequence[str]) -> dict[str, str]:
    """The texts of these names, name -> text; of those that are known."""
    return {name: _texts[name] for name in names if name in _texts}


@lru_cache(maxsize=64)
def pack_sources(names: tuple[str, ...]) -> Asset:
    """The texts of these names as one JSON object, name -> text.

    Raises:
        KeyError: One of them is unknown.
    """
    texts = {name: _texts[name] for name in names}
    return Asset.pack(json.dumps(texts, separators=(",", ":")).encode(), "application/json")
