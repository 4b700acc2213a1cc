"""`--fix` mends what needs no judgement, and nothing else in the file changes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kit.check.mending import CLEARED, ENCODED, TIDIED, UnmendedError, mend_notebook
from kit.check.notebook import find_faults
from kit.errors import DefinitionError
from tests.exercises import write_notebook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_notebook(tmp_path / "jar.ipynb")


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def write(path: Path, notebook: Any, **how: Any) -> bytes:
    path.write_text(json.dumps(notebook, **how), "utf-8")
    return path.read_bytes()


def test_a_notebook_in_good_shape_is_left_alone(path: Path) -> None:
    before, about = path.read_bytes(), path.stat()
    assert mend_notebook(path) == []
    assert (path.read_bytes(), path.stat()) == (before, about)


def test_outputs_and_the_state_of_widgets_are_cleared(path: Path) -> None:
    plain = read(path)
    notebook = read(path)
    notebook["cells"][3] |= {"outputs": [{"output_type": "stream"}], "execution_count": 3}
    notebook["metadata"]["widgets"] = {"state": {}}
    write(path, notebook)
    assert [str(each) for each in mend_notebook(path)] == [f"jar.ipynb, cell 4: {CLEARED}"]
    assert read(path) == plain
    assert find_faults(path) == []


def test_ids_tags_and_what_is_missing_are_put_right_and_all_else_stays(path: Path) -> None:
    notebook = read(path)
    notebook["cells"][0]["id"] = notebook["cells"][1]["id"]
    notebook["cells"][4] |= {"metadata": {"tags": "participant", "colab": {"x": 1}}}
    del notebook["cells"][5]["outputs"]
    notebook["cells"][6]["metadata"]["tags"] = ["facilitator,screen"]
    notebook["metadata"]["mine"] = {"a": [1, 2.5, None, "ä"]}
    write(path, notebook)
    told = {fault.cell for fault in mend_notebook(path) if fault.words == TIDIED}
    assert told == {2, 5, 6, 7}
    after = read(path)
    assert after["cells"][4]["metadata"] == {"tags": ["participant"], "colab": {"x": 1}}
    assert after["cells"][5]["outputs"] == []
    assert after["cells"][6]["metadata"]["tags"] == ["facilitator", "screen"]
    assert len({cell["id"] for cell in after["cells"]}) == 9
    assert after["metadata"] == notebook["metadata"]
    assert [cell["source"] for cell in after["cells"]] == [c["source"] for c in notebook["cells"]]
    assert find_faults(path) == []
    assert mend_notebook(path) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_says_its_encoding_is_written_in_utf_8(path: Path, encoding: str) -> None:
    plain = path.read_bytes()
    path.write_bytes(plain.decode().encode(encoding))
    assert [fault.words for fault in mend_notebook(path)] == [ENCODED]
    assert path.read_bytes() == plain


def test_a_guessed_encoding_an_older_format_and_a_broken_file_are_left_alone(path: Path) -> None:
    notebook = read(path)
    notebook["cells"][0]["source"] = "Größe"
    notebook["cells"][3]["execution_count"] = 3
    path.write_bytes(json.dumps(notebook, ensure_ascii=False).encode("cp1252"))
    before = path.read_bytes()
    assert mend_notebook(path) == []
    assert path.read_bytes() == before
    path.write_text('{"nbformat": 3, "metadata": {}, "worksheets": []}')
    assert mend_notebook(path) == []
    path.write_text("{broken")
    with pytest.raises(DefinitionError):
        mend_notebook(path)
    assert path.read_text() == "{broken"


def test_a_tag_that_cannot_be_read_stays_for_somebody_to_look_at(path: Path) -> None:
    notebook = read(path)
    notebook["cells"][4] |= {"metadata": {"tags": ["participant", 3]}, "execution_count": 1}
    del notebook["cells"][4]["outputs"]
    write(path, notebook)
    mend_notebook(path)
    assert read(path)["cells"][4]["metadata"] == {"tags": ["participant", 3]}
    assert [fault.cell for fault in find_faults(path) if fault.grave] == [5]


@pytest.mark.parametrize(
    "how", [{"indent": 1}, {"indent": 4}, {"indent": "\t"}, {}, {"ensure_ascii": False}]
)
def test_a_file_keeps_its_layout(path: Path, how: dict[str, Any]) -> None:
    notebook = read(path)
    notebook["cells"][0]["source"] = "# Mut"
    plain = write(path, notebook, **how)
    notebook["cells"][3]["execution_count"] = 3
    write(path, notebook, **how)
    assert mend_notebook(path)
    assert path.read_bytes() == plain


def test_line_ends_permissions_and_links_stay(path: Path, tmp_path: Path) -> None:
    notebook = read(path)
    notebook["cells"][3]["execution_count"] = 3
    path.write_bytes(json.dumps(notebook, indent=1).replace("\n", "\r\n").encode())
    path.chmod(0o640)
    link = tmp_path / "link.ipynb"
    link.symlink_to(path)
    mend_notebook(link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 20
    assert sorted(each.name for each in tmp_path.iterdir()) == ["jar.ipynb", "link.ipynb"]


def test_what_somebody_saves_meanwhile_is_not_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notebook = read(path)
    notebook["cells"][3]["execution_count"] = 3
    write(path, notebook)
    copy = shutil.copymode

    def save(*names: Path) -> None:
        path.write_text("saved by JupyterLab")
        os.utime(path, ns=(1, 1))
        copy(*names)

    monkeypatch.setattr(shutil, "copymode", save)
    with pytest.raises(UnmendedError, match="changed by another program"):
        mend_notebook(path)
    assert path.read_text() == "saved by JupyterLab"
    assert [each.name for each in tmp_path.iterdir()] == ["jar.ipynb"]


def test_a_file_that_cannot_be_written_is_named_and_stays_as_it_is(
    tmp_path: Path, path: Path
) -> None:
    notebook = read(path)
    notebook["cells"][3]["execution_count"] = 3
    before = write(path, notebook)
    (tmp_path / ".jar.ipynb.part").mkdir()  # stops also an account that may write everything
    with pytest.raises(UnmendedError, match=r"^jar\.ipynb cannot be written \(.*stays as it is"):
        mend_notebook(path)
    assert path.read_bytes() == before
