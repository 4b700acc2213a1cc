"""What a kernel in waiting has behind it."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys
from kit.room.warm import warm_up
warm_up()
before = {*sys.modules}
import kit
import kit.room.page, kit.room.screen
for name in kit.__all__:
    getattr(kit, name)
print(sorted({*sys.modules} - before))
"""


@pytest.mark.long
def test_a_page_of_a_warm_kernel_imports_nothing_more() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
