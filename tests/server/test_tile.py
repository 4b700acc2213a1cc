"""What JupyterLab is told of the tile, as its proxy takes it. It is pressed in tests/deploy."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from xml.etree import ElementTree as ET

import pytest

from kit.server import tile
from tests.places import ROOT


def test_the_entry_point_leads_to_a_tile_with_a_picture() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    points = project["entry-points"]["jupyter_serverproxy_servers"]
    module, _, name = points[tile.NAME].partition(":")
    told = getattr(import_module(module), name)()
    entry = told["launcher_entry"]
    assert entry["title"] == "Trust workshop"
    assert entry["path_info"].startswith(f"{tile.NAME}/")
    assert ET.parse(entry["icon_path"]).getroot().tag.endswith("svg")


def test_proxy_and_server_share_a_new_secret_at_every_start() -> None:
    first, second = tile.describe_tile(), tile.describe_tile()
    [sent] = first["request_headers_override"].values()
    [given] = first["environment"].values()
    assert sent == given
    assert len(sent) >= 32
    assert not set(sent) & set("{}")
    assert sent not in second["environment"].values()
    assert sent not in " ".join(tile.build_command(8866, "/"))


def test_what_the_proxy_fills_in_leaves_the_command_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = ROOT / "a {port} of call"
    monkeypatch.setattr(tile, "find_root", lambda: folder)
    filled = [word.format(port=1, base_url="") for word in tile.build_command(8866, "/user/a{b}/")]
    assert filled[:3] == [sys.executable, "-m", "kit"]
    assert filled[3:] == [
        *("launch", str(folder), "--port", "8866"),
        *("--base", "/user/a{b}/trust-workshop"),
    ]


def test_asking_for_it_loads_nothing_of_the_kit_or_of_the_proxy() -> None:
    """JupyterLab asks at every start, whether anybody wants a workshop or not."""
    code = (
        "import sys, kit.server.tile as tile; tile.describe_tile(); "
        "print(*{name.partition('.')[0] for name in sys.modules} & "
        "{'voila', 'sqlalchemy', 'jupyter_server_proxy', 'ipywidgets', 'tornado'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
