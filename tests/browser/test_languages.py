"""A session in another language: no word of the interface is in English, and all of it fits."""
# ruff: noqa: RUF001 -- Greek, on purpose

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kit.gate.publication import submit
from kit.language import pgettext, use_language
from kit.language.pseudo import PSEUDO
from kit.session.session import new_seat_token
from kit.store import Store, open_store
from tests.browser.conftest import PHONE, PROJECTOR, OpenPage, Serve
from tests.exercises import code, list_cells, words, write_notebook
from tests.places import WORKSHOPS
from tests.processes import Server

PEOPLE = 12
# An exercise without a letter of the alphabet that English is written in.
DEFINITION = """\
import kit
exercise = kit.Exercise(
    "alpha",
    title="Άλφα",
    timer=4,
    leader=kit.Leader([kit.Text("act", "Κάτι μικρό")]),
    prompts=[
        kit.Choice("kind", "Τι;", [kit.Option("a", "άλφα"), kit.Option("b", "βήτα")]),
        kit.Scale("safe", "Πόσο;", low_label="λίγο", high_label="πολύ"),
        kit.YesNo("asked", "Ναι;"),
        kit.Text("story", "Γιατί;"),
    ],
)
room = kit.join(exercise)"""
SHEET = """\
## Άλφα

| 0-5 | Αρχή | |
|---|---|---|
| 5-8 | Μέση | |

> Καλημέρα."""
READ = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = [document.title];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest("script, style, noscript, template")) continue;
    if (parent.checkVisibility({ visibilityProperty: true })) told.push(node.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const each of document.querySelectorAll(`body [${name}]`))
      if (each.checkVisibility() && !each.closest("svg")) told.push(each.getAttribute(name));
  return told.join(" \\u2063 ");
}"""
WIDER = """() => {
  const wide = document.documentElement;
  return wide.scrollWidth > wide.clientWidth ? `${wide.scrollWidth} > ${wide.clientWidth}` : "";
}"""
BRACKETED = re.compile(r"\[[^\[\]]*\]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# Names, addresses, months as English has them, and the languages in their own words.
KNOWN = re.compile(
    r"https?://\S+|\b[B-Z]{4}(?:[B-Z]{4})?\b|\b[\w-]+\.(?:ipynb|csv|json|toml)\b|English|Deutsch"
    r"|Français|Español|Pseudo|JSON|CSV|localhost|Alpha|kit \w+|" + "|".join(month_name[1:])
)
SIZES = (PHONE, PROJECTOR)


@pytest.fixture
def server(serve: Serve, tmp_path: Path) -> Server:
    folder = tmp_path / "workshop"
    folder.mkdir()
    cells = list_cells(DEFINITION)
    cells[0], cells[1] = words("# Άλφα\n\nΓεια."), words(SHEET, "facilitator")
    cells[6:] = [
        code("kit.MarbleJar(room.results)", "facilitator", "screen"),
        *(
            code(f'kit.Bars(room.results, "{name}")', "facilitator", "screen")
            for name in ("kind", "safe", "asked")
        ),
        code('kit.Sentences(room.results, "story")', "facilitator", "screen"),
        words("Ευχαριστώ.", "participant"),
    ]
    write_notebook(folder / "alpha.ipynb", cells)
    folder.joinpath("agenda.toml").write_text(
        '[beta]\ntitle = "Βήτα"\nwelcome = "Γεια"\nexercises = '
        '[{ notebook = "alpha.ipynb", title = "Άλφα" }, { break = 5, title = "Γάμμα" }, '
        '{ notebook = "alpha.ipynb", title = "Άλφα" }]\n',
        "utf-8",
    )
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"), "--language", PSEUDO)


@pytest.fixture
def store(tmp_path: Path, server: Server) -> Iterator[Store]:
    store = open_store(str(tmp_path / "kit.db"))
    yield store
    store.close()


def find_english(page: Page) -> list[str]:
    """Words of a page that stand in no brackets, and are no names."""
    told = page.evaluate(READ)
    for _round in range(6):  # a sentence may stand in a sentence
        told = BRACKETED.sub(" ", told)
    return sorted({*ENGLISH.findall(KNOWN.sub(" ", told))})


def look(page: Page, where: str, sizes: tuple[ViewportSize, ...] = SIZES) -> list[str]:
    """What is English on a page, and at which sizes it is wider than its window."""
    found = [f"{where}: {word}" for word in find_english(page)]
    kept = page.viewport_size
    for size in sizes:
        page.set_viewport_size(size)
        if told := page.evaluate(WIDER):
            found.append(f"{where} at {size['width']}: {told}")
    assert kept is not None
    page.set_viewport_size(kept)
    return found


def say(context: str, english: str, language: str = PSEUDO) -> str:
    """What a button says."""
    with use_language(language):
        return pgettext(context, english)


def test_no_word_is_english_and_nothing_is_cut_in_the_false_language(
    open_page: OpenPage, server: Server, store: Store
) -> None:
    console = open_page(server.links["facilitator_url"], PROJECTOR)
    expect(console.get_by_role("button", name=say("button", "Open"))).to_be_visible()
    screen = open_page(server.links["screen_url"], PROJECTOR)
    phone = open_page(server.links["join_url"])
    expect(screen.get_by_text(server.code[:4]).first).to_be_visible()
    found = [*look(phone, "join"), *look(screen, "lobby", (PROJECTOR,)), *look(console, "prepare")]
    tokens = [new_seat_token() for _ in range(PEOPLE - 1)]
    for token in tokens:
        store.add_seat(server.code, token)
    phone.locator("main form button").click()
    expect(phone.locator(".kit-form")).to_be_visible()
    found += look(phone, "locked")

    def press(name: str) -> None:
        console.get_by_role("button", name=say("button", name)).click()

    def expect_button(name: str) -> None:
        expect(console.get_by_role("button", name=say("button", name))).to_be_visible()

    def look_at_all(phase: str) -> list[str]:
        whole = look(screen, f"screen, {phase}", (PROJECTOR,))
        return [*look(phone, f"phone, {phase}"), *whole, *look(console, f"dashboard, {phase}")]

    press("Open")
    expect(
        console.get_by_role("button", name=say("button", "Leader has gone first"))
    ).to_be_visible()
    found += [
        *look(phone, "leader"),
        *look(screen, "leader", (PROJECTOR,)),
        *look(console, "leader"),
    ]
    press("Leader has gone first")
    send = phone.get_by_role("button", name=say("button", "Send"))
    expect(send).to_be_visible()
    phone.locator(".kit-choice-input").first.get_by_role("radio").first.check()
    found += look_at_all("open")
    send.click()
    expect(phone.get_by_role("button", name=say("button", "Change my answer"))).to_be_visible()
    found += look(phone, "sent")
    current = store.get_round(server.code)
    for token in tokens:
        said = {"text": "Επειδή.", "share": True}
        answers = {"kind": ["a"], "safe": 4, "asked": True, "story": said}
        submit(store, current.id, token, answers)
    press("Close")
    expect(console.get_by_role("button", name=say("button", "Reveal"))).to_be_visible()
    found += [
        *look(phone, "closed"),
        *look(screen, "closed", (PROJECTOR,)),
        *look(console, "closed"),
    ]
    press("Reveal")
    expect(phone.locator(".kit-results")).to_be_visible()
    expect(screen.locator(".kit-figure:visible").first).to_be_visible()
    found += [
        *look(phone, "result"),
        *look(screen, "result", (PROJECTOR,)),
        *look(console, "result"),
    ]
    assert not found, "\n".join(found)


PAGES = (
    "/facilitate",
    "/facilitate/new",
    "/facilitate/privacy",
    *(
        f"/facilitate/{{code}}/{page}"
        for page in ("end", "leader", "print", "team", "afterwards", "promises", "mail", "report")
    ),
    "/",
    "/nowhere",
    "/join/BCDFGHJK",
)


def test_no_word_of_the_facilitators_other_pages_is_english(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(server.links["facilitator_url"], PROJECTOR)
    expect(page.locator(".kit-next:visible")).to_be_visible()
    page.goto(f"{server.origin}/language/{PSEUDO}")
    found: list[str] = []
    for path in PAGES:
        page.goto(f"{server.origin}{path.format(code=server.code)}")
        found += look(page, path)
    assert not found, "\n".join(found)


def test_a_phone_speaks_french_in_a_german_session(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    data = str(tmp_path / "kit.db")
    given = ("--language", "de", "--agenda", "first-time", "--data", data, "--fast")
    server = serve("serve", str(WORKSHOPS), *given)
    console = open_page(server.links["facilitator_url"], PROJECTOR)
    expect(console.locator("html")).to_have_attribute("lang", "de")
    expect(console.get_by_role("button", name=say("button", "Open", "de"))).to_be_visible()
    screen = open_page(server.links["screen_url"], PROJECTOR)
    expect(screen.locator("html")).to_have_attribute("lang", "de")
    phone, other = open_page(server.links["join_url"]), open_page(server.links["join_url"])
    phone.get_by_role("link", name="Français").click()
    for each, tag in ((phone, "fr"), (other, "de")):
        expect(each.locator("html")).to_have_attribute("lang", tag)
        each.locator("main form button").click()
    for name in ("Open", "Leader has gone first"):
        console.get_by_role("button", name=say("button", name, "de")).click()
    for each, tag in ((phone, "fr"), (other, "de")):
        expect(each.get_by_role("button", name=say("button", "Send", tag))).to_be_visible()
        expect(each.locator("html")).to_have_attribute("lang", tag)
    # The questions are the room's, whatever the buttons say.
    questions = [
        each.locator(".kit-scale-input .kit-question").inner_text() for each in (phone, other)
    ]
    assert questions[0] == questions[1]
    # A reader who changes their mind keeps what was sent, in the other language.
    for each, tag in ((phone, "fr"), (other, "de")):
        each.get_by_role("radio").last.check()
        each.get_by_role("button", name=say("button", "Send", tag)).click()
        change = each.get_by_role("button", name=say("button", "Change my answer", tag))
        expect(change).to_be_visible()
    phone.get_by_role("link", name="English").click()
    expect(phone.get_by_role("button", name="Change my answer")).to_be_visible()
    expect(phone.get_by_role("radio").last).to_be_checked()
    page = console.context.new_page()
    page.goto(f"{server.origin}/facilitate/{server.code}/report")
    expect(page.locator("html")).to_have_attribute("lang", "de")
