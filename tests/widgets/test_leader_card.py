"""The leader's words: named, as they were typed, and as large as the stage lets them be."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize, expect

from kit.widgets.leader_card import LeaderCard
from tests.widgets.conftest import Show

SCRIPT = "<script>alert(1)</script>"
LISTEN = """() => {
  window.told = [];
  document.addEventListener("kit-picture", ({ detail }) => window.told.push(detail));
}"""

PLACE = ViewportSize(width=1280, height=420)
STAND = """() => document.querySelectorAll("#place, html, body").forEach((each) => {
  each.style.height = "100%";
  each.style.margin = "0";
})"""
CUT = """() => [...document.querySelectorAll("dt, dd, h2")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.top < -1 || box.bottom > innerHeight + 1;
}).map((each) => each.textContent)"""
LONG = "I let the deadline slip because I did not dare to ask anybody for help, and I am sorry."


def read_size(page: Page) -> float:
    size: float = page.get_by_role("definition").first.evaluate(
        "said => parseFloat(getComputedStyle(said).fontSize)"
    )
    return size


def test_few_words_are_a_large_quotation_and_many_are_never_cut(show: Show) -> None:
    page = show(LeaderCard(), viewport=PLACE)
    page.evaluate(STAND)
    sizes = []
    for texts in (["Calm."], [LONG] * 3):
        words = [{"question": "What I ask of you", "text": text} for text in texts]
        page.evaluate("words => window.change({ heading: 'Ada goes first', words })", words)
        expect(page.get_by_role("definition").last).to_be_visible()
        assert page.evaluate(CUT) == []
        sizes.append(read_size(page))
    assert sizes[0] > 1.5 * sizes[1]


def test_the_leaders_words_are_named_and_shown_as_they_were_typed(show: Show) -> None:
    words = [{"question": "What you saw", "text": SCRIPT}]
    page = show(LeaderCard(heading=f"{SCRIPT} goes first", words=words))
    expect(page.get_by_role("heading")).to_have_text(f"{SCRIPT} goes first")
    expect(page.get_by_role("definition")).to_have_text(SCRIPT)
    assert page.locator("main script").count() == 0


def test_it_takes_no_space_without_words_and_leads_the_stage_with_them(show: Show) -> None:
    page = show(LeaderCard())
    page.evaluate(LISTEN)
    expect(page.locator("main")).to_have_text("")
    expect(page.get_by_role("heading")).to_be_hidden()
    page.evaluate("window.change({ heading: 'Ada goes first' })")
    expect(page.get_by_role("heading")).to_be_visible()
    page.evaluate("window.change({ heading: '' })")
    told = [(each["ready"], each["standing"]) for each in page.evaluate("window.told")]
    assert told == [(True, "leads"), (False, "leads")]
