"""One session to its end, as WebKit and Firefox play it."""

from __future__ import annotations

from pathlib import Path

from tests.engines.conftest import PROJECTOR, OpenWindow
from tests.engines.people import OTHERS, let_others_answer, serve

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
        console.press("Close")
        console.press_on("Reveal")
        for window in (phone, screen, console):
            window.see(f"{OTHERS + 1} answers")
        for window in (phone, screen, console):
            assert window.run(READ_LAYOUT) == {"wide": 0, "covered": []}
