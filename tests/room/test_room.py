"""`kit.join`, from a notebook's cell to the form, the console and the results."""

# Holds kit/room/context.py too: a place by itself does nothing.

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.errors import NotFoundError, PhaseError, RoleError
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.gate.publication import find_own_submission, submit
from kit.lifecycle import advance_round
from kit.rehearsal import rehearsal
from kit.room.context import KernelContext, enter_place
from kit.room.ownership import Seat, acting
from kit.room.room import Room, find_joined, join
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.store.folders import remove_folder
from kit.store.notices import NoticeHub
from kit.views.round import View
from tests.pages import fill, find_button, find_input, press, read_markup, read_notes
from tests.room.conftest import in_loop
from tests.store.sample import EXERCISE, add_seats, make_exercise

Enter = Callable[..., Room]


@pytest.fixture
def hub(store: Store) -> Iterator[NoticeHub]:
    hub = NoticeHub()
    store.notices.connect(hub.address)
    yield hub
    hub.close()


@pytest.fixture
def enter(tmp_path: Path, hub: NoticeHub, prepared: Round) -> Iterator[Enter]:
    """Joins the prepared round in a role, as a kernel of the server does.

    Outside an event loop a room follows no notices, unless told.
    """
    rooms: list[Room] = []

    def enter(
        role: Role,
        exercise: Exercise = EXERCISE,
        *,
        round_id: int = prepared.id,
        following: bool = False,
    ) -> Room:
        place = KernelContext(
            code=prepared.code,
            role=role,
            data=str(tmp_path / "kit.db"),
            notices=hub.address,
            notebook=prepared.notebook,
            round_id=round_id,
            join_url="http://192.0.2.7/join/X",
        )
        enter_place(place.to_json())
        rooms.append(join(exercise) if following else in_loop(lambda: join(exercise)))
        return rooms[-1]

    yield enter
    for room in rooms:
        room.close()


def take_seat(store: Store, current: Round, handle: str = "h1") -> Seat:
    (token,) = add_seats(store, current.code, 1)
    return Seat(handle, token)


def list_lines() -> set[threading.Thread]:
    """The lines to notice hubs that this process has, those of other tests too."""
    return {thread for thread in threading.enumerate() if thread.name == "kit-notices"}


async def wait_until(room: Room, true: Callable[[], bool]) -> None:
    """Wait for something that the room's feed brings."""
    told = asyncio.Event()
    stop = room.results.watch(lambda _view: told.set())
    while not true():
        await asyncio.wait_for(told.wait(), 60)
        told.clear()
    stop()


# Participants


def test_a_seats_form_sends_for_that_seat_and_no_other(
    enter: Enter, store: Store, prepared: Round
) -> None:
    room = enter(Role.PARTICIPANT)
    seats = [take_seat(store, prepared, handle) for handle in ("h1", "h2")]
    forms = []
    for seat in seats:
        with acting(seat):
            forms.append(room.form())
    advance_round(store, prepared.id, Phase.PREPARE)
    room.results.refresh()
    fill(forms[1], "safe", value=2)
    press(forms[1])
    assert find_own_submission(store, prepared.id, seats[0].token) is None
    assert find_own_submission(store, prepared.id, seats[1].token) == EXERCISE.clean({"safe": 2})
    assert read_notes(forms[0]) == []
    assert read_notes(forms[1])[0].startswith("Received")


def test_a_form_opens_by_itself_when_the_round_does(
    enter: Enter, store: Store, prepared: Round
) -> None:
    async def scenario() -> None:
        room = enter(Role.PARTICIPANT, following=True)
        with acting(take_seat(store, prepared)):
            form = room.form()
        assert find_button(form) == ""
        advance_round(store, prepared.id, Phase.PREPARE)
        await wait_until(room, lambda: find_button(form) == "Send")

    asyncio.run(scenario())


def test_a_form_made_anew_shows_what_its_seat_has_sent(
    enter: Enter, store: Store, prepared: Round
) -> None:
    seat = take_seat(store, prepared)
    advance_round(store, prepared.id, Phase.PREPARE)
    submit(store, prepared.id, seat.token, {"safe": 4})
    with acting(seat):
        form = enter(Role.PARTICIPANT).form()
    assert find_input(form, "safe").value == 4
    assert find_button(form) == "Change my answer"


def test_what_a_live_picture_has_shown_can_no_longer_be_changed(
    enter: Enter, store: Store, prepared: Round
) -> None:
    live = make_exercise(AnonymityPolicy(reveal="live"))
    store.set_definition(prepared.id, live)
    seats = [take_seat(store, prepared, f"h{place}") for place in range(5)]
    store.set_people(prepared.code, 5)
    advance_round(store, prepared.id, Phase.PREPARE)
    room, forms = enter(Role.PARTICIPANT, live), []
    for seat in seats:
        submit(store, prepared.id, seat.token, {"safe": 4})
        with acting(seat):
            forms.append(room.form())
    room.results.refresh()
    assert [find_button(form) for form in forms] == [""] * 5
    assert all("stays as it is" in read_notes(form)[0] for form in forms)

    late = take_seat(store, prepared, "late")
    submit(store, prepared.id, late.token, {"safe": 1})
    with acting(late):
        forms.append(room.form())
    with acting(seats[0]):
        again = room.form()
    assert find_button(forms[-1]) == "Change my answer"
    assert find_button(again) == ""
    assert find_input(again, "safe").value == 4


def test_a_form_that_is_taken_down_follows_no_more(
    enter: Enter, store: Store, prepared: Round
) -> None:
    room, seat = enter(Role.PARTICIPANT), take_seat(store, prepared)
    with acting(seat):
        room.form()
    assert repr(room.results) == "<Feed of 1 watchers>"
    for leave in seat.leaving:
        leave()
    assert repr(room.results) == "<Feed of 0 watchers>"


def test_phones_are_not_woken_by_every_answer_and_screens_are(
    enter: Enter, prepared: Round
) -> None:
    def make_watcher(threads: list[threading.Thread]) -> Callable[[View], None]:
        return lambda _view: threads.append(threading.current_thread())

    heard: dict[Role, list[threading.Thread]] = {Role.PARTICIPANT: [], Role.SCREEN: []}
    for role, threads in heard.items():
        room = enter(role, following=True)
        room.results.watch(make_watcher(threads))
        threads.clear()
        room._store.notices.publish(prepared.code, "progress")
    # The hub's welcome may come at any time, but in a thread of its own.
    assert threading.main_thread() not in heard[Role.PARTICIPANT]
    assert threading.main_thread() in heard[Role.SCREEN]


# Who may do what


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.SCREEN])
def test_there_is_no_form_where_there_is_no_seat(enter: Enter, role: Role) -> None:
    with pytest.raises(RoleError, match=f"tagged 'participant'.* on the {role.value}'s page"):
        enter(role).form()


def test_there_is_no_form_in_a_shared_cell(enter: Enter) -> None:
    with pytest.raises(RoleError, match="there is no seat"):
        enter(Role.PARTICIPANT).form()


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.SCREEN])
def test_there_are_controls_for_the_facilitator_alone(
    enter: Enter, store: Store, prepared: Round, role: Role
) -> None:
    room = enter(role)
    with (
        acting(take_seat(store, prepared)),
        pytest.raises(RoleError, match="belongs into a cell tagged 'facilitator'"),
    ):
        room.console()


def test_the_facilitators_console_leads_the_round(
    enter: Enter, store: Store, prepared: Round
) -> None:
    console = enter(Role.FACILITATOR).console()
    assert "http://192.0.2.7/join/X" in read_markup(console)
    press(console)
    assert store.get_round_by_id(prepared.id).phase is Phase.OPEN


# Which round


def test_the_first_kernel_tells_the_store_what_the_exercise_is(
    enter: Enter, store: Store, prepared: Round
) -> None:
    other = Exercise("other", prompts=[Text("why", "Why?")])
    room = enter(Role.PARTICIPANT, other)
    assert store.get_round_by_id(prepared.id).exercise == other
    assert room.results.view.exercise == other
    assert find_joined() is room
    assert repr(room) == "<Room of 'other' for the participant>"


def test_another_exercise_than_the_one_being_played_is_refused(
    enter: Enter, store: Store, prepared: Round
) -> None:
    advance_round(store, prepared.id, Phase.PREPARE)
    lines = list_lines()
    with pytest.raises(PhaseError, match="has changed since this round began"):
        enter(Role.SCREEN, Exercise("other", prompts=[Text("why", "Why?")]))
    assert not list_lines() - lines


def test_a_round_that_is_over_cannot_be_joined(enter: Enter, store: Store, prepared: Round) -> None:
    with pytest.raises(NotFoundError, match="moved on to another exercise"):
        enter(Role.SCREEN, round_id=prepared.id + 1)


def test_a_room_knows_whether_its_round_is_still_played(
    enter: Enter, store: Store, prepared: Round
) -> None:
    room = enter(Role.SCREEN)
    assert room.is_current()
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, prepared.id, phase)
    store.finish_round(prepared.id, "welcome.ipynb")
    assert not room.is_current()


def test_a_closed_room_leaves_the_hub(enter: Enter) -> None:
    before = list_lines()
    room = enter(Role.SCREEN)
    assert len(list_lines() - before) == 1
    room.close()
    room.close()
    assert not list_lines() - before


# Rehearsals


def test_without_a_place_a_notebook_is_a_rehearsal_with_form_console_and_results() -> None:
    room = join(EXERCISE)
    form, console = room.form(), room.console()
    press(console)
    assert find_button(form) == "Send"
    fill(form, "safe", value=3)
    press(form)
    assert read_notes(form)[0].startswith("Received")
    press(console)
    press(console)  # with one answer it asks first
    press(console)
    assert "Not enough answers" in " ".join(read_notes(form))
    room.close()
    remove_folder(rehearsal._folders.pop())
    rehearsal._last = None
