from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.language import catalogue, scripts
from kit.language.catalogue import load_catalogue
from kit.language.scripts import list_words
from tests.language.test_catalogue import POLISH

CALLED = POLISH.replace('msgid "{n} answer"', '#: kit/widgets/jar.js\nmsgid "{n} answer"').replace(
    'msgctxt "button"', '#: kit/widgets/jar.js kit/form.py\nmsgctxt "button"'
)
JAR = frozenset({"kit/widgets/jar.js"})


@pytest.fixture(autouse=True)
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Polish alone; of its sentences two are said by a script."""
    tmp_path.joinpath("pl.po").write_text(CALLED, "utf-8")
    for module in (catalogue, scripts):
        monkeypatch.setattr(module, "HERE", tmp_path)
    kept = (load_catalogue, list_words, scripts._read_messages)
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


def test_a_script_gets_what_it_says_and_nothing_else() -> None:
    assert list_words("pl", JAR) == {
        "": "pl",
        "{n} answer": {
            "one": "{n} odpowiedź",
            "few": "{n} odpowiedzi",
            "many": "{n} odpowiedzi razem",
        },
        "button\x04Open": "Otwórz",
    }
    assert list_words("pl", frozenset()) == {"": "pl"}


def test_in_english_a_script_says_what_stands_in_it() -> None:
    assert list_words("en", JAR) == {}


def test_the_false_language_knows_what_every_script_says() -> None:
    assert list_words("en-XA", JAR) == {
        "": "en-XA",
        "{n} answer": {"one": "[{n} áñšwér~~]", "other": "[{n} áñšwérš~~]"},
        "button\x04Open": "[Ópéñ~]",
    }
