"""How every kernel of the server is started: this very Python, whatever kernels are installed."""

from __future__ import annotations

import os
import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from kit.room.context import DATA

# Elsewhere libraries of the system do not outlive a fork (macOS), or there is none (Windows).
PROVISIONER = "kit-forked" if sys.platform == "linux" else "local-provisioner"
COMMAND = [sys.executable, "-m", "kit.room.ipykernel_launcher", "-f", "{connection_file}"]


def build_spec(*arguments: str) -> KernelSpec:
    """How a kernel is started.

    Args:
        arguments: What its command line ends with.
    """
    return KernelSpec(
        argv=[*COMMAND, *arguments],
        display_name="kit",
        language="python",
        metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
    )


def build_environment(data: str) -> dict[str, str]:
    """The environment of a kernel: this process's, and the store that it works with.

    Args:
        data: The store's address. The kernel takes it out before it runs a cell; it is in no cell
            and no command line, where a password in it could be read.
    """
    return {**os.environ, DATA: data}


class OwnKernelSpecs(KernelSpecManager):
    """Gives the one kernel there is, by whatever name it is asked for."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of this server."""
        return build_spec()
