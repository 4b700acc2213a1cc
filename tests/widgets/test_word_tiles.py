from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.word_tiles import WordTiles

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

WORDS = [{"text": "calm", "count": 3}, {"text": "<b>tired</b>", "count": 1}]


def measure(page: Page, word: str) -> float:
    tile = page.locator("#place li").filter(has_text=word).first
    return float(tile.evaluate("(tile) => parseFloat(getComputedStyle(tile).fontSize)"))


def test_no_words_take_no_space(show: Show) -> None:
    page = show(WordTiles(title="One word"))
    assert page.evaluate("document.getElementById('place').offsetHeight") == 0


def test_a_word_said_more_often_is_larger_and_the_table_says_how_often(show: Show) -> None:
    page = show(WordTiles(title="One word", words=WORDS))
    assert measure(page, "calm") > measure(page, "tired")
    table = page.get_by_role("table", name="One word")
    rows = [row.inner_text().split("\t") for row in table.get_by_role("row").all()]
    assert rows == [["Word", "Times said"], ["calm", "3"], ["<b>tired</b>", "1"]]
    assert page.locator("#place b").count() == 0


def test_a_word_that_is_hidden_again_goes_and_what_was_said_most_stands_first(show: Show) -> None:
    page = show(WordTiles(title="One word", words=WORDS))
    page.evaluate("all => window.change({ words: all })", [{"text": "new", "count": 1}, *WORDS[:1]])
    words = page.locator("#place li bdi").all_inner_texts()
    assert words == ["calm", "new"]
    expect(page.get_by_role("row").filter(has_text="tired")).to_have_count(0)


def test_letters_shrink_until_all_words_fit(show: Show) -> None:
    many = [{"text": f"word {number}", "count": 1 + number % 3} for number in range(20)]
    page = show(WordTiles(title="One word", words=many[:2]), viewport={"width": 700, "height": 720})
    large = measure(page, "word 0")
    page.evaluate("all => window.change({ words: all })", many)
    assert 16 <= measure(page, "word 18") < large
    assert page.locator("#place li:visible").count() == 20


def test_only_new_words_fade_in_and_only_for_those_who_want_motion(show: Show) -> None:
    for motion, moving in (("no-preference", 1), ("reduce", 0)):
        page = show(WordTiles(words=WORDS[:1]), reduced_motion=motion)
        count = page.evaluate(
            "all => { window.change({ words: all }); return document.getAnimations().length }",
            WORDS,
        )
        assert count == moving


def test_where_not_all_fit_what_was_said_most_is_on_the_first_page(show: Show) -> None:
    many = [{"text": f"a longer word {number}", "count": 1 + number % 2} for number in range(160)]
    page = show(WordTiles(title="One word", words=many), viewport={"width": 700, "height": 720})
    first = page.locator("#place bdi:visible").all_inner_texts()
    assert 5 < len(first) < 160
    expect(page.get_by_text("1 of ")).to_be_visible()
    assert all(int(word.split()[3]) % 2 for word in first[:40])
    expect(page.get_by_role("row")).to_have_count(161)
