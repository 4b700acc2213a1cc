"""Where the time of a join goes: stacks sampled while phones join, summed by what they belong to.

The sampler, py-spy, lives in an environment of its own: `make bench-peers` installs it.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.phones import Phone
from benchmarks.servers import find_python, serve_kit

PEOPLE = 100
# The first line that is in a stack names the part it belongs to; the nearest to the work first.
PARTS = (
    ("compressing answers", ("handlers/compression.py", "gzip", "brotli")),
    ("the database", ("sqlalchemy/", "kit/store/")),
    ("making a seat's widgets", ("kit/room/cells.py", "kit/forms/form.py", "kit/widgets/")),
    ("reading a seat's state for its page", ("get_state (kit/room/kernel.py",)),
    (
        "telling pages of what changed",
        ("kit/room/feed.py", "kit/views/round.py", "kit/gate/results.py"),
    ),
    ("templates", ("jinja2/",)),
    ("files of the page", ("StaticFileHandler",)),
    ("messages between server and kernel", ("zmq/", "jupyter_client/", "ipykernel/", "comm/")),
    ("doors and relay", ("kit/server/",)),
    ("HTTP and WebSocket", ("tornado/",)),
    ("waiting and the event loop", ("asyncio/", "selectors.py")),
)
OTHER = "everything else"
# Everything the server does is below these.
ROOTS = ("__main__.py", "cli.py", "server/run.py", "KitServer.listen", "<module>")


def has_profiler() -> bool:
    """Whether stacks can be sampled here."""
    return find_profiler().exists()


def find_profiler() -> Path:
    """The sampler in its own environment."""
    return find_python("profiler").with_name("py-spy")


async def measure_profile() -> dict[str, Any]:
    """Sample server and kernels while phones join.

    Returns:
        {"people": number, "parts": {words: share}, "spots": [[function, share], ...]}.
    """
    with serve_kit() as server, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stacks.txt")
        phones = [Phone(server.links["port"], server.code) for _ in range(PEOPLE)]
        command = [str(find_profiler()), "record", "--subprocesses", "--format", "raw"]
        command += ["--rate", "200", "--nonblocking", "--full-filenames"]
        command += ["--duration", "600", "--pid", str(server.pid), "--output", str(path)]
        sampler = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        await asyncio.sleep(2)  # the sampler finds its processes
        await asyncio.gather(*[phone.join() for phone in phones])
        sampler.send_signal(2)
        await asyncio.to_thread(sampler.wait, 60)
        for phone in phones:
            phone.close()
        stacks = read_stacks(path.read_text("utf-8")) if path.exists() else {}
    return {"people": PEOPLE, "parts": share_parts(stacks), "spots": list_spots(stacks)}


def read_stacks(text: str) -> dict[tuple[str, ...], int]:
    """Read sampled stacks: one a line, outermost frame first, then how often it was seen."""
    stacks: Counter[tuple[str, ...]] = Counter()
    for line in text.splitlines():
        frames, _, count = line.rpartition(" ")
        if count.isdecimal():
            stacks[tuple(frames.split(";"))] += int(count)
    return dict(stacks)


def share_parts(stacks: Mapping[tuple[str, ...], int]) -> dict[str, float]:
    """The share of all samples that belongs to each part, the largest first."""
    found: Counter[str] = Counter()
    for frames, count in stacks.items():
        found[find_part(frames)] += count
    whole = sum(found.values())
    return {part: count / whole for part, count in found.most_common()}


def find_part(frames: Iterable[str]) -> str:
    """What a stack belongs to."""
    text = "\n".join(frames)
    return next(
        (part for part, marks in PARTS if any(mark in text for mark in marks)),
        OTHER,
    )


def list_spots(stacks: Mapping[tuple[str, ...], int], count: int = 12) -> list[tuple[str, float]]:
    """The kit's own functions in which, with all they call, most samples were taken."""
    found: Counter[str] = Counter()
    whole = sum(stacks.values())
    for frames, seen in stacks.items():
        spots = {shorten(each) for each in frames if "/kit/" in each}
        found.update(dict.fromkeys((each for each in spots if not is_root(each)), seen))
    return [(spot, seen / whole) for spot, seen in found.most_common(count)]


def is_root(spot: str) -> bool:
    """Whether a function is above everything else."""
    return any(mark in spot for mark in ROOTS)


def shorten(frame: str) -> str:
    """A frame without the folder it lies in and without its line: "seat (room/kernel.py)"."""
    name, _, place = frame.partition(" (")
    return f"{name} ({place.rpartition('/kit/')[2].partition(':')[0].rstrip(')')})"
