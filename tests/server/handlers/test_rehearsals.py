"""A rehearsal beside the real sessions: in no list, under the same rules, erased in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from kit.errors import KitError, NotFoundError, PhaseError, ResponseError
from kit.export.export import build_export
from kit.lifecycle import advance_round
from kit.notebooks.agenda import Agenda
from kit.rehearsal.cards import EARLIER
from kit.server.handlers import rehearsals
from kit.server.handlers.rehearsals import Rehearsals
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.session.session import Phase
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from kit.store.schema import metadata, migrations
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Visitor
from tests.store.sample import EXERCISE, NOTEBOOK, prepare_round
from tests.waiting import wait_for_progress, wait_until

PATIENCE = 60  # seconds until a test gives up
Play = Callable[[Callable[[Rehearsals], Coroutine[Any, Any, None]]], None]


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


@pytest.fixture
def play(own_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """Runs a scenario with a house whose simulated people lose no time."""
    monkeypatch.setattr(rehearsals, "JOINING", 0.0)
    monkeypatch.setattr(rehearsals, "ANSWERING", (0.0, 0.0))
    hub = NoticeHub()
    data = str(tmp_path / "kit.db")
    twice = Agenda("", "", None, (Row(NOTEBOOK, 20), Row(NOTEBOOK, 20)))
    house = ServerState(own_store, data, WORKSHOPS, twice, key="key", hub=hub)

    def play(scenario: Callable[[Rehearsals], Coroutine[Any, Any, None]]) -> None:
        async def run() -> None:
            begun = Rehearsals(house)
            await begun.open()
            await scenario(begun)
            await begun.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    yield play
    hub.close()


def count_rows(store: Store) -> int:
    tables = [table for table in metadata.sorted_tables if table is not migrations]
    with store.database.read() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        )


def test_many_people_play_every_exercise_and_leave_no_row(own_store: Store, play: Play) -> None:
    store = own_store

    async def scenario(begun: Rehearsals) -> None:
        code = (await begun.start(200)).code
        assert (await begun.start(4)).code == code  # one at a time
        await wait_until(store, lambda: store.count_seats(code) == 200)
        for _ in range(2):
            current = store.get_round(code)
            store.set_definition(current.id, EXERCISE)
            advance_round(store, current.id, Phase.PREPARE)
            await wait_for_progress(store, current.id, "200 of 200 finished")
            for phase in (Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
                advance_round(store, current.id, phase)
            assert store.list_snapshots(current.id)
        assert count_rows(store) > 200
        await begun.end(code)
        assert begun.session is None

    play(scenario)
    assert count_rows(store) == 0


def test_it_looks_back_on_cards_of_a_session_before_and_both_are_erased(
    own_store: Store, play: Play
) -> None:
    async def scenario(begun: Rehearsals) -> None:
        session = await begun.start(4)
        assert session.follows is not None
        assert len(own_store.list_commitments(session.follows)) == EARLIER
        assert own_store.list_commitments(session.code) == {}
        await begun.end(session.code)
        assert own_store.list_rehearsals() == []

    play(scenario)
    assert count_rows(own_store) == 0


def test_it_plays_what_was_chosen_and_says_so(own_store: Store, play: Play) -> None:
    async def scenario(begun: Rehearsals) -> None:
        for plays, title, first, count in (
            ("only:check_out.ipynb", "Check-out", "check_out.ipynb", 1),
            ("agenda:thirty-minutes", "Thirty minutes", "welcome.ipynb", 4),
        ):
            session = await begun.start(4, plays)
            assert (session.title, begun.title) == (f"Rehearsal: {title}", title)
            assert (session.agenda[0], len(session.agenda)) == (first, count)
            assert own_store.get_round(session.code).notebook == first
            assert await begun.start(25, plays) == session
            with pytest.raises(PhaseError, match=f"A rehearsal of {title} is open already"):
                await begun.start(4, "agenda:half-day")
            await begun.end(session.code)
        with pytest.raises(ResponseError, match="Choose another one"):
            await begun.start(4, "only:nothing.ipynb")
        assert begun.session is None

    play(scenario)


def test_it_is_in_no_list_and_in_no_export(own_store: Store, play: Play) -> None:
    team = prepare_round(own_store).code

    async def scenario(begun: Rehearsals) -> None:
        session = await begun.start(4)
        assert session.rehearsal
        assert session in own_store.list_rehearsals()
        assert [each.code for each in own_store.list_sessions()] == [team]
        with pytest.raises(KitError, match="is a rehearsal"):
            build_export(own_store, session.code)

    play(scenario)
    assert build_export(own_store, team)["code"] == team
    assert own_store.list_rehearsals() == []  # the server has ended


def test_one_that_is_ended_elsewhere_is_erased(own_store: Store, play: Play) -> None:
    async def scenario(begun: Rehearsals) -> None:
        for end in (own_store.end_session, own_store.purge_session):
            end((await begun.start(4)).code)
            while begun.session is not None or begun._tasks:
                await asyncio.sleep(0)

    play(scenario)
    assert count_rows(own_store) == 0


def test_what_a_killed_server_has_left_is_erased_and_nothing_else(
    own_store: Store, play: Play
) -> None:
    team = prepare_round(own_store).code
    left = own_store.add_session("Rehearsal", [NOTEBOOK], rehearsal=True)

    async def scenario(_begun: Rehearsals) -> None:
        with pytest.raises(NotFoundError):
            own_store.get_session(left.code)

    play(scenario)
    assert own_store.get_session(team).title == "Team"


def test_only_the_facilitator_begins_one_and_only_in_a_size_that_is_offered(
    server: Server, facilitator: Visitor, visitor: Visitor, store: Store
) -> None:
    address = "/facilitate/rehearse"
    assert visitor.post(address, {"people": "4"}).status == 403
    assert facilitator.post(address, {"people": "4"}, Origin="http://evil.example").status == 403
    assert facilitator.post(address, {"people": "5000"}).status == 400
    assert store.list_rehearsals() == []
    gone = facilitator.post(address, {"people": "4", "agenda": "only:gone.ipynb"})
    assert (gone.status, "This agenda is not there any more" in gone.words) == (400, True)
    jar = {"people": "4", "agenda": "only:marble_jar.ipynb"}
    begun = facilitator.post(address, jar)
    (session,) = (each for each in store.list_rehearsals() if each.follows)
    assert (begun.status, begun.headers["Location"]) == (303, f"/facilitate/{session.code}")
    assert "Rehearsal with simulated people" in visitor.get(f"/join/{session.code}").words
    assert "Rehearsal" not in visitor.get(f"/join/{server.code}").words
    assert "Rehearsal: The marble jar" in facilitator.get("/facilitate").words
    own = f"/facilitate/{session.code}"
    for page in ("report", "files"):
        reply = facilitator.get(f"{own}/{page}")
        assert (reply.status, "A rehearsal has no report" in reply.words) == (404, True)
    asked = facilitator.get(f"{own}/end").words
    assert "Throw the rehearsal away?" in asked
    assert "The report stays" not in asked
    assert facilitator.post(address, jar).headers["Location"] == f"/facilitate/{session.code}"
    other = facilitator.post(address, {"people": "4", "agenda": "agenda:"})
    assert (other.status, "A rehearsal of The marble jar is open already" in other.words) == (
        409,
        True,
    )
    assert facilitator.post(address, {"end": session.code}).status == 303
    assert store.list_rehearsals() == []
    code = session.code
    for page in (f"/join/{code}", f"/s/{code}", f"/screen/{code}"):
        reply = visitor.get(page)
        assert (reply.status, "The rehearsal is over" in reply.words) == (410, True), page
        assert "Session code" not in reply.words
    for page in ("", "/end", "/report", "/files"):
        reply = facilitator.get(f"/facilitate/{code}{page}")
        assert (reply.status, "The rehearsal is over" in reply.words) == (410, True), page
        assert "All sessions" in reply.words
    assert facilitator.get(address).headers["Location"] == "/facilitate"
