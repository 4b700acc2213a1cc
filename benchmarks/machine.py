"""What a server costs its machine, and what others take of it, read from the system."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

MEGABYTE = 1024 * 1024
LOOK_SECONDS = 0.5
BUSY = ("user", "nice", "system", "irq", "softirq")
PACKAGES = ("voila", "ipykernel", "ipywidgets", "anywidget", "tornado", "altair", "playwright")


@dataclass(frozen=True)
class Cost:
    """What a server and its kernels have used so far.

    Attributes:
        server: Processor seconds of the server's own process.
        kernels: Processor seconds of all processes below it.
        memory: Memory in MB, all processes together; what several share counts once.
        processes: How many there are.
        server_memory: What of the memory belongs to the server's own process.
    """

    server: float
    kernels: float
    memory: float
    processes: int
    server_memory: float

    @property
    def seconds(self) -> float:
        """Processor seconds of everything."""
        return self.server + self.kernels


def measure_memory(process: psutil.Process) -> int:
    """Bytes that are a process's alone, with its part of what it shares, where that is known."""
    held = process.memory_full_info()
    return int(getattr(held, "pss", held.uss))


def read_cost(pid: int) -> Cost:
    """Read what a process and everything below it has used."""
    parent = psutil.Process(pid)
    children = parent.children(recursive=True)
    kernels = memory = 0.0
    count = 1
    for each in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            kernels += read_seconds(each)
            memory += measure_memory(each)
            count += 1
    own = measure_memory(parent)
    return Cost(
        server=read_seconds(parent),
        kernels=kernels,
        memory=(memory + own) / MEGABYTE,
        processes=count,
        server_memory=own / MEGABYTE,
    )


def read_seconds(process: psutil.Process | None = None) -> float:
    """Processor seconds of one process, this one by default."""
    times = (process or psutil.Process()).cpu_times()
    return float(times.user + times.system)


def read_busy() -> float:
    """Seconds for which the machine's cores have worked so far, whoever they worked for."""
    times = psutil.cpu_times()
    return float(sum(getattr(times, name, 0.0) for name in BUSY))


def read_others() -> float:
    """How many cores work just now, in half a second in which nothing is measured: for others."""
    busy, began = read_busy(), time.monotonic()
    time.sleep(LOOK_SECONDS)
    return max(0.0, read_busy() - busy) / (time.monotonic() - began)


def describe_machine() -> dict[str, str]:
    """The machine and the versions behind the figures; no host name, no path."""
    gigabytes = round(psutil.virtual_memory().total / 1024**3)
    words = {
        "machine": f"{os.cpu_count()} cores, {gigabytes} GB, {platform.system()}",
        "Python": platform.python_version(),
    }
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            words[name] = version(name)
    return words


def read_version(python: Path, package: str) -> str:
    """The version of a package in another environment."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()
