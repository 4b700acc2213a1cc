"""HAProxy before several servers: which gets a request, and how it notices that one is gone."""

from __future__ import annotations

import contextlib
import enum
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from benchmarks.machine import read_seconds
from tests.deploy.proxies import wait_until_it_listens

NODE = "X-Kit-Node"  # a header that says who has answered
HOST = "127.0.0.1"
READY_SECONDS = 60
LOOK_SECONDS = 0.1
ALL_READY = "/all-ready"  # where it says whether it holds all servers to be ready
CHECK_SECONDS = 1
MISSES = 2
CHECK_PATIENCE = 5  # a busy server is no dead one: its sessions would move
MISSING = "HAProxy is not here. Install it, with: apt-get install haproxy"
CONFIGURATION = """\
global
    maxconn 4000
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout http-request 20s
    timeout check {patience}s
    timeout tunnel 1h
    retries 3
    option redispatch 1
frontend browsers
    bind 127.0.0.1:{port}
    monitor-uri {all_ready}
    monitor fail if {{ nbsrv(kit) lt {count} }}
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Kit-Session %[path,field(3,/)]
    http-response set-header {node} %s
    use_backend nobody_ready if {{ nbsrv(kit) eq 0 }}
    default_backend kit
backend kit
    {balance}
    option httpchk
    http-check send meth GET uri /readyz
    default-server check inter {seconds}s fall {misses} rise 1
    {servers}
# Where no server is ready, the database is away: the servers say so in words for people.
backend nobody_ready
    {balance}
    {unchecked}
"""


class Spread(enum.Enum):
    """By what a request finds its server; the value is HAProxy's word for it."""

    SESSION = "balance hdr(X-Kit-Session)\n    hash-type consistent"
    PHONE = "balance roundrobin\n    cookie node insert indirect nocache"
    REQUEST = "balance roundrobin"


def build_configuration(port: int, nodes: Sequence[int], spread: Spread) -> str:
    """The file.

    Args:
        port: Where browsers come.
        nodes: Ports of the servers.
        spread: By what a request finds its server.
    """
    servers = []
    for number, node in enumerate(nodes, start=1):
        cookie = f" cookie node{number}" if spread is Spread.PHONE else ""
        servers.append(f"server node{number} 127.0.0.1:{node}{cookie}")
    lines = "\n    ".join(servers)
    return CONFIGURATION.format(
        port=port,
        all_ready=ALL_READY,
        count=len(nodes),
        node=NODE,
        balance=spread.value,
        seconds=CHECK_SECONDS,
        misses=MISSES,
        patience=CHECK_PATIENCE,
        servers=lines,
        unchecked=lines,
    )


def check_configuration(folder: Path, text: str) -> Path:
    """Write the file, if HAProxy takes it.

    Raises:
        RuntimeError: It is not installed, or finds a fault in it.
    """
    if shutil.which("haproxy") is None:
        raise RuntimeError(MISSING)
    path = folder / "haproxy.cfg"
    path.write_text(text, "utf-8")
    done = subprocess.run(["haproxy", "-c", "-f", str(path)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return path


class Proxy:
    """A running HAProxy.

    Args:
        pid: Its process.
        port: Where browsers come.
    """

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port

    def __repr__(self) -> str:
        return f"<Proxy, process {self.pid}>"

    def wait_until_all_are_ready(self) -> None:
        """Wait until it sends browsers to every server: a session would move otherwise.

        Raises:
            TimeoutError: One does not get ready.
        """
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(URLError), urlopen(f"http://{HOST}:{self.port}{ALL_READY}"):
                return
            time.sleep(LOOK_SECONDS)
        msg = "HAProxy does not hold all servers to be ready"
        raise TimeoutError(msg)

    def read_seconds(self) -> float:
        """Processor seconds so far."""
        return read_seconds(psutil.Process(self.pid))


@contextmanager
def run_proxy(folder: Path, port: int, nodes: Sequence[int], spread: Spread) -> Iterator[Proxy]:
    """HAProxy, until it is not needed any more.

    Raises:
        RuntimeError: It is not installed.
    """
    path = check_configuration(folder, build_configuration(port, nodes, spread))
    log = folder / "haproxy.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["haproxy", "-db", "-f", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_it_listens(process, port, log)
        yield Proxy(process.pid, port)
    finally:
        process.terminate()
        process.wait()
