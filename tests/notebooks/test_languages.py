from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from kit.language import languages, use_language
from kit.language.languages import list_languages
from kit.notebooks.languages import (
    choose_language,
    find_language_folder,
    list_translated,
    read_language,
)


@pytest.fixture(autouse=True)
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An interface in English and German."""
    catalogues = tmp_path / "catalogues"
    catalogues.mkdir()
    catalogues.joinpath("de.po").touch()
    monkeypatch.setattr(languages, "HERE", catalogues)
    list_languages.cache_clear()
    yield
    monkeypatch.undo()
    list_languages.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one exercise in English, German and a language without a catalogue."""
    root = tmp_path / "workshops"
    for place, tag in ((root, ""), (root / "de", "de"), (root / "xx", "xx")):
        place.mkdir()
        notebook = nbformat.v4.new_notebook()
        if tag:
            notebook.metadata["kit"] = {"language": tag}
        nbformat.write(notebook, place / "welcome.ipynb")
    (root / "fr").mkdir()
    return root


def test_a_language_has_a_folder_inside_or_the_one_beside_all_others(folder: Path) -> None:
    assert find_language_folder(folder, "de") == folder / "de"
    for tag in ("", "en", "fr", "xx", "..", "de/.."):
        assert find_language_folder(folder, tag) == folder
    assert list_translated(folder) == ["de"]
    assert find_language_folder(folder / "de", "de") == folder / "de"


def test_a_session_speaks_the_language_of_the_page_it_is_begun_on(folder: Path) -> None:
    assert choose_language(folder, "") == ""
    with use_language("de"):
        assert choose_language(folder, "") == "de"
        assert choose_language(folder / "de", "fr") == "fr"


@pytest.mark.parametrize("told", ["xx", 7, None, ["de"], {"tag": "de"}])
def test_what_names_no_language_of_the_interface_is_none(folder: Path, told: object) -> None:
    assert read_language(folder / "de" / "welcome.ipynb") == "de"
    path = folder / "welcome.ipynb"
    assert read_language(path) == ""
    notebook = nbformat.read(path, as_version=4)
    for about in ({"language": told}, told):
        notebook.metadata["kit"] = about
        nbformat.write(notebook, path)
        assert read_language(path) == ""
    path.write_text("{", "utf-8")
    assert read_language(path) == ""
