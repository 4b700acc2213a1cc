"""A name below one's own sentence: offered on the phone that sent it, shown on every page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, Request, ViewportSize, expect

from kit.exercise.claims import hash_key, make_key
from kit.gate.publication import submit
from kit.session.session import Phase
from kit.store import Store, open_store
from tests.browser.accessibility import find_violations
from tests.browser.conftest import OpenPage, Serve, open_with_key
from tests.browser.people import join, open_console, open_screen, press
from tests.browser.windows import resize
from tests.places import WORKSHOPS
from tests.store.sample import add_seats

OWN = ("Somebody to look over an offer with me.", "Half an hour to practise a talk.")
TITLE = "A name below a sentence"
NAME = "<b>Ada</b> \u05e2\u05d3\u05d4"
CLAIM = "You sent a name for your sentence, and its key, without the cookie of your seat"


def others_write(store: Store, tokens: list[str], round_id: int) -> None:
    """Everybody else sends an ask that may be shown, and keeps a key."""
    for place, token in enumerate(tokens):
        said = {"text": f"An hour of help {place}.", "share": True, "mark": hash_key(make_key())}
        submit(store, round_id, token, {"ask": said})


def write(phone: Page, sentence: str) -> None:
    ask = phone.locator('[data-prompt="ask"]')
    ask.get_by_role("textbox").fill(sentence)
    ask.get_by_role("checkbox").check(force=True)
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()


def open_fold(phone: Page) -> Page:
    fold = phone.locator(".kit-claim-fold")
    if fold.get_attribute("open") is None:
        fold.get_by_text(TITLE, exact=True).click()
    return fold  # type: ignore[return-value]


def count_keys(phone: Page) -> int:
    return int(
        phone.evaluate(
            "Object.keys(sessionStorage).filter((name) => name.startsWith('kit-key')).length"
        )
    )


def claim(phone: Page) -> list[Request]:
    """Put a name below a sentence, wrong first: it asks for one, and says that it is for good."""
    sent: list[Request] = []
    phone.on("request", lambda each: sent.append(each) if "/claim" in each.url else None)
    fold = open_fold(phone)
    fold.get_by_role("button", name="This is mine").click()
    expect(fold.get_by_text("It cannot be undone.")).to_be_visible()
    put = fold.get_by_role("button", name="Put my name below it")
    put.click()
    expect(fold.get_by_role("alert")).to_have_text("Write the name that is to stand below it.")
    fold.get_by_label("Your name").fill("x" * 200)
    put.click()
    expect(fold.get_by_text("Please shorten this by 160 to 40 characters.")).to_be_visible()
    both = [ViewportSize(width=360, height=740), ViewportSize(width=320, height=560)]
    for size in both:
        resize(phone, size)
        assert find_violations(phone) == []
    resize(phone, both[0])
    fold.get_by_label("Your name").fill(NAME)
    put.click()
    expect(fold.get_by_role("status")).to_have_text("Your name stands below it now.")
    return sent


def test_one_phone_claims_its_sentence_and_the_other_cannot(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder, data = tmp_path / "workshop", tmp_path / "kit.db"
    folder.mkdir()
    shutil.copy(WORKSHOPS / "give_ask_say.ipynb", folder)
    server = serve("serve", str(folder), "--data", str(data))
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    store = open_store(data)
    tokens = add_seats(store, server.code, 8)
    press(console, "Open")
    press(console, "Leader has gone first")
    for phone, sentence in zip(phones, OWN, strict=True):
        write(phone, sentence)
        assert count_keys(phone) == 1
    current = store.get_round(server.code)
    assert current.phase is Phase.OPEN
    others_write(store, tokens, current.id)
    store.close()
    press(console, "Close")
    rows = console.get_by_role("listitem")
    for sentence in (*OWN, "An hour of help 3."):
        rows.filter(has_text=sentence).get_by_role("button", name="Show", exact=True).click()
    for phone in phones:
        expect(phone.locator(".kit-claim-fold")).to_be_hidden()
    press(console, "Reveal")

    # What lies on the table is the same on both, until somebody opens it.
    for page in (screen, *phones):
        for sentence in OWN:
            expect(page.get_by_text(sentence).first).to_be_visible()
    closed = [phone.locator(".kit-claim-fold").inner_html() for phone in phones]
    assert closed[0] == closed[1]
    for phone, own, other in zip(phones, OWN, OWN[::-1], strict=True):
        fold = open_fold(phone)
        expect(fold.get_by_text(own)).to_be_visible()
        expect(fold.get_by_role("button", name="This is mine")).to_have_count(1)
        expect(fold.get_by_text(other)).to_have_count(0)
    for page in (console, screen):
        assert "This is mine" not in page.content()

    sent = claim(phones[0])
    assert len(sent) == 3
    assert not any("cookie" in each.all_headers() for each in sent)
    for page in (console, screen, *phones):
        shown = page.get_by_text(NAME, exact=True).locator("visible=true")
        expect(shown.first).to_be_visible()
    expect(screen.locator(".kit-market .kit-by", has_text=NAME)).to_be_visible()
    assert count_keys(phones[0]) == 0
    listed = phones[0].locator("details").filter(has_text="What left this phone")
    listed.get_by_text("What left this phone", exact=True).click()
    expect(listed.get_by_role("listitem").filter(has_text=CLAIM)).to_have_count(3)

    # The other phone keeps its own offer over a reload; another tab of it has none.
    phones[1].reload()
    fold = open_fold(phones[1])
    expect(fold.get_by_text(OWN[1])).to_be_visible()
    expect(fold.get_by_text(OWN[0])).to_have_count(0)
    tab = phones[1].context.new_page()
    tab.goto(phones[1].url)
    expect(open_fold(tab).get_by_text("None of the sentences without a name")).to_be_visible()
    tab.close()

    # It stays with the sentence on a page that is loaded anew, and in the report.
    screen.reload()
    expect(screen.locator(".kit-market .kit-by", has_text=NAME)).to_be_visible()
    report = open_with_key(server).get(f"/facilitate/{server.code}/report").text
    assert "&lt;b&gt;Ada&lt;/b&gt; \u05e2\u05d3\u05d4" in report

    console.get_by_role("button", name=re.compile("^(Finish|Next exercise)")).click()
    expect(phones[1].locator(".kit-claim-fold")).to_be_hidden()
    for text in (NAME, OWN[0], "/claim"):
        assert text not in server.read_log()
