"""One notebook, three roles: who runs which cells, and what is wrong with a notebook's shape."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from kit.errors import DefinitionError, ServerError
from kit.notebooks.notebook import (
    KNOWN_TAGS,
    ROLE_TAGS,
    Minutes,
    find_faults,
    get_tags,
    is_shared,
    list_notebooks,
    load_notebook,
    read_minutes,
    render_words,
    select_cells,
)
from kit.session.session import Role
from tests.exercises import DEFINITION, code, list_cells, words, write_notebook

tags = st.lists(st.sampled_from(sorted(KNOWN_TAGS)), max_size=4, unique=True)
cells = st.builds(lambda make, tags: make("", *tags), st.sampled_from([code, words]), tags)


def find_faults_of(tmp_path: Path, cells: list[NotebookNode]) -> list[str]:
    return list(find_faults(write_notebook(tmp_path / "jar.ipynb", cells)))


# Who runs what


@given(st.lists(cells, max_size=12), st.sampled_from(list(Role)))
def test_no_role_ever_gets_another_roles_cell(written: list[NotebookNode], role: Role) -> None:
    others = ROLE_TAGS - {role.value}
    selected = select_cells(new_notebook(cells=written), role)
    for cell in selected:
        assert role.value in get_tags(cell) or not get_tags(cell) & others
    left_out = [cell for cell in written if not any(cell is each for each in selected)]
    assert all(get_tags(cell) & others and role.value not in get_tags(cell) for cell in left_out)
    assert [cell.id for cell in selected] == [
        cell.id for cell in written if any(cell is each for each in selected)
    ]


@given(cells)
def test_a_cell_is_shared_exactly_when_every_role_gets_it_untagged(cell: NotebookNode) -> None:
    notebook = new_notebook(cells=[cell])
    assert is_shared(cell) == (not get_tags(cell) & ROLE_TAGS)
    if is_shared(cell):
        assert all(select_cells(notebook, role) == [cell] for role in Role)


def test_each_role_gets_its_own_cells_in_the_order_of_the_notebook() -> None:
    notebook = new_notebook(cells=list_cells())
    shown = {role: [cell.source for cell in select_cells(notebook, role)] for role in Role}
    shared = ["# Small acts", "minutes: int = 5  # planned length", DEFINITION]
    assert shown[Role.PARTICIPANT] == [*shared, "room.form()", "Thank you."]
    assert shown[Role.SCREEN] == [*shared, 'kit.bars(room.results, "kind")']
    assert shown[Role.FACILITATOR] == [
        shared[0],
        "Say hello.",
        *shared[1:],
        "room.console()",
        'kit.bars(room.results, "kind")',
        "What surprised you?",
    ]


# Reading a folder


def test_a_folder_lists_its_notebooks_by_name(tmp_path: Path) -> None:
    for name in ("2_jar.ipynb", "1_welcome.ipynb", "notes.txt"):
        (tmp_path / name).write_text("{}")
    assert list_notebooks(tmp_path) == ["1_welcome.ipynb", "2_jar.ipynb"]


def test_a_missing_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="There is no folder"):
        list_notebooks(tmp_path / "nowhere")
    with pytest.raises(ServerError, match="holds no notebooks"):
        list_notebooks(tmp_path)


def test_a_missing_notebook_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"jar\.ipynb is not in .* off the agenda"):
        load_notebook(tmp_path / "jar.ipynb")


@pytest.mark.parametrize("content", ["", "no notebook", "[1, 2]", '{"cells": 3}', "\x00\xff"])
def test_a_broken_file_is_named_with_its_cure(tmp_path: Path, content: str) -> None:
    path = tmp_path / "jar.ipynb"
    path.write_text(content, encoding="utf-8")
    cure = r"jar\.ipynb is not a readable notebook\. Open it in JupyterLab"
    with pytest.raises(DefinitionError, match=cure):
        load_notebook(path)
    assert [fault for fault in find_faults(path) if fault.startswith("jar.ipynb is not a readable")]


def test_words_keep_their_markup_and_lose_the_anchors() -> None:
    markup = render_words(words("## Debrief\n\nAsk **once**."))
    assert "<strong>once</strong>" in markup
    assert "anchor-link" not in markup
    assert "¶" not in markup


# Faults


def test_a_notebook_as_it_should_be_has_no_faults(tmp_path: Path) -> None:
    assert list(find_faults(write_notebook(tmp_path / "jar.ipynb"))) == []


def test_an_unknown_tag_is_named_with_the_tags_there_are(tmp_path: Path) -> None:
    faults = find_faults_of(tmp_path, [*list_cells(), words("Psst", "facilitater")])
    assert faults == [
        "jar.ipynb, cell 10: the tag 'facilitater' is unknown. "
        "Use one of facilitator, parameters, participant, screen."
    ]


def test_outputs_are_to_be_cleared(tmp_path: Path) -> None:
    ran = code("1")
    ran.outputs = [new_output("stream", text="1")]
    counted = code("2")
    counted.execution_count = 3
    faults = find_faults_of(tmp_path, [*list_cells(), ran, counted])
    assert faults == [
        f"jar.ipynb, cell {number}: it holds outputs. Clear all outputs and save."
        for number in (10, 11)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "minutes = 5",
        "minutes: int = 5",
        "minutes: int = 5  #",
        "Minutes: int = 5  # planned length",
        "print('hello')  # planned length",
    ],
)
def test_a_parameter_line_of_another_shape_is_quoted(tmp_path: Path, line: str) -> None:
    faults = find_faults_of(tmp_path, [*list_cells(), code(f"# Settings\n\n{line}", "parameters")])
    assert faults == [
        f"jar.ipynb, cell 10: the parameter line {line!r} should read "
        "'name: type = value  # what it is for'."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "minutes: int = 5  # planned length",
        'title: str = "A # in words"   # shown on top',
        "most: int | None = None  # no limit",
        "kinds: list[str] = ['a']  # what is asked",
    ],
)
def test_a_parameter_line_as_it_should_be_is_no_fault(tmp_path: Path, line: str) -> None:
    assert find_faults_of(tmp_path, [*list_cells(), code(line, "parameters")]) == []


def test_a_notebook_that_joins_nothing_is_told_what_to_add(tmp_path: Path) -> None:
    tagged = [words("# Jar"), code(DEFINITION, "facilitator"), *list_cells()[4:]]
    assert find_faults_of(tmp_path, tagged) == [
        "jar.ipynb: no shared cell calls kit.join(exercise). "
        "Add room = kit.join(exercise) to an untagged code cell."
    ]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (4, "jar.ipynb: no cell tagged 'participant' calls room.form(). Add one."),
        (5, "jar.ipynb: no cell tagged 'facilitator' calls room.console(). Add one."),
    ],
)
def test_a_notebook_without_a_form_or_a_console_is_told_which(
    tmp_path: Path, place: int, fault: str
) -> None:
    written = list_cells()
    del written[place]
    assert find_faults_of(tmp_path, written) == [fault]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(find_faults_of(tmp_path, [code("x = 1", "parameters", "secret")])) == 5


@pytest.mark.parametrize("part", ["outputs", "execution_count", "metadata", "source"])
def test_a_cell_that_another_tool_has_left_half_written_is_told(tmp_path: Path, part: str) -> None:
    path = write_notebook(tmp_path / "jar.ipynb")
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell.pop(part, None)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert all(fault.startswith("jar.ipynb") for fault in find_faults(path))


def test_a_notebook_of_an_older_format_is_read_as_it_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "jar.ipynb"
    old = nbformat.v4.downgrade(new_notebook(cells=[words("# Jar"), code("1")]))
    nbformat.write(old, path)
    assert [cell.source for cell in load_notebook(path).cells] == ["# Jar", "1"]


def test_a_misspelt_role_does_not_make_a_cell_everybodys() -> None:
    cell = nbformat.v4.new_code_cell("room.console()", metadata={"tags": ["facilitater"]})
    other = nbformat.v4.new_code_cell("1", metadata={"tags": ["hide-input"]})
    with pytest.raises(DefinitionError, match="Did you mean 'facilitator'"):
        select_cells(nbformat.v4.new_notebook(cells=[other, cell]), Role.PARTICIPANT)
    assert select_cells(nbformat.v4.new_notebook(cells=[other]), Role.PARTICIPANT) == [other]


# Numbers and brackets without end


@pytest.mark.parametrize(
    "value",
    [
        "9" * 5000,
        "0x" + "f" * 9000,
        "(" * 4000 + "1" + ")" * 4000,
        "-" * 9000 + "1",
        "1" + "+1" * 4500,
        "a" + ".a" * 4500,
        "481",
        "0",
    ],
    ids=lambda value: value[:6],
)
def test_parameters_without_end_are_told_by_their_cell_and_plan_no_minutes(
    tmp_path: Path, value: str
) -> None:
    path = tmp_path / "jar.ipynb"
    source = f"minutes: int = {value}  # how long"
    write_notebook(path, [code(source, "parameters"), code(DEFINITION)])
    assert read_minutes(path) == Minutes()
    told = [fault for fault in find_faults(path) if "jar.ipynb, cell 1: " in fault]
    assert told or value.startswith(("-", "1+", "a."))  # Python may be able to read those
    assert all(len(fault) < 400 for fault in told)


def test_a_notebook_that_is_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "jar.ipynb"
    for minutes in (5, 15):
        write_notebook(path, [code(f"minutes: int = {minutes}  # how long", "parameters")])
        assert read_minutes(path) == Minutes(minutes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[" * 100_000, "not a readable notebook"),
        ('{"cells": [], "nbformat": ' + "4" * 5000 + "}", "not a readable notebook"),
        ('{"cells": [' + '{"cell_type": "raw"}, ' * 501, "more than 500 cells"),
        (" " * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=["brackets", "digits", "cells", "size"],
)
def test_a_file_without_end_is_told_by_its_name(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "jar.ipynb"
    path.write_text(content, "utf-8")
    with pytest.raises(DefinitionError, match=told):
        load_notebook(path)
    assert [told in fault for fault in find_faults(path)] == [True]
