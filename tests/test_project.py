"""The project's own papers agree with each other."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib

import pytest

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


def test_the_packages_versions_agree() -> None:
    import kit

    assert kit.__version__ == PROJECT["project"]["version"]


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
