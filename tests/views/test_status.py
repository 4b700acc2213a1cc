"""What is told about a round: where it stands, who is here, what comes next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.gate.marginals import ADVICE, TOO_FEW, UNSEEN
from kit.gate.publication import submit
from kit.language.current import use_language
from kit.language.languages import list_languages
from kit.lifecycle import advance_round
from kit.session.plan import Row
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.views.round import View, get_view
from kit.views.status import (
    count_crowd,
    describe_crowd,
    describe_desk,
    describe_next,
    describe_room,
    describe_screen,
    list_buttons,
    list_parts,
    name_next,
    render_desk,
    render_steps,
    render_title,
)
from tests.store.sample import (
    EXERCISE,
    NOTEBOOK,
    add_seats,
    make_exercise,
    open_sample,
    prepare_round,
)


def test_the_title_and_the_address_are_shown_as_they_were_typed() -> None:
    exercise = Exercise("jar", title="<script>alert(1)</script>", prompts=[Text("a", "Why?")])
    assert "<script" not in render_title(exercise, 'http://x/"<b>')
    assert "<b>" not in render_title(exercise, 'http://x/"<b>')
    assert "join at" not in render_title(exercise, "")


@pytest.mark.parametrize("phase", list(Phase))
def test_exactly_one_step_is_marked(phase: Phase) -> None:
    markup = render_steps(phase, leader_first=True)
    assert markup.count("aria-current") == 1
    assert markup.count("<li") == 6


def look(store: Store, current: Round, role: Role = Role.FACILITATOR) -> View:
    return get_view(store, current.id, role)


def test_before_the_opening_it_is_told_who_has_joined_and_how_many_are_awaited(
    store: Store,
) -> None:
    current = prepare_round(store)
    assert describe_room(look(store, current)) == "Nobody has joined"
    add_seats(store, current.code, 1)
    assert describe_room(look(store, current)) == "1 person has joined"
    add_seats(store, current.code, 1)
    assert describe_room(look(store, current)) == "2 people have joined"
    store.set_people(current.code, 9)
    assert describe_room(look(store, current)).startswith("2 people have joined")


def test_the_room_is_counted_on_the_screen_from_eight_on(store: Store) -> None:
    current = prepare_round(store)
    seen = []
    for _ in range(9):
        view = look(store, current, Role.SCREEN)
        seen.append((describe_crowd(view), count_crowd(view)))
        add_seats(store, current.code, 1)
    assert seen[0] == ("Nobody has joined yet", (0, 0))
    assert seen[1:8] == [("Some are here", (0, 0))] * 7
    assert seen[8] == ("8 people have joined", (8, 0))


@pytest.mark.parametrize(("people", "marks"), [(7, (0, 0)), (12, (12, 5))])
def test_marks_say_what_the_words_say_and_end_with_the_reveal(
    store: Store, people: int, marks: tuple[int, int]
) -> None:
    sample = open_sample(store, people)
    for token in sample.tokens[:5]:
        submit(store, sample.id, token, {"safe": 4})
    view = look(store, store.get_round_by_id(sample.id), Role.SCREEN)
    assert count_crowd(view) == marks
    assert describe_crowd(view) == view.progress
    for phase in (Phase.OPEN, Phase.CLOSED):
        advance_round(store, sample.id, phase)
    view = look(store, store.get_round_by_id(sample.id), Role.SCREEN)
    assert (describe_crowd(view), count_crowd(view)) == ("", (0, 0))


def test_the_line_under_the_button_says_what_each_press_does(store: Store) -> None:
    current = prepare_round(store, make_exercise(leader=True))
    said = []
    for phase in Phase:
        said.append(describe_next(look(store, current)))
        if phase is not Phase.DONE:
            advance_round(store, current.id, phase)
    assert len(set(said)) == len(Phase)
    assert "leader's words" in said[0]
    assert "sees no result before you reveal it" in said[2]
    assert "last one on the agenda" in said[-2]


def test_no_line_speaks_of_what_is_not_there(store: Store) -> None:
    current = prepare_round(store, make_exercise(leader=True))
    assert "No leader's words are written yet" in describe_next(look(store, current))
    store.set_leader(current.id, {"name": "Ada", "story": "words"})
    assert describe_next(look(store, current)).startswith("Puts the leader's words on the screen")
    plain = Exercise("plain", prompts=[Text("a", "Why?")], timer=None)
    view = look(store, current)
    bare = replace(view, exercise=plain, round=replace(view.round, exercise=plain))
    at = replace(bare.round, phase=Phase.LEADER)
    assert "timer" not in describe_next(replace(bare, round=at))
    at = replace(bare.round, phase=Phase.CLOSED)
    assert describe_next(replace(bare, round=at)).startswith("Shows what you have chosen")
    none = replace(bare.result, withheld=True)
    assert "No result is shown" in describe_next(replace(bare, round=at, result=none))
    at = replace(bare.round, phase=Phase.REVEALED)
    said = [describe_screen(replace(bare, round=at, result=each)) for each in (bare.result, none)]
    assert said == ["This is what the room said.", "The round is over."]


def test_a_live_round_leads_to_the_number_of_people_until_it_is_entered(store: Store) -> None:
    assert render_desk(look(store, prepare_round(store, EXERCISE))) == ""
    live = prepare_round(store, make_exercise(AnonymityPolicy(reveal="live")))
    assert 'href="#kit-heads"' in render_desk(look(store, live))
    store.set_people(live.code, 12)
    assert render_desk(look(store, live)) == ""


def test_beside_the_button_it_is_told_how_many_sentences_are_shown(store: Store) -> None:
    sample = open_sample(store, 12)
    assert describe_desk(look(store, sample.round)) == ""
    for token in sample.tokens:
        submit(store, sample.id, token, {"story": {"text": "a sentence", "share": True}})
    advance_round(store, sample.id, Phase.OPEN)
    assert describe_desk(look(store, sample.round)) == "0 of 12 sentences shown"
    assert 'href="#kit-desks"' in render_desk(look(store, sample.round))
    assert describe_desk(look(store, sample.round, Role.SCREEN)) == ""


def test_the_button_of_the_last_exercise_does_not_speak_of_a_next_one(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK, "check_out.ipynb"]).code
    current = store.add_round(code, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
    view = look(store, current)
    assert [name_next(view), name_next(replace(view, following=""))] == ["Next exercise", "Finish"]
    assert set(list_buttons()) >= {"Next exercise", "Finish", "Open", "Close"}


@pytest.mark.parametrize("tag", [each.tag for each in list_languages()])
def test_a_part_is_called_in_every_language_as_its_button_is(tag: str) -> None:
    with use_language(tag):
        assert set(list_parts()[1:]) <= set(list_buttons())


def test_a_break_is_announced_begun_and_ended_by_the_same_button(store: Store) -> None:
    rows = [Row(NOTEBOOK, 10), Row("", 1, "", "break"), Row("check_out.ipynb", 4)]
    current = store.add_round(store.add_session("Team", rows).code, NOTEBOOK, 0)
    store.set_definition(current.id, EXERCISE)
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
    view = look(store, current)
    assert (view.minutes, view.following_place) == (10, 2)  # without those of the break
    assert name_next(view) == "Begin the break, 1 minute"
    assert describe_next(view) == "Takes the result off the screen and says when it goes on."
    advance_round(store, current.id, Phase.REVEALED)
    add_seats(store, current.code, 2)
    view = look(store, current)
    assert name_next(view) == "Next exercise: Check out"
    assert describe_next(view) == "Ends the break for everybody. Nothing begins by itself."
    assert describe_screen(view) == "A break."
    assert describe_room(view) == "2 people have joined"  # late comers are seen
    assert view.course.items[1].state == "now"


def test_without_a_leader_the_first_press_unlocks_the_form(store: Store) -> None:
    assert describe_next(look(store, prepare_round(store))).startswith("Unlocks the form")


def test_the_next_exercise_is_named_in_words(store: Store) -> None:
    code = store.add_session("Team", [NOTEBOOK, "check_out.ipynb"]).code
    current = store.add_round(code, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
    assert describe_next(look(store, current)) == "Goes on to Check out."


def test_a_break_stands_in_the_row_of_steps_where_an_exercise_is_done() -> None:
    done, pause = (render_steps(Phase.DONE, True, pause=each) for each in (False, True))
    assert "Break" not in done
    assert "step>Break<" in pause
    assert "Done" not in pause


def test_where_no_leader_goes_first_there_is_no_such_step() -> None:
    assert "Leader" not in render_steps(Phase.OPEN, leader_first=False)
    assert 'data-round="3"' in render_steps(Phase.OPEN, leader_first=False, number=3)


def test_the_steps_tell_the_run_sheet_whether_there_is_a_result() -> None:
    """Its lines for the other case quote what the screen says then."""
    assert 'data-withheld=""' in render_steps(Phase.CLOSED, leader_first=False)
    assert f'data-withheld="{TOO_FEW}"' in render_steps(Phase.CLOSED, False, instead=ADVICE)
    assert 'data-unseen=""' in render_steps(Phase.REVEALED, False, instead=ADVICE)
    unseen = render_steps(Phase.REVEALED, False, instead=UNSEEN)
    assert 'data-withheld="" data-unseen="yes"' in unseen
    assert "step>Not shown<" in unseen
