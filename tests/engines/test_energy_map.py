"""The energy map under a finger, as WebKit and Firefox see it."""

from __future__ import annotations

from pathlib import Path

from tests.engines.conftest import PROJECTOR, OpenWindow
from tests.engines.people import serve

# The column of the first block, and the middles of that block and of the two outer columns.
READ_MAP = """
const block = document.querySelector(".kit-board [data-task]");
if (!block) return null;
const middle = (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
};
block.scrollIntoView({ block: "center" });
const columns = [...block.closest(".kit-board").querySelectorAll(".kit-column")];
return {
  effect: block.closest(".kit-column").dataset.effect,
  block: middle(block),
  columns: Object.fromEntries(columns.map((column) => [column.dataset.effect, middle(column)])),
  scroll: scrollY,
};
"""


def test_a_block_is_pulled_by_a_finger_and_the_page_stays(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    with serve(tmp_path, "job_crafting") as (server, _):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        console.press_on("Leader has gone first")
        for name in ("Answering mail", "Teaching", "Minutes"):
            phone.fill("A task", name)
            phone.press("Add")
            phone.choose("Small")
            phone.choose("Drains energy")
            phone.press("Done")
        before = phone.wait(READ_MAP, "a block")
        assert before["effect"] == "drains"
        # Down a little, as a thumb goes, then across.
        x, y = before["block"]
        end = before["columns"]["gives"][0]
        phone.touch([(x, y), (x - 20, y + 2), ((x + end) / 2, y + 6), (end, y + 8)])
        after = phone.wait(READ_MAP, "a block")
        assert (after["effect"], after["scroll"]) == ("gives", before["scroll"])
        phone.press("Send")
        phone.see("Received")
