from __future__ import annotations

from pathlib import Path

import pytest

from kit.language import languages
from kit.language.languages import (
    Language,
    describe_language,
    find_language,
    list_languages,
    negotiate,
)

OFFERED = ["en", "de", "fr", "pt-BR"]


def test_a_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for tag in ("pt-BR", "ar"):
        tmp_path.joinpath(f"{tag}.po").touch()
    monkeypatch.setattr(languages, "HERE", tmp_path)
    list_languages.cache_clear()
    names = {each.tag: (each.name, each.direction) for each in list_languages()}
    list_languages.cache_clear()
    assert names == {
        "en": ("English", "ltr"),
        "pt-BR": ("Português (Brasil)", "ltr"),
        "ar": ("العربية", "rtl"),
    }


def test_a_language_is_found_by_its_tag() -> None:
    assert find_language("en") == Language("en", "English", "ltr")
    assert find_language("en-XA") is not None
    assert find_language("xx") is None
    assert find_language("../de") is None


@pytest.mark.parametrize("tag", ["", "x", "kit", "../de", "de/..", "de-de-de-de"])
def test_what_names_no_language_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        describe_language(tag)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("de", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("fr;q=0.3, de;q=0.7", "de"),
        ("PT-br", "pt-BR"),
        ("it, es", "en"),
        ("", "en"),
        ("*", "en"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("de;q=nan, fr;q=huge, de;q=2", "en"),
        (";;;,,,=", "en"),
        ("it," * 5000 + "de", "en"),
    ],
)
def test_a_browser_gets_what_it_likes_best(wanted: str, given: str) -> None:
    assert negotiate(wanted, OFFERED, "en") == given
