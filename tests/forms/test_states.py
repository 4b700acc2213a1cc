"""How a form's state changes, and what it shows in each: a table, and no widget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.forms.states import (
    CHANGE,
    CHANGING,
    FIXED,
    KEPT,
    LOOKS,
    RECEIVED,
    RECEIVED_LIVE,
    SEND,
    UNCHANGED,
    FormEvent,
    FormState,
    describe_answer,
    describe_complaint,
    next_state,
)
from kit.session.session import Phase

S = FormState
# What each event makes of a form, in the order of the states' rows.
EVENTS = ("open", "close", "receive", "change", "keep", "fix", "lose")
TABLE = {
    S.LOCKED: (S.WRITING, S.MISSED, S.SENT, S.LOCKED, S.LOCKED, S.FIXED, S.LOCKED),
    S.WRITING: (S.WRITING, S.MISSED, S.SENT, S.WRITING, S.WRITING, S.FIXED, S.WRITING),
    S.SENT: (S.SENT, S.KEPT, S.SENT, S.CHANGING, S.SENT, S.FIXED, S.WRITING),
    S.CHANGING: (S.CHANGING, S.UNCHANGED, S.SENT, S.CHANGING, S.SENT, S.FIXED, S.WRITING),
    S.FIXED: (S.FIXED, S.KEPT, S.FIXED, S.FIXED, S.FIXED, S.FIXED, S.FIXED),
    S.MISSED: (S.MISSED, S.MISSED, S.MISSED, S.MISSED, S.MISSED, S.KEPT, S.MISSED),
    S.KEPT: (S.KEPT, S.KEPT, S.KEPT, S.UNCHANGED, S.KEPT, S.KEPT, S.KEPT),
    S.UNCHANGED: (S.UNCHANGED,) * 7,
}
SHOWN = {
    S.LOCKED: ("", "", False),
    S.WRITING: (SEND, "", True),
    S.SENT: (CHANGE, RECEIVED, False),
    S.CHANGING: (SEND, CHANGING, True),
    S.FIXED: ("", FIXED, False),
    S.MISSED: ("", "", False),
    S.KEPT: ("", KEPT, False),
    S.UNCHANGED: ("", UNCHANGED, False),
}


@pytest.mark.parametrize("state", FormState)
@pytest.mark.parametrize("event", FormEvent)
def test_every_event_in_every_state(state: FormState, event: FormEvent) -> None:
    assert next_state(state, event) is TABLE[state][EVENTS.index(event.value)]


@pytest.mark.parametrize("state", FormState)
def test_every_state_has_its_button_its_status_and_its_lock(state: FormState) -> None:
    look = LOOKS[state]
    assert (look.button, look.status, look.is_writable) == SHOWN[state]
    assert look.may_go_back is (state is S.CHANGING)
    assert look.tells_phase is (state is not S.KEPT)


@given(st.lists(st.sampled_from(FormEvent)))
def test_after_the_close_nothing_can_be_written_or_pressed(events: list[FormEvent]) -> None:
    state = next_state(S.LOCKED, FormEvent.OPEN)
    for number, event in enumerate(events):
        state = next_state(state, event)
        if FormEvent.CLOSE in events[: number + 1]:
            assert state.is_over
            assert (LOOKS[state].button, LOOKS[state].is_writable) == ("", False)


@given(st.lists(st.sampled_from(FormEvent)))
def test_what_was_received_counts_whatever_happens(events: list[FormEvent]) -> None:
    state = next_state(S.WRITING, FormEvent.RECEIVE)
    for event in events:
        state = next_state(state, event)
        if state is S.WRITING:  # it was lost, and nothing counts until it is sent once more
            assert event is FormEvent.LOSE
            state = next_state(state, FormEvent.RECEIVE)
        assert state.is_received


@given(st.lists(st.sampled_from(FormEvent)))
def test_an_answer_that_is_fixed_cannot_be_written_any_more(events: list[FormEvent]) -> None:
    state = next_state(S.CHANGING, FormEvent.FIX)
    for event in events:
        state = next_state(state, event)
        assert not LOOKS[state].is_writable


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("state", FormState)
def test_what_is_said_of_an_answer_is_said_in_its_phases_alone(
    state: FormState, phase: Phase
) -> None:
    said, tone = describe_answer(state, phase)
    phases = {
        S.SENT: {Phase.OPEN},
        S.CHANGING: {Phase.OPEN},
        S.FIXED: {Phase.OPEN},
        S.KEPT: {Phase.CLOSED},
        S.UNCHANGED: {Phase.CLOSED, Phase.REVEALED},
    }
    assert said == (SHOWN[state][1] if phase in phases.get(state, ()) else "")
    assert tone == ("calm" if not said else "pending" if state is S.CHANGING else "good")


def test_where_results_are_published_at_once_an_answer_can_be_changed_until_then() -> None:
    said, tone = describe_answer(S.SENT, Phase.OPEN, batch=5)
    assert (said, tone) == (RECEIVED_LIVE.format(others=4), "good")
    assert "together with 4 others or more. Until then you can change it." in said
    assert describe_answer(S.FIXED, Phase.OPEN, batch=5) == (FIXED, "good")
    assert describe_answer(S.SENT, Phase.CLOSED, batch=5) == ("", "calm")


@pytest.mark.parametrize("state", FormState)
def test_who_is_changing_an_answer_hears_with_each_complaint_which_one_counts(
    state: FormState,
) -> None:
    told = describe_complaint(state, "Too long.")
    assert told == ("Too long. Your earlier answer counts." if state is S.CHANGING else "Too long.")
