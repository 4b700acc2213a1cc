"""The end of a session on a phone: what was decided, and nothing that stays in the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from kit.store import open_store
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import close_round, join, open_console, press, sign_card
from tests.places import WORKSHOPS

KEPT = "JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"


def expect_parting(phone: Page) -> None:
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(phone.get_by_text("This session has ended.")).to_be_visible()


def test_after_the_end_a_phone_shows_what_was_decided_and_keeps_nothing(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "commitments.ipynb").write_bytes((WORKSHOPS / "commitments.ipynb").read_bytes())
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console = open_console(open_page, server)
    signer, other, asleep = [join(open_page, server) for _ in range(3)]
    press(console, "Open")
    sign_card(signer)
    expect(signer.get_by_role("status").filter(has_text="Signed.")).to_be_visible()
    asleep.get_by_role("textbox", name="I or we will").fill("a draft that nobody has signed")
    asleep.get_by_role("textbox", name="I or we will").blur()
    asleep.wait_for_function(f"{KEPT}.includes('a draft that nobody')")
    assert "ask early" in str(signer.evaluate(KEPT))
    close_round(console)
    for name in ("Reveal", "Finish"):
        press(console, name)

    # Once the last exercise is over everybody sees the cards on the phone, too.
    for phone in (signer, other):
        expect(phone.get_by_role("heading", name="What we decided")).to_be_visible()
        expect(phone.locator(".kit-decided").get_by_text("ask early")).to_be_visible()
        expect(phone.get_by_text("It was the last one")).to_be_visible()

    asleep.context.set_offline(True)
    console.goto(f"{console.url}/end")
    press(console, "End this session")
    for phone in (signer, other):
        expect_parting(phone)
        expect(phone.get_by_text("ask early")).to_be_visible()
        assert phone.evaluate(KEPT) == "[{},{}]"
        phone.reload()
        expect_parting(phone)
    asleep.context.set_offline(False)
    expect_parting(asleep)
    assert asleep.evaluate(KEPT) == "[{},{}]"

    # A stranger is told no card, and nobody is once the data have been erased.
    stranger = open_page(f"{server.origin}/s/{server.code}")
    expect(stranger.get_by_role("heading")).to_be_visible()
    assert "ask early" not in stranger.content()
    store = open_store(tmp_path / "kit.db")
    store.purge_session(server.code)
    store.close()
    signer.reload()
    expect(signer.get_by_text("its data have been erased")).to_be_visible()
    assert "ask early" not in signer.content()
