"""Every notebook of the workshops folder: its shape, its words' places, and a rehearsal of it."""

from __future__ import annotations

import ast
import json
import random
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from kit.rehearsal import rehearsal
from kit.exercise.exercise import Exercise
from kit.forms.form import Form
from kit.forms.inputs import fill_input
from kit.check.notebook import find_faults
from kit.notebooks.notebook import get_tags, load_notebook, read_minutes, select_cells
from kit.gate.promise import describe_promise
from kit.rehearsal.answers import make_answers
from kit.room import context as place
from kit.room.cells import compile_cell, run_cell
from kit.room.room import Room, find_joined
from kit.session.session import Role
from kit.store.folders import remove_folder
from tests.exercises import read_parts
from tests.pages import find_button, find_input, press, read_notes, walk
from tests.places import WORKSHOPS

NOTEBOOKS = sorted(WORKSHOPS.glob("*.ipynb"))
assert NOTEBOOKS, f"{WORKSHOPS} holds no notebooks"

SHAPE: tuple[tuple[str, set[str]], ...] = (
    ("markdown", set()),
    ("markdown", {"facilitator"}),
    ("code", {"parameters"}),
    ("code", set()),
    ("code", {"participant"}),
    ("code", {"facilitator"}),
    ("code", {"facilitator", "screen"}),
    ("markdown", {"facilitator"}),
    ("markdown", {"participant"}),
)

BREATH = 23  # words

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_PARTS = {"cell_type", "id", "metadata", "source"}
CODE_PARTS = CELL_PARTS | {"execution_count", "outputs"}
PLAIN = (ast.Import, ast.Assign, ast.AnnAssign, ast.Expr)
PROGRAMS = (
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.IfExp,
    ast.Await,
)

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def rehearsed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The names of a notebook that was run top to bottom as it stands; "_shown" has its views."""
    monkeypatch.setattr(place, "_current", None)
    monkeypatch.setattr(rehearsal, "_last", None)
    names: dict[str, Any] = {"_shown": []}
    for number, cell in enumerate(load_notebook(path).cells, start=1):
        if cell.cell_type == "code":
            shown = run_cell(compile_cell(cell.source, f"{path.name}, cell {number}"), names)
            names["_shown"].append((get_tags(cell), shown))
    yield names
    room = find_joined()
    assert room is not None
    room.close()
    remove_folder(rehearsal._folders.pop())


def read_code(path: Path) -> list[ast.Module]:
    cells = load_notebook(path).cells
    return [ast.parse(cell.source) for cell in cells if cell.cell_type == "code"]


# As it is written


def test_a_notebook_has_no_faults(path: Path) -> None:
    assert list(find_faults(path)) == []


def test_a_notebook_has_the_one_shape_of_all_notebooks(path: Path) -> None:
    cells = [(cell.cell_type, get_tags(cell)) for cell in load_notebook(path).cells]
    sheets = [cell for cell in cells if cell[1] in ({"leader"}, {"print"})]
    last = len(cells) - 1  # they stand together before it, the leader's first
    assert cells[last - len(sheets) : last] == sheets
    briefings = [cell for cell in sheets if cell[1] == {"leader"}]
    assert sheets[: len(briefings)] == briefings
    leads = any("kit.Leader(" in cell.source for cell in load_notebook(path).cells)
    assert len(briefings) in ([1] if leads else [0, 1])
    cells = [cell for cell in cells if cell not in sheets]
    assert [cell for cell, _ in groupby(cells)] == list(SHAPE)  # one picture or several


def test_a_notebook_holds_nothing_but_its_cells(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"] == NOTEBOOK_METADATA
    for cell in notebook["cells"]:
        assert cell.keys() <= (CODE_PARTS if cell["cell_type"] == "code" else CELL_PARTS)
        assert cell["metadata"].keys() <= {"tags"}
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)


def test_cells_hold_definitions_and_calls_and_no_programs(path: Path) -> None:
    for tree in read_code(path):
        assert all(isinstance(line, PLAIN) for line in tree.body)
        assert not [node for node in ast.walk(tree) if isinstance(node, PROGRAMS)]


def test_a_notebook_imports_nothing_but_the_kit(path: Path) -> None:
    imported = {
        name.name
        for tree in read_code(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert imported == {"kit"}


def test_the_first_words_are_a_title_and_what_the_exercise_is_built_on(path: Path) -> None:
    first = load_notebook(path).cells[0].source
    assert first.startswith("# ")
    assert "**Built on**" in first


def test_the_run_sheet_tells_the_minutes_that_are_planned(path: Path) -> None:
    cells = load_notebook(path).cells
    planned = next(cell.source for cell in cells if "parameters" in get_tags(cell))
    minutes = ast.literal_eval(ast.parse(planned).body[0].value)
    assert f"{minutes} minutes" in cells[1].source.splitlines()[0]


def test_the_run_sheets_minutes_add_up(path: Path) -> None:
    sheet = load_notebook(path).cells[1].source
    head, *rows = [
        [each.strip() for each in line.strip("|").split("|")]
        for line in sheet.splitlines()
        if line.startswith("| ")
    ]
    own = read_minutes(path)
    for column, end in (("minutes", own.planned), ("short", own.shortest)):
        if column in head and end:
            ranges = [row[head.index(column)].split("–") for row in rows]
            ends = [tuple(map(int, each)) for each in ranges if len(each) == 2]
            assert [first for first, _ in ends] == [0, *(last for _, last in ends[:-1])], column
            assert ends[-1][1] == end, column
    planned = [row[0] for row in rows if "–" in row[0]]
    told = re.findall(r"^### (\d+–\d+) ", sheet, re.MULTILINE)
    assert told == planned[: len(told)]


def test_the_run_sheet_knows_small_and_large_groups_and_remote_ones(path: Path) -> None:
    sheet = load_notebook(path).cells[1].source
    for variation in ("- **5.**", "- **15.**", "- **60.**", "\n### Remote\n", "built on\n"):
        assert variation in sheet, variation


def test_the_run_sheet_has_short_words_for_a_promise_that_was_heard_and_spares_the_leader(
    path: Path,
) -> None:
    sheet = " ".join(load_notebook(path).cells[1].source.split())
    for words in ("*If the promise was heard today,*", "stays in your pocket"):
        assert words in sheet, words


def test_words_to_be_said_are_short_enough_to_be_said(path: Path) -> None:
    for cell in load_notebook(path).cells:
        said = re.findall(r"(?:^> ?.*\n?)+", cell.source, re.MULTILINE)
        for sentence in re.split(r"(?<=[.?:…])\s", " ".join(said).replace("> ", "")):
            assert len(sentence.split()) <= BREATH, sentence


def test_a_line_that_fits_a_result_is_said_in_one_breath(path: Path) -> None:
    for part in read_parts(path):
        for line in [line for prompt in part.prompts for line in prompt.say.values()]:
            assert len(line.split()) <= BREATH, line


def test_the_run_sheet_presses_only_buttons_there_are(path: Path) -> None:
    words = load_notebook(path).cells[1].source
    for button in ("Open", "Close", "Reveal", "Next exercise"):
        assert f"**{button}**" in words


def test_phones_get_no_words_that_are_not_for_them(path: Path) -> None:
    notebook = load_notebook(path)
    phones = [cell.source for cell in select_cells(notebook, Role.PARTICIPANT)]
    assert not [source for source in phones if "Run-sheet" in source or "## Debrief" in source]


# As it is rehearsed


def test_the_exercise_is_called_after_its_file(path: Path, rehearsed: dict[str, Any]) -> None:
    exercise = rehearsed["exercise"]
    assert isinstance(exercise, Exercise)
    assert exercise.slug == path.stem.replace("_", "-")
    assert exercise.minutes == rehearsed["minutes"]
    assert isinstance(rehearsed["room"], Room)


def test_every_cell_that_should_show_something_shows_one_view(
    path: Path, rehearsed: dict[str, Any]
) -> None:
    for tags, shown in rehearsed["_shown"]:
        roles = tags - {"parameters"}
        assert [list(part) for part in shown] == ([["view"]] if roles else [])


def test_the_run_sheet_turns_to_pictures_there_are_in_the_order_in_which_they_come(
    path: Path, rehearsed: dict[str, Any]
) -> None:
    cells = load_notebook(path).cells
    parts = [each for each in rehearsed.values() if isinstance(each, Exercise)]
    texts = {each.name: each.text for part in parts for each in (*part.prompts, *part.unasked)}
    pictures = [cell.source for cell in cells if "screen" in get_tags(cell)]
    heads = [
        "".join(re.findall(r'title="([^"]+)"', each))
        or texts.get("".join(re.findall(r'"([\w-]+)"', each)[:1]), "")
        for each in pictures
    ]
    turns = re.findall(r"\*\*→\*\* \*([^*]+)\*", cells[1].source)
    places = [
        next((place for place, head in enumerate(heads) if head.startswith(words)), -1)
        for words in turns
    ]
    assert -1 not in places, turns
    assert 0 not in places, turns  # it is there without an arrow
    assert places == sorted(places)


def test_the_form_asks_every_question_and_takes_a_plausible_answer(
    path: Path, rehearsed: dict[str, Any]
) -> None:
    room, exercise = rehearsed["room"], rehearsed["exercise"]
    form, console = room.form(), room.console()
    assert isinstance(form, Form)
    asked = [each.text for each in walk(form) if getattr(each, "prompt", "")]
    assert asked == [prompt.text for prompt in exercise.prompts]
    assert describe_promise(exercise).short[0].split("'")[0] in form.children[1].value
    while find_button(form) != "Send":
        press(console)
    submission = exercise.clean(make_answers(exercise, random.Random(1)))
    for name, response in submission.responses.items():
        fill_input(find_input(form, name), response)
    press(form)
    assert [note for note in read_notes(form) if note.startswith("Received")]
    assert find_button(form) == "Change my answer"


def test_only_the_marble_jar_is_live_and_one_setting_seals_it(path: Path, tmp_path: Path) -> None:
    is_jar = path.stem == "marble_jar"
    reveals = {part.policy.reveal for part in read_parts(path)}
    assert reveals == {"live" if is_jar else "sealed"}
    if is_jar:
        words = path.read_text("utf-8")
        sealed = tmp_path / path.name
        sealed.write_text(
            words.replace('reveal: str = \\"live\\"', 'reveal: str = \\"sealed\\"'), "utf-8"
        )
        assert {part.policy.reveal for part in read_parts(sealed)} == {"sealed"}
