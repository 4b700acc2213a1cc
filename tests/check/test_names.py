"""A name that means nothing is found without running a cell, and what may be right is let be."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_notebook

from kit.check.names import find_name_faults, list_parts
from kit.notebooks.code import Code
from kit.notebooks.notebook import load_notebook
from kit.room.room import Room
from tests.exercises import DEFINITION, code, list_cells
from tests.places import WORKSHOPS

NO_PROMPT = "exercise 'small-acts': 'knid' is not a prompt. Did you mean 'kind'?"
RENAMED = DEFINITION.replace("import kit", "import kit as k").replace("kit.", "k.")


def find(definition: str = DEFINITION, picture: str = "") -> list[tuple[int, int, str]]:
    cells = list_cells(definition)
    cells[6] = code(picture, "facilitator", "screen")
    code_of = Code(new_notebook(cells=cells))
    return [(each.cell, each.line, each.words) for each in find_name_faults("jar.ipynb", code_of)]


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("kit.Chioce", "kit.Choice", 0, ""),
        ("kit.Choice", "kit.Chioce", 5, "kit has no 'Chioce'. Did you mean 'Choice'?"),
        ("import kit", "import kit\nfrom kit import Txet", 2, "kit has no 'Txet'."),
        ("kit.Exercise", "kit.Exercises", 2, "kit has no 'Exercises'. Did you mean 'Exercise'?"),
        ("max_length", "maxlength", 6, "prompt 'story': 'maxlength' is not a setting of Text."),
        ("prompts=", "prompt=", 2, "exercise 'small-acts': 'prompt' is not a setting of Exercise."),
    ],
)
def test_a_definition_with_a_misspelt_name_is_told_with_its_line(
    old: str, new: str, line: int, told: str
) -> None:
    found = find(DEFINITION.replace(old, new))
    assert [(where, words.startswith(told)) for _cell, where, words in found] == [
        *([(line, True)] if told else [])
    ]


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ('kit.bars(room.results, "knid")', NO_PROMPT),
        ('kit.Rows(room.results, ["kind", "knid"])', NO_PROMPT),
        ('kit.HeatMap(room.results, "kind", "knid")', NO_PROMPT),
        ('kit.Gap(room.results, often="knid", matters="kind")', NO_PROMPT),
        ('kit.MarbleJar(room.results, "knid")', NO_PROMPT),
        ("room.bras(room.results)", "room has no 'bras'. Did you mean kit."),
        ("kit.bars(room.result)", "room has no 'result'. Did you mean 'results'?"),
        ("room.consoles()", "room has no 'consoles'. Did you mean 'console'?"),
    ],
)
def test_a_picture_with_a_misspelt_name_is_told(picture: str, told: str) -> None:
    [(cell, line, words)] = find(picture=picture)
    assert (cell, line) == (7, 1)
    assert words.startswith(told)


@pytest.mark.parametrize(
    "picture",
    [
        'kit.bars(room.results, "kind")',
        'kit.bars(room.results, "kind.row")',
        "kit.bars(room.results, chosen)",
        'kit.Card("knid", title="knid")',
        'kit.Figures(["knid"])',
        'kit.Market(room.results, "story", room.signed, "knid")',
        'bars(room.results, "knid")',
        "kit.rehearsal.notes.sign_cards(room)",
        "other.bras()",
    ],
)
def test_what_is_right_or_cannot_be_known_is_let_be(picture: str) -> None:
    assert find(picture=picture) == []


def test_prompts_that_are_made_elsewhere_are_not_guessed_at() -> None:
    made = DEFINITION.replace("prompts=[", "prompts=[\n        *more,")
    assert find(made, 'kit.bars(room.results, "knid")') == []
    [(_cell, _line, words)] = find(RENAMED, 'k.bars(room.results, "knid")')
    assert words == NO_PROMPT


def test_a_room_has_what_its_class_has() -> None:
    public = {name for name in vars(Room) if not name.startswith("_")}
    assert {*list_parts()} == public | {"exercise", "jars", "results"}


@pytest.mark.parametrize("path", sorted(WORKSHOPS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_kits_own_notebooks_have_no_such_name(path: object) -> None:
    assert list(find_name_faults("", Code(load_notebook(path)))) == []  # type: ignore[arg-type]
