from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kit.check.translation import (
    find_difference,
    find_source,
    find_translation_faults,
    write_stamps,
)
from kit.notebooks.notebook import list_notebooks
from tests.places import WORKSHOPS

LANGUAGES = ("de", "es", "fr")
CODE = """
exercise = kit.Exercise(
    "marble-jar",
    title="The marble jar",
    prompts=[
        kit.Choice("kind", "What did they do?", options=["kept their word", "x"], max_choices=3),
        kit.Scale("safe", "How safe is it?", low=1, high=5, say={"split": "We differ."}),
    ],
    crosses=[("kind", "safe")],
)
kit.Bars(room.results, "kind")
"""
SAME = [
    ("The marble jar", "Das Murmelglas"),
    ('"kept their word"', 'kit.Option("kept-their-word", "Wort gehalten")'),
    ("What did they do?", "Was haben sie getan?"),  # codespell:ignore
    ("We differ.", "Wir sind verschieden."),
    ("low=1", "low = 1"),
]
OTHER = [
    ('"marble-jar"', '"murmelglas"'),
    ('"kept their word"', 'kit.Option("wort-gehalten", "Wort gehalten")'),
    ('kit.Choice("kind"', 'kit.Choice("art"'),
    ("max_choices=3", "max_choices=2"),
    ('"split"', '"getrennt"'),
    ('("kind", "safe")', '("kind", "sicher")'),
    ('results, "kind"', 'results, "safe"'),
    ("kit.Scale", "kit.YesNo"),
    (", low=1, high=5", ", low=1, high=5, least=8"),
    ('"x"]', '"x", "more"]'),
    ("kit.Bars", "kit.Words"),
    ("high=5", "high=5 +"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The kit's jar, and in a folder called "de" a translation of it that is up to date."""
    root = tmp_path / "workshops"
    (root / "de").mkdir(parents=True)
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", root)
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", root / "de")
    write_stamps(root / "de" / "marble_jar.ipynb", root / "marble_jar.ipynb")
    return root / "de"


def change(path: Path, act: Any) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    act(notebook)
    path.write_text(json.dumps(notebook), "utf-8")


def list_faults(folder: Path) -> list[str]:
    return [str(each) for each in find_translation_faults(folder, list_notebooks(folder))]


@pytest.mark.parametrize(("before", "after"), SAME, ids=lambda words: words[:20])
def test_other_words_are_the_same_code(before: str, after: str) -> None:
    assert before in CODE
    assert find_difference(CODE, CODE.replace(before, after)) == 0


@pytest.mark.parametrize(("before", "after"), OTHER, ids=lambda words: words[:20])
def test_other_names_numbers_and_calls_are_not(before: str, after: str) -> None:
    changed = CODE.replace(before, after)
    line = 1 + next(
        place
        for place, (one, other) in enumerate(
            zip(CODE.splitlines(), changed.splitlines(), strict=True)
        )
        if one != other
    )
    found = find_difference(CODE, changed)
    assert 0 < found <= line


def test_a_translation_that_is_up_to_date_has_no_fault(folder: Path) -> None:
    assert find_source(folder) == folder.parent.resolve()
    assert list_faults(folder) == []
    assert find_source(folder.parent) is None
    assert list_faults(folder.parent) == []


def test_what_has_changed_in_the_source_is_named_by_its_cell(folder: Path) -> None:
    def reword(notebook: Any) -> None:
        notebook["cells"][1]["source"] += ["\nOne line more."]

    change(folder.parent / "marble_jar.ipynb", reword)
    assert [each.partition(": ")[0] for each in list_faults(folder)] == ["marble_jar.ipynb, cell 2"]
    write_stamps(folder / "marble_jar.ipynb", folder.parent / "marble_jar.ipynb")
    assert list_faults(folder) == []


def test_another_order_of_cells_a_lost_one_and_another_tag_are_named(folder: Path) -> None:
    path = folder / "marble_jar.ipynb"
    whole = path.read_bytes()
    change(path, lambda notebook: notebook["cells"].reverse())
    assert "they stand in another order" in list_faults(folder)[0]
    path.write_bytes(whole)
    change(path, lambda notebook: notebook["cells"].pop(1))
    assert "'run-sheet' is missing" in list_faults(folder)[0]
    path.write_bytes(whole)
    change(path, lambda notebook: notebook["cells"][1]["metadata"].update(tags=["screen"]))
    assert list_faults(folder)[0].startswith("marble_jar.ipynb, cell 2: it is of another kind")


def test_a_translation_of_nothing_and_one_that_does_not_say_its_language_are_advised(
    folder: Path,
) -> None:
    shutil.copy(folder / "marble_jar.ipynb", folder / "own.ipynb")
    change(folder / "marble_jar.ipynb", lambda notebook: notebook["metadata"].pop("kit"))
    told = list_faults(folder)
    assert 'Add "kit": {"language": "de"} to its metadata' in told[0]
    assert told[1].startswith("own.ipynb: there is no own.ipynb in workshops")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_kits_own_translations_are_up_to_date(tag: str) -> None:
    assert list_faults(WORKSHOPS / tag) == []
    left_out = {*list_notebooks(WORKSHOPS)} - {*list_notebooks(WORKSHOPS / tag)}
    assert left_out <= {"safety_pulse.ipynb"}  # without published words it is in no other language
