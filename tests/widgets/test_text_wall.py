from __future__ import annotations

import re
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


def list_visible(page: Page) -> list[str]:
    return [each.inner_text() for each in page.get_by_role("listitem").all() if each.is_visible()]


def test_an_empty_wall_takes_no_space(show: Show) -> None:
    page = show(TextWall(title="What happened?"))
    assert page.evaluate("document.getElementById('place').offsetHeight") == 0


def test_sentences_stand_under_their_question_as_letters(show: Show) -> None:
    page = show(TextWall(title="What happened?", sentences=make_sentences("One.", SCRIPT)))
    expect(page.get_by_text("What happened?")).to_be_visible()
    assert list_visible(page) == ["One.", SCRIPT]
    assert page.evaluate("window.hacked") is None
    assert page.locator("#place b").count() == 0


def test_a_name_comes_below_its_sentence_once_and_as_letters(show: Show) -> None:
    named = [each | {"by": ""} for each in make_sentences("One.", "Two.")]
    page = show(TextWall(sentences=named))
    named[1]["by"] = SCRIPT
    for _ in range(2):  # also where something else changes later
        page.evaluate("all => window.change({ sentences: all })", named)
    rows = page.get_by_role("listitem")
    expect(rows.nth(1).locator(".kit-by")).to_have_text([SCRIPT])
    expect(rows.first.locator(".kit-by")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_where_not_all_fit_there_are_pages_and_a_button_turns_them(show: Show) -> None:
    many = make_sentences(*(f"{number} {LONG}" for number in range(40)))
    page = show(TextWall(title="What happened?", sentences=many[:3]))
    assert len(list_visible(page)) == 3
    button = page.get_by_role("button", name="Next page")
    expect(button).to_be_hidden()
    page.evaluate("all => window.change({ sentences: all })", many)
    pages = int(page.get_by_text(re.compile(r"^1 of \d+$")).inner_text().split()[-1])
    assert pages > 1
    seen = []
    for _ in range(pages):
        seen += [int(text.split()[0]) for text in list_visible(page)]
        button.click()
    assert seen == list(range(40))
    assert list_visible(page)[0].startswith("0 ")  # after the last comes the first


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
