"""The phone's page in every shipped exercise: nothing lies over what is read, written or sent."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console
from tests.browser.walk import AGENDA, expect_exercise, fill_form, send, sign_card, walk

SIZES = (
    ViewportSize(width=360, height=740),
    ViewportSize(width=360, height=300),  # with the keyboard open
    ViewportSize(width=320, height=256),  # a laptop's window at 400 %
)
# Every control that can be pressed or written into, with what lies over it: the points of its
# edges that are in the window, and the elements found there that are neither in it nor around it.
COVERED = """(all) => {
    const controls = [...document.querySelectorAll("#kit-cells :is(input, textarea, button)")]
        .filter((each) => !each.disabled && (all || each === document.activeElement));
    const faults = [];
    for (const each of controls) {
        const box = each.getBoundingClientRect();
        if (!box.width || !each.checkVisibility?.()) continue;
        const xs = [box.left + 3, (box.left + box.right) / 2, box.right - 3];
        const ys = [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3];
        for (const x of xs) for (const y of ys) {
            if (y < 0 || x < 0 || y >= innerHeight || x >= innerWidth) {
                if (!all && box.height < innerHeight - 20) faults.push([each.outerHTML, "outside"]);
                continue;
            }
            const there = document.elementFromPoint(x, y);
            if (!there || there.contains(each) || each.contains(there)) continue;
            if (each.closest("label")?.contains(there)) continue;
            faults.push([each.outerHTML.slice(0, 90), there.outerHTML.slice(0, 90)]);
        }
    }
    return faults.map((each) => each.join(" under "));
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def find_covered(phone: Page, *, focused: bool) -> list[str]:
    """Controls with something over them; only the one with the focus, or all that can be seen."""
    phone.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    found: list[str] = phone.evaluate(COVERED, not focused)
    return found


def list_fields(phone: Page) -> list[Locator]:
    return phone.locator("#kit-cells :is(input, textarea, .kit-send):visible").all()


def check_focus(phone: Page, size: ViewportSize) -> None:
    """Put the focus on one control after the other, then open a keyboard over half the page."""
    for field in list_fields(phone):
        if field.is_disabled():
            continue
        field.focus()
        assert find_covered(phone, focused=True) == []
        if field.get_attribute("type") in ("checkbox", "radio"):
            continue
        phone.set_viewport_size({"width": size["width"], "height": min(300, size["height"])})
        assert find_covered(phone, focused=True) == []
        phone.set_viewport_size(size)


def is_in_window(place: Locator) -> bool:
    inside: bool = place.evaluate(
        "(place) => { const { top, bottom } = place.getBoundingClientRect();"
        " return top >= 0 && bottom <= innerHeight; }"
    )
    return inside


def wait_until_in_window(place: Locator) -> None:
    expect(place).to_be_in_viewport(ratio=1)
    assert is_in_window(place)


def test_nothing_lies_over_a_field_and_the_receipt_is_seen_in_every_exercise(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    data = str(tmp_path / "kit.db")
    server = serve("serve", "workshops", "--agenda", AGENDA, "--data", data)
    console = open_console(open_page, server)
    phones = [join(open_page, server) for _ in SIZES]
    for phone, size in zip(phones, SIZES, strict=True):
        phone.set_viewport_size(size)
    for title, phase in walk(console):
        for phone, size in zip(phones, SIZES, strict=True):
            if phase == "prepare":
                expect_exercise(phone, title)
            if phase == "open":
                expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
                phone.evaluate("scrollTo(0, 0)")
                assert find_covered(phone, focused=False) == [], title
                check_focus(phone, size)
                fill_form(phone)
                check_focus(phone, size)
                if title == "Commitments":
                    sign_card(phone)
                    wait_until_in_window(phone.get_by_role("status").filter(has_text="Signed."))
                wait_until_in_window(send(phone))
                if title == "Job crafting":  # the map is drawn in another shape once it is sent
                    expect(phone.get_by_role("button", name="4 Both")).to_have_attribute(
                        "aria-current", "step"
                    )
                    wait_until_in_window(phone.get_by_role("status").filter(has_text="Received"))
            if phase == "revealed":
                told = phone.get_by_text("Not enough answers to protect you")
                wait_until_in_window(told)
            assert phone.evaluate(SIDEWAYS) <= 0, (title, phase, size)
