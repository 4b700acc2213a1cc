"""A text input whose mark comes with the tick, and whose key has no way to come."""

from __future__ import annotations

from kit.exercise.claims import hash_key, make_key
from kit.widgets.claim_text_input import LONGEST_MARK, ClaimTextInput


def test_a_page_writes_the_mark_beside_the_tick_and_no_key() -> None:
    control = ClaimTextInput()
    mark = hash_key(make_key())
    control.set_state({"share": True, "mark": mark})
    assert (control.share, control.mark) == (True, mark)
    assert len(mark) == LONGEST_MARK
    assert {*control.describe_written()} == {"value", "share", "mark"}
    assert "key" not in control.traits(sync=True)


def test_a_mark_that_comes_when_the_round_is_over_goes_nowhere() -> None:
    control = ClaimTextInput(over=True)
    control.set_state({"share": True, "mark": "late"})
    assert (control.share, control.mark) == (False, "")
