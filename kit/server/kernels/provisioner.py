"""How jupyter_client gets a kernel of ours: forked, or started as a program where that fails."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kit.server.kernels.fork_server import NotForked, fork

log = logging.getLogger("kit.server")


class ForkProvisioner(LocalProvisioner):
    """Named `kit-forked` among jupyter_client's provisioners, by an entry point of this package."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Have the fork server split off a kernel.

        Returns:
            The addresses and the key of its channels.
        """
        try:
            self.process = await asyncio.to_thread(fork, cmd, kwargs["env"], kwargs.get("cwd"))
        except NotForked:
            log.warning("A kernel could not be forked; it is started as a program, which is slower")
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid  # it leads a group of its own
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info
