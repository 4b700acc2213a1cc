"""Notebooks from other hands are read as far as they can be, and otherwise named with the cause."""

# Holds kit/notebooks/unreadable.py too: what cannot be read is met while reading.
# Holds kit/notebooks/cell_parts.py too: the parts of a cell are read with its notebook.

from __future__ import annotations

import codecs
import json
import os
import socket
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_notebook

from kit.errors import DefinitionError
from kit.notebooks.notebook import get_tags
from kit.notebooks.reading import Remark, read_notebook
from tests.exercises import code, list_cells, words, write_notebook

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_notebook(tmp_path / "jar.ipynb")


def change(path: Path, how: Change) -> Path:
    notebook = json.loads(path.read_text("utf-8"))
    how(notebook)
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def set_of_all(name: str, value: Any) -> Change:
    def how(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            cell[name] = value

    return how


def without(name: str) -> Change:
    def how(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            cell.pop(name, None)

    return how


def read_sources(path: Path) -> list[str]:
    return [cell.source for cell in read_notebook(path).notebook.cells]


SOURCES = [cell.source for cell in list_cells()]


# Read as it is meant


@pytest.mark.parametrize(
    "how",
    [
        without("id"),
        set_of_all("id", "same"),
        set_of_all("id", "ü" * 3),
        set_of_all("id", 7),
        without("outputs"),
        without("execution_count"),
        set_of_all("attachments", "none"),
        lambda notebook: notebook["metadata"].update(kernelspec={"name": "ir", "language": "R"}),
        lambda notebook: notebook["metadata"].update(kernelspec={"name": "conda-env-x-py"}),
        lambda notebook: notebook["metadata"].update(widgets={}),
        lambda notebook: notebook.update(nbformat_minor=9),
        lambda notebook: notebook.update(nbformat_minor=0),
        lambda notebook: notebook.update(nbformat="4"),
        lambda notebook: notebook.update(metadata=None),
        lambda notebook: notebook.pop("nbformat"),
    ],
)
def test_what_another_tool_wrote_otherwise_is_read_without_a_word_of_python(
    path: Path, how: Change, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_sources(change(path, how)) == SOURCES
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("form", [1, 2, 3])
def test_an_older_format_is_read_without_a_word_of_python(
    path: Path, form: int, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    old: dict[str, Any] = {"nbformat": form, "nbformat_minor": 0, "metadata": {"name": "Jar"}}
    cell: dict[str, Any] = {"cell_type": "code", "input": "x = 1", "code": "x = 1"}
    sheet = {"cells": [{**cell, "outputs": [], "language": "python", "metadata": {}}]}
    cell["prompt_number"] = "three" if form == 3 else 3  # nbformat would log that it is no number
    old |= {"cells": [cell]} if form == 1 else {"worksheets": [sheet]}
    path.write_text(json.dumps(old), "utf-8")
    assert read_sources(path) == ["x = 1"]
    assert (caplog.records, list(recwarn)) == ([], [])


def test_each_cell_has_an_id_of_its_own_and_keeps_a_good_one(path: Path) -> None:
    change(path, lambda notebook: notebook["cells"][1].update(id=notebook["cells"][0]["id"]))
    before = [cell["id"] for cell in json.loads(path.read_text("utf-8"))["cells"]]
    reading = read_notebook(path)
    after = [cell.id for cell in reading.notebook.cells]
    assert len(set(after)) == len(after)
    assert [old == new for old, new in zip(before, after, strict=True)].count(False) == 1
    assert reading.remarks == (Remark(2, "its id is another cell's too"),)


@pytest.mark.parametrize(
    ("tags", "read", "damage"),
    [
        ("participant", {"participant"}, False),
        ("facilitator, screen", {"facilitator", "screen"}, False),
        (["facilitator,screen"], {"facilitator", "screen"}, False),
        ([" participant "], {"participant"}, False),
        (["participant", "participant"], {"participant"}, False),
        (None, set(), False),
        (["participant", 3], {"participant"}, True),
        ([["participant"]], set(), True),
        ({"participant": True}, set(), True),
        (7, set(), True),
    ],
)
def test_tags_of_the_wrong_type_are_read_or_told(
    path: Path, tags: object, read: set[str], damage: bool
) -> None:
    change(path, lambda notebook: notebook["cells"][4].update(metadata={"tags": tags}))
    reading = read_notebook(path)
    assert get_tags(reading.notebook.cells[4]) == read
    assert [(each.cell, each.damage) for each in reading.remarks] == [(5, damage)]


@pytest.mark.parametrize("kind", ["heading", None, 3])
def test_a_cell_of_an_unknown_kind_is_told(path: Path, kind: object) -> None:
    reading = read_notebook(change(path, lambda n: n["cells"][0].update(cell_type=kind)))
    assert [(each.cell, each.damage) for each in reading.remarks] == [(1, True)]
    assert [cell.source for cell in reading.notebook.cells] == SOURCES


def test_a_damaged_text_is_told_and_the_others_are_read(path: Path) -> None:
    reading = read_notebook(change(path, lambda n: n["cells"][0].update(source=[3])))
    assert [(each.cell, each.damage) for each in reading.remarks] == [(1, True)]
    assert [cell.source for cell in reading.notebook.cells] == ["", *SOURCES[1:]]


def test_outputs_are_left_out_and_told_by_their_cells(path: Path) -> None:
    change(path, lambda n: n["cells"][3].update(outputs=[{"anything": 1}], execution_count=2))
    reading = read_notebook(path)
    assert reading.ran == (4,)
    assert not [cell for cell in reading.notebook.cells if cell.get("outputs")]


def test_pictures_that_were_pasted_are_kept(path: Path) -> None:
    pasted = {"a.png": {"image/png": "AAAA"}, "b.png": 3}
    change(path, lambda n: n["cells"][0].update(attachments=pasted))
    (first, *_) = read_notebook(path).notebook.cells
    assert first.attachments == {"a.png": {"image/png": "AAAA"}}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_encoding_gives_the_same_words(tmp_path: Path, encoding: str) -> None:
    notebook = new_notebook(cells=[words("# Größe")])
    path = tmp_path / "Größe.ipynb"
    path.write_bytes(nbformat.writes(notebook).encode(encoding))
    assert read_sources(path) == ["# Größe"]
    assert len(read_notebook(path).remarks) == 1


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "jar.ipynb"
    text = nbformat.writes(new_notebook(cells=[code("x = 1\r\ny = 2")]))
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert read_sources(path) == ["x = 1\r\ny = 2"]


# Named with the cause and the cure


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is empty. Delete it"),
        (b" \n\0", "it is empty. Delete it"),
        (b"PK\x03\x04\xff\0", "it is no text"),
        (codecs.BOM_UTF16_LE + b"{", "it is no text"),
        (b"<!DOCTYPE html><html></html>", "it is a web page. Download the notebook itself"),
        (b"# %%\nimport kit", "its text is not that of a notebook"),
        (b'{"cells": [\n\n', "it breaks off in line 3. Take it from a backup"),
        (b'{"cells": [\n{]}', "line 2 is not a readable notebook: its JSON is damaged there"),
        (
            b'{"cells": [\n<<<<<<< HEAD\n],\n=======\n]}',
            "line 2 is not a readable notebook: git has left both versions of a conflict in it. "
            "Keep one: git checkout --ours jar.ipynb",
        ),
        (b"[1, 2]", "its text is not that of a notebook|what it holds is no notebook"),
        (b'{"cells": 3}', "it has no list of cells"),
        (b'{"cells": [3]}', "it has no list of cells"),
        (b'{"a": 1}', "it does not say which notebook format it has"),
        (b'{"nbformat": 5, "cells": []}', "written in notebook format 5, which is newer"),
        (b'{"nbformat": 3, "worksheets": 4}', "its old format 3 cannot be converted"),
        (b"[" * 100_000, "its text is not that of a notebook|has no end"),
        (b'{"cells": [' + b"[" * 100_000, "has no end"),
        (b'{"nbformat": ' + b"4" * 5000 + b"}", "has no end"),
        (b'{"cells": [' + b'{"cell_type": "raw"}, ' * 501, "more than 500 cells"),
        (b" " * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=lambda given: str(given)[:30],
)
def test_a_file_that_cannot_be_read_is_named_with_its_cause(
    path: Path, content: bytes, told: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(DefinitionError, match=rf"^jar\.ipynb.*({told})") as raised:
        read_notebook(path)
    assert len(str(raised.value)) < 300
    assert path.read_bytes() == content


def test_what_is_no_file_is_named_with_its_cause(tmp_path: Path) -> None:
    folder, link, missing = (tmp_path / f"{name}.ipynb" for name in ("dir", "link", "gone"))
    folder.mkdir()
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(DefinitionError, match=r"dir\.ipynb .*it is a folder\. Rename"):
        read_notebook(folder)
    with pytest.raises(DefinitionError, match=r"link\.ipynb .*a link to a file that is not there"):
        read_notebook(link)
    with pytest.raises(DefinitionError, match=r"gone\.ipynb is not in .* off the agenda"):
        read_notebook(missing)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_what_would_hang_or_is_a_socket_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.ipynb"
    os.mkfifo(pipe)
    with pytest.raises(DefinitionError, match="it is no file"):
        read_notebook(pipe)
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "s.ipynb"))
        with pytest.raises(DefinitionError, match="it is no file"):
            read_notebook(tmp_path / "s.ipynb")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_is_told(path: Path) -> None:
    path.chmod(0)
    with pytest.raises(DefinitionError, match="does not let this account read it"):
        read_notebook(path)
