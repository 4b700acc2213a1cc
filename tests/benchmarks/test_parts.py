"""The parts of a run: which there are, which are asked for, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import choose_parts, keep_part, list_parts, name_failed, read_parts

ROOMS = ["room-00100", "room-00200"]


def list_names(*only: str) -> list[str]:
    return [name for name, _ in choose_parts(list_parts([100, 200], 1), list(only))]


def test_a_name_stands_for_all_that_begin_with_it() -> None:
    assert list_names("room") == ROOMS
    assert list_names("room-00200") == ROOMS[1:]
    assert list_names("visit-kit", "room-00100") == ["visit-kit", "room-00100"]
    assert list_names("roo") == []


def test_what_did_not_work_keeps_its_place_in_the_tables() -> None:
    assert name_failed("room-00200") == {"people": 200}
    failed = {"name": "otree: did not run here", "people": 100}
    assert name_failed("peers-room-otree-00100") == failed
    assert name_failed("visit-otree") == {"name": "otree: did not run here"}
    assert name_failed("visit-kit") is None


def test_a_part_is_measured_once_in_a_run(tmp_path: Path) -> None:
    asked = []

    async def measure() -> dict[str, Any]:
        asked.append("room")
        return {"people": 200}

    async def fail() -> dict[str, Any]:
        raise TimeoutError

    for _ in range(2):
        keep_part(tmp_path, "room-00200", measure)
    assert asked == ["room"]
    kept = json.loads((tmp_path / "room-00200.json").read_text("utf-8"))
    assert kept.keys() == {"people", "others"}
    keep_part(tmp_path, "peers-room-solara-00100", fail)
    with pytest.raises(TimeoutError):
        keep_part(tmp_path, "visit-kit", fail)


def test_a_run_of_a_few_parts_is_read_without_the_others(tmp_path: Path) -> None:
    parts = {"about": {"date": "2026-01-31"}, "room-00100": {"people": 100}}
    parts |= {f"peers-room-{name}-00100": {"name": name} for name in ("solara", "otree")}
    for name, figures in parts.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(figures), "utf-8")
    found = read_parts(tmp_path, only=True)
    assert found["rooms"] == {"100": {"people": 100}}
    assert [each["name"] for each in found["peer_rooms"]] == ["otree", "solara"]
    assert (found["only"], found["visits"], found["stock"]) == (True, [], {})
