"""The project's own papers agree with each other."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from datetime import date

import pytest

import kit
from tests.places import ROOT, WORKSHOPS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def get_name(requirement: str) -> str:
    return re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0].lower()


RUN_TIME = [get_name(line) for line in PROJECT["project"]["dependencies"]]
TEST_TIME = [get_name(line) for line in PROJECT["project"]["optional-dependencies"]["test"]]


@pytest.mark.parametrize("name", [*RUN_TIME, "pytest", "nbval"])
def test_the_conda_environment_names_every_dependency(name: str) -> None:
    text = (ROOT / "environment.yml").read_text("utf-8").lower()
    assert re.search(rf"^\s*- {re.escape(name)}\b", text, re.MULTILINE), f"{name} is missing"


@pytest.mark.parametrize("name", RUN_TIME)
def test_every_run_time_dependency_has_its_line_in_the_docs(name: str) -> None:
    assert name in (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()


def test_no_executed_notebook_is_kept() -> None:
    for path in [*WORKSHOPS.glob("*.ipynb"), *(ROOT / "docs").glob("*.ipynb")]:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            assert not cell.get("outputs"), path.name
            assert cell.get("execution_count") is None, path.name


def test_the_readme_begins_with_the_two_commands() -> None:
    head = (ROOT / "README.md").read_text("utf-8")[:1500]
    assert "make demo" in head
    assert "make test" in head


def test_the_version_stands_in_one_file_and_every_command_names_it() -> None:
    assert "version" in PROJECT["project"]["dynamic"]
    place = PROJECT["tool"]["hatch"]["version"]["path"]
    assert f'__version__ = "{kit.__version__}"' in (ROOT / place).read_text("utf-8")
    named = {"wheels": 0, "images": 0}
    for path in [*(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*")]:
        text = path.read_text("utf-8") if path.is_file() else ""
        for version in re.findall(r"trust_workshop_kit-([\d.]+)[-.]", text):
            assert version == kit.__version__, path
            named["wheels"] += 1
        for version in re.findall(r"trust-workshop-kit:(\S+)", text):
            assert version == kit.__version__.rpartition(".")[0], path
            named["images"] += 1
    assert min(named.values()) > 1, named


def test_the_changelog_begins_with_this_version_or_with_what_is_new_since() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heads = re.findall(r"^## \[(.+?)\](?: - (\S+))?$", text, re.MULTILINE)
    released = [(version, day) for version, day in heads if version != "Unreleased"]
    version, day = released[0]
    assert version == kit.__version__
    date.fromisoformat(day)
    assert len(heads) - len(released) == (heads[0] == ("Unreleased", ""))


def test_the_oldest_python_is_the_same_wherever_it_stands() -> None:
    project = PROJECT["project"]
    oldest = project["requires-python"].removeprefix(">=")
    tried = [
        line.rpartition(" ")[2] for line in project["classifiers"] if ":: Python :: 3." in line
    ]
    assert tried[0] == oldest
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    assert f"python>={oldest}\n" in (ROOT / "environment.yml").read_text("utf-8")
    for name in ("README.md", "docs/operators.md"):
        assert f"Python {oldest} or later" in (ROOT / name).read_text("utf-8")


def test_nothing_built_is_kept_under_version_control() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    assert listed
    assert not [name for name in listed if "/static/" in name]
    assert not [name for name in listed if "node_modules" in name or name.endswith("-lock.json")]


def test_a_binder_builds_the_kit_with_its_tile() -> None:
    post_build = ROOT / "binder" / "postBuild"
    assert post_build.stat().st_mode & 0o111
    [extra] = re.findall(r"\.\[(\w+)\]", post_build.read_text("utf-8"))
    extras = PROJECT["project"]["optional-dependencies"]
    assert "jupyter-server-proxy" in {get_name(each) for each in extras[extra]}


@pytest.mark.parametrize("extra", ["hub", "lab"])
def test_what_extras_need_is_there_for_the_tests_and_has_its_line_in_the_docs(extra: str) -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for each in extras[extra]:
        assert each in extras["test"]
        assert f"{get_name(each)} (`[{extra}]`)" in told
