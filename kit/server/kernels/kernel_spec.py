"""How every kernel of the server is started: this very Python, whatever kernels are installed."""

from __future__ import annotations

import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

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


class OwnKernelSpecs(KernelSpecManager):
    """Gives the one kernel there is, by whatever name it is asked for."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of this server."""
        return build_spec()
