"""What a trial has found, on its way from the kernel to whoever has asked for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.check.fault import Fault

FOUND = "found.json"
ENDLESS = "this does not come to an end in {} seconds. Take out what waits or repeats itself."


@dataclass(frozen=True)
class Found:
    """What came of a trial.

    Attributes:
        faults: What is wrong, in the order in which it was met.
        asks: The definitions of the exercise's parts, as they are stored; none where the cells for
            everybody cannot be run.
    """

    faults: tuple[Fault, ...] = ()
    asks: tuple[dict[str, Any], ...] = ()


def write_found(path: Path, found: Found) -> None:
    """Write down what was found, whole or not at all."""
    faults = [(fault.file, fault.cell, fault.line, fault.words) for fault in found.faults]
    begun = path.with_suffix(".part")
    begun.write_text(json.dumps({"faults": faults, "asks": found.asks}), "utf-8")
    begun.replace(path)


def read_found(path: Path) -> Found | None:
    """Read what a trial has found; None where it has ended without a word."""
    if not path.is_file():
        return None
    told = json.loads(path.read_text("utf-8"))
    return Found(tuple(Fault(*each) for each in told["faults"]), tuple(told["asks"]))
