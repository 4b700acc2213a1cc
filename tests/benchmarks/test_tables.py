"""Tables of speed: nothing that was measured is lost, nothing is made up."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.page import PAGE, fill_page, render_parts
from benchmarks.tables import (
    WARNING,
    list_bars,
    list_measured,
    render_about,
    render_bars,
    render_moments,
    render_rooms,
    render_table,
    render_visits,
    show_memory,
)

VISIT = {"visible": 0.3, "answered": 0.5, "click": 0.01, "kilobytes": 150, "requests": 8}
SPREAD = {"median": 0.3, "p95": 0.4, "most": 0.5}
ROOM = {
    "people": 200,
    "join": {"seconds": 3.25, "ready": SPREAD, "cpu": 0.02, "phones_cpu": 0.004, "memory": 0.1},
    "answer": {"seconds": 0.9, "receipt": SPREAD},
    "idle": {"share": 0.001},
    "reveal": {"phones": SPREAD, "screen": 0.7},
    "next": {"phones": SPREAD},
    "live": {"screen": SPREAD},
}


def make_figures(**changes: Any) -> dict[str, Any]:
    visit: dict[str, Any] = {
        "cold": {**VISIT, "cpu": 0.03},
        "warm": VISIT,
        "slow": VISIT,
        "memory": 0.1,
    }
    stock = {**visit, "cold": {**visit["cold"], "answered": 2.0}, "facilitator": {"chart": 6.0}}
    return {
        "about": {"date": "2026-01-31", "machine": "2 cores", "voila": "0.5"},
        "visits": [
            {"name": "kit", "facilitator": {"chart": 3.0}, **visit},
            {"name": "stock Voilà", **stock},
        ],
        "stock": {"people": 10, "join": {"cpu": 0.5, "memory": 40.0, "seconds": 5.0}},
        "rooms": {"200": ROOM},
        "moments": {"demo": {"links": 2.0}, "runs": {"demo": [{"links": 1.5}, {"links": 2.5}]}},
        "peer_rooms": [{**ROOM, "name": "otree 6.0", "others": 0.0}],
        "profile": {"parts": {"the database": 0.5}, "spots": [["seat (room/kernel.py)", 0.25]]},
        **changes,
    }


def test_a_table_has_one_line_for_each_row() -> None:
    lines = render_table(["a", "b"], [["1", "2"]]).splitlines()
    assert lines == ["| a | b |", "| --- | --- |", "| 1 | 2 |"]


def test_a_moment_has_its_spread_and_one_that_was_not_measured_a_dash() -> None:
    links, form, *_ = render_moments(make_figures()["moments"]).splitlines()[2:]
    assert links == "| `kit demo` typed, links printed | 2.0 (1.5 to 2.5) s | 2 s |"
    assert form.endswith("| - s | 4 s |")


def test_bars_are_shares_of_what_stock_took_in_the_same_run() -> None:
    bars = {each.name: each for each in list_bars(make_figures())}
    assert bars["cold visit to answered, share of stock"].value == 0.25
    assert bars["server CPU per join, share of stock"].value == 0.04
    assert bars["facilitator's page to first chart, share of stock"].value == 0.5


def test_what_was_not_measured_is_a_dash_and_passes_nothing() -> None:
    bars = list_bars(make_figures(visits=[], rooms={}, stock={}))
    assert {each.verdict for each in bars} == {"not measured"}
    assert render_bars(bars).count("| - |") == len(bars)


def test_a_few_windows_that_cost_nothing_are_not_given_a_negative_figure() -> None:
    assert [show_memory(each) for each in (-0.2, 0.02, 0.31, None)] == [
        "under 0.1",
        "under 0.1",
        "0.3",
        "-",
    ]


def test_a_room_without_live_results_still_has_its_row() -> None:
    row = render_rooms({"200": {**ROOM, "live": {}}}, {}).splitlines()[-1]
    assert row.startswith("| kit, 200 | 3.2 s |")
    assert "| - / - s |" in row


def test_what_was_repeated_has_its_range() -> None:
    join: dict[str, Any] = {"ready": SPREAD, "cpu": 0.02}
    joins = [{**join, "seconds": value} for value in (3.25, 3.0, 4.0)]
    room = {**ROOM, "others": 0.25, "runs": {"join": joins}}
    row = render_rooms({"200": room}, {}).splitlines()[-1]
    assert row.startswith("| kit, 200 | 3.2 (3.0 to 4.0) s | 0.3 s |")
    assert row.endswith("| 0.2 |")
    visit = {"name": "kit", "cold": VISIT, "runs": {"cold": [VISIT, {**VISIT, "visible": 0.5}]}}
    assert "| 0.40 (0.30 to 0.50) s | 0.50 s |" in render_visits([visit])


def test_a_run_of_a_few_parts_fills_only_the_table_of_others() -> None:
    parts = render_parts(make_figures(only=True))
    before = PAGE.read_text("utf-8")
    assert list(parts) == ["peers"]
    assert parts["peers"] in fill_page(before, parts)
    assert render_parts(make_figures(only=True, peer_rooms=[])) == {}
    assert fill_page(before, {}) == before


def test_the_page_takes_every_part_and_keeps_the_words_between() -> None:
    parts = render_parts(make_figures())
    before = PAGE.read_text("utf-8")
    after = fill_page(before, parts)
    for text in parts.values():
        assert text in after
    assert after.count("<!-- end -->") == before.count("<!-- end -->") == len(parts)
    assert fill_page(after, parts) == after
    assert "A facilitator has sixty people and one minute." in after


@pytest.mark.parametrize(("others", "told"), [(0.0, False), (0.3, True)])
def test_other_work_on_the_machine_is_told_beside_the_versions(others: float, told: bool) -> None:
    figures = make_figures(rooms={"200": {**ROOM, "others": others}})
    figures["about"]["others"] = 0.01998
    line = render_about(figures["about"], list_measured(figures))
    assert line.startswith("Measured on 2026-01-31, 2 cores; voila 0.5.")
    assert (WARNING in line) is told
