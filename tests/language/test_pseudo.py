from __future__ import annotations

from kit.language import _, ngettext, pgettext, use_language
from kit.language.pseudo import PSEUDO, stretch


def test_a_sentence_is_longer_accented_and_whole() -> None:
    said = stretch("Session {code} has <b class='end'>ended</b> &amp; gone.")
    assert said.startswith("[Šéššíóñ {code} háš <b class='end'>éñdéd</b> &amp; góñé.")
    assert said.endswith("~]")
    assert len(said) - len("Session {code} has <b class='end'>ended</b> &amp; gone.") == 2 + 24 // 3


def test_it_knows_every_sentence() -> None:
    with use_language(PSEUDO):
        assert _("Nobody has {what}.", what="it") == "[Ñóbódý háš it.~~~~]"
        assert ngettext("{n} answer", "{n} answers", 1) == "[1 áñšwér~~]"
        assert pgettext("state", "Open") == "[Ópéñ~]"
