"""The rows of a grid in an export and a report, and the mean of a published instrument."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from kit.charts.rows import tell_row
from kit.charts.since import COARSE
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.steps import Steps
from kit.export.export import build_export, list_files
from kit.export.report import render_report
from kit.export.rows import NO_THRESHOLDS, describe_mean, draw_rows, list_grids
from kit.gate.counts import build_marginals
from kit.gate.publication import submit
from kit.language import use_language
from kit.lifecycle import advance_round
from kit.session.session import Phase
from kit.store import Store
from tests.store.sample import add_seats

PULSE = kit.read_instrument("edmondson_1999").ask("safety")
TURNED = [PULSE.name_row(row) for row in PULSE.reverse]
OWN = Grid("soil", "How is it?", rows=["time", "tools"], steps=["neglected", "patchy", "tended"])
EXERCISE = Exercise("pulse", prompts=[PULSE, OWN])


def answer(steps: list[int], row: str = "") -> dict[str, int]:
    """One person's steps, in the order of the rows; without one of them where it is named."""
    said = zip((each.value for each in PULSE.rows), steps, strict=True)
    return {value: step for value, step in said if value != row}


def play(store: Store, people: int) -> str:
    code = store.add_session("Team", ["pulse.ipynb"]).code
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, EXERCISE)
    advance_round(store, round_id, Phase.PREPARE)
    for place, token in enumerate(add_seats(store, code, people)):
        said = answer([7, 2, 1, 5, 3, 6, 4], "valued" if place % 16 == 15 else "")
        submit(store, round_id, token, {"safety": said, "soil": {"time": 1 + place % 3}})
    advance_round(store, round_id, Phase.OPEN)
    advance_round(store, round_id, Phase.CLOSED)
    return code


def read(store: Store, code: str) -> str:
    page = render_report(build_export(store, code)).decode()
    text = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    return " ".join(text.split())


def test_the_report_draws_and_tells_every_row_and_gives_the_mean_of_the_instrument(
    store: Store,
) -> None:
    text = read(store, play(store, 16))
    assert "How accurate is each statement for this team? safer → Result" in text
    assert "often held against you. less is safer 0 below the middle, 0 in it, 16" in text
    assert "6 neglected, 5 patchy, 5 tended; far apart" in text
    assert "tools Not enough answers to protect you" in text
    # 1, 2, 7, 5, 5, 6 and 4 once three of them are turned round.
    mean = "turned so that more is safer: 4.3, from 15 to 16 answers to each."
    assert f"Mean of the 7 lines, each from 1 to 7 and {mean} {NO_THRESHOLDS}" in text
    assert text.count("Mean of the") == 1


def test_with_fewer_answers_to_one_row_there_is_no_mean(store: Store) -> None:
    text = read(store, play(store, 15))
    assert "0 below the middle, 0 in it, 15 above" in text
    assert "Mean of the" in text
    code = play(store, 14)
    assert "Mean of the" not in read(store, code)
    assert NO_THRESHOLDS not in read(store, code)


def test_an_export_says_what_is_turned_round_and_only_where_there_is_a_grid(store: Store) -> None:
    exported = build_export(store, play(store, 6))["rounds"][0]
    assert exported["grids"] == list_grids(EXERCISE)
    assert exported["grids"][0] == {
        "prompt": "safety",
        "reverse": ["mistake-held", "reject-different", "hard-to-ask"],
        "better": "safer",
        "source": "edmondson-1999",
    }
    assert [each["prompt"] for each in exported["result"]["marginals"]][-1] == "soil.tools"
    assert list_grids(Exercise("plain", prompts=[kit.Scale("safe", "How safe?")])) == []


@given(st.lists(st.lists(st.integers(1, 7), min_size=7, max_size=7), min_size=15, max_size=30))
def test_the_mean_is_that_of_the_rows_means_after_turning_round(people: list[list[int]]) -> None:
    shown = build_marginals(PULSE, [answer(each) for each in people], AnonymityPolicy())
    turned = [8 - step if row.value in PULSE.reverse else step
              for each in people for row, step in zip(PULSE.rows, each, strict=True)]  # fmt: skip
    told = describe_mean(shown, TURNED, "safer")
    found = re.search(r"safer: ([\d.]+), from (\d+) answers", told)
    assert found
    assert float(found[1]) == pytest.approx(sum(turned) / len(turned), abs=0.0501)
    assert int(found[2]) == len(people)


@pytest.mark.parametrize(("tag", "mean"), [("en", "3.5"), ("de", "3,5"), ("es", "3,5")])
def test_the_mean_has_the_point_or_the_comma_of_the_language(tag: str, mean: str) -> None:
    said = [answer([3] * 4 + [4] * 3), answer([4] * 4 + [3] * 3)] * 8
    shown = build_marginals(PULSE, said, AnonymityPolicy())
    with use_language(tag):
        assert f": {mean}, " in describe_mean(shown, [], "safer")


@pytest.mark.parametrize(("tag", "better"), [("en", "better"), ("de", "besser"), ("fr", "mieux")])
def test_what_lies_on_the_right_is_said_in_the_language(tag: str, better: str) -> None:
    said = [{"time": 1 + place % 3} for place in range(6)]
    shown = build_marginals(OWN, said, AnonymityPolicy())
    with use_language(tag):
        drawn = draw_rows(shown, list_grids(EXERCISE))
    assert drawn["better"] == better


def test_two_statements_are_put_together_as_the_language_does() -> None:
    [shown, _tools] = build_marginals(OWN, [{"time": 2}] * 15, AnonymityPolicy())
    assert tell_row(shown) == "0 neglected, 15 patchy, 0 tended; close together"
    with use_language("fr"):
        assert tell_row(shown) == "0 neglected, 15 patchy, 0 tended\u202f; proches"


@pytest.mark.parametrize("row", ["take-risk", "valued"])
@given(missing=st.integers(1, 20))
def test_a_row_that_is_not_shown_in_every_step_leaves_no_mean(row: str, missing: int) -> None:
    said = [answer([4] * 7)] * 14 + [answer([4] * 7, row)] * missing
    assert describe_mean(build_marginals(PULSE, said, AnonymityPolicy()), TURNED, "safer") == ""


def test_the_best_answers_have_the_highest_mean_and_the_worst_the_lowest() -> None:
    for best, mean in ((True, "7.0"), (False, "1.0")):
        steps = [7 if best is (row.value not in PULSE.reverse) else 1 for row in PULSE.rows]
        shown = build_marginals(PULSE, [answer(steps)] * 15, AnonymityPolicy())
        assert f"safer: {mean}, from 15 answers" in describe_mean(shown, TURNED, "safer")


def test_words_and_a_trainers_own_rows_have_no_mean() -> None:
    said = [{"time": 1, "tools": 3}] * 15
    shown = build_marginals(OWN, said, AnonymityPolicy())
    assert describe_mean(shown, [], "better") == ""
    own = Grid("own", "How?", rows=["time", "tools"], steps=Steps(1, 3))
    grids = list_grids(Exercise("own", prompts=[own]))
    assert draw_rows(build_marginals(own, said, AnonymityPolicy()), grids)["mean"] == ""


def test_what_stood_beside_last_time_is_told_in_report_table_and_json(store: Store) -> None:
    grid = Grid(
        "pulse", "How true?", rows=["ask", "hide"], reverse=["hide"], steps=Steps(1, 7), since=True
    )
    asked = Exercise("pulse", prompts=[grid, kit.Scale("safe", "How safe?", since=True)])
    codes: list[str] = []
    for people in (14, 12):
        follows = codes[-1] if codes else None
        codes.append(store.add_session("Team", ["pulse.ipynb"], follows=follows).code)
        round_id = store.add_round(codes[-1], "pulse.ipynb").id
        store.set_definition(round_id, asked)
        advance_round(store, round_id, Phase.PREPARE)
        for token in add_seats(store, codes[-1], people):
            said = {"ask": people // 2 - 1, "hide": 2}
            submit(store, round_id, token, {"pulse": said, "safe": 2})
        advance_round(store, round_id, Phase.OPEN)
        advance_round(store, round_id, Phase.CLOSED)
    told = "Last time (14): high, close together. Today (12): middle, close together."
    exported = build_export(store, codes[-1])
    row = {"prompt": "pulse.ask", "n": 14, "zone": 2, "spread": "aligned", "sides": ()}
    assert exported["rounds"][0]["since"][0] == row | {"told": told}
    report = read(store, codes[-1])
    assert f"ask {told}" in report
    # Turned round in the picture alone: its words are those of the statement.
    low = "Last time (14): low, close together. Today (12): low, close together."
    assert f"hide less is better {low}" in report
    assert report.count(low) == 2  # with the scale
    assert COARSE in read(store, codes[-1])
    assert told in list_files(exported)[f"{codes[-1]}-results.csv"].decode()
    assert "since" not in build_export(store, codes[0])["rounds"][0]
    assert "Last time" not in read(store, codes[0])
