from __future__ import annotations

from pathlib import Path

import pytest

from kit.language import N_, NP_, _, catalogue, ngettext, pgettext, use_language
from kit.language.catalogue import load_catalogue

POLISH = """
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "{who} is here."
msgstr "{who} jest tutaj."

msgid "{n} answer"
msgid_plural "{n} answers"
msgstr[0] "{n} odpowiedź"
msgstr[1] "{n} odpowiedzi"
msgstr[2] "{n} odpowiedzi razem"

msgctxt "state"
msgid "Open"
msgstr "Otwarte"

msgctxt "button"
msgid "Open"
msgstr "Otwórz"

#, fuzzy
msgid "Thank you."
msgstr "Nie wiem."
"""  # noqa: E501


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth language is one file."""
    tmp_path.joinpath("pl.po").write_text(POLISH, "utf-8")
    monkeypatch.setattr(catalogue, "HERE", tmp_path)
    load_catalogue.cache_clear()


@pytest.mark.usefixtures("polish")
def test_a_sentence_is_said_in_the_language_that_counts() -> None:
    assert _("{who} is here.", who="Ola") == "Ola is here."
    with use_language("pl"):
        assert _("{who} is here.", who="{Ola}") == "{Ola} jest tutaj."
        with use_language("en"):
            assert _("{who} is here.", who="Ola") == "Ola is here."
        assert _("Nobody has written this.") == "Nobody has written this."
        assert _("") == ""
        assert _("{braces} stay") == "{braces} stay"


@pytest.mark.usefixtures("polish")
@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 odpowiedź"), (3, "3 odpowiedzi"), (12, "12 odpowiedzi razem")]
)
def test_a_number_has_the_form_of_its_language(n: int, said: str) -> None:
    assert ngettext("{n} answer", "{n} answers", 0) == "0 answers"
    assert ngettext("{n} answer", "{n} answers", 1) == "1 answer"
    with use_language("pl"):
        assert ngettext("{n} answer", "{n} answers", n) == said


@pytest.mark.usefixtures("polish")
def test_one_english_word_may_be_two_words_elsewhere() -> None:
    assert pgettext("state", "Open") == "Open"
    with use_language("pl"):
        assert pgettext("state", "Open") == "Otwarte"
        assert pgettext("button", NP_("button", "Open")) == "Otwórz"
        assert pgettext("door", "Open") == "Open"


@pytest.mark.usefixtures("polish")
def test_a_guessed_sentence_is_not_said() -> None:
    with use_language("pl"):
        assert _(N_("Thank you.")) == "Thank you."
