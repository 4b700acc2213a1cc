"""What pytest does without, as a plugin that it loads before all others: `-p tests.early`."""

from __future__ import annotations

import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

# nbval imports jsonschema, which would build a parser for web addresses: more than a second in each
# worker. No schema here names one; `kit/room/patches.py` has the whole story.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


class ForkedSpecs(KernelSpecManager):
    """Has a notebook's kernel split off from a process that has its imports done.

    As a program it takes four seconds of a processor's time until `import kit` is done. That is
    tried in a real JupyterLab, in `tests/browser/test_jupyterlab.py`.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of this name, forked where that can be."""
        from kit.server.kernels.kernel_spec import PROVISIONER

        spec = super().get_kernel_spec(kernel_name)
        spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER}
        return spec


def pytest_configure() -> None:
    """Give nbval other kernels, and spare it a log of all messages that nobody reads."""
    from nbval import kernel

    kernel.NbvalKernelspecManager = ForkedSpecs
    kernel.pformat = str
