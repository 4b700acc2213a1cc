"""What the facilitator's console does to its round, in a real store."""

from __future__ import annotations

import pytest

from kit.errors import NotFoundError, PhaseError
from kit.gate.publication import close_round, submit
from kit.room.context import KernelContext
from kit.room.controls import RoundControls
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import View, get_view
from tests.store.sample import NOTEBOOK, OpenRound, open_sample


class Page:
    """A facilitator's page with a round that takes answers."""

    def __init__(self, store: Store) -> None:
        self.sample: OpenRound = open_sample(store, 12)
        place = KernelContext(
            self.sample.code, Role.FACILITATOR, "", "", NOTEBOOK, round_id=self.sample.id
        )
        self.controls = RoundControls(store, place, lambda: self.view)

    @property
    def view(self) -> View:
        return get_view(self.sample.store, self.sample.id, Role.FACILITATOR)

    @property
    def picture(self) -> str:
        return self.sample.store.get_round_by_id(self.sample.id).picture


@pytest.fixture
def page(store: Store) -> Page:
    return Page(store)


def let_write(page: Page) -> list[int]:
    """Everybody writes a sentence that may be shown; the ids of those that a close releases."""
    sample = page.sample
    for token in sample.tokens:
        submit(sample.store, sample.id, token, {"story": {"text": "a sentence", "share": True}})
    close_round(sample.store, sample.id)
    return [row.id for row in sample.store.list_texts(sample.id)]


def test_a_press_in_a_phase_that_is_over_moves_nothing(page: Page) -> None:
    page.controls.advance(Phase.OPEN, sure=True)
    with pytest.raises(PhaseError):
        page.controls.advance(Phase.OPEN, sure=True)
    assert page.view.phase is Phase.CLOSED


def test_the_first_sentence_of_a_question_takes_the_stage_and_the_next_leaves_it(
    page: Page,
) -> None:
    first, second, *_ = let_write(page)
    page.controls.show_texts([first], True)
    assert page.picture == "What happened?"
    page.sample.store.set_picture(page.sample.id, "Another")
    page.controls.show_texts([second], True)
    page.controls.show_texts([first], False)
    assert page.picture == "Another"


def test_a_sentence_that_is_not_there_shows_nothing_and_takes_no_stage(page: Page) -> None:
    let_write(page)
    with pytest.raises(NotFoundError):
        page.controls.show_texts([10**9], True)
    assert page.picture == ""
    assert not any(each.shown for each in page.view.texts)


def test_pairs_are_drawn_and_undone_by_a_notice_alone(page: Page) -> None:
    told: list[tuple[str, str]] = []
    page.sample.store.notices.listen(lambda code, what: told.append((code, what)))
    page.controls.draw_pairs(True)
    page.controls.draw_pairs(False)
    assert told == [(page.sample.code, "pairs"), (page.sample.code, "apart")]


def test_who_is_in_the_room_and_whether_it_is_locked_is_kept(page: Page) -> None:
    page.controls.set_people(9)
    page.controls.set_lock(True)
    assert (page.view.people, page.view.locked) == (9, True)
    page.controls.set_people(None)
    page.controls.set_lock(False)
    assert (page.view.people, page.view.locked) == (None, False)


def test_seats_are_dropped_unless_that_would_tell_who_has_answered(page: Page) -> None:
    """A button that is not shown can still be pressed by a message made by hand."""
    sample = page.sample
    submit(sample.store, sample.id, sample.tokens[0], {"quiet": True})
    sample.store.leave_seats(sample.code, sample.tokens[6:])
    page.controls.drop_absent()
    assert sample.store.count_seats(sample.code) == 12
    close_round(sample.store, sample.id)
    page.controls.drop_absent()
    assert sample.store.count_seats(sample.code) == 6


def test_nobody_is_dropped_who_could_not_come_back(page: Page) -> None:
    sample = page.sample
    sample.store.leave_seats(sample.code, sample.tokens[9:])
    page.controls.set_lock(True)
    page.controls.drop_absent()
    assert sample.store.count_seats(sample.code) == 12
    page.controls.set_lock(False)
    page.controls.drop_absent()
    assert sample.store.count_seats(sample.code) == 9
