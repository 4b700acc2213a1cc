"""When scripts and styles are built, and when what is there will do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hatch_build import SOURCES, STAMP, hash_sources, is_built
from tests.places import ROOT


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of this tree's sources and of what was built from them."""
    for folder in (*SOURCES, STAMP.parent):
        left_out = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=left_out, dirs_exist_ok=True)
    return tmp_path


def test_this_very_tree_is_built_from_its_sources(tree: Path) -> None:
    assert is_built(tree)


@pytest.mark.parametrize(
    "source",
    [
        "kit/client/src/page.js",
        "kit/client/build.mjs",
        "kit/widgets/note.js",
        "kit/widgets/note.css",
        "kit/widgets/shared/field.js",
        "kit/server/assets/site.css",
    ],
)
def test_a_changed_source_is_built_anew(tree: Path, source: str) -> None:
    tree.joinpath(source).write_text("/* something else */")
    assert not is_built(tree)


@pytest.mark.parametrize("name", ["kit/widgets/static/note.js", "kit/server/static/manifest.json"])
def test_what_has_gone_is_built_anew(tree: Path, name: str) -> None:
    tree.joinpath(name).unlink()
    assert not is_built(tree)


def test_python_and_packages_of_node_call_for_no_new_build(tree: Path) -> None:
    before = hash_sources(tree)
    tree.joinpath("kit/widgets/note.py").write_text("")
    tree.joinpath("kit/client/node_modules").mkdir()
    tree.joinpath("kit/client/node_modules/some.js").write_text("")
    assert hash_sources(tree) == before
