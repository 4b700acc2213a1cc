"""Questions after four weeks: their page, and what a browser gets that comes at a wrong time."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from operator import sub
from pathlib import Path

import pytest
from tornado.web import create_signed_value

from kit.errors import NotFoundError
from kit.gate.publication import submit
from kit.lifecycle import finish_alone
from kit.server.handlers.afterwards import end_unpublished
from kit.session.session import Phase, new_seat_token
from kit.store import Store
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Reply, Visitor
from tests.store.sample import add_seats

TIME = 300  # seconds until a test gives up: it is looked twice, twenty seconds apart
COOKIE = "seat-"


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    played = folder / "workshops"
    played.mkdir()
    for name in ("marble_jar.ipynb", "four_weeks.ipynb"):
        shutil.copy(WORKSHOPS / name, played)
    (played / "agenda.toml").write_text('[jar]\nexercises = [{ notebook = "marble_jar.ipynb" }]\n')
    address = ("--host", "127.0.0.1", "--port", "0", "--data", str(folder / "kit.db"))
    server = Server("serve", str(played), *address, log=folder / "server.log")
    yield server
    server.stop()


@pytest.fixture
def first(store: Store) -> str:
    """A session that is over."""
    code = store.add_session("Team <Blue>", ["marble_jar.ipynb"]).code
    store.add_round(code, "marble_jar.ipynb")
    store.end_session(code)
    return code


def build_page(code: str) -> str:
    return f"/facilitate/{code}/afterwards"


def ask(
    facilitator: Visitor, first: str, fields: dict[str, str] | None = None, opens: int = 0
) -> Reply:
    """Send the form, with two weeks from a day on: so many days from today."""
    usual = {
        "opens_on": (date.today() + timedelta(days=opens)).isoformat(),
        "closes_on": (date.today() + timedelta(days=opens + 14)).isoformat(),
        "people": "6",
    }
    return facilitator.post(build_page(first), usual | (fields or {}))


def set_up(facilitator: Visitor, store: Store, first: str, opens: int = 0) -> str:
    assert ask(facilitator, first, opens=opens).status == 303
    after = store.find_scheduled(first)
    assert after is not None
    return after.code


def answer(store: Store, code: str, count: int) -> None:
    for token in add_seats(store, code, count):
        submit(store, store.get_round(code).id, token, {"kept": ["some"]})


def read_everything(facilitator: Visitor, *codes: str) -> list[str]:
    """Every page of the facilitator's, as it is sent."""
    ends = ("", "/afterwards", "/end", "/report", "/mail", "/print")
    paths = ["/facilitate", *(f"/facilitate/{code}{each}" for code in codes for each in ends)]
    return [facilitator.get(path).text for path in paths]


def test_it_proposes_four_weeks_and_asks_for_the_teams_people(
    facilitator: Visitor, first: str
) -> None:
    page = facilitator.get(build_page(first)).text
    assert f'value="{(date.today() + timedelta(days=28)).isoformat()}"' in page
    assert f'value="{(date.today() + timedelta(days=42)).isoformat()}"' in page
    assert "Team &lt;Blue&gt;" in page
    assert build_page(first) in facilitator.get(f"/facilitate/{first}/end").text


@pytest.mark.parametrize(
    "fields",
    [
        {"people": ""},
        {"people": "4"},
        {"people": "many"},
        {"opens_on": "2020-01-01"},
        {"closes_on": "2020-01-01"},
        {"opens_on": "x"},
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(
    facilitator: Visitor, store: Store, first: str, fields: dict[str, str]
) -> None:
    told = ask(facilitator, first, fields)
    assert told.status == 400
    assert 'role="alert"' in told.text
    assert all(f'value="{value}"' in told.text for value in fields.values())
    assert store.find_scheduled(first) is None


def test_without_the_key_and_from_another_site_nothing_is_set_up(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    assert ask(visitor, first).status == 403
    assert visitor.get(build_page(first)).status == 403
    foreign = facilitator.post(build_page(first), {"people": "6"}, Origin="http://evil.example")
    assert foreign.status == 403
    assert store.find_scheduled(first) is None


def test_whoever_leads_one_session_alone_may_set_up_nothing(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    made = facilitator.post(f"/facilitate/{first}/invite", {"make": "yes"})
    key = made.text.partition("?key=")[2].partition("<")[0]
    assert visitor.get(f"/facilitate/{first}?key={key}").status == 303
    assert "Set the questions up" not in visitor.get(build_page(first)).text
    assert ask(visitor, first).status == 403
    assert store.find_scheduled(first) is None


def test_there_is_one_set_of_questions_after_a_session(
    facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    again = ask(facilitator, first)
    assert again.status == 400
    assert "There are questions after this session already." in again.words
    assert facilitator.get(f"/facilitate/{code}/afterwards").headers["Location"] == build_page(
        first
    )
    assert facilitator.get(f"/facilitate/{code}").headers["Location"] == build_page(code)
    page, mail = (
        facilitator.get(each).text for each in (build_page(first), f"/facilitate/{first}/mail")
    )
    assert f"/join/{code}" in page
    assert f"/join/{code}" in mail
    listed = facilitator.get("/facilitate").words
    assert listed.count("Team <Blue>: after four weeks") == 1


def test_before_the_first_day_nobody_is_let_in_and_no_seat_is_taken(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first, opens=3)
    for reply in (visitor.get(f"/join/{code}"), visitor.get(f"/s/{code}")):
        assert "These questions open on" in reply.words
    assert "These questions open on" in visitor.post(f"/join/{code}").words
    assert not [name for name in visitor.cookies if name.startswith(COOKIE)]
    assert store.count_seats(code) == 0
    assert store.get_round(code).phase is Phase.PREPARE


def test_the_promise_names_the_last_day_and_no_facilitator_who_closes(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    assert store.get_round(code).phase is Phase.OPEN
    words = visitor.get(f"/join/{code}").words
    assert "only from 5 answers on" in words
    assert "nobody sees how many have answered" in words
    assert "Everybody may see how many have finished" not in words


def test_until_the_last_day_is_over_no_page_says_how_many_have_answered(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    before = read_everything(facilitator, first, code)
    for _ in range(6):
        answer(store, code, 1)
        assert read_everything(facilitator, first, code) == before
    screen = facilitator.get(f"/screen/{code}")
    assert "These questions have no screen." in screen.words
    assert "kit-page" not in screen.text
    for path in (f"/facilitate/{code}/live", f"/screen/{code}/live"):
        assert facilitator.get(f"{path}?kernel=x&seq=0").status in (400, 403, 404)


def test_a_browser_keeps_its_seat_for_as_long_as_it_may_answer(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    made = visitor.post(f"/join/{code}")
    assert made.status == 303
    until = made.headers["Set-Cookie"].partition("expires=")[2].partition(";")[0]
    lasts = parsedate_to_datetime(until).date() - date.today()
    assert lasts > timedelta(days=30)


def test_questions_that_are_thrown_away_are_gone_and_may_be_set_up_anew(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    answer(store, code, 6)
    assert visitor.post(f"/join/{code}").status == 303
    assert facilitator.post(build_page(first), {"away": "yes"}).status == 303
    with pytest.raises(NotFoundError):
        store.get_session(code)
    assert "its data have been erased" in visitor.get(f"/s/{code}").words
    assert set_up(facilitator, store, first) != code


def test_the_result_stands_in_the_sessions_report_and_a_late_browser_is_told(
    visitor: Visitor, facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    answer(store, code, 6)
    with store.database.write() as connection:
        day = (date.today() - timedelta(days=1)).isoformat()
        change = "UPDATE sessions SET opens_on = ?, closes_on = ? WHERE code = ?"
        connection.exec_driver_sql(change, (day, day, code))
    assert "These questions are closed" in visitor.get(f"/join/{code}").words
    until = time.monotonic() + TIME
    while not store.get_session(code).ended:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "Four weeks later" in facilitator.get(build_page(first)).words
    report = facilitator.get(f"/facilitate/{first}/report").text
    assert "Some of it comes first with 6 of 6" in report
    assert "These questions are closed" in visitor.get(f"/s/{code}").words
    # What has been published stays: asking once more would show one answer by the difference.
    facilitator.post(build_page(first), {"away": "yes"})
    assert store.get_session(code).ended
    assert ask(facilitator, first).status == 400


def test_an_exercise_that_cannot_be_opened_is_told(
    facilitator: Visitor, folder: Path, store: Store, first: str
) -> None:
    notebook = folder / "workshops" / "four_weeks.ipynb"
    words = notebook.read_text("utf-8")
    notebook.write_text(words.replace("kit.Exercise(", "kit.Exercises("), "utf-8")
    try:
        code = set_up(facilitator, store, first)
        assert "They could not be opened yet." in facilitator.get(build_page(first)).words
        assert store.get_round(code).phase is Phase.PREPARE
    finally:
        notebook.write_text(words, "utf-8")


def test_a_folder_without_the_exercise_says_what_is_missing(
    facilitator: Visitor, folder: Path, store: Store, first: str
) -> None:
    notebook = folder / "workshops" / "four_weeks.ipynb"
    away = notebook.rename(folder / "four_weeks.ipynb")
    try:
        assert "has no four_weeks.ipynb" in ask(facilitator, first).words
    finally:
        away.rename(notebook)
    assert store.find_scheduled(first) is None


def test_a_cookie_opens_its_seat_again_after_weeks_and_no_longer_than_it_may(
    facilitator: Visitor, server: Server, folder: Path, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    secret, token = (folder / "kit.db.secret").read_bytes(), new_seat_token()
    name = f"seat-alone-{code}"
    told = []
    for days in (13, 33):
        given = partial(sub, time.time(), days * 86400)
        value = create_signed_value(secret, name, token, clock=given).decode()
        browser = Visitor(server)
        browser.cookies = {name: value}
        told.append(browser.get(f"/s/{code}").status)
    assert told == [200, 302]


def test_what_the_server_has_closed_meanwhile_is_not_thrown_away(
    facilitator: Visitor, store: Store, first: str
) -> None:
    code = set_up(facilitator, store, first)
    answer(store, code, 6)
    finish_alone(store, code)
    assert end_unpublished(store, first) == ""
    assert len(store.list_snapshots(store.get_round(code).id)) == 1
    assert end_unpublished(store, "BCDFGH") == ""
