"""A process's memory as a core dump would show it, read from outside: no object can hide in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

CHUNK = 1 << 20
WIDTHS = ("utf-8", "utf-16-le", "utf-32-le")  # how Python keeps a text, by its widest character


def can_read(pid: int) -> bool:
    """Whether the system lets this process look into that one."""
    try:
        return next(read_memory(pid), None) is not None
    except OSError:
        return False


def read_memory(pid: int) -> Iterator[tuple[str, bytes]]:
    """Every writable part of a process's memory, with what the system calls it."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
            place, rights, *_, name = [*line.split(maxsplit=5), ""][:6]
            if not rights.startswith("rw") or name in ("[vvar]", "[vsyscall]"):
                continue
            start, end = (int(each, 16) for each in place.split("-"))
            try:
                memory.seek(start)
                parts = []
                while start < end and (part := memory.read(min(CHUNK, end - start))):
                    parts.append(part)
                    start += len(part)
            except OSError:
                continue  # given back meanwhile, or a device's
            yield name or "anonymous", b"".join(parts)


def count_marks(pid: int, sign: str, marks: Sequence[str]) -> dict[str, int]:
    """How often each text stands in a process's memory, however wide its characters are.

    Args:
        pid: The process.
        sign: What every one of the texts begins with.
        marks: The texts.
    """
    found = dict.fromkeys(marks, 0)
    for _name, content in read_memory(pid):
        for width in WIDTHS:
            place = -1
            while (place := content.find(sign.encode(width), place + 1)) >= 0:
                for mark in marks:
                    found[mark] += content.startswith(mark.encode(width), place)
    return found
