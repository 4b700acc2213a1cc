"""nginx, Caddy and HAProxy with the files of `deploy/`; run as a script it installs Debian's.

A file is taken as it stands, but for what no machine shares with another: the name, the ports and
where the certificate lies.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.places import ROOT

FILES = ROOT / "deploy"
PACKAGES = ("nginx-light", "caddy", "haproxy")
NAME = "trust.example.org"
ALONE = "127.0.0.1:8866"  # where a proxy's file looks for the kit
TOGETHER = ("10.0.0.11:8866", "10.0.0.12:8866")  # and for each of several servers
HOST = "localhost"
READY_SECONDS = 30


@dataclass(frozen=True)
class Site:
    """What a proxy needs to know.

    Attributes:
        folder: Where its files go.
        port: Where browsers find it.
        kit: Where it finds the kit.
        certificate: PEM files: the certificate with its chain, its key, both together.
        nodes: Where it finds each of several servers; none where there is one.
    """

    folder: Path
    port: int
    kit: int
    certificate: tuple[Path, Path, Path]
    nodes: tuple[int, ...] = ()

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where a file says that servers are, and where they are."""
        pairs = zip(TOGETHER, self.nodes, strict=True) if self.nodes else [(ALONE, self.kit)]
        return [(given, f"127.0.0.1:{port}") for given, port in pairs]


def find_free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_certificate(authority: trustme.CA, folder: Path) -> tuple[Path, Path, Path]:
    """A certificate for the proxy's name."""
    issued = authority.issue_cert(HOST)
    chain = b"".join(each.bytes() for each in issued.cert_chain_pems)
    key = issued.private_key_pem.bytes()
    files = folder / "certificate.pem", folder / "key.pem", folder / "all.pem"
    for path, content in zip(files, (chain, key, chain + key), strict=True):
        path.write_bytes(content)
        path.chmod(0o600)
    return files


def fill(name: str, *changes: tuple[str, object]) -> str:
    """A file of `deploy/` with this machine's places in it; each of them has to be there."""
    text = FILES.joinpath(name).read_text("utf-8")
    for given, put in changes:
        assert given in text, f"{name} does not say {given!r}"
        text = text.replace(given, str(put))
    return text


def build_nginx(site: Site, name: str = "nginx.conf", *changes: tuple[str, object]) -> list[str]:
    """A whole configuration around the server that the file describes."""
    server = fill(
        name,
        *changes,
        ("listen 443 ssl", f"listen 127.0.0.1:{site.port} ssl"),
        (f"server_name {NAME}", f"server_name {HOST}"),
        ("/etc/ssl/trust/certificate.pem", site.certificate[0]),
        ("/etc/ssl/trust/key.pem", site.certificate[1]),
        *site.places,
    )
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{each}_temp_path {site.folder}/{each};\n" for each in temporary)
    path = site.folder / "nginx.conf"
    path.write_text(
        f"daemon off;\npid {site.folder}/nginx.pid;\nerror_log {site.folder}/log;\n"
        f"events {{}}\nhttp {{\n{paths}{server}\n}}\n",
        "utf-8",
    )
    return ["nginx", "-e", str(site.folder / "log"), "-c", str(path)]


def build_caddy(site: Site) -> list[str]:
    """The file with the certificate it gets by itself elsewhere."""
    text = fill(
        "Caddyfile",
        (
            f"{NAME} {{",
            f"{HOST}:{site.port} {{\n\ttls {site.certificate[0]} {site.certificate[1]}",
        ),
        *site.places,
    )
    path = site.folder / "Caddyfile"
    alone = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    path.write_text(alone + text, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(path)]


def build_haproxy(site: Site, name: str = "haproxy.cfg", *changes: tuple[str, object]) -> list[str]:
    """The file as it stands."""
    text = fill(
        name,
        *changes,
        ("bind :443", f"bind 127.0.0.1:{site.port}"),
        ("/etc/ssl/trust/all.pem", site.certificate[2]),
        *site.places,
    )
    path = site.folder / "haproxy.cfg"
    path.write_text(text, "utf-8")
    return ["haproxy", "-db", "-f", str(path)]


PROXIES: dict[str, Callable[[Site], list[str]]] = {
    "nginx": build_nginx,
    "caddy": build_caddy,
    "haproxy": build_haproxy,
}


@contextmanager
def run_proxy(name: str, site: Site, command: Sequence[str] = ()) -> Iterator[None]:
    """A proxy that listens; with its own file, where no command is given."""
    command = command or PROXIES[name](site)
    if shutil.which(command[0]) is None:
        raise LookupError(name)
    homes = {each: str(site.folder) for each in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    log = site.folder / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **homes},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_it_listens(process, site.port, log)
        yield
    finally:
        process.terminate()
        process.wait(READY_SECONDS)


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait for a port to open.

    Raises:
        AssertionError: It does not, or the proxy ends.
    """
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    msg = f"the proxy does not listen:\n{log.read_text('utf-8', 'replace')}"
    raise AssertionError(msg)


def install() -> None:
    """Debian's packages, where they are missing and this account may install them."""
    if all(shutil.which(name) for name in PROXIES):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", "-qq", *command], check=True, env=environment)


if __name__ == "__main__":
    install()
