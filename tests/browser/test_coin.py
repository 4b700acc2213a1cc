"""A delicate question in a large room: what was chosen stays on the phone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from kit.gate.publication import find_own_submission, submit
from kit.store import Store
from kit.store.schema import staged
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, press, press_on
from tests.exercises import code, list_cells, write_notebook
from tests.store.sample import add_seats

DEFINITION = """\
import kit
exercise = kit.Exercise(
    "quiet",
    prompts=[kit.YesNo("quiet", "Did you keep quiet?", randomised=True), kit.Text("why", "Why?")],
)
room = kit.join(exercise)"""
# Two coins in the lowest bits: heads on the first tells the truth, otherwise the second decides.
HEADS, TAILS_NO, TAILS_YES = 1, 0, 2


def fix_coins(page: Page, coins: int) -> list[str]:
    """Let a page throw these coins; give every frame it sends from now on."""
    page.add_init_script(f"crypto.getRandomValues = (into) => into.fill({coins})")
    sent: list[str] = []
    page.on("websocket", lambda line: line.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()
    expect(page.get_by_text("Your phone throws a coin first")).to_be_visible()
    return sent


def list_outcomes(frames: list[str]) -> list[str]:
    return re.findall(r'"outcome":\s*"(\w*)"', "".join(frames))


def list_staged(store: Store, round_id: int) -> list[str]:
    """What the database holds of the two phones, of which the test knows no secret."""
    with store.database.read() as connection:
        rows = connection.execute(select(staged.c.payload).where(staged.c.round_id == round_id))
        return sorted(json.dumps(row.payload) for row in rows)


def test_only_what_the_coin_says_leaves_the_phone(
    serve: Serve, open_page: OpenPage, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "workshop"
    folder.mkdir()
    cells = list_cells(DEFINITION)
    cells[6] = code('kit.Bars(room.results, "quiet")', "facilitator", "screen")
    write_notebook(folder / "quiet.ipynb", cells)
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console = open_console(open_page, server)
    honest, turned = (join(open_page, server) for _ in range(2))
    others = add_seats(store, server.code, 30)
    press(console, "Open")
    for phone in (honest, turned):
        expect(phone.get_by_text("Your phone throws a coin first")).to_be_visible()
    frames = {honest: fix_coins(honest, HEADS), turned: fix_coins(turned, TAILS_YES)}

    # Trying the coin is nobody's business: no frame leaves the phone, and nothing is kept.
    before = len(frames[honest])
    press(honest, "Try it")
    expect(
        honest.get_by_text("That was an example: nothing of it has left this phone.")
    ).to_be_visible()
    press(honest, "Throw again")
    honest.wait_for_timeout(1000)
    assert [each for each in frames[honest][before:] if '"comm"' in each] == []

    # Choosing, and choosing again, says nothing to anybody; a reload keeps the choice.
    for phone in (honest, turned):
        phone.get_by_role("radio", name="Yes").check()
        phone.get_by_role("radio", name="No").check()
        phone.reload()
        expect(phone.get_by_role("radio", name="No")).to_be_checked()
        assert '"no"' not in "".join(frames[phone]).lower()
        assert list_outcomes(frames[phone]) == []
        press(phone, "Send")
        expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
        expect(phone.get_by_text("Your answer is in, as the coin decided")).to_be_visible()
        assert phone.evaluate("Object.keys(sessionStorage).filter((key) => /coin/.test(key))") == []
    assert list_outcomes(frames[honest]) == ["no"]
    assert list_outcomes(frames[turned]) == ["yes"]
    round_id = store.get_round(server.code).id
    assert list_staged(store, round_id) == ['{"quiet": false}', '{"quiet": true}']

    # A change of the rest leaves it alone, and a page loaded again does not tell it.
    press_on(turned, "Change my answer")
    expect(turned.get_by_role("radio", name="No")).to_be_disabled()
    turned.get_by_role("textbox").fill("I was new")
    press(turned, "Send")
    expect(turned.get_by_role("status").filter(has_text="Received")).to_be_visible()
    turned.reload()
    expect(turned.get_by_text("Your answer is in, as the coin decided")).to_be_visible()
    for radio in turned.get_by_role("radio").all():
        expect(radio).not_to_be_checked()
    assert list_outcomes(frames[turned]) == ["yes"]

    for place, token in enumerate(others):
        submit(store, round_id, token, {"quiet": place % 3 == 0})
        assert find_own_submission(store, round_id, token) is not None
    press(console, "Close")
    press(console, "Reveal")
    for phone in (honest, turned):
        expect(phone.get_by_text(re.compile(r"said yes: between \d+ and \d+ %"))).to_be_visible()
