"""Jupyter's manager of the page kernels, which hears nothing of what they say."""

from __future__ import annotations

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class PageKernelManager(AsyncMappingKernelManager):
    """Starts and ends kernels as Jupyter's does, and leaves listening to those who need it.

    Jupyter's reads every word of a kernel once more, to know when it was last at work and to end
    one that has long done nothing. A page's kernel is ended when its page has gone.
    """

    def start_watching_activity(self, kernel_id: str) -> None:
        """Listen to nothing: some four hundred messages while a dashboard is made."""
