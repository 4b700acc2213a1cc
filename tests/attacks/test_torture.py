"""The short form of `make torture`: faults while people answer, and nothing received is lost."""

from __future__ import annotations

import asyncio
import os
import random

import pytest

from benchmarks.torture.faults import FAULTS
from benchmarks.torture.trials import open_session
from benchmarks.torture.truth import Tally

PEOPLE = 8
KINDS = ("server killed", "room kernel killed", "lines cut", "files may not grow")
STEPS = ("Close", "Reveal")


async def try_all(trials: int) -> tuple[dict[str, Tally], str]:
    """Every kind of fault so often, one after the other in one session; and the server's log."""
    tallies: dict[str, Tally] = {}
    rounds = trials * (len(KINDS) + len(STEPS))
    async with open_session(PEOPLE, rounds, random.Random(1)) as session:
        assert session is not None
        for kind in (*KINDS, *STEPS):
            session.tally = tallies[kind] = Tally()
            for _ in range(trials):
                if kind in FAULTS:
                    await session.try_fault(FAULTS[kind])
                else:
                    await session.try_step(kind)
        return tallies, session.site.log.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
def test_what_was_received_is_counted_once_whatever_breaks() -> None:
    trials = 1
    tallies, log = asyncio.run(try_all(trials))
    assert "Traceback" not in log
    for kind, tally in tallies.items():
        assert tally.trials == trials, kind
        assert not tally.is_bad, (kind, tally)
        assert not tally.withheld, (kind, tally)
        if kind in KINDS:
            assert tally.acknowledged == trials * PEOPLE, (kind, tally)
