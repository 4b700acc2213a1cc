"""What our processes change in libraries, each with the day on which it is needless."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec

import pytest

from kit.room.patches import GRAMMAR


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_no_server_and_no_chart_waits_for_a_grammar_nobody_needs() -> None:
    code = (
        "import sys; from kit.room.patches import do_without_grammar; do_without_grammar();"
        "import kit.charts.svg, kit.notebooks.notebook, jsonschema;"
        "print('lark' in sys.modules);"
        "jsonschema.validate('x', {'type': 'string', 'format': 'iri'})"
    )
    assert run(code) == "False"


@pytest.mark.skipif(find_spec(GRAMMAR) is None, reason="the grammar is not installed")
def test_without_the_patch_the_grammar_is_compiled_at_import() -> None:
    compiled = run("import sys, jsonschema; print('lark' in sys.modules)")
    assert compiled == "True", (
        f"jsonschema {version('jsonschema')} compiles no grammar any more when it is imported: "
        "take do_without_grammar out of kit/room/patches.py"
    )


def test_a_command_does_without_it() -> None:
    code = (
        "import sys; from kit.cli import main\n"
        "try: main(['check', '/nowhere'])\n"
        "finally: print('lark' in sys.modules)"
    )
    assert run(code) == "False"
