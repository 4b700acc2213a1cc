"""Nobody listens to a page's kernel but those who need it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from kit.server.kernels.kernel_manager import PageKernelManager
from kit.server.kernels.kernel_spec import OwnKernelSpecs


async def is_heard(kind: Any) -> bool:
    """Whether a manager of this kind listens to a kernel that it has started."""
    manager = kind(kernel_spec_manager=OwnKernelSpecs())
    kernel = await manager.start_kernel(kernel_name="kit")
    try:
        return hasattr(manager.get_kernel(kernel), "_activity_stream")
    finally:
        await manager.shutdown_kernel(kernel, now=True)


@pytest.mark.parametrize(
    ("kind", "heard"), [(PageKernelManager, False), (AsyncMappingKernelManager, True)]
)
def test_jupyters_manager_listens_to_its_kernels_and_ours_does_not(
    kind: type[AsyncMappingKernelManager], heard: bool
) -> None:
    assert asyncio.run(is_heard(kind)) == heard
