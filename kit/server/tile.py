"""The tile "Trust workshop" in JupyterLab's launcher.

jupyter-server-proxy asks the entry point in `pyproject.toml` for it, inside JupyterLab's own
process. Nothing of that package is imported here: without it nobody asks.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Any

NAME = "trust-workshop"  # of the entry point, and of the place below JupyterLab's own address
TITLE = "Trust workshop"
HEADER = "X-Kit-Launcher"  # in which the proxy sends the secret on
VARIABLE = "KIT_LAUNCHER_SECRET"  # in which the server is given it
ICON = Path(__file__).with_name("tile.svg")
START_SECONDS = 120.0


def describe_tile() -> dict[str, Any]:
    """What the tile shows, and what it starts, as jupyter-server-proxy takes it."""
    secret = secrets.token_urlsafe(32)
    return {
        "command": build_command,
        # In the environment: everybody on this machine can read a command line.
        "environment": {VARIABLE: secret},
        "request_headers_override": {HEADER: secret},
        "absolute_url": True,  # our redirects name the whole path
        "timeout": START_SECONDS,
        "new_browser_tab": True,
        "launcher_entry": {
            "title": TITLE,
            "icon_path": str(ICON),
            "path_info": f"{NAME}/facilitate",
        },
    }


def build_command(port: int, base_url: str) -> list[str]:
    """The command that serves the folder of this JupyterLab.

    Args:
        port: Where the proxy looks for it.
        base_url: Path before all of JupyterLab's addresses, with slashes at both ends.
    """
    words = ["launch", str(find_root()), "--port", str(port), "--base", f"{base_url}{NAME}"]
    # The proxy fills in what stands in braces, once more.
    kept = [word.replace("{", "{{").replace("}", "}}") for word in [sys.executable, *words]]
    return [kept[0], "-m", "kit", *kept[1:]]


def find_root() -> Path:
    """The folder that JupyterLab shows."""
    from jupyter_server.serverapp import ServerApp  # here: it is there where anybody asks

    return Path(ServerApp.instance().root_dir if ServerApp.initialized() else ".").absolute()
