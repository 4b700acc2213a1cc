"""A team over time as a table, in the report and in JSON: no more than its page."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from kit.cli import main
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.export.export import build_export, list_files
from kit.export.history import FIELDS, list_history, render_history
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.session.commitments import Commitment, State
from kit.session.session import Phase
from kit.store import Store
from kit.views.history import read_history
from tests.places import ROOT
from tests.store.sample import add_seats
from tests.stores import get_sqlite

EVIL = '=HYPERLINK("http://example.org")'
PULSE = Exercise("pulse", title="Pulse", prompts=[Scale("safe", "How safe?", high=7, since=True)])


def play(
    store: Store,
    steps: Sequence[int],
    team: str = "North",
    exercise: Exercise = PULSE,
    owner: str = "",
) -> str:
    code = store.add_session("Meeting", ["pulse.ipynb"], team=team, owner=owner).code
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, exercise)
    advance_round(store, round_id, Phase.PREPARE)
    for token, step in zip(add_seats(store, code, len(steps)), steps, strict=True):
        submit(store, round_id, token, {"safe": step})
    advance_round(store, round_id, Phase.OPEN)
    advance_round(store, round_id, Phase.CLOSED)
    return code


@pytest.fixture
def codes(store: Store) -> list[str]:
    """A team of three sessions, of which the last two are close."""
    codes = [play(store, [2] * 12), play(store, [6] * 17), play(store, [4] * 18)]
    card = store.add_commitment(codes[0], Commitment("Ana", "call", "Friday", "Ben"))
    store.mark_commitment(codes[1], card, State.KEPT)
    return codes


def read_table(store: Store, code: str) -> list[dict[str, str]]:
    text = render_history(list_history(read_history(store, code))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_session_and_question_has_a_row_and_cards_have_theirs(
    store: Store, codes: list[str]
) -> None:
    rows = read_table(store, codes[0])
    told = [(each["session"], each["kind"], each["told"], each["answers"]) for each in rows]
    assert told == [
        ("1", "result", "12 low, 0 in the middle, 0 high; close together", "12"),
        ("2", "result", "high, close together", "17"),
        ("3", "result", "in the middle, close together", "18"),
        ("1", "cards", "", ""),
    ]
    first, second, _, cards = rows
    assert [first[name] for name in ("code", "third", "word", "low", "middle", "high")] == [
        *(codes[0], "low", "aligned"),
        *("12", "0", "0"),
    ]
    assert [second[name] for name in ("third", "word", "low", "middle", "high")] == [
        *("high", "aligned"),
        *("", "", ""),
    ]
    assert [cards[name] for name in ("kept", "changed", "dropped", "open")] == ["1", "0", "0", "0"]
    assert "Ana" not in str(rows)


def test_what_is_not_shown_says_why_and_no_number(store: Store, codes: list[str]) -> None:
    few = play(store, [4] * 3)
    assert len(read_table(store, few)) == 4  # a session that has shown nothing has no line
    store.add_commitment(few, Commitment("Ana", "call", "Friday", "Ben"))
    row = read_table(store, few)[3]
    assert (row["told"], row["answers"], row["third"]) == ("Not shown: too few answers", "", "")


def test_pandas_reads_it_in_one_line(store: Store, codes: list[str], tmp_path: Path) -> None:
    given = ["export", "--team", "North", "--data", str(get_sqlite(store).path)]
    assert main([*given, "--to", str(tmp_path / "files")]) == 0
    (path,) = (tmp_path / "files").iterdir()
    assert path.name == f"{codes[2]}-team.csv"
    frame = pd.read_csv(path)
    assert list(frame.columns) == list(FIELDS)
    assert frame[frame.kind == "result"].answers.tolist() == [12, 17, 18]
    assert frame[frame.kind == "cards"].kept.tolist() == [1]


def test_nothing_in_it_is_run_by_a_spreadsheet(store: Store) -> None:
    evil = Exercise("pulse", title=EVIL, prompts=[Scale("safe", EVIL, high=7, since=True)])
    code = play(store, [4] * 12, exercise=evil)
    (row,) = read_table(store, code)
    assert row["question"] == row["exercise"] == f"'{EVIL}"


def test_the_report_has_the_sessions_up_to_its_own(store: Store, codes: list[str]) -> None:
    def read(code: str, **more: object) -> str:
        files = list_files(build_export(store, code, **more))  # type: ignore[arg-type]
        return files[f"{code}-report.html"].decode()

    first, second, third = (read(code) for code in codes)
    assert 'id="over-time"' not in first
    assert "17 answers" in second
    assert "18 answers" not in second
    assert "high, close together <span" in second.replace("\n", "")  # for the sake of the later one
    assert "18 answers" in third
    assert "What became of the cards" in third
    alone = read(codes[2], team=[codes[2]])
    assert 'id="over-time"' not in alone
    own = read(codes[2], team=[codes[1]])
    assert "17 answers" in own
    assert "12 low" not in own


def test_in_json_it_stands_beside_the_rounds_and_only_where_there_is_any(
    store: Store, codes: list[str]
) -> None:
    exported = build_export(store, codes[2])
    (question,) = exported["over_time"]["questions"]
    assert [line["n"] for line in question["lines"]] == [12, 17, 18]
    assert json.loads(json.dumps(exported))["over_time"]["cards"][0]["kept"] == 1
    assert "over_time" not in build_export(store, play(store, [4] * 12, team=""))


def run(store: Store, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kit", "export", *given]
    path = str(get_sqlite(store).path)
    return subprocess.run(
        [*command, "--data", path], capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_a_team_is_named_on_the_command_line(
    store: Store, codes: list[str], tmp_path: Path
) -> None:
    printed = run(store, "--team", " North", "--json")
    assert printed.returncode == 0, printed.stderr
    told = json.loads(printed.stdout)["team_over_time"]
    assert [each["answers"] for each in told] == [12, 17, 18, ""]
    unknown = run(store, "--team", "South")
    assert unknown.returncode != 0
    assert "No session in" in unknown.stderr
    assert "is with a team 'South'" in unknown.stderr
    neither = run(store)
    assert "Give the code of a session, or --team NAME" in neither.stderr


def test_of_two_facilitators_teams_of_one_name_a_code_says_which(
    store: Store, codes: list[str]
) -> None:
    other = play(store, [4] * 30, owner="ada")
    several = run(store, "--team", "North", "--json")
    assert several.returncode != 0
    assert "2 facilitators have a team 'North'" in several.stderr
    assert other in several.stderr
    told = json.loads(run(store, "--team", "North", other, "--json").stdout)
    assert [each["answers"] for each in told["team_over_time"]] == [30]


def test_the_fields_are_documented() -> None:
    guide = (ROOT / "docs" / "facilitators.md").read_text("utf-8")
    part = guide.partition("### This team over time")[2].partition("\n## ")[0]
    for field in FIELDS:
        assert f"`{field}`" in part
    assert "pd.read_csv(" in part
