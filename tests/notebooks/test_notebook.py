"""One notebook, three roles: who runs which cells, and what is wrong with a notebook's shape."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from kit.errors import DefinitionError, ServerError
from kit.notebooks.notebook import (
    BEFOREHAND_TAGS,
    KNOWN_TAGS,
    ROLE_TAGS,
    Minutes,
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


# Who runs what


@given(st.lists(cells, max_size=12), st.sampled_from(list(Role)))
def test_no_role_ever_gets_another_roles_cell(written: list[NotebookNode], role: Role) -> None:
    others = ROLE_TAGS - {role.value}
    selected = select_cells(new_notebook(cells=written), role)
    for cell in selected:
        assert role.value in get_tags(cell) or not get_tags(cell) & others
    left_out = [cell for cell in written if not any(cell is each for each in selected)]
    for cell in left_out:
        assert get_tags(cell) & (others | BEFOREHAND_TAGS)
        assert role.value not in get_tags(cell)
    assert [cell.id for cell in selected] == [
        cell.id for cell in written if any(cell is each for each in selected)
    ]


@given(cells)
def test_a_cell_is_shared_exactly_when_every_role_gets_it_untagged(cell: NotebookNode) -> None:
    notebook = new_notebook(cells=[cell])
    assert is_shared(cell) == (not get_tags(cell) & (ROLE_TAGS | BEFOREHAND_TAGS))
    if is_shared(cell):
        assert all(select_cells(notebook, role) == [cell] for role in Role)


def test_each_role_gets_its_own_cells_in_the_order_of_the_notebook() -> None:
    notebook = new_notebook(cells=list_cells())
    shown = {role: [cell.source for cell in select_cells(notebook, role)] for role in Role}
    shared = ["# Small acts", "minutes: int = 5  # planned length", DEFINITION]
    assert shown[Role.PARTICIPANT] == [*shared, "room.form()", "Thank you."]
    assert shown[Role.SCREEN] == [*shared, 'kit.Bars(room.results, "kind")']
    assert shown[Role.FACILITATOR] == [
        shared[0],
        "Say hello.",
        *shared[1:],
        "room.console()",
        'kit.Bars(room.results, "kind")',
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


def test_words_keep_their_markup_and_lose_the_anchors() -> None:
    markup = render_words(words("## Debrief\n\nAsk **once**."))
    assert "<strong>once</strong>" in markup
    assert "anchor-link" not in markup
    assert "¶" not in markup


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


def test_a_notebook_that_is_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "jar.ipynb"
    for minutes in (5, 15):
        write_notebook(path, [code(f"minutes: int = {minutes}  # how long", "parameters")])
        assert read_minutes(path) == Minutes(minutes)
