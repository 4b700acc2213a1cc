"""An answer that was sent and is being changed: the page says which one counts."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from kit.forms.form import PAUSE
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import (
    answer,
    close_round,
    expect_unseen,
    join,
    open_console,
    press,
    press_on,
)
from tests.processes import Server

PENDING = "Not sent yet: your earlier answer counts."
UNCHANGED = "The change was not sent: your earlier answer counted."
TYPED = "changed-and-never-sent"


def find_status(phone: Page, words: str) -> Locator:
    """What a screen reader is told."""
    return phone.get_by_role("status").filter(has_text=words)


def open_round(console: Page) -> None:
    press(console, "Open")
    press(console, "Leader has gone first")


def test_while_an_answer_is_changed_the_page_says_that_the_earlier_one_counts(
    server: Server, open_page: OpenPage
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    answer(phone, ["gave credit"])
    expect(find_status(phone, PENDING)).to_have_count(0)
    press_on(phone, "Change my answer")
    expect(find_status(phone, PENDING)).to_be_in_viewport(ratio=1)
    phone.get_by_role("checkbox", name="noticed somebody's effort").check()
    phone.get_by_role("checkbox", name="gave credit").scroll_into_view_if_needed()
    expect(find_status(phone, PENDING)).to_be_in_viewport(ratio=1)  # wherever one looks
    press(phone, "Send")
    expect(find_status(phone, "Received")).to_be_visible()
    expect(find_status(phone, PENDING)).to_have_count(0)

    press_on(phone, "Change my answer")
    phone.get_by_role("checkbox", name="gave credit").uncheck()
    press(phone, "Keep my earlier answer")
    expect(find_status(phone, "Received")).to_be_visible()
    expect(find_status(phone, PENDING)).to_have_count(0)
    expect(phone.get_by_role("checkbox", name="gave credit")).to_be_checked()
    expect(phone.get_by_role("button", name="Keep my earlier answer")).to_be_hidden()


def test_a_double_tap_on_send_sends_once_and_no_name_that_nobody_has_looked_at(
    server: Server, open_page: OpenPage
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    phone.get_by_role("checkbox", name="gave credit").check()
    phone.get_by_role("textbox").fill("Last week Anna Schmidt stayed late.")
    send = phone.get_by_role("button", name="Send", exact=True)
    send.dblclick()
    expect(find_status(phone, "looks like a name")).to_be_visible()
    expect(find_status(phone, "Received")).to_have_count(0)
    phone.get_by_role("textbox").fill("Last week somebody stayed late.")
    phone.wait_for_timeout(1000 * PAUSE)
    expect(find_status(phone, "looks like a name")).to_be_visible()  # the second tap is long over
    send.dblclick()
    expect(find_status(phone, "Received")).to_be_visible()
    phone.wait_for_timeout(1000 * PAUSE)
    expect(find_status(phone, "Received")).to_be_visible()
    expect(find_status(phone, PENDING)).to_have_count(0)


def test_a_round_that_closes_while_a_change_is_unsent_says_that_the_earlier_answer_counted(
    server: Server, open_page: OpenPage
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    away = join(open_page, server)
    open_round(console)
    for each in (phone, away):
        answer(each, ["gave credit"])
        press_on(each, "Change my answer")
        expect(find_status(each, PENDING)).to_be_visible()
        each.get_by_role("textbox").fill(TYPED)
    away.context.set_offline(True)
    away.get_by_role("checkbox", name="noticed somebody's effort").check()
    expect(away.get_by_text("Connection lost")).to_be_visible()
    expect(find_status(away, PENDING)).to_be_visible()
    close_round(console)
    expect(find_status(phone, UNCHANGED)).to_be_visible()
    away.context.set_offline(False)
    expect(find_status(away, UNCHANGED)).to_be_visible()
    press(console, "Reveal")
    for each in (phone, away):
        expect(each.get_by_text("Not enough answers")).to_be_visible()
        expect(find_status(each, UNCHANGED)).to_be_visible()


def test_a_mistake_in_a_change_says_that_the_earlier_answer_counts(
    server: Server, open_page: OpenPage
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    answer(phone, ["gave credit"])
    press_on(phone, "Change my answer")
    phone.get_by_role("textbox").fill("x" * 201)
    press(phone, "Send")
    expect(find_status(phone, "one answer needs a look")).to_contain_text(
        "Your earlier answer counts."
    )


IS_KEPT = "words => JSON.stringify([{...sessionStorage}, {...localStorage}]).includes(words)"


def wait_until_kept(phone: Page, *, kept: bool) -> None:
    """Wait until this tab's storage holds what was typed, or holds it no more."""
    phone.wait_for_function(IS_KEPT if kept else f"words => !({IS_KEPT})(words)", arg=TYPED)


def test_after_the_close_nothing_that_was_typed_stays_in_any_browser(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    for name in ("marble_jar.ipynb", "mistake_sharing.ipynb"):
        shutil.copy(Path("workshops", name), folder)
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console = open_console(open_page, server)
    phones = here, asleep, long_asleep = [join(open_page, server) for _ in range(3)]
    open_round(console)
    for phone in phones:
        phone.get_by_role("textbox").fill(TYPED)
        phone.get_by_role("textbox").blur()
        wait_until_kept(phone, kept=True)
    for phone in (asleep, long_asleep):
        phone.context.set_offline(True)
        expect(phone.get_by_text("Connection lost")).to_be_visible()
    close_round(console)
    expect(here.get_by_text("The round is closed")).to_be_visible()
    asleep.context.set_offline(False)
    expect(asleep.get_by_text("The round is closed")).to_be_visible()
    for phone in (here, asleep):
        wait_until_kept(phone, kept=False)
        expect(phone.get_by_role("textbox")).to_have_count(0)
    press(console, "Reveal")
    press(console, "Next exercise")
    expect(console.get_by_role("button", name="Open", exact=True)).to_be_visible()
    long_asleep.context.set_offline(False)
    expect_unseen(long_asleep, "Connection lost")
    expect(long_asleep.get_by_text("The form opens in a moment")).to_be_visible()
    wait_until_kept(long_asleep, kept=False)
