from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from kit.language import get_language, set_usual, use_language
from kit.language.current import ENGLISH, enter_language


@pytest.fixture
def german() -> Iterator[None]:
    """A process that speaks German."""
    set_usual("de")
    yield
    set_usual(ENGLISH)


def test_english_is_spoken_where_nobody_has_chosen() -> None:
    assert get_language() == "en"


@pytest.mark.usefixtures("german")
def test_what_is_done_for_somebody_is_said_in_their_language() -> None:
    assert get_language() == "de"
    with use_language("fr"):
        assert get_language() == "fr"
        with use_language(""):
            assert get_language() == "de"
        assert get_language() == "fr"
    assert get_language() == "de"


async def answer(tag: str, both: asyncio.Barrier) -> str:
    enter_language(tag)
    async with both:
        return get_language()


async def answer_two() -> tuple[str, str]:
    both = asyncio.Barrier(2)
    german, french = await asyncio.gather(answer("de", both), answer("fr", both))
    return german, french


def test_two_requests_at_once_speak_a_language_each() -> None:
    assert asyncio.run(answer_two()) == ("de", "fr")
    assert get_language() == "en"
