"""What the room reads in words, phase by phase, and when people still gather."""

from __future__ import annotations

from kit.exercise.exercise import Exercise, Leader
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.lifecycle import advance_round
from kit.session.plan import Row
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.views.round import View, get_view
from kit.views.scene import Scene, describe_scene
from tests.store.sample import NOTEBOOK, prepare_round

SAFE, WHY = Scale("safe", "How safe is it here?"), Text("why", "Why?")


def make(
    *prompts: Scale | Text, leader: Leader | None = None, minutes: int | None = None
) -> Exercise:
    return Exercise("jar", title="The jar", prompts=prompts, leader=leader, minutes=minutes)


def look(store: Store, current: Round) -> View:
    return get_view(store, current.id, Role.SCREEN)


def play(store: Store, exercise: Exercise) -> dict[Phase, Scene]:
    """What is read in every phase of a round, the last one on its agenda."""
    current = prepare_round(store, exercise)
    scenes = {}
    while True:
        view = look(store, current)
        scenes[view.phase] = describe_scene(view)
        if view.phase is Phase.DONE:
            return scenes
        advance_round(store, current.id, view.phase)


def test_every_phase_has_words_of_its_own(store: Store) -> None:
    leader = Leader([Text("act", "A mistake of mine")])
    scenes = play(store, make(SAFE, WHY, leader=leader, minutes=30))
    assert scenes[Phase.PREPARE].heading == "The jar"
    assert scenes[Phase.PREPARE].line == (
        "The leader goes first, then 2 questions on your phone. 30 minutes in all."
    )
    assert scenes[Phase.LEADER].heading == "A mistake of mine"
    assert scenes[Phase.OPEN].heading == "How safe is it here?"
    assert scenes[Phase.OPEN].line == "And 1 more question on your phone."
    assert scenes[Phase.CLOSED].heading == "It goes on in a moment."  # with a result or without
    assert not scenes[Phase.REVEALED].ready
    assert scenes[Phase.DONE].heading.startswith("Thank you")
    standings = {phase for phase, scene in scenes.items() if scene.standing == "leads"}
    assert standings == {Phase.DONE}
    headings = [scene.heading for scene in scenes.values() if scene.ready]
    assert len(set(headings)) == len(headings)


def test_one_question_is_counted_as_one(store: Store) -> None:
    scenes = play(store, make(SAFE))
    assert scenes[Phase.PREPARE].line == "One question on your phone."
    assert scenes[Phase.OPEN].line == ""


def test_people_gather_until_a_form_of_the_session_has_been_opened(store: Store) -> None:
    current = prepare_round(store, make(SAFE))
    assert look(store, current).lobby
    assert not get_view(store, current.id, Role.PARTICIPANT).lobby
    gathering = []
    for phase in list(Phase)[:1] + list(Phase)[2:5]:
        advance_round(store, current.id, phase)
        gathering.append(look(store, current).lobby)
    assert gathering == [False] * 4
    again = store.add_round(current.code, current.notebook)
    store.set_definition(again.id, make(SAFE))
    assert not look(store, again).lobby


def test_in_a_break_only_its_end_is_read_and_no_result(store: Store) -> None:
    rows = [Row(NOTEBOOK, 10), Row("", 40, "Lunch", "break"), Row("b.ipynb", 10)]
    current = store.add_round(store.add_session("Team", rows).code, NOTEBOOK, 0)
    store.set_definition(current.id, make(SAFE))
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        assert describe_scene(look(store, current)).ends_at == 0
        advance_round(store, current.id, phase)
    view = look(store, current)
    assert describe_scene(view) == Scene(
        lead="Lunch", standing="leads", ends_at=view.round.ends_at or 0
    )
    assert view.round.ends_at
    # A row that was moved behind all exercises meanwhile takes nobody out of the break.
    store.set_agenda(current.code, rows[:2], expected=rows)
    assert describe_scene(look(store, current)).ends_at == view.round.ends_at


def test_a_talk_has_the_stage_until_a_picture_is_turned_to(store: Store) -> None:
    current = prepare_round(store, make(SAFE))
    store.begin_talk(current.id, 2, 180)
    scene, talk = describe_scene(look(store, current)), look(store, current).round.talk
    assert talk is not None
    assert (scene.standing, scene.turns, scene.ends_at) == ("leads", talk.ends, talk.ends[1])
    store.show_talk(current.id, False)
    scene = describe_scene(look(store, current))
    assert (scene.heading, scene.turns, scene.ends_at) == ("The jar", (), 0.0)
