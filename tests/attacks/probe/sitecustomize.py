"""Runs in every Python process of a server under attack: searches its objects when it is asked to.

It is no part of the kit. Python imports a module of this name at its start; the tests put this
folder on the path of the server they start, and the server's kernels inherit it. In a process it
listens on a socket, `<pid>.sock` in the folder named by `KIT_PROBE`; asked for some texts, each
written backwards so that the question itself is not found, it tells where they stand.
"""

from __future__ import annotations

import gc
import io
import json
import os
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

FOLDER = os.environ.get("KIT_PROBE", "")
DEEPEST = 8  # steps of a path that are told
PLAIN: frozenset[type] = frozenset({int, float, bool, type(None)})
TEXTS = (str, bytes, bytearray, memoryview, io.BytesIO, io.StringIO)
WIDTHS = ("utf-8", "utf-16-le", "utf-32-le")


def search(marks: list[str]) -> dict[str, list[str]]:
    """Where texts stand among everything that can be reached in this process.

    Returns:
        Each text with the paths to it: what holds it, what holds that, and so on.
    """
    gc.unfreeze()  # what is frozen is not listed
    gc.collect()
    needles = {mark: tuple(mark.encode(width) for width in WIDTHS) for mark in marks}
    own = {id(frame) for frame in walk_frames(sys._getframe())}
    frames = [each for top in sys._current_frames().values() for each in walk_frames(top)]
    roots = [*gc.get_objects(), *(frame for frame in frames if id(frame) not in own)]
    held_by: dict[int, tuple[object, int | None]] = {}
    found: dict[str, list[str]] = {mark: [] for mark in marks}
    skipped = own | {id(each) for each in (marks, needles, frames, roots, held_by, found)}
    skipped |= {id(forms) for forms in needles.values()}
    coming: list[tuple[object, int | None]] = [(each, None) for each in roots]
    skipped.add(id(coming))
    silent: set[type] = set(PLAIN)  # kinds of which none holds text: nearly all objects are
    watched = gc.isenabled()
    gc.disable()  # it would go through all that is held, again and again
    while coming:
        each, holder = coming.pop()
        number, kind = id(each), type(each)
        if number in held_by or number in skipped:
            continue
        held_by[number] = each, holder
        if kind not in silent:
            if not holds_text(kind):
                silent.add(kind)
            for mark in find_marks(read(each), needles):
                found[mark].append(describe_path(each, held_by))
        if kind is not str and kind is not bytes:
            coming += [
                (part, number)
                for part in gc.get_referents(each)
                if type(part) not in PLAIN and id(part) not in held_by
            ]
    if watched:
        gc.enable()
    own_parts: tuple[dict[Any, Any] | list[Any], ...] = (held_by, roots, frames, needles)
    for own_part in own_parts:
        own_part.clear()  # or the next search would find this one
    return found


def walk_frames(frame: FrameType | None) -> Iterator[FrameType]:
    """A frame and those that called it."""
    while frame is not None:
        yield frame
        frame = frame.f_back


def holds_text(kind: type) -> bool:
    """Whether objects of this type have text or bytes that `read` gives."""
    return issubclass(kind, TEXTS) or (
        kind.__name__ == "Frame" and kind.__module__.startswith("zmq")
    )


def read(each: Any) -> Any:
    """What an object holds as text or bytes, also where no reference leads to it."""
    if isinstance(each, str | bytes | bytearray):
        return each
    try:
        if isinstance(each, memoryview):
            return each.tobytes()
        if isinstance(each, io.BytesIO | io.StringIO):
            return each.getvalue()
        if type(each).__name__ == "Frame" and type(each).__module__.startswith("zmq"):
            return each.bytes
    except (ValueError, BufferError):
        pass  # closed or given back
    return ""


def find_marks(text: str | bytes, needles: dict[str, tuple[bytes, ...]]) -> list[str]:
    """The marks that a text or bytes hold."""
    if not text:
        return []
    if isinstance(text, str):
        return [mark for mark in needles if mark in text]
    return [mark for mark, forms in needles.items() if any(form in text for form in forms)]


def describe_path(each: object, held_by: dict[int, tuple[object, int | None]]) -> str:
    """What holds an object, what holds that, and so on."""
    path: list[str] = []
    number: int | None = id(each)
    while number is not None and len(path) < DEEPEST:
        each, number = held_by[number]
        path.append(describe(each))
    return " < ".join(path)


def describe(each: Any) -> str:
    """An object's type, and its name where it has one."""
    kind = type(each)
    if kind.__name__ == "frame":
        return f"frame of {each.f_code.co_qualname}"
    if kind is dict:
        return f"dict with {[key for key in list(each)[:9] if isinstance(key, str)]}"
    if kind.__name__ in ("function", "module", "type"):
        return f"{kind.__name__} {each.__name__}"
    return f"{kind.__module__}.{kind.__qualname__}"


def listen() -> None:
    """Answer whoever asks."""
    address = Path(FOLDER, f"{os.getpid()}.sock")
    address.unlink(missing_ok=True)  # of the same process, before it began again
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(address))
    server.listen()
    while True:
        link, _ = server.accept()
        with link, link.makefile("rw", encoding="utf-8") as lines:
            lines.write(answer(lines.readline()) + "\n")
        gc.collect()


def answer(question: str) -> str:
    """What is found of the texts of a question, or why nothing can be."""
    try:
        return json.dumps(search([mark[::-1] for mark in json.loads(question)]))
    except Exception:
        return json.dumps(traceback.format_exc())


def start() -> None:
    """Listen in a thread, which a forked process has not."""
    threading.Thread(target=listen, daemon=True, name="probe").start()


if FOLDER:
    os.register_at_fork(after_in_child=start)
    start()
