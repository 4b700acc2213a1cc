from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.text_wall import TextWall

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

SCRIPT = "<script>window.hacked = true</script><b>bold</b>"
LONG = "She told me on Monday that the date would slip, and not on Friday when it was too late. "


def make_sentences(*words: str, start: int = 0) -> list[dict[str, object]]:
    return [{"id": number, "text": text} for number, text in enumerate(words, start)]


def limit(page: Page, height: int) -> None:
    """Give the wall a place of a certain height, as a screen does."""
    page.add_style_tag(content=f".kit-text-wall {{ max-height: {height}px; }}")
    page.evaluate("dispatchEvent(new Event('resize'))")


def list_visible(page: Page) -> list[str]:
    return [each.inner_text() for each in page.get_by_role("listitem").all() if each.is_visible()]


def get_size(page: Page) -> float:
    return float(
        page.get_by_role("listitem")
        .last.evaluate("(line) => getComputedStyle(line).fontSize")
        .removesuffix("px")
    )


def test_an_empty_wall_takes_no_space(show: Show) -> None:
    page = show(TextWall(title="What happened?"))
    assert page.evaluate("document.getElementById('place').offsetHeight") == 0


def test_sentences_stand_under_their_question_as_letters(show: Show) -> None:
    page = show(TextWall(title="What happened?", sentences=make_sentences("One.", SCRIPT)))
    expect(page.get_by_text("What happened?")).to_be_visible()
    assert list_visible(page) == ["One.", SCRIPT]
    assert page.evaluate("window.hacked") is None
    assert page.locator("#place b").count() == 0


def test_letters_shrink_before_a_sentence_has_to_go_and_the_newest_stays(show: Show) -> None:
    wall = TextWall(title="What happened?", sentences=make_sentences(LONG))
    page = show(wall, viewport={"width": 700, "height": 720})
    limit(page, 400)
    largest = get_size(page)
    assert largest > 30
    page.evaluate("all => window.change({ sentences: all })", make_sentences(*[LONG] * 3))
    assert 24 <= get_size(page) < largest
    assert len(list_visible(page)) == 3
    many = [f"{number} {LONG}" for number in range(9)]
    page.evaluate("all => window.change({ sentences: all })", make_sentences(*many))
    seen = list_visible(page)
    assert 2 <= len(seen) < 9
    assert seen[-1].startswith("8 ")
    assert get_size(page) == 24
    expect(page.get_by_text(f"and {9 - len(seen)} more on your phone")).to_be_visible()
    root = page.get_by_role("figure")
    assert root.evaluate("(root) => root.scrollHeight <= root.clientHeight")


def test_a_sentence_that_is_shown_later_comes_below_the_others_whatever_its_number(
    show: Show,
) -> None:
    page = show(TextWall(sentences=make_sentences("Five.", start=5)))
    both = [*make_sentences("One.", start=1), *make_sentences("Five.", start=5)]
    page.evaluate("all => window.change({ sentences: all })", both)
    assert list_visible(page) == ["Five.", "One."]
    page.evaluate("all => window.change({ sentences: all })", both[:1])
    assert list_visible(page) == ["One."]
    assert page.get_by_text("Five.").count() == 0


def test_only_new_sentences_fade_in_and_only_for_those_who_want_motion(show: Show) -> None:
    both = make_sentences("One.", "Two.")
    for motion, moving in (("no-preference", 1), ("reduce", 0)):
        page = show(TextWall(sentences=both[:1]), reduced_motion=motion)
        assert page.evaluate("document.getAnimations().length") == 0
        count = page.evaluate(
            "all => { window.change({ sentences: all }); return document.getAnimations().length }",
            both,
        )
        assert count == moving


def test_a_fault_is_told_in_the_walls_place(show: Show) -> None:
    page = show(TextWall(message="That did not work; nothing is lost."))
    expect(page.get_by_text("That did not work")).to_be_visible()
