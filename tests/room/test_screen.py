"""What the server adds to a Voilà page: the leader's words, the foot, and the way onward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ipywidgets.widgets.widget import _instances

from kit.errors import NotFoundError, RoleError
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.room import screen as stage
from kit.room.cells import compile_cell, run_cell
from kit.room.context import KernelContext, enter_place
from kit.room.room import Room, join
from kit.room.screen import read_leader
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.store.notices import NoticeHub
from kit.views.round import get_view
from kit.widgets.leader_card import LeaderCard
from kit.widgets.page_link import PageLink
from kit.widgets.picture_choice import JOIN, PictureChoice
from kit.widgets.stage_bar import StageBar
from tests.room.conftest import NearKernel, in_loop
from tests.store.sample import add_seats, make_exercise, prepare_round

EXERCISE = make_exercise(leader=True)


@pytest.fixture
def current(store: Store) -> Round:
    return prepare_round(store, EXERCISE)


@pytest.fixture
def enter(kernel: NearKernel, tmp_path: Path, current: Round) -> Iterator[Callable[[Role], Room]]:
    """Joins the room as a page's kernel does."""
    hub = NoticeHub()
    rooms: list[Room] = []

    def enter(role: Role) -> Room:
        data = str(tmp_path / "kit.db")
        place = KernelContext(current.code, role, data, hub.address, current.notebook, current.id)
        enter_place(place.to_json())
        rooms.append(in_loop(lambda: join(EXERCISE)))
        return rooms[-1]

    yield enter
    for room in rooms:
        room.close()
    hub.close()


@pytest.fixture
def room(enter: Callable[[Role], Room]) -> Room:
    """The room as a screen's kernel has joined it."""
    return enter(Role.SCREEN)


def show(name: str) -> Any:
    """The widget that one of the stage's calls puts on the page."""
    (shown,) = run_cell(compile_cell(f"stage.{name}()", "foot"), {"stage": stage})
    return _instances[shown["view"]]


def test_the_leaders_words_are_on_the_screen_while_the_leader_speaks(
    room: Room, store: Store, current: Round
) -> None:
    store.set_leader(current.id, {"name": "Ada", "act": "Ben stayed late."})
    card, seen = show("show_leader"), []
    assert isinstance(card, LeaderCard)
    for phase in (Phase.PREPARE, Phase.LEADER):
        seen.append((card.heading, [each["text"] for each in card.words]))
        advance_round(store, current.id, phase)
        room.results.refresh()
    seen.append((card.heading, [each["text"] for each in card.words]))
    assert seen == [("", []), ("Ada goes first", ["Ben stayed late."]), ("", [])]


def test_a_leader_without_a_name_or_words_is_no_empty_card(store: Store, current: Round) -> None:
    assert read_leader(get_view(store, current.id, Role.FACILITATOR)) == ("", [])
    store.set_leader(current.id, {"act": "Ben stayed late."})
    heading, words = read_leader(get_view(store, current.id, Role.FACILITATOR))
    assert heading == "The leader goes first"
    assert [each["text"] for each in words] == ["Ben stayed late."]
    store.set_leader(current.id, {"name": "", "act": ""})
    assert read_leader(get_view(store, current.id, Role.FACILITATOR)) == ("", [])


def test_the_foot_says_what_happens_now_and_how_far_the_room_is(
    room: Room, store: Store, current: Round
) -> None:
    bar, said = show("show_foot"), []
    assert isinstance(bar, StageBar)
    tokens = add_seats(store, current.code, 12)
    for phase in list(Phase)[:4]:
        if phase is Phase.OPEN:
            for token in tokens[:9]:
                submit(store, current.id, token, {"safe": 3})
        room.results.refresh()
        said.append((bar.phase_text, bar.progress or bar.note, bar.ends_at > 0))
        advance_round(store, current.id, phase)
    room.results.refresh()
    said.append((bar.phase_text, bar.progress or bar.note, bar.ends_at > 0))
    assert bar.progress == ""
    assert said == [
        ("Join now. The form opens in a moment.", "12 people have joined", False),
        ("The leader goes first.", "12 people have joined", False),
        ("Answer on your phone.", "9 of 12 finished", True),
        ("The round is closed.", "9 of 12 finished", False),
        ("This is what the room said.", "9 answers", False),
    ]


def test_a_page_that_comes_too_late_for_its_round_loads_itself_anew_at_once(
    enter: Callable[[Role], Room],
    store: Store,
    current: Round,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kit.room.room._joined", None)  # as in a kernel of its own
    for phase in (Phase.PREPARE, Phase.LEADER, Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
    store.finish_round(current.id, "welcome.ipynb")
    with pytest.raises(NotFoundError, match="moved on"):
        enter(Role.SCREEN)
    assert show("show_link").late


def test_the_page_loads_itself_anew_once_another_exercise_is_played(
    room: Room, store: Store, current: Round
) -> None:
    link = show("show_link")
    assert isinstance(link, PageLink)
    for phase in (Phase.PREPARE, Phase.LEADER, Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
        room.results.refresh()
    assert link.version == 0
    store.finish_round(current.id, "welcome.ipynb")
    room.results.refresh()
    assert link.version > 0


def test_the_facilitators_choice_reaches_the_screen_and_the_screens_own_reaches_nobody(
    enter: Callable[[Role], Room], store: Store, current: Round
) -> None:
    steering, choice = enter(Role.FACILITATOR), show("show_choice")
    watching, shown = enter(Role.SCREEN), show("show_choice")
    assert isinstance(choice, PictureChoice)
    choice.set_state({"chosen": "Which act?"})
    choice.set_state({"chosen": "How safe is it?"})
    choice.set_state({"chosen": "Which act?"})  # back again before anything was read
    watching.results.refresh()
    assert shown.chosen == store.get_round(current.code).picture == "Which act?"
    shown.set_state({"chosen": "How safe is it?"})
    assert store.get_round(current.code).picture == "Which act?"
    with pytest.raises(RoleError):
        watching.choose_picture("How safe is it?")
    store.set_picture(current.id, "Did you keep quiet?")  # by another facilitator
    steering.results.refresh()
    assert choice.chosen == "Did you keep quiet?"


def test_the_join_picture_is_chosen_like_any_other_but_not_while_people_gather(
    enter: Callable[[Role], Room], store: Store, current: Round
) -> None:
    steering, choice = enter(Role.FACILITATOR), show("show_choice")
    page = show("show_scene")
    assert page.lobby
    choice.set_state({"chosen": JOIN})
    assert (choice.chosen, store.get_round(current.code).picture) == ("", "")
    advance_round(store, current.id, Phase.PREPARE)
    steering.results.refresh()
    assert not page.lobby
    choice.set_state({"chosen": JOIN})
    assert store.get_round(current.code).picture == JOIN


def test_the_page_of_words_follows_the_round(room: Room, store: Store, current: Round) -> None:
    page, seen = show("show_scene"), []
    for phase in (Phase.PREPARE, Phase.LEADER):
        seen.append((page.lobby, page.heading, page.ready))
        advance_round(store, current.id, phase)
        room.results.refresh()
    seen.append((page.lobby, page.heading, page.ready))
    leader = EXERCISE.leader
    assert leader is not None
    questions = (leader.prompts[0].text, EXERCISE.prompts[0].text)
    assert seen == [(True, EXERCISE.title, True), *((False, text, True) for text in questions)]


def test_what_a_facilitators_page_is_told_it_does_not_choose_again(
    enter: Callable[[Role], Room], store: Store, current: Round
) -> None:
    steering, choice = enter(Role.FACILITATOR), show("show_choice")
    store.set_picture(current.id, "Which act?")
    view = get_view(store, current.id, Role.FACILITATOR)
    store.set_picture(current.id, "How safe is it?")
    for _, watcher in steering.results._watchers.values():  # the view was read a moment before
        watcher(view)
    assert choice.chosen == "Which act?"
    assert store.get_round(current.code).picture == "How safe is it?"


def test_a_talk_has_the_stage_alone_and_then_the_foot_alone(
    room: Room, store: Store, current: Round
) -> None:
    page, bar = show("show_scene"), show("show_foot")
    store.begin_talk(current.id, 2, 180)
    room.results.refresh()
    talk = store.get_round(current.code).talk
    assert talk is not None
    ends = [*talk.ends]
    # Also while people gather: the join picture makes room for it.
    assert (page.turns, page.ends_at, page.lobby) == (ends, ends[1], False)
    assert (bar.turns, bar.ends_at, bar.phase_text) == ([], 0.0, "")
    store.show_talk(current.id, False)
    room.results.refresh()
    assert (page.turns, page.ends_at, page.lobby) == ([], 0.0, True)
    assert (bar.turns, bar.ends_at) == (ends, ends[1])
    store.end_talk(current.id)
    room.results.refresh()
    assert (bar.turns, bar.ends_at) == ([], 0.0)
    assert bar.phase_text


def test_beside_a_talk_that_has_the_stage_no_other_clock_runs(
    room: Room, store: Store, current: Round
) -> None:
    bar = show("show_foot")
    end = 4_000_000_000.0
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=end)
    room.results.refresh()
    assert bar.ends_at == end
    store.begin_talk(current.id, 2, 180)
    room.results.refresh()
    assert bar.ends_at == 0.0
