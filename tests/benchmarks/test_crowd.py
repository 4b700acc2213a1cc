"""What many seats of one person send: as long as the relay takes, and no longer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.crowd import KINDS, Attacker, Make
from kit.server.relay.filter import MAX_FRAME

STATE: dict[str, Any] = {"text": {"max_length": 200}, "button": {"description": "Send"}}


@pytest.mark.parametrize("make", [make for make in KINDS.values() if make])
@pytest.mark.parametrize("number", [1, 2])
def test_a_frame_fits_into_what_the_relay_reads(make: Make, number: int) -> None:
    phone = Attacker(0, "")
    phone.take_page({"state": {comm: {"state": state} for comm, state in STATE.items()}})
    comm, data = make(phone, number)
    assert comm in STATE
    frame = {"id": number, "comm": comm, "data": data, "buffers": []}
    assert len(json.dumps(frame)) <= MAX_FRAME
