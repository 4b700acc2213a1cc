"""What the largest frame of each kind costs that a page may send, beside an ordinary Send.

`python -m benchmarks.frames` plays one seat on a real room kernel and prints a table.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.notebooks import JOIN, Cell, write_notebook
from benchmarks.tables import render_table
from kit.lifecycle import advance_round
from kit.room.context import KernelContext
from kit.server.kernels.session_kernels import SessionKernels
from kit.server.relay.channel import Channel
from kit.server.relay.filter import MAX_FRAME
from kit.server.relay.traits import Unfit
from kit.server.store_threads import StoreThreads
from kit.session.session import Phase, Role, new_seat_token
from kit.store import open_store
from kit.store.notices import NoticeHub
from kit.widgets.text_input import LONGEST_WRITTEN

TIMES = 5
PATIENCE = 60.0
ROOM = MAX_FRAME - 400  # for what a frame says besides
CLICK = {"method": "custom", "content": {"event": "click"}}
NOTEBOOK: list[Cell] = [
    (
        "",
        'import kit\n\nexercise = kit.Exercise("frames", title="Frames", prompts=['
        'kit.Choice("kind", "Which one", options=["one", "two", "three"]), '
        'kit.Scale("agree", "How much", low=1, high=7), kit.Text("story", "One sentence"), '
        'kit.EnergyMap("map", "Your work")])\n' + JOIN,
    ),
    ("participant", "room.form()"),
    ("participant", "room.commitments()"),
    ("facilitator", "room.console()"),
    (
        "participant",
        "from ipywidgets import IntSlider\ndef fail(change):\n    raise ValueError\n"
        'slider = IntSlider(description="fails")\nslider.observe(fail, "value")\nslider',
    ),
]
Data = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """A way from a page to the kernel, and the largest frame that goes it.

    Attributes:
        name: What the table calls it.
        comm: Which widget of the page it goes to, by a trait and its value; None for any value.
        make: Makes the message, given the ids of the page's widgets.
        before: Values that are set first, by trait of the widget; they are not measured.
        buffers: Binary parts.
    """

    name: str
    comm: tuple[str, Any]
    make: Callable[[list[str]], Data]
    before: dict[tuple[str, Any], Data] = field(default_factory=dict)
    buffers: tuple[str, ...] = ()


def set_to(**state: Any) -> Callable[[list[str]], Data]:
    """A message that sets traits."""
    return lambda _ids: {"method": "update", "state": state, "buffer_paths": []}


def click(_ids: list[str]) -> Data:
    """A press."""
    return CLICK


STORY, KIND, SCALE = ("prompt", "story"), ("prompt", "kind"), ("prompt", "agree")
MAP, SEND, SIGN = ("prompt", "map"), ("description", "Send"), ("description", "Sign")
CARD = [("prompt", f"commitment-{name}") for name in ("what", "by", "notice", "owner")]
HEAD = ("_view_name", "HTMLView")


def write(text: str) -> dict[tuple[str, Any], Data]:
    """What stands in the text before Send is pressed."""
    return {STORY: {"value": text}}


def repeat(part: str, length: int = LONGEST_WRITTEN) -> str:
    """A text of that length made of one part."""
    return (part * (length // len(part) + 1))[:length]


LONG = {"event": "click", "more": "x" * (ROOM - 60)}
MANY: list[Any] = [[]] * (ROOM // 4)
PATHS: list[Way] = [
    Way("Send: one sentence", SEND, click, write("Somebody told me the truth in time.")),
    Way("a letter typed", STORY, set_to(value="S")),
    Way("the longest text", STORY, set_to(value=repeat("a"))),
    Way("the longest text, wide letters", STORY, set_to(value=repeat("\U0001f600"))),
    Way("a text over that", STORY, set_to(value=repeat("a", ROOM))),
    Way("Send: the longest text", SEND, click, write(repeat("a"))),
    Way("Send: capitals", SEND, click, write(repeat("Ab c"))),
    Way("Send: combining characters", SEND, click, write(repeat("a\u0301"))),
    Way("Send: digits and brackets", SEND, click, write(repeat("1 ("))),
    Way("Send: a full text of names", SEND, click, write(repeat("x Anna Lund, ", 200))),
    Way("a choice", KIND, set_to(value=["one"])),
    Way("a choice of 60,000", KIND, set_to(value=["one"] * (ROOM // 7))),
    Way("a number of 22 digits", SCALE, set_to(value=10**21)),
    Way("an energy map", MAP, set_to(value=[10, 20, 30, 40])),
    Way("an energy map of 80,000", MAP, set_to(value=[10] * (ROOM // 4))),
    Way("a press with a long message", SEND, lambda _: {"method": "custom", "content": LONG}),
    Way("a message of many parts", KIND, lambda _: {"method": "custom", "content": {"a": MANY}}),
    Way("a message nested deep", KIND, lambda _: {"method": "custom", "content": nest(30)}),
    Way("nested beyond reading", KIND, lambda _: {"method": "custom", "content": nest(900)}),
    Way("a trait of 20,000 names", HEAD, set_to(**{f"n{place}": 1 for place in range(20_000)})),
    Way("markup of 250 kB", HEAD, set_to(value=repeat("<b>", ROOM))),
    Way("a list of classes", HEAD, set_to(_dom_classes=["a"] * (ROOM // 5))),
    Way("every widget mentioned", ("children", None), lambda ids: mention(ids)),
    Way("64 binary parts", HEAD, lambda _: attach(64), buffers=("A" * 3000,) * 64),
    Way("what a widget is", KIND, lambda _: {"method": "request_state"}),
    Way("Sign: the longest words", SIGN, click, {each: {"value": repeat("a")} for each in CARD}),
    Way("a callback that fails", ("description", "fails"), set_to(value=7)),
]


def nest(depth: int) -> Any:
    """Lists within lists."""
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return {"a": value}


def mention(ids: list[str]) -> Data:
    """A list of the page's own widgets, as long as a frame."""
    names = [f"IPY_MODEL_{each}" for each in ids]
    return {
        "method": "update",
        "state": {"children": (names * 1000)[: ROOM // 47]},
        "buffer_paths": [],
    }


def attach(parts: int) -> Data:
    """Binary parts for a text."""
    paths = [["value", place] for place in range(parts)]
    return {"method": "update", "state": {"value": [None] * parts}, "buffer_paths": paths}


@dataclass
class Bench:
    """A seat on a real room kernel."""

    room: SessionKernels
    line: Channel
    state: dict[str, Any]
    number: int = 0
    busy: dict[str, Any] = field(default_factory=dict)
    done: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    def tell(self, _frame: str) -> None:
        """A browser's part: nothing is drawn."""

    def dismiss(self, reason: str, *, again: bool) -> None:
        """A browser's part: a refusal is measured, too."""

    def hear(self, status: dict[str, Any]) -> None:
        """The kernel begins or ends its work on a frame."""
        message = status["parent_header"].get("msg_id", "")
        if status["content"]["execution_state"] == "busy":
            self.busy[message] = status["header"]["date"]
        elif message in self.done and message in self.busy:
            spent = status["header"]["date"] - self.busy.pop(message)
            self.done.pop(message).set_result(spent.total_seconds())

    def find(self, trait: str, value: Any) -> str:
        """The widget with a trait of that value."""
        return next(
            comm
            for comm, model in self.state.items()
            if trait in model["state"] and value in (None, model["state"][trait])
        )

    async def send(
        self, comm: str, data: Data, buffers: tuple[str, ...] = ()
    ) -> tuple[int, float, float | None, str]:
        """Send one frame.

        Returns:
            Its bytes, the seconds it took in the relay and in the kernel, None where it did not get
            there, and what the relay made of it.
        """
        self.number += 1
        frame = {"id": self.number, "comm": comm, "data": data, "buffers": list(buffers)}
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        began = time.perf_counter()
        try:
            upward = self.line.admit(self, text)
        except Unfit:
            upward = None
        relay = time.perf_counter() - began
        size = len(text.encode())
        if upward is None:
            return size, relay, None, "not taken"
        kernel = self.room.groups[0].kernel
        assert kernel is not None
        message = kernel.send(upward.comm, upward.data, upward.buffers)
        future = self.done[message] = asyncio.get_running_loop().create_future()
        return size, relay, await asyncio.wait_for(future, PATIENCE), ""

    async def measure(self, path: Way) -> tuple[str, int, float, float | None]:
        """The median of a few times.

        Returns:
            Name, bytes, milliseconds in the relay and in the kernel.
        """
        found = []
        for _ in range(TIMES):
            for (trait, value), state in path.before.items():
                await self.send(self.find(trait, value), set_to(**state)([]))
            comm = self.find(*path.comm)
            found.append(await self.send(comm, path.make([*self.state]), path.buffers))
            if path.comm == SEND:
                await self.send(comm, CLICK)  # changes what was sent, or sends after a second look
        relay = 1000 * statistics.median(each[1] for each in found)
        kernel = [each[2] for each in found if each[2] is not None]
        return path.name, found[0][0], relay, 1000 * statistics.median(kernel) if kernel else None


async def measure_frames(folder: Path) -> list[tuple[str, int, float, float | None]]:
    """Measure every path."""
    write_notebook(folder / "frames.ipynb", NOTEBOOK)
    store, hub = open_store(folder / "kit.db"), NoticeHub()
    store.notices.connect(hub.address)
    code = store.add_session("Team", ["frames.ipynb"]).code
    round_ = store.add_round(code, "frames.ipynb")
    data = str(folder / "kit.db")
    place = KernelContext(code, Role.PARTICIPANT, data, hub.address, "frames.ipynb", round_.id)
    room = SessionKernels(StoreThreads(store), place, folder)
    try:
        await room.open()
        advance_round(store, round_.id, Phase.PREPARE)
        token = new_seat_token()
        store.add_seat(code, token)
        await asyncio.sleep(1)
        page = await room.get_page(token)
        group = room.groups[0]
        bench = Bench(room, group.channels.get(token), page["state"])
        group.turns.hear = bench.hear  # type: ignore[method-assign, assignment]
        return [await bench.measure(path) for path in PATHS]
    finally:
        await room.close()
        store.close()
        hub.close()


def render_frames(rows: list[tuple[str, int, float, float | None]]) -> str:
    """The rows as a table; the first one is the measure of the others."""
    whole = rows[0][2] + (rows[0][3] or 0.0)
    return render_table(
        ["path", "bytes", "ms in the relay", "ms in the kernel", "times an ordinary Send"],
        [
            [
                name,
                f"{size:,}",
                f"{relay:.2f}",
                "never gets there" if kernel is None else f"{kernel:.1f}",
                f"{(relay + (kernel or 0.0)) / whole:.1f}",
            ]
            for name, size, relay, kernel in rows
        ],
    )


def main() -> None:
    """Measure and print."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="kit-frames-", ignore_cleanup_errors=True) as folder:
        print(render_frames(asyncio.run(measure_frames(Path(folder)))))


if __name__ == "__main__":
    main()
