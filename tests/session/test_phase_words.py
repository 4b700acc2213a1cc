"""Every phase has its words, and no two phases the same ones."""

from __future__ import annotations

import pytest

from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase


def test_every_phase_has_its_words() -> None:
    assert list(PHASE_WORDS) == list(Phase)


@pytest.mark.parametrize("place", ["step", "stands", "screen", "phone", "button"])
def test_what_is_said_tells_one_phase_from_another(place: str) -> None:
    said = [getattr(words, place) for words in PHASE_WORDS.values()]
    said = [each for each in said if each]
    assert len({*said}) == len(said) >= 4


def test_the_last_phase_alone_has_no_button() -> None:
    silent = [phase for phase, words in PHASE_WORDS.items() if not words.button]
    assert silent == [Phase.DONE]
