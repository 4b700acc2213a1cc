"""The table of a room beside others."""

from __future__ import annotations

from typing import Any

from benchmarks.peer_tables import render_peer_rooms
from benchmarks.tables import WARNING

JOIN = {"seconds": 2.0, "ready": {"median": 1.5}, "cpu": 0.02, "phones_cpu": 0.004, "memory": 0.5}


def make_room(name: str, people: int, others: float = 0.0) -> dict[str, Any]:
    joins = [{**JOIN, "seconds": value} for value in (1.0, 2.0, 3.0)]
    runs = {"join": joins, "answer": [{"seconds": 0.5}] * 3}
    return {"name": name, "people": people, "others": others, "join": JOIN, "runs": runs}


def make_figures(**changes: Any) -> dict[str, Any]:
    kit = {"people": 100, "others": 0.0, "join": JOIN, "answer": {"seconds": 0.75}}
    peers = [make_room("otree 6.0", 200), make_room("otree 6.0", 100), make_room("solara", 100)]
    about = {"date": "2026-01-31"}
    return {"about": about, "rooms": {"100": kit}, "peer_rooms": peers, **changes}


def test_every_size_begins_with_the_kits_own_room_of_the_same_run() -> None:
    rows = render_peer_rooms(make_figures()).splitlines()[2:]
    names = [row.split(" | ")[0].removeprefix("| ") for row in rows if row.startswith("|")]
    assert names == ["kit, 100", "otree 6.0, 100", "solara, 100", "kit, 200", "otree 6.0, 200"]
    assert rows[0] == "| kit, 100 | 2.0 s | 1.5 s | 20 | 4 | 0.50 | 0.8 s | 0.0 |"
    assert rows[1] == (
        "| otree 6.0, 100 | 2.0 (1.0 to 3.0) s | 1.5 s | 20 | 4 | 0.50 | 0.5 s | 0.0 |"
    )
    assert rows[3] == "| kit, 200 | - s | - s | - | - | - | - s | - |"


def test_a_machine_that_was_busy_is_said_below() -> None:
    assert render_peer_rooms(make_figures()).endswith("Measured on 2026-01-31.\n")
    busy = [make_room("nicegui", 100, others=0.5)]
    assert render_peer_rooms(make_figures(peer_rooms=busy)).endswith(f"{WARNING}\n")


def test_a_system_that_did_not_work_is_a_row_of_dashes() -> None:
    failed = [{"name": "nicegui: did not run here", "people": 100, "others": 0.1}]
    table = render_peer_rooms(make_figures(peer_rooms=failed))
    assert "| nicegui: did not run here, 100 | - s | - s | - | - | - | - s | 0.1 |" in table


def test_without_others_it_is_told_how_to_get_them() -> None:
    assert "make bench-peers" in render_peer_rooms(make_figures(peer_rooms=[]))
