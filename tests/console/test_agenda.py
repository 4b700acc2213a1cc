"""The agenda beside the facilitator's controls: what a page asks for is done, and nothing else."""

from __future__ import annotations

import pytest

from kit.console.agenda import AgendaBox
from kit.errors import KitError
from kit.lifecycle import move_to, reorder
from kit.session.plan import Row
from kit.session.session import Role
from kit.store import Store
from kit.views.round import get_view
from kit.widgets.agenda_list import AgendaList
from tests.pages import find
from tests.store.sample import EXERCISE

LONG = ["a.ipynb", "b.ipynb", "c.ipynb"]


class Page:
    """The box on a page, in a session of a real store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.code = store.add_session("Team", [*map(Row, LONG, (5, 10, 20))]).code
        current = store.add_round(self.code, LONG[0], 0)
        store.set_definition(current.id, EXERCISE)
        self.warnings: list[str] = []
        self.box = AgendaBox("/facilitate/x", self._go, self._move, self._warn)
        self.follow()

    def follow(self) -> None:
        self.box.follow(get_view(self.store, self.store.get_round(self.code).id, Role.FACILITATOR))

    @property
    def list(self) -> AgendaList:
        (found,) = find(self.box, AgendaList)
        assert isinstance(found, AgendaList)
        return found

    @property
    def agenda(self) -> tuple[str, ...]:
        return self.store.get_session(self.code).agenda

    def send(self, content: object) -> None:
        """A message of the browser."""
        self.list._handle_custom_msg(content, [])

    def _go(self, place: int) -> None:
        current = self.store.get_round(self.code)
        move_to(self.store, current.id, place, expected=current.phase)

    def _move(self, place: int, by: int) -> None:
        reorder(self.store, self.code, place, by, expected=self.store.get_session(self.code).rows)

    def _warn(self, error: KitError) -> None:
        self.warnings.append(str(error))


@pytest.fixture
def page(store: Store) -> Page:
    return Page(store)


def test_the_list_shows_where_the_session_stands(page: Page) -> None:
    assert [item["state"] for item in page.list.items] == ["now", "ahead", "ahead"]
    assert [item["minutes"] for item in page.list.items] == [5, 10, 20]


def test_a_break_stands_in_the_list_and_is_gone_to(page: Page) -> None:
    rows = page.store.get_session(page.code).rows
    pause, slack = Row("", 7, "Lunch", "break"), Row("", 2, "Slack", "slack")
    page.store.set_agenda(page.code, [rows[0], pause, slack, rows[1]], expected=rows)
    page.send({"go": 1})
    page.follow()
    assert [(item["title"], item["kind"], item["state"]) for item in page.list.items] == [
        ("A", "exercise", "passed"),
        ("Lunch", "break", "now"),
        ("Slack", "slack", "ahead"),
        ("B", "exercise", "ahead"),
    ]
    assert page.store.get_round(page.code).is_break
    page.send({"go": 2})  # which no page of ours asks for
    assert page.store.get_round(page.code).is_break
    assert len(page.warnings) == 1


def test_an_exercise_is_gone_to_and_moved(page: Page) -> None:
    page.send({"move": 1, "by": 1})
    assert page.agenda == ("a.ipynb", "c.ipynb", "b.ipynb")
    page.send({"go": 2})
    assert page.store.get_round(page.code).notebook == "b.ipynb"
    assert page.warnings == []


def test_a_row_that_has_just_been_moved_is_gone_to_where_it_stands_now(page: Page) -> None:
    page.send({"move": 1, "by": 1, "title": "B"})
    page.follow()
    page.send({"go": 1, "title": "B"})  # pressed before the page had the new order
    assert page.store.get_round(page.code).notebook == "b.ipynb"
    assert page.warnings == []


@pytest.mark.parametrize("act", [{"go": 1}, {"move": 1, "by": 1}])
def test_a_row_that_is_there_no_more_or_twice_is_not_guessed(
    page: Page, act: dict[str, int]
) -> None:
    page.send({**act, "title": "Lunch"})
    rows = page.store.get_session(page.code).rows
    lunch = Row("", 7, "Lunch", "break")
    page.store.set_agenda(page.code, [rows[0], rows[1], lunch, rows[2], lunch], expected=rows)
    before = page.agenda
    page.follow()
    page.send({**act, "title": "Lunch"})
    assert (len(page.warnings), page.agenda) == (2, before)
    assert page.store.get_round(page.code).notebook == "a.ipynb"


@pytest.mark.parametrize(
    "content",
    [None, "go", [], {}, {"go": "1"}, {"go": None}, {"move": 1}, {"move": 1, "by": 5}, {"by": 1}],
)
def test_what_no_page_of_ours_sends_does_nothing(page: Page, content: object) -> None:
    page.send(content)
    assert page.agenda == tuple(LONG)
    assert page.store.get_round(page.code).notebook == "a.ipynb"
    assert page.warnings == []


def test_a_place_that_is_not_on_the_agenda_is_told(page: Page) -> None:
    for content in ({"go": 9}, {"move": 9, "by": 1}):
        page.send(content)
    assert len(page.warnings) == 2
    assert page.agenda == tuple(LONG)


def test_a_rehearsal_has_no_agenda() -> None:
    box = AgendaBox("", lambda _place: None, lambda _place, _by: None, lambda _error: None)
    assert find(box, AgendaList) == []
