"""Voila's templates are found where the packages are, or their absence is told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_path

from kit.errors import ServerError
from kit.server.jupyter_data import NEEDED, VARIABLE, add_templates


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packages in a folder of their own, as `pip install --target` leaves them."""
    for package, inside in NEEDED:
        (tmp_path / "target" / package).mkdir(parents=True)
        (tmp_path / "target" / package / "__init__.py").touch()
        (tmp_path / "target" / "share" / "jupyter" / inside).mkdir(parents=True)
    bare = tmp_path / "bare"
    monkeypatch.setattr("jupyter_core.paths.ENV_JUPYTER_PATH", [str(bare)])
    monkeypatch.setattr("jupyter_core.paths.SYSTEM_JUPYTER_PATH", [str(bare)])
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(bare))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "own"))
    monkeypatch.syspath_prepend(str(tmp_path / "target"))
    for package, _ in NEEDED:
        monkeypatch.delitem(sys.modules, package, raising=False)
    return tmp_path / "target"


def test_templates_beside_the_packages_are_found_behind_what_was_named(apart: Path) -> None:
    share = str(apart / "share" / "jupyter")
    add_templates()
    assert os.environ[VARIABLE].split(os.pathsep)[1:] == [share]
    assert share in jupyter_path()


def test_templates_that_are_nowhere_are_missed_in_words(apart: Path) -> None:
    for file in (apart / "share" / "jupyter").rglob("templates"):
        file.rmdir()
    with pytest.raises(ServerError, match=r"templates of voila are not where.*JUPYTER_PATH"):
        add_templates()


def test_where_jupyter_finds_them_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    add_templates()
    assert VARIABLE not in os.environ
