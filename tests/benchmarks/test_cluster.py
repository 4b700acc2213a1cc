"""What the benchmark of a cluster reads, computes and writes down."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.cluster.__main__ import PARTS, render_all
from benchmarks.cluster.crowd import choose, name_people
from benchmarks.cluster.outage import BUSY, OK, Visit, sum_visits
from benchmarks.cluster.proxy import Spread, build_configuration
from benchmarks.cluster.site import Costs, Played
from benchmarks.cluster.sizing import Measured, Plan, size
from benchmarks.cluster.statements import read_transactions, sum_statements
from benchmarks.cluster.tables import TOLD, show_seats, show_shares
from benchmarks.tables import show_range

SPREAD = {"median": 0.2, "p95": 0.4, "most": 0.5}
COST = {"web": 0.01, "kernels": 0.02, "database": 0.004, "proxy": 0.001, "phones": 0.005}
MEASURED = Measured(join=COST, answer=COST, web=100.0, room=60.0, page=70.0)
LOG = """\
7 LOG:  duration: 0.100 ms  statement: BEGIN
7 LOG:  duration: 0.200 ms  parse <unnamed>: SELECT seats.code, seats.here \n\
\tFROM seats \n\
\tWHERE seats.code = $1::VARCHAR
7 LOG:  duration: 0.300 ms  bind <unnamed>: SELECT seats.code, seats.here \n\
\tFROM seats \n\
\tWHERE seats.code = $1::VARCHAR
7 DETAIL:  Parameters: $1 = 'ABCDEF'
8 LOG:  duration: 0.050 ms  statement: SELECT migrations.number FROM migrations
7 LOG:  duration: 0.400 ms  execute <unnamed>: SELECT seats.code, seats.here \n\
\tFROM seats \n\
\tWHERE seats.code = $1::VARCHAR
8 LOG:  duration: 0.050 ms  statement: COMMIT
7 LOG:  duration: 0.100 ms  statement: COMMIT
9 LOG:  duration: 1.000 ms  statement: SELECT memos.code FROM memos
9 LOG:  duration: 0.100 ms  statement: COMMIT
"""


def make_load() -> dict[str, Any]:
    return {
        "people": 60,
        "seats": [30, 30],
        "join": {"rate": 20.0, "drawn": SPREAD, "cost": COST, "others": 0.1},
        "answer": {"rate": 40.0, "receipt": SPREAD, "cost": COST, "others": 0.1},
        "single": {"receipt": SPREAD, "screen": SPREAD},
        "held": {"web": 100.0, "room": 60.0, "page": 70.0, "database": 3.0, "connections": 12},
        "load": 1.0,
    }


def make_fault() -> dict[str, Any]:
    return {
        "people": 60,
        "moved": 30,
        "kept": 30,
        "back": SPREAD,
        "without": SPREAD,
        "disturbed": 0,
        "ended": 3.0,
        "away": 5.0,
        "asked": 20,
        "refused": 19,
        "calm": 19,
        "refusal": SPREAD,
        "first": 0.1,
        "receipt": SPREAD,
        "load": 1.0,
        "tally": {"acknowledged": 60, "lost": 0, "doubled": 0, "miscounted": 0},
    }


def test_a_round_trip_has_the_time_of_all_its_steps() -> None:
    found = read_transactions(LOG)
    assert [each.process for each in found] == ["8", "7", "9"]
    asked = found[1].statements[1]
    assert asked.words == "SELECT FROM seats WHERE seats.code = $n::VARCHAR"
    assert asked.ms == pytest.approx(0.9)


def test_what_servers_ask_of_themselves_belongs_to_nobody() -> None:
    summed = sum_statements(LOG, 1)
    assert summed["servers"] == {"transactions": 1, "trips": 3, "ms": pytest.approx(1.1)}
    assert summed["kernels"] == {"transactions": 1, "trips": 2, "ms": pytest.approx(1.1)}
    assert not [words for words, _, _ in summed["words"] if "migrations" in words]


def test_costs_are_shared_among_all_who_came() -> None:
    before, after = Costs(web=1.0, database=2.0), Costs(web=2.0, database=2.5, phones=1.0)
    shared = after.share(before, 10)
    assert shared["web"] == pytest.approx(0.1)
    assert shared["database"] == pytest.approx(0.05)
    assert shared["kernels"] == 0.0


@pytest.mark.parametrize("spread", Spread)
def test_the_proxy_knows_every_server_and_leads_there_by_what_was_asked(spread: Spread) -> None:
    written = build_configuration(8000, [8001, 8002], spread)
    for line in ("server node1 127.0.0.1:8001", "server node2 127.0.0.1:8002"):
        assert written.count(line) == 2
    assert ("hash-type consistent" in written) == (spread is Spread.SESSION)
    assert ("cookie node1" in written) == (spread is Spread.PHONE)


def test_sessions_are_taken_of_every_server_in_turn() -> None:
    found = [(Played(code, 1, "", number), node) for number, (code, node) in enumerate(MANY)]
    chosen = choose(found, 3)
    assert sorted(node for _, node in chosen) == [0, 0, 1]


MANY = (("A", 0), ("B", 0), ("C", 0), ("D", 1))


def test_everybody_in_a_session_has_a_name() -> None:
    assert name_people(7, 2) == ["p000", "p001", "p002", "p003"]


def test_who_was_refused_is_counted_with_the_calm_ones() -> None:
    visits = [
        Visit(1.0, 1.1, OK, calm=True),
        Visit(2.0, 2.1, BUSY, calm=True),
        Visit(3.0, 3.1, BUSY, calm=False),
        Visit(4.0, 4.1, 0, calm=False),
    ]
    summed = sum_visits(visits)
    assert (summed["asked"], summed["refused"], summed["calm"]) == (4, 3, 1)
    assert "refusal" not in sum_visits(visits[:1])


def test_a_figure_is_told_with_its_range() -> None:
    runs = [{"a": {"b": value}} for value in (3.0, 1.0, 2.0)]
    assert show_range(runs, "a.b") == "2.0 (1.0 to 3.0)"
    assert show_range(runs[:1], "a.b", 0, 1000) == "3000"
    assert show_range(runs, "a.c") == "-"
    assert show_shares([{"a": 1, "b": 2}, {"a": 2, "b": 2}], "a", "b") == "3 of 4"
    assert show_seats([{"seats": [1, 2]}, {"seats": []}]) == "1+2"


def test_as_many_servers_as_the_fullest_part_needs() -> None:
    by_processor = size(MEASURED, Plan("rush", 100, 60, joining=60, answering=60))
    assert by_processor.web == pytest.approx(1.0)
    assert by_processor.servers == 2
    by_memory = size(MEASURED, Plan("many", 1250, 20, joining=3600, answering=3600))
    assert by_memory.servers == 21
    assert by_memory.connections == 1250 * 3 + 21 * 6
    plenary = size(MEASURED, Plan("plenary", 1, 5000, joining=60, answering=30))
    assert plenary.kernels == pytest.approx(5000 / 30 * 0.02)
    assert plenary.servers == 4


def test_every_part_finds_its_table() -> None:
    asked = {"servers": {}, "kernels": {}, "words": [["COMMIT", 9.0, 0.5]]}
    statements = {"join": asked, "answer": asked}
    for name, part in PARTS.items():
        figures = make_fault() if part.fault else make_load()
        written = render_all({name: [statements if name == "statements" else figures] * 2})
        assert part.name in written
    assert set(TOLD) == {part.name for part in PARTS.values() if part.fault}
