"""Each module has a test of its name, or a line in a test that says why it has none.

The line stands at the head of the test file that holds the module too, and reads like this:

    # Holds kit/store/schema.py too: a table by itself says nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.places import ROOT

HOLDS = re.compile(r"^# Holds (\S+\.py) too: .*[a-z].*\.$", re.MULTILINE)
BEGINS = re.compile(r"^#\s*holds?\b.*\bkit/.*$", re.MULTILINE | re.IGNORECASE)


def list_modules(root: Path) -> set[str]:
    """The modules of the package that a test could be named after."""
    paths = (path.relative_to(root) for path in (root / "kit").rglob("*.py"))
    kept = (path for path in paths if "client" not in path.parts and path.name[:2] != "__")
    return {path.as_posix() for path in kept}


def find_own_test(root: Path, module: str) -> Path:
    """Where the test of a module's name would stand."""
    path = Path(module)
    return root.joinpath("tests", *path.parent.parts[1:], f"test_{path.name}")


def find_faults(root: Path) -> list[str]:
    """What is wrong with the tests' names and with the lines that say why a module has none."""
    faults = []
    held: set[str] = set()
    modules = list_modules(root)
    for test in sorted((root / "tests").rglob("test_*.py")):
        text, name = test.read_text("utf-8"), test.relative_to(root).as_posix()
        faults += [
            f"{name}: write '# Holds kit/.../x.py too: why.' instead of {line.strip()!r}"
            for line in BEGINS.findall(text)
            if not HOLDS.fullmatch(line)
        ]
        for module in HOLDS.findall(text):
            if module not in modules:
                faults.append(f"{name} holds {module}, which is not there")
            elif find_own_test(root, module).exists():
                faults.append(f"{name} holds {module}, which has a test of its own name")
            held.add(module)
    return faults + [
        f"{module} has no test of its name, and no test says that it holds it"
        for module in sorted(modules - held)
        if not find_own_test(root, module).exists()
    ]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project of two modules, one of them held by the test of the other."""
    for name in ("kit/__init__.py", "kit/a/__init__.py", "kit/a/one.py", "kit/a/two.py"):
        write(tmp_path / name, "")
    write(tmp_path / "tests/a/test_one.py", "# Holds kit/a/two.py too: it is a table.\n")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_each_module_has_a_test_of_its_name_or_a_line_that_says_why_not() -> None:
    assert find_faults(ROOT) == []


def test_a_module_with_a_line_or_a_test_of_its_name_is_well(tree: Path) -> None:
    assert find_faults(tree) == []


def test_a_module_with_neither_is_found(tree: Path) -> None:
    write(tree / "kit/three.py", "")
    assert find_faults(tree) == [
        "kit/three.py has no test of its name, and no test says that it holds it"
    ]


def test_a_test_of_the_same_name_in_another_folder_does_not_count(tree: Path) -> None:
    (tree / "tests/a/test_one.py").rename(tree / "tests/test_one.py")
    assert find_faults(tree) == [
        "kit/a/one.py has no test of its name, and no test says that it holds it"
    ]


def test_a_line_for_a_module_that_is_not_there_is_found(tree: Path) -> None:
    (tree / "kit/a/two.py").unlink()
    assert find_faults(tree) == ["tests/a/test_one.py holds kit/a/two.py, which is not there"]


def test_a_line_for_a_module_that_has_its_own_test_is_found(tree: Path) -> None:
    write(tree / "tests/a/test_two.py", "")
    assert find_faults(tree) == [
        "tests/a/test_one.py holds kit/a/two.py, which has a test of its own name"
    ]


@pytest.mark.parametrize("line", ["# Holds kit/a/two.py too.", "# holds kit/a/two.py: why."])
def test_a_line_without_a_reason_or_in_other_words_is_found(tree: Path, line: str) -> None:
    write(tree / "tests/a/test_one.py", f"{line}\n")
    assert find_faults(tree) == [
        f"tests/a/test_one.py: write '# Holds kit/.../x.py too: why.' instead of {line!r}",
        "kit/a/two.py has no test of its name, and no test says that it holds it",
    ]
