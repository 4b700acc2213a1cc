"""The benchmark of several servers runs, with one server and three phones, however slowly."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.cluster.__main__ import PARTS
from benchmarks.cluster.proxy import Spread, build_configuration, check_configuration
from benchmarks.cluster.tables import USERS
from tests.waiting import run_apart

pytestmark = pytest.mark.server
PHONES = 3


@pytest.fixture(autouse=True)
def _proxy() -> None:
    if shutil.which("haproxy") is None and "CI" not in os.environ:
        pytest.skip("haproxy is not here. Run: python -m tests.deploy.proxies")


@pytest.mark.parametrize("spread", Spread)
def test_haproxy_takes_the_file(tmp_path: Path, spread: Spread) -> None:
    check_configuration(tmp_path, build_configuration(8000, [8001, 8002], spread))


def test_three_phones_join_answer_and_are_counted() -> None:
    figures = run_apart(PARTS["one"].measure(PHONES, 1))
    for what in ("join", "answer"):
        assert figures[what]["rate"] > 0
        assert set(figures[what]["cost"]) == set(USERS)
        assert figures[what]["cost"]["database"] > 0
    assert figures["seats"] == [2 * PHONES]  # those who send alone sit there too
    assert figures["held"]["connections"] > 0
    assert figures["single"]["receipt"]["median"] > 0
    assert not [line for line in figures["log"] if "Traceback" in line]
