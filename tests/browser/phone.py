"""What is measured on a phone's page: what lies over a control, runs sideways, or is not true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Locator, Page, TimeoutError, ViewportSize, expect

from tests.browser.windows import TWO_FRAMES, View, draw, resize

SIZES: Final = (
    ViewportSize(width=360, height=740),
    ViewportSize(width=360, height=300),  # with the keyboard open
    ViewportSize(width=320, height=256),  # a laptop's window at 400 %
)
KEYBOARD = 300  # pixels that it leaves
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
# The same for one control after the other, each while it has the focus.
FOCUSED = f"""async () => {{
    const draw = {TWO_FRAMES}, look = {COVERED}, faults = [];
    const fields = [...document.querySelectorAll(
        "#kit-cells :is(input, textarea, .kit-send):not(:disabled)"
    )].filter((each) => each.checkVisibility());
    const among = (each) => fields.filter(({{ name }}) => name && name === each.name);
    for (const field of fields) {{
        const others = field.type === "radio" ? among(field) : [field];
        if (field !== others[0] && field !== others.at(-1)) continue;
        field.focus();
        await draw();
        faults.push(...look(false));
    }}
    return faults;
}}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WRITTEN = "#kit-cells :is(textarea, input:not([type=checkbox], [type=radio])):visible:enabled"
# What is true for some people in some phases only: words -> who, and when.
BOUND = {
    r"can change your answer": ("sent", "open"),
    r"form opens": ("", "prepare leader"),
    r"Not sent yet": ("changing", "open"),
    r"Received": ("sent", "open closed"),
    r"earlier answer counted": ("changing", "closed revealed"),
    r"the room said": ("", "revealed"),
    r"round is closed": ("", "closed"),
    r"close this page": ("", "done"),
    r"Thank you": ("", "done"),
    r"comes next|[Ll]eave this page open|follows by itself": ("", ""),
    r"[Yy]our (map|word|sentence|lesson|story|card) (is|stays|never|was)": ("", ""),
}
TOP = "document.querySelector('.kit-results')?.getBoundingClientRect().top"
AT_TOP = """() => { const { top } = document.querySelector(".kit-results").getBoundingClientRect();
    return top >= 0 && top < (innerHeight > 400 ? innerHeight / 3 : innerHeight); }"""


def find_covered(phone: View, *, focused: bool) -> list[str]:
    """Controls with something over them; only the one with the focus, or all that can be seen."""
    draw(phone)
    found: list[str] = phone.evaluate(COVERED, not focused)
    return found


def find_covered_in_turn(phone: Page) -> Iterator[str]:
    """What lies over a control that has the focus, also while a keyboard takes half the page."""
    yield from phone.evaluate(FOCUSED)
    size = phone.viewport_size
    assert size is not None
    for field in phone.locator(WRITTEN).all():
        field.focus()
        resize(phone, {**size, "height": min(KEYBOARD, size["height"])})
        yield from find_covered(phone, focused=True)
        resize(phone, size)
    phone.evaluate("document.activeElement.blur()")  # whoever writes is not led away from it


def find_untrue(phone: Page, who: str, phase: str) -> list[str]:
    """Words that stay on a phone and do not hold for this person in this phase."""
    wrong = [
        pattern
        for pattern, (whose, phases) in BOUND.items()
        if phase not in phases.split() or (whose and who != whose)
    ]
    find = "(wrong) => wrong.filter((each) => new RegExp(each).test(document.body.innerText))"
    try:
        phone.wait_for_function(f"(wrong) => !({find})(wrong).length", arg=wrong)
    except TimeoutError:
        return [f"{who} reads {each!r}" for each in phone.evaluate(find, wrong)]
    return []


def wait_until_in_window(place: Locator) -> None:
    """Wait until all of a place can be seen."""
    expect(place).to_be_in_viewport(ratio=1)


def find_missed_result(phone: Page) -> list[str]:
    """The result is seen, in a high window in its upper third, wherever the page stood before."""
    try:
        phone.wait_for_function(AT_TOP)
    except TimeoutError:
        return [f"the result begins at {phone.evaluate(TOP)}"]
    return []
