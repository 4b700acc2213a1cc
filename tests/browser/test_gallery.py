"""Every control of ipywidgets, on a phone and a dashboard: it can be used, its value arrives."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import expect_unseen, join, open_console, press
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server

GALLERY = """
import altair as alt
import datetime
import ipywidgets as w
from IPython.display import HTML, Image, Markdown, display

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
made = dict(
    IntSlider=w.IntSlider(value=3), FloatSlider=w.FloatSlider(value=1.5),
    FloatLogSlider=w.FloatLogSlider(value=10),
    IntRangeSlider=w.IntRangeSlider(value=(2, 5)),
    FloatRangeSlider=w.FloatRangeSlider(value=(2, 5)),
    BoundedIntText=w.BoundedIntText(value=3, max=9), IntText=w.IntText(value=4),
    BoundedFloatText=w.BoundedFloatText(value=1.5, max=9), FloatText=w.FloatText(value=2.5),
    Text=w.Text(), Textarea=w.Textarea(), Password=w.Password(),
    Combobox=w.Combobox(options=["ja", "nein"]), Dropdown=w.Dropdown(options=["ja", "nein"]),
    RadioButtons=w.RadioButtons(options=["ja", "nein"]), Select=w.Select(options=["ja", "nein"]),
    SelectMultiple=w.SelectMultiple(options=["ja", "nein"]),
    SelectionSlider=w.SelectionSlider(options=["ja", "nein"]),
    SelectionRangeSlider=w.SelectionRangeSlider(options=["a", "b", "c"]),
    ToggleButtons=w.ToggleButtons(options=["ja", "nein"]), Checkbox=w.Checkbox(value=False),
    ToggleButton=w.ToggleButton(), Valid=w.Valid(value=True), DatePicker=w.DatePicker(),
    TimePicker=w.TimePicker(), NaiveDatetimePicker=w.NaiveDatetimePicker(),
    DatetimePicker=w.DatetimePicker(), ColorPicker=w.ColorPicker(value="#000000"),
    FileUpload=w.FileUpload(), Play=w.Play(interval=50, max=3), TagsInput=w.TagsInput(),
    ColorsInput=w.ColorsInput(), IntsInput=w.IntsInput(), FloatsInput=w.FloatsInput(),
)
shown = dict(
    HTML=w.HTML("<b>bold words</b>"), HTMLMath=w.HTMLMath("plain words"), Label=w.Label("a label"),
    Image=w.Image(value=PIXEL), IntProgress=w.IntProgress(value=4, max=9),
    FloatProgress=w.FloatProgress(value=0.5, max=1),
)
def follow(name, control):
    control.description = name
    heard = w.Label("")
    def hear(change):
        value = change["new"]
        heard.value = f"{name} is {[f['name'] for f in value] if name == 'FileUpload' else value}"
    control.observe(hear, "value")
    box = w.VBox([control, heard])
    box.add_class("at-" + name)
    return box
for name, control in shown.items():
    control.add_class("at-" + name)
button, out, own = w.Button(description="Press"), w.Output(), w.Label("")
def press(_):
    with out:
        print("said by the button")
        display(Markdown("**strong words**"))
button.on_click(press)
one, two, kernel_two = w.IntSlider(value=1), w.IntText(value=1, description="linked"), w.Label("")
link = w.jslink((one, "value"), (two, "value"))
one.add_class("at-jslink")
def hear_two(change):
    kernel_two.value = f"linked is {change['new']}"
two.observe(hear_two, "value")
boxes = [
    w.Tab([w.Label("first tab"), w.Label("second tab")], titles=["One", "Two"]),
    w.Accordion([w.Label("in the fold")], titles=["Fold"]),
    w.Stack([w.Label("upper"), w.Label("lower")], selected_index=1),
    w.GridBox([w.Label("grid")]), w.HBox([w.Label("row")]),
]
print("printed words")
display(Markdown("*marked words*"), HTML("<i>html words</i><img src=x onerror=alert(1)>"))
display(Image(PIXEL, alt="one pixel", width=20))
display(alt.Chart(alt.InlineData(values=[{"a": 1}])).mark_bar().encode(x="a:Q"))
followed = [follow(name, control) for name, control in made.items()]
w.VBox([*followed, *shown.values(), button, out, one, two, kernel_two, *boxes])
"""


OWN = '''
import anywidget, traitlets
import ipywidgets as w

class Own(anywidget.AnyWidget):
    _esm = """
    export default {
      render({ model, el }) {
        for (const [name, act] of Object.entries({
          Count: () => { model.set("value", model.get("value") + 1); model.save_changes(); },
          Flood: () => { for (let i = 0; i < 300; i++) model.send({ i }); },
          Large: () => { model.set("words", "x".repeat(300000)); model.save_changes(); },
          Half: () => { model.set("words", "half \\\\ud83d"); model.save_changes(); },
        })) {
          const button = document.createElement("button");
          button.textContent = name;
          button.onclick = act;
          el.append(button);
        }
      },
    };
    """
    _css = ".own { color: inherit }"
    value = traitlets.Int(0).tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)

class Foreign(w.DOMWidget):
    _model_name = traitlets.Unicode("MapModel").tag(sync=True)
    _model_module = traitlets.Unicode("a-map").tag(sync=True)
    _view_name = traitlets.Unicode("MapView").tag(sync=True)
    _view_module = traitlets.Unicode("a-map").tag(sync=True)

own, other, heard = Own(), Own(), w.Label("")
def hear(change):
    heard.value = f"heard {len(str(change['new']))} of {change['name']}"
own.observe(hear, ["value", "words"])
w.VBox([own, heard, Foreign(), w.Label("after it")])
'''


def fill(value: str, index: int = 0) -> Callable[[Locator], None]:
    def act(box: Locator) -> None:
        box.locator("input, textarea").nth(index).fill(value)
        box.locator("input, textarea").nth(index).press("Tab")

    return act


def slide(box: Locator) -> None:
    handle = box.get_by_role("slider").last
    handle.focus()
    handle.press("ArrowRight")


def add_tag(value: str) -> Callable[[Locator], None]:
    def act(box: Locator) -> None:
        box.locator("input").last.fill(value)
        box.locator("input").last.press("Enter")

    return act


def choose_file(box: Locator) -> None:
    with box.page.expect_file_chooser() as chooser:
        box.get_by_role("button").click()
    small = FilePayload(name="small.txt", mimeType="text/plain", buffer=b"hello")
    chooser.value.set_files([small])


USES: dict[str, tuple[Callable[[Locator], object], str]] = {
    "IntSlider": (slide, "4"),
    "FloatSlider": (slide, "1.6"),
    "FloatLogSlider": (slide, "12.58"),
    "IntRangeSlider": (slide, "(2, 6)"),
    "FloatRangeSlider": (slide, "(2.0, 5."),
    "BoundedIntText": (fill("7"), "7"),
    "IntText": (fill("7"), "7"),
    "BoundedFloatText": (fill("7.5"), "7.5"),
    "FloatText": (fill("7.5"), "7.5"),
    "Text": (fill("hello"), "hello"),
    "Textarea": (fill("hello"), "hello"),
    "Password": (fill("hello"), "hello"),
    "Combobox": (fill("nein"), "nein"),
    "Dropdown": (lambda box: box.locator("select").select_option("nein"), "nein"),
    "RadioButtons": (lambda box: box.get_by_role("radio", name="nein").check(), "nein"),
    "Select": (lambda box: box.locator("select").select_option("nein"), "nein"),
    "SelectMultiple": (lambda box: box.locator("select").select_option("nein"), "('nein',)"),
    "SelectionSlider": (slide, "nein"),
    "SelectionRangeSlider": (slide, "('a', 'b')"),
    "ToggleButtons": (lambda box: box.get_by_role("button", name="nein").click(), "nein"),
    "Checkbox": (lambda box: box.get_by_role("checkbox").check(), "True"),
    "ToggleButton": (lambda box: box.get_by_role("button").click(), "True"),
    "DatePicker": (fill("2026-05-04"), "2026-05-04"),
    "TimePicker": (fill("10:30"), "10:30:00"),
    "NaiveDatetimePicker": (fill("2026-05-04T10:30"), "2026-05-04 10:30:00"),
    "DatetimePicker": (fill("2026-05-04T10:30"), "2026-05-04 "),
    "ColorPicker": (fill("#ff0000", 0), "#ff0000"),
    "FileUpload": (choose_file, "['small.txt']"),
    "Play": (lambda box: box.get_by_role("button").first.click(), "3"),
    "TagsInput": (add_tag("calm"), "['calm']"),
    "ColorsInput": (add_tag("red"), "['red']"),
    "IntsInput": (add_tag("5"), "[5]"),
    "FloatsInput": (add_tag("5.5"), "[5.5]"),
}


def test_every_control_can_be_used_and_its_value_arrives(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = serve_gallery(serve, tmp_path, GALLERY)
    phone, console = join(open_page, server), open_console(open_page, server)
    # The dashboard has the same script: one control of each way to be used is enough there.
    for page, names in ((phone, list(USES)), (console, list(USES)[::4])):
        failed = [name for name in names if (fault := use(page, name)) and not print(name, fault)]
        assert failed == []
        check_what_is_shown(page)


def use(page: Page, name: str) -> str:
    """Use a control and wait until the kernel says what it heard."""
    act, value = USES[name]
    box = page.locator(f".at-{name}")
    try:
        act(box)
        expect(box.get_by_text(re.compile(f"^{name} is {re.escape(value)}"))).to_be_visible(
            timeout=5000
        )
    except Exception as error:
        return f"{box.inner_text()} {str(error)[:700]}"
    return ""


def check_what_is_shown(page: Page) -> None:
    for words in (
        "bold words",
        "plain words",
        "a label",
        "marked words",
        "html words",
        "printed words",
    ):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="one pixel")).to_be_visible()
    expect(page.locator("img[src^='data:image/svg']")).to_be_visible()
    assert page.locator("[onerror]").count() == 0
    for bar in ("IntProgress", "FloatProgress"):
        expect(page.locator(f".at-{bar} .progress")).to_be_visible()
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_text("said by the button")).to_be_visible()
    expect(page.get_by_text("strong words", exact=True)).to_be_visible()
    slide(page.locator(".at-jslink"))
    expect(page.get_by_text("linked is 2")).to_be_visible()
    expect(page.get_by_text("first tab")).to_be_visible()
    page.get_by_role("tab", name="Two").click()
    expect(page.get_by_text("second tab")).to_be_visible()
    page.get_by_text("Fold", exact=True).click()
    expect(page.get_by_text("in the fold")).to_be_visible()
    expect(page.get_by_text("lower")).to_be_visible()
    expect_unseen(page, "upper")


def serve_gallery(serve: Serve, tmp_path: Path, cell: str) -> Server:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shown = code(cell, "participant", "facilitator")
    write_notebook(folder / "gallery.ipynb", [*list_cells(), shown])
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def open_gallery(serve: Serve, open_page: OpenPage, tmp_path: Path, cell: str) -> Page:
    return join(open_page, serve_gallery(serve, tmp_path, cell))


def test_a_trainers_own_widget_works_and_what_cannot_be_shown_says_so(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_gallery(serve, open_page, tmp_path, OWN)
    press(page, "Count")
    expect(page.get_by_text("heard 1 of value")).to_be_visible()
    expect(page.get_by_text("A part of this page cannot be shown here.")).to_be_visible()
    expect(page.get_by_text("after it", exact=True)).to_be_visible()
    press(page, "Half")
    expect(page.get_by_text("heard 6 of words")).to_be_visible()
    expect(page.locator("#kit-banner")).to_be_hidden()


def test_too_much_is_refused_with_a_calm_sentence_and_the_page_goes_on(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_gallery(serve, open_page, tmp_path, OWN)
    press(page, "Large")
    expect(page.get_by_text("This is too large to send from here.")).to_be_visible()
    expect_unseen(page, "This is too large to send from here.")
    press(page, "Count")
    expect(page.get_by_text("heard 1 of value")).to_be_visible()
    press(page, "Flood")
    press(page, "Half")
    expect(page.get_by_text("heard 6 of words")).to_be_visible()
