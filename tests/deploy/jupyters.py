"""JupyterLab with the kit's tile in its launcher, and what has to be installed for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_runtime_dir

from kit.server.lab import Lab

HINT = "is not here. Run: make test-deploy"
SETTINGS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "XDG_DATA_HOME")
PORT = 18_888
HUB = "JUPYTERHUB_"


def need(package: str, name: str) -> None:
    """Leave a test out where what it needs is not installed; on CI nothing is left out."""
    if find_spec(package) is not None:
        return
    if "CI" in os.environ:
        msg = f"{name} {HINT}"
        raise AssertionError(msg)
    pytest.skip(f"{name} {HINT}")


def need_tile() -> None:
    """Leave a test out where JupyterLab could not show the tile."""
    need("jupyter_server_proxy", "jupyter-server-proxy")
    known = {each.name for each in entry_points(group="jupyter_serverproxy_servers")}
    assert "trust-workshop" in known, "the kit has to be installed anew: its entry point is missing"


@contextmanager
def run_lab(folder: Path, home: Path) -> Iterator[str]:
    """A JupyterLab that shows a folder, apart from this account's own.

    Yields:
        Its address, with the token.
    """
    home.mkdir(parents=True, exist_ok=True)
    own = {name: str(home / name.lower()) for name in SETTINGS}
    own["JUPYTER_RUNTIME_DIR"] = jupyter_runtime_dir()  # where the address is looked for
    left_out = frozenset(name for name in os.environ if name.startswith(HUB))
    lab = Lab(folder, home / "lab.log", PORT, own | {"HOME": str(home)}, left_out)
    try:
        yield lab.wait()
    finally:
        lab.close()
