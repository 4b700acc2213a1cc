"""Words run as their own letters do on every page, and pages may run from right to left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import altair as alt
import pytest
from playwright.sync_api import Browser, Page, expect

import kit
from kit.charts.bars import draw_bars
from kit.charts.columns import draw_columns
from kit.charts.interval import draw_estimate
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.charts.zones import draw_zones
from kit.exercise.exercise import Exercise
from kit.export.report import render_report
from kit.export.rows import list_grids
from kit.forms.result_tables import render_marginal
from kit.gate.publication import build_snapshot, submit
from kit.language import use_language
from kit.store import open_store
from tests.browser.conftest import Hall, OpenPage, Serve, begin_session
from tests.browser.people import close_round, join, open_console, press, send
from tests.browser.projection import find_faults
from tests.browser.readable import find_unreadable
from tests.browser.walk import Walk
from tests.browser.windows import draw
from tests.drawings import GUESS, KINDS, answer, make_means
from tests.exercises import code, list_cells, write_notebook
from tests.export.test_report import EMPTY
from tests.store.sample import add_seats

KIND: Final = "ماذا فعل زميلك هذا الأسبوع؟"
KEPT: Final = "وفى بوعده (كما قال)."
SAFE: Final = "هل تشعر بالأمان هنا؟"
TOLD: Final = "ساعدتني في المشروع، ونجحنا!"
WORD: Final = "ثقة"
DEFINITION = f"""\
import kit
exercise = kit.Exercise(
    "trust",
    title="جرّة الثقة",
    prompts=[
        kit.Choice("kind", "{KIND}", [
            kit.Option("kept", "{KEPT}"), kit.Option("help", "طلب المساعدة."),
        ]),
        kit.Scale("safe", "{SAFE}", low_label="لا أبدا", high_label="نعم دائما"),
        kit.Text("told", "ماذا حدث بالضبط؟", max_length=200),
        kit.Text("word", "كلمة واحدة", max_length=20),
    ],
)
room = kit.join(exercise)"""
OTHERS: Final = 8
# Of the elements that hold these words alone, and are seen: those whose letters do not begin at the
# right of their place, and where they are.
FIND_LEFT = """(text) => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode, owner = node.parentElement;
    if (node.textContent.trim() !== text || !owner.checkVisibility()) continue;
    if (owner.closest("svg, .kit-unseen, option")) continue;
    seen += 1;
    const range = document.createRange();
    const at = node.textContent.indexOf(text);
    const box = (from) => {
      range.setStart(node, from);
      range.setEnd(node, from + 1);
      return range.getBoundingClientRect();
    };
    // A sign at the end stands at the left of all letters of its line.
    const [last, before] = [box(at + text.length - 1), box(at + text.length - 2)];
    if (last.left > before.left && Math.abs(last.top - before.top) < 9) {
      found.push(`${owner.tagName}.${owner.className} ends at the right`);
    }
    range.selectNodeContents(node);
    const [words, place] = [range.getBoundingClientRect(), owner.getBoundingClientRect()];
    const block = getComputedStyle(owner).display !== "inline";
    if (block && place.right - words.right > words.left - place.left + 9) {
      found.push(`${owner.tagName}.${owner.className} begins at the left`);
    }
  }
  return seen ? found : [`${text} is nowhere`];
}"""
IS_SHOWN = f"(text) => !({FIND_LEFT})(text).some((fault) => fault.endsWith('is nowhere'))"


def test_words_from_right_to_left_run_so_on_form_desk_and_phone(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    cells = list_cells(DEFINITION)
    cells[7:7] = [code('kit.Sentences(room.results, "told")', "facilitator", "screen")]
    write_notebook(workshop / "trust.ipynb", cells)
    data = str(tmp_path / "kit.db")
    server = serve("serve", str(workshop), "--data", data)
    phone, console = join(open_page, server), open_console(open_page, server)
    store = open_store(data)
    press(console, "Open")
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    found = [f"form: {each}" for text in (KIND, KEPT, SAFE) for each in find_left(phone, text)]
    phone.get_by_role("radio", name=KEPT).check()
    phone.get_by_role("radio").last.check()
    for place, words in enumerate((TOLD, WORD)):
        phone.get_by_role("textbox").nth(place).fill(words)
    for box in phone.get_by_role("checkbox", name="may be shown").all():
        box.check()
    send(phone)
    for token in add_seats(store, server.code, OTHERS):
        said = {
            "kind": "kept", "safe": 5, "told": {"text": TOLD, "share": True},
            "word": {"text": WORD, "share": True},
        }  # fmt: skip
        submit(store, store.get_round(server.code).id, token, said)
    close_round(console)
    expect(console.get_by_role("button", name="Show all").first).to_be_visible()
    found += [f"desk: {each}" for each in find_left(console, TOLD)]
    for button in console.get_by_role("button", name="Show all", exact=True).all():
        button.click()
    press(console, "Reveal")
    expect(phone.get_by_role("table", name=KIND)).to_be_visible()
    found += [f"phone: {each}" for text in (KEPT, TOLD) for each in find_left(phone, text)]
    store.close()
    if found:
        pytest.fail("\n".join(found))


def find_left(page: Page, text: str) -> list[str]:
    page.wait_for_function(IS_SHOWN, arg=text)
    draw(page)
    found: list[str] = page.evaluate(FIND_LEFT, text)
    return found


CHARTS: Final[dict[str, Callable[[], alt.LayerChart]]] = {
    "bars": lambda: draw_bars(KINDS, bare=True),
    "columns": lambda: draw_columns(answer(*[1] * 3, *[3] * 7, *[5] * 5)),
    "zones": lambda: draw_zones(answer(4, 5, 4, 4, 5, 4)),
    "estimate": lambda: draw_estimate(GUESS),
    "slope": lambda: draw_slope(make_means(35, 45, 40, 30)),
}
# Where the marks and the words of a drawing are, from the side at which reading begins; and whether
# its letters stand as they should.
MEASURE = """() => {
  const svg = document.querySelector("svg"), room = svg.getBoundingClientRect();
  const turned = document.documentElement.dir === "rtl";
  const boxes = (names) =>
    [...svg.querySelectorAll(names)].map((each) => [each, each.getBoundingClientRect()]);
  const inset = (x) => (turned ? room.right - x : x - room.left);
  // Where words are held: their number of signs may differ.
  const held = { start: ({ left }) => left, end: ({ right }) => right,
    middle: ({ left, right }) => (left + right) / 2 };
  return {
    marks: boxes("path[d^=M]:not(.background, .foreground), line").map(([, { left, right, top }]) =>
      [inset(turned ? right : left), top - room.top]),
    words: boxes("text").map(([text, box]) =>
      [inset(held[text.getAttribute("text-anchor")](box)), box.top - room.top]),
    letters: [...svg.querySelectorAll("text")].map((text) => text.getScreenCTM().a > 0),
  };
}"""


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_turned_round_where_its_language_runs_from_right_to_left(
    chromium: Browser, name: str
) -> None:
    found = {}
    for tag, way in (("en", "ltr"), ("ar", "rtl")):
        with use_language(tag):
            svg = render_svg(CHARTS[name]())
        page = chromium.new_page(viewport={"width": 900, "height": 700})
        style = "svg { direction: ltr }"  # as in theme.css
        page.set_content(f'<html dir="{way}"><style>{style}</style><body>{svg}')
        found[way] = page.evaluate(MEASURE)
        page.close()
    assert found["rtl"]["marks"] == [pytest.approx(each, abs=1) for each in found["ltr"]["marks"]]
    assert found["rtl"]["words"] == [pytest.approx(each, abs=1) for each in found["ltr"]["words"]]
    assert all(found["rtl"]["letters"] + found["ltr"]["letters"])
    assert found["ltr"]["marks"]


# Between words in a table and the mark beside them: the least room, and whether they begin where
# reading does.
BESIDE = """() => [...document.querySelectorAll("tr")].flatMap((row) => {
  const words = row.querySelector("th bdi");
  const mark = row.querySelector("td :is(.kit-bar, .strip, .sides)");
  if (!words || !mark) return [];
  const [one, other, whole] = [words, mark, row].map((each) => each.getBoundingClientRect());
  const turned = getComputedStyle(row).direction === "rtl";
  const room = turned ? one.left - other.right : other.left - one.right;
  const inset = turned ? whole.right - one.right : one.left - whole.left;
  return [{ words: words.textContent, room, inset }];
})"""
ROWS: Final = [kit.Option("time", "time"), kit.Option("waqt", "وقت")]
GRID: Final = Exercise(
    "soil", prompts=[kit.Grid("soil", "How is it?", rows=ROWS, steps=kit.Steps(1, 5))]
)


@pytest.mark.parametrize(("tag", "way", "arrow"), [("en", "ltr", "→"), ("ar", "rtl", "←")])
def test_words_in_a_table_stand_clear_of_the_marks_beside_them(
    chromium: Browser, tag: str, way: str, arrow: str
) -> None:
    said = [GRID.clean({"soil": {"time": 1, "waqt": 5}}) for _place in range(6)]
    result = build_snapshot(GRID, said, final=True).to_json()
    told = {"round": 1, "notebook": "a.ipynb", "exercise": "Soil", "state": "revealed", "note": ""}
    told |= {"result": result, "promise": [], "grids": list_grids(GRID)}
    style = Path("kit/widgets/page_style.css").read_text("utf-8")
    with use_language(tag):
        asked = SAFE if tag == "ar" else "How safe?"  # a table runs as its question does
        told_here = (replace(each, text=asked) for each in (KINDS, answer(*[1, 3, 5] * 5)))
        tables = "".join(map(render_marginal, told_here))
        report = render_report({**EMPTY, "rounds": [told]}).decode()
    phone = f'<html dir="{way}"><style>{style}</style><body style="width: 320px">{tables}'
    for source, rows in ((phone, 6), (report, 2)):
        page = chromium.new_page(viewport={"width": 1280, "height": 700})
        page.set_content(source)
        found = page.evaluate(BESIDE)
        page.close()
        assert len(found) == rows
        assert [each for each in found if each["room"] < 8 or each["inset"] > 2] == []
    assert f"better {arrow}</span>" in report


@pytest.mark.parametrize("name", ["give_ask_say", "job_crafting"])
def test_pages_may_run_from_right_to_left(hall: Hall, open_page: OpenPage, name: str) -> None:
    server = begin_session(hall.server, f"only:{name}.ipynb")
    walk, found = Walk(server, hall.store, open_page, name), []
    for page in (walk.console, walk.screen, *walk.phones.values()):
        page.evaluate("document.documentElement.dir = 'rtl'")
    for stop in walk.play():
        pages = {"console": walk.console, **walk.phones}
        for who, page in pages.items():
            page.evaluate("document.documentElement.dir = 'rtl'")
            found += [f"{stop}, {who}: {each}" for each in find_unreadable(page)]
        found += [f"{stop}, screen: {each}" for each in find_faults(walk.screen, "rtl")]
    if found:
        pytest.fail("\n".join(dict.fromkeys(found)))
