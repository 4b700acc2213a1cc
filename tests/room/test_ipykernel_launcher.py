"""A kernel of ours, started as the server starts it."""

# Holds kit/server/kernels/kernel_spec.py too: it says how the kernel is started that is tried here.

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kit.server.kernels import kernel_spec
from kit.server.kernels.kernel_spec import build_spec
from kit.store.notices import make_socket_folder
from tests.room.kernels import start_kernel

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks on Windows")
SECONDS = 60
FORK = """
import os
child = os.fork()
if not child:
    print("from the child", flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""


@pytest.fixture
def kernel() -> Iterator[KernelManager]:
    folder = make_socket_folder()
    manager = KernelManager(connection_file=str(Path(folder, "k.json")), transport="ipc")
    manager._kernel_spec = build_spec()
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


def test_what_a_forked_process_prints_is_heard_over_a_file(kernel: KernelManager) -> None:
    client = kernel.client()
    client.start_channels(hb=False, stdin=False)
    client.wait_for_ready(timeout=SECONDS)
    said: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        said.append(message["content"].get("text", ""))

    client.execute_interactive(FORK, timeout=SECONDS, output_hook=hear)
    while "from the child" not in "".join(said):  # it comes on its own line, maybe a little later
        hear(client.get_iopub_msg(timeout=SECONDS))
    assert isinstance(kernel.provisioner, LocalProvisioner)
    process = psutil.Process(kernel.provisioner.pid)
    assert process.net_connections(kind="inet") == []
    client.stop_channels()


@pytest.mark.parametrize("forked", [True, False])
def test_a_cell_and_what_it_starts_find_no_name_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forked: bool
) -> None:
    data = str(tmp_path / "the-store.db")
    if not forked:
        monkeypatch.setattr(kernel_spec, "PROVISIONER", "local-provisioner")
    kernel = start_kernel(cwd=tmp_path, data=data)
    try:
        looks = (
            "dict(os.environ)",
            "__import__('sys').argv",
            "open('/proc/self/cmdline').read()",
            "__import__('subprocess').check_output(['env'])",
            *(["open('/proc/self/environ').read()"] if forked else []),
        )
        for look in looks:
            assert "the-store" not in kernel.ask(look), look
        assert data in kernel.ask("__import__('kit.room.context').room.context._data")
    finally:
        kernel.stop()
