"""What the bold words of a run-sheet do: pairs, names, and the timer for talking."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from kit.errors import DefinitionError
from kit.notebooks.actions import list_actions, list_sheet_rows, read_action, read_talk_words

SHEET = """## Run-sheet

| minutes | what | button |
|---|---|---|
| 0\u20135 | Hello | **Open** |
| 5\u201312 | In pairs | **Draw pairs and fours**, **Talk 2 x 3 minutes** |

| sheet | its question |
|---|---|
| **Talk 9 minutes** | Why? |

Press **Deal names**.
"""


def cell(source: str, *tags: str) -> object:
    return new_markdown_cell(source, metadata={"tags": [*tags]})


@pytest.mark.parametrize(
    ("words", "long", "short"),
    [
        ("Talk 2 x 3 minutes", [2, 180], None),
        ("Talk 2 \u00d7 3 minutes", [2, 180], None),
        ("Talk 2*1.5 minutes", [2, 90], None),
        ("Talk 3 x 1\u00bd minutes", [3, 90], None),
        ("talk: 8 minutes", [1, 480], None),
        ("Talk \u00bd minutes", [1, 30], None),
        ("Talk 1 minute", [1, 60], None),
        ("Talk 2 x 3, short 2 x 2 minutes", [2, 180], [2, 120]),
        ("Talk 10, short 7 minutes", [1, 600], [1, 420]),
    ],
)
def test_a_talk_is_read_as_it_is_written(
    words: str, long: list[int], short: list[int] | None
) -> None:
    assert read_talk_words(words) == {"do": "talk", "long": long, "short": short}
    assert read_action(words) == read_talk_words(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Talk", "starts no timer. Write Talk 2 x 3 minutes"),
        ("Talk 3", "starts no timer"),
        ("Talk 2 by 3 minutes", "starts no timer"),
        ("Talk 2 x 3 minutes each", "starts no timer"),
        ("Talk 5 x 3 minutes", "1 to 4 turns of half a minute to 30 minutes"),
        ("Talk 0 x 3 minutes", "1 to 4 turns"),
        ("Talk 31 minutes", "1 to 4 turns"),
        ("Talk 0.4 minutes", "1 to 4 turns"),
        ("Talk 2 x 3, short 2 x 40 minutes", "1 to 4 turns"),
    ],
)
def test_a_talk_that_cannot_be_is_refused_with_the_cure(words: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=re.escape(told)):
        read_talk_words(words)
    assert read_action(words) is None


def test_the_actions_are_those_of_the_facilitators_table_with_minutes() -> None:
    notebook = new_notebook(cells=[cell("# Title"), cell(SHEET, "facilitator"), cell(SHEET)])
    assert list_actions(notebook) == {
        "Draw pairs and fours": {"do": "pairs"},
        "Talk 2 x 3 minutes": {"do": "talk", "long": [2, 180], "short": None},
    }
    rows = list(list_sheet_rows(notebook))
    assert [(number, line) for number, line, _ in rows] == [(2, line) for line in range(3, 7)]
    assert rows[-1][2].startswith("| 5\u201312 |")
