"""The phone's page in every shipped exercise: nothing lies over what is read, written or sent."""

from __future__ import annotations

import random
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, ViewportSize, expect

from kit.gate.publication import submit
from kit.rehearsal.answers import make_answers
from kit.session.session import new_seat_token
from kit.store import Store, open_store
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, press, press_on
from tests.browser.walk import AGENDA, expect_exercise, fill_form, send, sign_card, walk
from tests.exercises import list_cells, write_notebook

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
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def find_covered(phone: Page, *, focused: bool) -> list[str]:
    """Controls with something over them; only the one with the focus, or all that can be seen."""
    phone.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    found: list[str] = phone.evaluate(COVERED, not focused)
    return found


def wait_until_true(phone: Page, who: str, phase: str) -> None:
    """Wait until no word on a phone is left that does not hold for this person in this phase."""
    wrong = [
        pattern
        for pattern, (whose, phases) in BOUND.items()
        if phase not in phases.split() or (whose and who != whose)
    ]
    find = "(wrong) => wrong.filter((each) => new RegExp(each).test(document.body.innerText))"
    try:
        phone.wait_for_function(f"(wrong) => !({find})(wrong).length", arg=wrong)
    except TimeoutError as error:
        msg = f"{who} reads {phone.evaluate(find, wrong)} in {phase}"
        raise AssertionError(msg) from error


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
            if phase != "revealed":
                wait_for_phase(phone, title, phase)
            if phase == "open":
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
            wait_until_true(phone, "sent", phase)


def test_every_phone_reads_what_is_true_for_it_in_every_phase(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    data = str(tmp_path / "kit.db")
    server = serve("serve", "workshops", "--agenda", AGENDA, "--data", data)
    console = open_console(open_page, server)
    store = open_store(data)
    tokens = [new_seat_token() for _ in range(16)]
    for token in tokens:
        store.add_seat(server.code, token)
    phones = {who: join(open_page, server) for who in ("sent", "changing", "silent")}
    for title, phase in walk(console):
        for who, phone in phones.items():
            wait_for_phase(phone, title, phase)
            if phase == "open":
                take_part(phone, who)
        if phase in ("closed", "revealed"):
            phones["late"] = join(open_page, server)
            wait_for_phase(phones["late"], title, phase)
        for who, phone in phones.items():
            wait_until_true(phone, who, phase)
            if phase == "revealed" and who != "late":
                wait_for_result(phone)
        if "late" in phones:
            phones.pop("late").context.close()
        if phase == "open":
            answer_unseen(store, server.code, tokens)
    store.close()


def take_part(phone: Page, who: str) -> None:
    """Send an answer, or send one and begin to change it, or do nothing."""
    if who == "silent":
        return
    fill_form(phone)
    send(phone)
    if who == "changing":
        press_on(phone, "Change my answer")
        expect(phone.get_by_text("Not sent yet")).to_be_visible()


def wait_for_result(phone: Page) -> None:
    """The result begins in the upper third of the window, wherever the page stood before."""
    phone.wait_for_function(
        "() => { const { top } = document.querySelector('.kit-results').getBoundingClientRect();"
        " return top >= 0 && top < innerHeight / 3; }"
    )


def answer_unseen(store: Store, code: str, tokens: list[str]) -> None:
    """Other people answer, so that there is a result."""
    current = store.get_round(code)
    assert current.exercise is not None
    for place, token in enumerate(tokens):
        raw = make_answers(current.exercise, random.Random(place), place)
        submit(store, current.id, token, raw)


SIGNS = {
    "prepare": "The form opens in a moment",
    "leader": "The leader goes first",
    "closed": "The round is closed",
    "revealed": "This is what the room said",
    "done": "This exercise is over",
}


def wait_for_phase(phone: Page, title: str, phase: str) -> None:
    expect_exercise(phone, title)
    if phase == "open":
        expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    else:
        expect(phone.get_by_role("status").filter(has_text=SIGNS[phase])).to_be_visible()


ARABIC = """\
import kit
exercise = kit.Exercise(
    "trust",
    title="جرّة الثقة",
    prompts=[
        kit.Choice("kind", "ماذا فعل زميلك؟", [
            kit.Option("word", "وفى بوعده."),
            kit.Option("help", "asked for help."),
        ]),
        kit.Text("word", "كلمة واحدة", max_length=20),
        kit.Text("why", "A question in English?", max_length=200),
        kit.Scale("safe", "هل تشعر بالأمان؟", low_label="لا", high_label="نعم"),
    ],
)
room = kit.join(exercise)"""
DIRECTIONS = """() => [...document.querySelectorAll(".kit-input")].map((each) =>
    [each, each.querySelector("textarea, .kit-line, .kit-label")].map(
        (part) => part && getComputedStyle(part).direction))"""


def test_words_run_as_their_language_does_and_letters_may_be_twice_as_large(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    cells = list_cells(ARABIC)
    write_notebook(folder / "trust.ipynb", cells)
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console, phone = open_console(open_page, server), join(open_page, server)
    press(console, "Open")
    fill_form(phone)
    rtl, ltr = "rtl", "ltr"
    phone.get_by_role("textbox").nth(1).fill("שלום")
    assert phone.evaluate(DIRECTIONS) == [[rtl, rtl], [rtl, ltr], [ltr, rtl], [rtl, None]]
    phone.get_by_role("textbox").nth(0).fill("")
    expect(phone.get_by_role("textbox").nth(0)).to_have_css("direction", rtl)
    marble = phone.locator(".kit-row").nth(1)
    letter, label = (marble.locator(each) for each in (".kit-letter", ".kit-label"))
    assert measure(letter)["left"] > measure(label)["left"]
    assert phone.evaluate(SIDEWAYS) <= 0

    # Twice as large letters, as set in the browser: all of it is still there, and nothing is cut.
    before = measure(phone.locator(".kit-question").first)["height"]
    for size in SIZES:
        phone.set_viewport_size(size)
        phone.evaluate("document.documentElement.style.fontSize = '32px'")
        assert measure(phone.locator(".kit-question").first)["height"] > 1.5 * before
        assert phone.evaluate(SIDEWAYS) <= 0
        check_focus(phone, size)


def measure(place: Locator) -> dict[str, float]:
    box: dict[str, float] = place.evaluate("(place) => place.getBoundingClientRect().toJSON()")
    return box
