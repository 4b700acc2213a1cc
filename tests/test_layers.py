"""Who may import whom is a contract in pyproject.toml; here each is broken once, and noticed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kit
from tests.places import KIT, ROOT

FILES = {"__init__.py", "__main__.py", "cli.py", "errors.py", "lifecycle.py"}
BUILT = {"__pycache__", "client"}
LAYERS = re.search(r"\nlayers = \[\n(.*?)\n\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.S)
PACKAGES = {path.name for path in KIT.iterdir() if path.is_dir()} - BUILT


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts, to be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(KIT, folder / "kit", ignore=lambda _, names: BUILT & {*names} | {"static"})
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--contract", contract, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("contract", "place", "imported"),
    [
        ("layers", "session/session.py", "kit.gate.rules"),
        ("layers", "console/console.py", "kit.forms.form"),
        ("layers", "pictures/bars.py", "kit.console.timer"),
        ("wings", "console/timer.py", "kit.store"),
        ("wings", "pictures/bars.py", "kit.lifecycle"),
        ("wings", "forms/form.py", "kit.gate.publication"),
        ("wings", "forms/form.py", "kit.gate.results"),
        ("staged", "views/round.py", "kit.store.staging"),
        ("staged", "export/export.py", "sqlalchemy"),
    ],
)
def test_an_import_that_is_not_allowed_breaks_a_contract(
    copy: Path, contract: str, place: str, imported: str
) -> None:
    spoilt = copy / "kit" / place
    before = spoilt.read_text("utf-8")
    spoilt.write_text(before + f"import {imported}\n", "utf-8")
    try:
        broken = lint(copy, contract)
    finally:
        spoilt.write_text(before, "utf-8")
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "0 kept, 1 broken" in broken.stdout
    whole = f"kit.{place.removesuffix('.py').replace('/', '.')}"
    assert whole in broken.stdout


def test_only_the_gate_reads_what_people_have_answered(copy: Path) -> None:
    kept = lint(copy, "staged")
    assert "1 kept, 0 broken" in kept.stdout, kept.stdout + kept.stderr


def test_the_root_of_the_package_holds_what_everybody_needs_and_folders() -> None:
    assert {path.name for path in KIT.glob("*.py")} == FILES
    assert LAYERS
    named = {*re.findall(r"\w+", LAYERS[1])} - {"__main__", "cli", "errors", "lifecycle"}
    assert named == PACKAGES


def test_the_design_shows_the_same_packages_in_the_same_order() -> None:
    paper = (ROOT / "docs" / "design.md").read_text("utf-8")
    shown = re.search(r"<!-- layers -->\n```\n(.*?)\n```", paper, re.S)
    assert shown
    assert LAYERS
    listed = [line.split("  ")[0].strip() for line in shown[1].splitlines() if line[:1].strip()]
    rows = [re.findall(r"\w+", line) for line in LAYERS[1].splitlines()]
    assert [re.findall(r"\w+", line) for line in listed] == rows


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_kit_pulls_in_neither_pandas_nor_altair() -> None:
    code = (
        "import sys, kit; kit.join; kit.Exercise; import kit.room.kernel;"
        "print([name for name in ('pandas', 'altair', 'vl_convert') if name in sys.modules])"
    )
    assert run(code) == "[]"


def test_a_server_imports_no_widget_and_nothing_that_draws() -> None:
    code = (
        "import sys; from kit.room.patches import do_without_grammar; do_without_grammar();"
        "import kit.server.run; known = ('IPython', 'ipywidgets', 'anywidget', 'altair', 'pandas');"
        "print([name for name in known if name in sys.modules])"
    )
    assert run(code) == "[]"


def test_importing_kit_changes_nothing_in_the_process() -> None:
    code = (
        "import sys, signal, logging, warnings; import builtins;"
        "before = {*sys.modules}, [*sys.meta_path], [*warnings.filters], dict(vars(builtins));"
        "import kit; kit.Exercise; kit.Choice; kit.AnonymityPolicy;"
        "print([name for name in {*sys.modules} - before[0] if sys.modules[name] is None],"
        " before[1:] == ([*sys.meta_path], [*warnings.filters], dict(vars(builtins))))"
    )
    assert run(code) == "[] True"


def test_every_name_a_notebook_may_use_is_there_and_documented() -> None:
    for name in kit.__all__:
        assert getattr(kit, name).__doc__
