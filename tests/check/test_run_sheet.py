"""Rows of a run-sheet that do not do what they seem to, each with the cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.check.notebook import find_faults
from kit.check.run_sheet import find_run_sheet_faults
from kit.notebooks.code import Code
from tests.places import ROOT

CODE = 'exercise = kit.Exercise("a", prompts=[kit.Scale("safe", "How safe is it here?")])'


def check(button: str, code: str = CODE) -> list[str]:
    """What is said of a row with these words in its column of buttons."""
    sheet = f"| minutes | what | button |\n|---|---|---|\n| 0\u20135 | Hello | {button} |"
    cells = [new_markdown_cell(sheet, metadata={"tags": ["facilitator"]}), new_code_cell(code)]
    notebook = new_notebook(cells=cells)
    found = list(find_run_sheet_faults("a.ipynb", notebook, Code(notebook)))
    assert all((each.cell, each.line, each.grave) == (1, 3, False) for each in found)
    return [each.words for each in found]


@pytest.mark.parametrize(
    "button",
    [
        "**Open**",
        "**Close**, **Show all**, **Reveal**, **→** *How safe*",
        "**Draw pairs and fours**, **Talk 2 \u00d7 3 minutes**, **←** *How safe is …*",
        "**Deal names**",
        "**→** to the cards",
        "**Kept**, **Changed**, **Dropped**",
        "**Hats**",  # a word of their own
        "",
    ],
)
def test_what_does_what_it_says_is_let_pass(button: str) -> None:
    assert check(button) == []


@pytest.mark.parametrize(
    ("button", "cure"),
    [
        ("**Draw pairs**", "Did you mean 'Draw pairs and fours'?"),
        ("**Draw pairs and four**", "Did you mean 'Draw pairs and fours'?"),
        ("**open**", "Did you mean 'Open'?"),
        ("**Revael**", "Did you mean 'Reveal'?"),
        ("**Part to**", "Did you mean 'Part two'?"),
        ("**Deal the names**", "Did you mean 'Deal names'?"),
        ("**Talk 3 min each**", "Write Talk 2 x 3 minutes"),
        ("**Talk 9 x 3 minutes**", "A talk has 1 to 4 turns"),
        ("**→** *Where is it*", "Write the first words that stand above the picture."),
    ],
)
def test_what_does_nothing_is_told_with_the_cure(button: str, cure: str) -> None:
    (words,) = check(button)
    assert cure in words


def test_where_code_cannot_be_read_nothing_is_said_of_pictures() -> None:
    assert check("**→** *Where is it*", "kit.Exercise(") == []


@pytest.mark.parametrize("path", sorted((ROOT / "workshops").glob("*.ipynb")), ids=lambda p: p.stem)
def test_the_kits_own_run_sheets_have_no_such_row(path: Path) -> None:
    assert find_faults(path) == []
