"""A kernel as the server starts it, to be asked for values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from kit.server.kernels.kernel_spec import build_environment, build_spec
from kit.store.notices import make_socket_folder

SECONDS = 60


class Kernel:
    """A running kernel."""

    def __init__(self, manager: KernelManager) -> None:
        self._manager = manager
        self._client = manager.client()
        self._client.start_channels(hb=False, stdin=False)
        self._client.wait_for_ready(timeout=SECONDS)

    @property
    def process(self) -> Any:
        """The process, as jupyter_client has it."""
        return getattr(self._manager.provisioner, "process", None)

    @property
    def pid(self) -> int:
        """Its process id."""
        return int(self.process.pid)

    def ask(self, expression: str) -> str:
        """What an expression is there, as Python would write it."""
        reply = self._client.execute(
            "import os", user_expressions={"asked": expression}, reply=True, timeout=SECONDS
        )
        asked = reply["content"]["user_expressions"]["asked"]
        assert asked["status"] == "ok", asked
        return str(asked["data"]["text/plain"])

    def run(self, code: str) -> list[dict[str, Any]]:
        """What it says while it runs some code; nothing of that may fail."""
        said: list[dict[str, Any]] = []
        reply = self._client.execute_interactive(code, output_hook=said.append, timeout=SECONDS)
        assert reply["content"]["status"] == "ok", reply
        return said

    def stop(self) -> None:
        """End it."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)


def start_kernel(*, cwd: Path, data: str = "") -> Kernel:
    """Start one in a folder, with a store."""
    folder = make_socket_folder()
    manager = KernelManager(connection_file=str(Path(folder, "k.json")), transport="ipc")
    manager._kernel_spec = build_spec()
    manager.start_kernel(cwd=str(cwd), env=build_environment(data))
    return Kernel(manager)
