"""Who may import whom: a room knows only the rooms above it in the house."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kit

HOUSE = Path(kit.__file__).parent

# From the top of the house to its foot; docs/design.md shows the same picture.
ROOMS = (
    "errors",
    "widgets",
    "exercise",
    "session",
    "store",
    "gate",
    "lifecycle",
    "views",
    "charts",
    "forms",
    "console",
    "pictures",
    "notebooks",
    "rehearsal",
    "room",
    "export",
    "server",
    "commands",
    "cli",
)
FILES = sorted(
    path for path in HOUSE.rglob("*.py") if "node_modules" not in path.parts and path.parent.name
)


def get_room(path: Path) -> str:
    return path.relative_to(HOUSE).with_suffix("").parts[0]


def find_imports(path: Path) -> set[str]:
    """Dotted names below kit that a file imports anywhere, type-checking blocks included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("kit.") for name in found if name.startswith("kit.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    room = get_room(path)
    if room in ("__init__", "__main__", "client"):
        return
    assert room in ROOMS, f"{room} has no place in the house yet"
    for name in find_imports(path):
        other = name.split(".")[0]
        if other not in ROOMS:
            continue
        assert other == room or ROOMS.index(other) < ROOMS.index(room), f"{room} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_only_the_gate_reaches_staged_rows_and_only_the_store_knows_sql(path: Path) -> None:
    room, imports = get_room(path), find_imports(path)
    if room not in ("store", "gate"):
        assert not any(name.startswith("store.staging") for name in imports)
    if room != "store":
        assert "sqlalchemy" not in path.read_text("utf-8").lower()
        assert not any(name.startswith("store.schema") for name in imports)


def test_importing_kit_pulls_in_neither_pandas_nor_altair() -> None:
    code = (
        "import sys, kit; kit.join; kit.Exercise; import kit.room.kernel;"
        "print([name for name in ('pandas', 'altair', 'vl_convert') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_no_server_and_no_chart_waits_for_a_grammar_nobody_needs() -> None:
    code = (
        "import sys, kit.charts.theme, kit.notebooks.notebook, jsonschema;"
        "print(sys.modules['rfc3987_syntax'], 'lark' in sys.modules);"
        "jsonschema.validate('x', {'type': 'string', 'format': 'iri'})"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "None False"


def test_every_name_a_notebook_may_use_is_there_and_documented() -> None:
    for name in kit.__all__:
        assert getattr(kit, name).__doc__
