"""A kernel in which a notebook is tried ends in every case, and says what it can."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil
import pytest

from kit.check.found import ENDLESS
from kit.notebooks.new_folder import plan_folder, write_files
from kit.server.kernels import trial
from kit.server.kernels.trial import ENDED, Trials, try_notebooks
from tests.exercises import DEFINITION, code, list_cells, write_notebook

HOLDS_ALL = "import re\nre.match('(a+)+b', 'a' * 60)"  # no other thread runs meanwhile
PARTS = """\
import kit
first = kit.Exercise("one", prompts=[kit.YesNo("now", "Now?")])
second = kit.Exercise("two", prompts=[kit.YesNo("then", "Then?")])
room = kit.join(first, second)"""


def list_children() -> set[psutil.Process]:
    """All processes below this one, those of other tests too."""
    return {*psutil.Process().children(recursive=True)}


def test_a_notebook_in_good_shape_gives_no_fault(tmp_path: Path) -> None:
    cells = list_cells(PARTS)
    cells[6] = code('kit.Bars(room.results, "then")', "facilitator", "screen")
    paths = [
        write_notebook(tmp_path / "jar.ipynb"),
        write_notebook(tmp_path / "parts.ipynb", cells),
    ]
    assert asyncio.run(try_notebooks(paths)) == []


def test_each_name_for_the_kit_is_understood(tmp_path: Path) -> None:
    renamed = [
        code(cell.source.replace("import kit", "import kit as k").replace("kit.", "k."), *tags)
        if cell.cell_type == "code"
        else cell
        for cell in list_cells()
        for tags in [cell.metadata.get("tags", [])]
    ]
    path = write_notebook(tmp_path / "jar.ipynb", renamed)
    assert asyncio.run(try_notebooks([path])) == []


def test_every_cell_of_a_page_is_tried_and_told_once(tmp_path: Path) -> None:
    wrong = [code('kit.Bars(room.results, "knid")', "facilitator", "screen") for _ in range(2)]
    path = write_notebook(tmp_path / "jar.ipynb", [*list_cells()[:6], *wrong])
    found = asyncio.run(try_notebooks([path]))
    assert [(fault.cell, fault.line) for fault in found] == [(7, 1), (8, 1)]


def test_a_fault_of_the_phones_leaves_the_other_pages_to_be_tried(tmp_path: Path) -> None:
    cells = list_cells()
    cells[4] = code("room.form()\n1 / 0", "participant")
    cells[6] = code('kit.Bars(room.results, "knid")', "screen")
    found = asyncio.run(try_notebooks([write_notebook(tmp_path / "jar.ipynb", cells)]))
    assert [(fault.cell, fault.line) for fault in found] == [(5, 2), (7, 1)]


@pytest.mark.parametrize(
    ("line", "told"),
    [("import os; os._exit(3)", ENDED), (HOLDS_ALL, ENDLESS.format("0.5"))],
    ids=["ends", "holds everything up"],
)
def test_a_kernel_that_says_nothing_more_is_told_and_ended(
    tmp_path: Path, line: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "GRACE", 0.5)
    path = write_notebook(tmp_path / "jar.ipynb", [code(line), *list_cells(DEFINITION)])
    seconds = 20.0 if told == ENDED else 0.5
    before = list_children()
    found = asyncio.run(try_notebooks([path], seconds))
    assert [str(fault) for fault in found] == [f"jar.ipynb: {told}"]
    assert len(list_children() - before) <= 1  # the fork server itself


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('story = ["A tale."', "rehearsal/small-acts.toml, line 1: the list has no end."),
        ('\nstorry = ["A tale."]', "line 2, 'storry': 'small-acts' asks nothing of this name."),
    ],
)
def test_what_simulated_people_cannot_say_is_told_with_its_file_and_line(
    tmp_path: Path, text: str, told: str
) -> None:
    path = write_notebook(tmp_path / "jar.ipynb")
    (tmp_path / "rehearsal").mkdir()
    (tmp_path / "rehearsal" / "small-acts.toml").write_text(text)
    [fault] = asyncio.run(try_notebooks([path]))
    assert fault.file == "rehearsal/small-acts.toml"
    assert told in str(fault)


def test_one_after_the_other_is_tried_and_says_what_it_asks(tmp_path: Path) -> None:
    write_files(plan_folder(tmp_path, blank="my-topic"))
    good, left = tmp_path / "my_topic.ipynb", 'open("left.txt", "w").close()'
    bad = write_notebook(tmp_path / "jar.ipynb", list_cells(f"{left}\n{DEFINITION}\nnobody"))

    async def scenario() -> None:
        trials = Trials(memory=0)
        trials.prepare()
        found = await trials.run(good)
        [asked] = found.asks
        assert (asked["slug"], asked["prompts"][0]["name"]) == ("my-topic", "helps")
        assert found.faults == ()
        [fault] = (await trials.run(bad)).faults
        assert str(fault).startswith("jar.ipynb, cell 4, line 11: the name 'nobody' is not known")
        trials.prepare()
        await trials.close()

    before = list_children()
    asyncio.run(scenario())
    assert len(list_children() - before) <= 1
    assert (tmp_path / "left.txt").exists()  # it stood in its own folder
