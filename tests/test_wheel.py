"""What is handed out: the source archive holds the checkout, the wheel all that a session needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

import kit
from hatch_build import STAMP
from tests.places import ROOT
from tests.processes import Server

# Nobody reads them at run time: pages and widgets are built from them.
SOURCES = re.compile(r"kit/(client|server/assets|widgets/shared)/|kit/widgets/[^/]+\.(js|css)$")
# What stands beside `kit/` in a checkout, and within it in a wheel.
BROUGHT = re.compile(r"workshops/|data/(figures\.csv|sources\.toml|rehearsal/|instruments/)")
SECONDS = 120
LOOKS = """
import sys, kit
from kit.language.catalogue import _
from kit.language.current import use_language
from kit.language.languages import list_languages
from kit.rehearsal import scripts
assert kit.__file__.startswith(sys.argv[1]), kit.__file__
assert kit.read_instrument("edmondson_1999").rows
assert kit.read_figure("stress")
assert scripts.find_script("safety-pulse").told
assert len(list_languages()) == 4
with use_language("de"):
    assert _("Phones cannot join here.") == "Handys können hier nicht mitmachen."
"""


def list_checkout() -> set[str]:
    """All files of the checkout that version control knows, or would take in."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.split("\0") if (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer does it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


@pytest.fixture
def run(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python with the wheel, in an empty folder."""
    monkeypatch.setenv("PYTHONPATH", str(installed))
    monkeypatch.chdir(tmp_path)

    def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    return run_python


def test_both_have_the_version_in_their_names(built: Path) -> None:
    name = f"trust_workshop_kit-{kit.__version__}"
    assert {path.name for path in built.iterdir()} == {
        f"{name}.tar.gz",
        f"{name}-py3-none-any.whl",
    }


def test_the_source_archive_holds_the_checkout_and_nothing_else(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    assert names == list_checkout() | {"PKG-INFO"}


def test_the_wheel_holds_what_runs_and_nothing_else(built: Path) -> None:
    checkout = list_checkout()
    runs = {name for name in checkout if name.startswith("kit/") and not SOURCES.match(name)}
    brought = {f"kit/{name}" for name in checkout if BROUGHT.match(name)}
    _digest, *made = (ROOT / STAMP).read_text("utf-8").splitlines()
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == runs | brought | set(made) | {STAMP.as_posix()}


def test_an_installed_kit_has_the_exercises_and_their_data(
    installed: Path, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = run("-c", LOOKS, str(installed))
    assert done.returncode == 0, done.stderr
    for language, name in (("en", "ours"), ("de", "unsere")):
        chosen = ["--language", language, "--exercises", "safety_pulse", "--blank", "own"]
        for command in (["new", name, *chosen], ["check", name]):
            done = run("-m", "kit", *command)
            assert done.returncode == 0, done.stderr
        assert (tmp_path / name / "safety_pulse.ipynb").is_file()


def test_a_phone_gets_its_page_from_an_installed_kit(
    installed: Path, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    options = ("--participants", "0", "--host", "127.0.0.1", "--port", "0")
    # Only a program of its own is not begun out of this process, whose kit is the checkout's.
    server = Server("demo", *options, log=tmp_path / "log", wiped=True)
    try:
        connection = HTTPConnection("127.0.0.1", server.links["port"], timeout=SECONDS)
        connection.request("GET", f"/join/{server.code}")
        page = connection.getresponse().read().decode()
        [script] = re.findall(r'"(/static/page-[^"]+\.js)"', page)
        connection.request("GET", script)
        sent = connection.getresponse().read()
        connection.close()
        assert sent == (installed / "kit/server/static" / Path(script).name).read_bytes()
    finally:
        server.stop()
