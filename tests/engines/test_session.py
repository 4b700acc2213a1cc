"""One session to its end, as WebKit and Firefox play it."""

from __future__ import annotations

from pathlib import Path

from kit.gate.publication import submit
from tests.engines.conftest import PROJECTOR, OpenWindow
from tests.engines.people import OTHERS, let_others_answer, serve, serve_folder
from tests.exercises import code, list_cells, write_notebook
from tests.store.sample import add_seats

# What is wider than the window, and text that lies under something else where it stands.
READ_LAYOUT = """
const wide = Math.max(0, document.documentElement.scrollWidth - innerWidth);
const buttons = [...document.querySelectorAll("button, input, textarea")];
const covered = buttons.filter((element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (!box.width || y < 0 || y > innerHeight || x < 0 || x > innerWidth) return false;
  const top = document.elementFromPoint(x, y);
  return top && !element.contains(top) && !top.contains(element) && !top.closest("label");
});
return { wide, covered: covered.map((element) => element.outerHTML.slice(0, 200)) };
"""

DEFINITION = """\
import kit
exercise = kit.Exercise("story", prompts=[kit.Text("story", "What happened?", max_length=200)])
room = kit.join(exercise)"""
RTL = "\u05d4\u05d9\u05d0 \u05e2\u05d6\u05e8\u05d4 \u05dc\u05d9, \u05d5\u05d6\u05d4!"
# Whether some words begin at the right of their place.
BEGINS_RIGHT = """(text) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    if (walker.currentNode.textContent !== text || !owner.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    const [words, place] = [range.getBoundingClientRect(), owner.getBoundingClientRect()];
    return place.right - words.right < words.left - place.left || words.width > 0.9 * place.width;
  }
  return null;
}"""


def test_a_session_is_played_to_its_result(open_window: OpenWindow, tmp_path: Path) -> None:
    with serve(tmp_path, "marble_jar") as (server, store):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        phone.see("What did they do?")
        screen = open_window(server.links["screen_url"], PROJECTOR)
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        console.press_on("Leader has gone first")
        phone.choose("asked for help")
        phone.press("Send")
        phone.see("Received")
        phone.go(f"{server.origin}/s/{server.code}")
        phone.press_on("Change my answer")
        phone.choose("gave credit")
        phone.press_on("Send")
        phone.see("Received")
        let_others_answer(store, server.code)
        screen.see("Everyone")
        console.press_on("Close")
        screen.watch_motion()
        console.press_on("Reveal")
        for window in (phone, screen, console):
            window.see(f"{OTHERS + 1} answers")
        assert screen.evaluate("window.begun") == []  # nothing moves for those who want it so
        for window in (phone, screen, console):
            assert window.run(READ_LAYOUT) == {"wide": 0, "covered": []}


def test_a_sentence_from_right_to_left_runs_so_on_every_page(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    cells = list_cells(DEFINITION)
    cells[6] = code('kit.Sentences(room.results, "story")', "facilitator", "screen")
    write_notebook(workshop / "story.ipynb", cells)
    with serve_folder(workshop) as (server, store):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        screen = open_window(server.links["screen_url"], PROJECTOR)
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        phone.fill("What happened?", RTL)
        direction = "getComputedStyle(document.querySelector('textarea')).direction"
        assert phone.evaluate(direction) == "rtl"
        phone.choose("may be shown")
        phone.press("Send")
        phone.see("Received")
        for token in add_seats(store, server.code, OTHERS):
            said = {"text": "She helped me, and it worked!", "share": True}
            submit(store, store.get_round(server.code).id, token, {"story": said})
        console.press_on("Close")
        console.press_on("Show all")
        console.press_on("Reveal")
        for window in (phone, screen, console):
            window.see(RTL)
            assert window.evaluate(BEGINS_RIGHT, RTL)
