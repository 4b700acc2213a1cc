"""What each role may know of a round at each moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.errors import NotFoundError
from kit.exercise.exercise import Exercise
from kit.exercise.yes_no import YesNo
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import View, foresee_parts, get_earlier_parts, get_view
from tests.store.sample import MARKER, NOTEBOOK, add_seats, make_exercise, prepare_round

LEADER = {"name": "Ada", "act": "Ben stayed late."}


def play(store: Store, answers: int) -> list[dict[Role, View]]:
    """A whole round; what every role sees in each phase."""
    exercise = make_exercise(leader=True)
    current = prepare_round(store, exercise)
    tokens = add_seats(store, current.code, 12)
    store.set_leader(current.id, LEADER)
    seen: list[dict[Role, View]] = []
    for phase in Phase:
        if phase is Phase.CLOSED:
            # What people have sent by now is what the last view of the open round may not show.
            for token in tokens[:answers]:
                submit(store, current.id, token, {"safe": 4, "story": MARKER})
            seen[-1] = {role: get_view(store, current.id, role) for role in Role}
        if phase is not Phase.PREPARE:
            advance_round(store, current.id, seen[-1][Role.SCREEN].phase)
        seen.append({role: get_view(store, current.id, role) for role in Role})
    return seen


def list_phases(seen: list[dict[Role, View]], role: Role, name: str) -> list[str]:
    """The phases in which a role sees something."""
    return [views[role].phase.value for views in seen if getattr(views[role], name)]


def test_the_leaders_words_are_the_facilitators_alone_until_the_leader_begins(
    store: Store,
) -> None:
    seen = play(store, 9)
    everywhere = [phase.value for phase in Phase]
    assert list_phases(seen, Role.FACILITATOR, "leader") == everywhere
    assert list_phases(seen, Role.SCREEN, "leader") == everywhere[1:]
    assert list_phases(seen, Role.PARTICIPANT, "leader") == everywhere[1:]
    assert seen[1][Role.SCREEN].leader == LEADER


def test_the_result_is_seen_by_the_facilitator_at_the_close_and_by_all_at_the_reveal(
    store: Store,
) -> None:
    seen = play(store, 9)
    assert list_phases(seen, Role.FACILITATOR, "snapshot") == ["closed", "revealed", "done"]
    assert list_phases(seen, Role.SCREEN, "snapshot") == ["revealed", "done"]
    assert list_phases(seen, Role.PARTICIPANT, "snapshot") == ["revealed", "done"]
    revealed = seen[4][Role.SCREEN]
    assert (revealed.note, revealed.withheld) == ("9 answers", False)


def test_a_round_with_too_few_answers_is_withheld_from_everybody(store: Store) -> None:
    seen = play(store, 4)
    for role in Role:
        assert list_phases(seen, role, "snapshot") == []
    assert list_phases(seen, Role.FACILITATOR, "withheld") == ["closed", "revealed", "done"]
    assert list_phases(seen, Role.PARTICIPANT, "withheld") == ["revealed", "done"]


def test_no_view_of_an_open_round_holds_an_answer(store: Store) -> None:
    open_views = play(store, 9)[2]
    assert {view.progress for view in open_views.values()} == {"9 of 12 finished"}
    for view in open_views.values():
        assert view.snapshot is None
        assert MARKER not in repr(view)


def test_no_view_ever_holds_a_sentence_that_was_not_to_be_shown(store: Store) -> None:
    for views in play(store, 12):
        for view in views.values():
            assert MARKER not in repr(view)
            assert MARKER not in str(view.snapshot and view.snapshot.to_json())
            assert MARKER not in str([vars(text) for text in view.texts])


def test_seats_and_the_exercise_that_follows_are_told(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK, "welcome.ipynb"])
    current = store.add_round(session.code, NOTEBOOK)
    store.set_definition(current.id, make_exercise())
    add_seats(store, session.code, 3)
    view = get_view(store, current.id, Role.SCREEN)
    assert (view.seats, view.following) == (3, "welcome.ipynb")
    assert view.exercise == make_exercise()
    assert get_view(store, prepare_round(store).id, Role.SCREEN).following == ""


def test_a_round_that_no_notebook_has_set_up_says_so(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK])
    current = store.add_round(session.code, NOTEBOOK)
    with pytest.raises(NotFoundError, match=r"marble_jar\.ipynb has not been set up yet"):
        get_view(store, current.id, Role.SCREEN)


def test_a_round_of_another_store_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError):
        get_view(store, 99, Role.PARTICIPANT)


def test_a_page_knows_the_parts_before_and_those_to_come(store: Store) -> None:
    exercise = make_exercise()
    later = Exercise("one-try", prompts=[YesNo("try", "Shall we try it?")])
    first = prepare_round(store, exercise)
    store.set_definition(first.id, exercise, [later])
    (ahead,) = foresee_parts(store.get_round_by_id(first.id))
    assert (ahead.exercise, ahead.snapshot, ahead.phase) == (later, None, Phase.PREPARE)
    advance_round(store, first.id, Phase.PREPARE)
    for token in add_seats(store, first.code, 9):
        submit(store, first.id, token, {"safe": 4})
    advance_round(store, first.id, Phase.OPEN)
    advance_round(store, first.id, Phase.CLOSED)
    assert get_view(store, first.id, Role.SCREEN).goes_on
    second = advance_round(store, first.id, Phase.REVEALED)
    (before,) = get_earlier_parts(store, second.id, Role.SCREEN)
    assert before.snapshot is not None
    view = replace(get_view(store, second.id, Role.SCREEN), parts=(before,))
    assert view.of("safe") is before
    assert view.of("try") is view
    assert view.of("nobody-asks") is view
    assert not view.goes_on
    assert get_earlier_parts(store, first.id, Role.SCREEN) == ()
