from playwright.sync_api import expect

from kit.widgets.leader_card import LeaderCard
from tests.widgets.conftest import Show

SCRIPT = "<script>alert(1)</script>"
LISTEN = """() => {
  window.told = [];
  document.addEventListener("kit-picture", ({ detail }) => window.told.push(detail));
}"""


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
