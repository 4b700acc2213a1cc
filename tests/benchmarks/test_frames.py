"""What the benchmark of frames sends."""

from __future__ import annotations

import json

import pytest

from benchmarks.frames import PATHS, Way, render_frames
from kit.server.relay.filter import MAX_FRAME


@pytest.mark.parametrize("way", PATHS, ids=lambda way: str(way.name))
def test_no_frame_is_longer_than_a_page_may_send(way: Way) -> None:
    data = way.make([f"{place:032}" for place in range(40)])
    frame = {"id": 10**6, "comm": "0" * 32, "data": data, "buffers": list(way.buffers)}
    assert len(json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()) <= MAX_FRAME


def test_a_frame_that_the_kernel_never_saw_is_told_so() -> None:
    table = render_frames([("Send", 100, 1.0, 9.0), ("too long", 300_000, 5.0, None)])
    assert "| Send | 100 | 1.00 | 9.0 | 1.0 |" in table
    assert "| too long | 300,000 | 5.00 | never gets there | 0.5 |" in table
