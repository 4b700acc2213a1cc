"""A team over time as a page: whose sessions it has, and who may say what the team is called."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.session.commitments import Commitment
from kit.session.session import Phase
from kit.store import Store, open_store
from tests.processes import Server
from tests.server.signed_in import ANA, BEN, CAN, Facilitator, open_operator, serve, serve_accounts
from tests.server.visitor import Reply, Visitor
from tests.store.sample import add_seats

PULSE = Exercise("pulse", prompts=[Scale("safe", "How safe?", since=True)])


def play(store: Store, code: str, steps: Sequence[int]) -> None:
    """Play a round of the pulse in a session, to its reveal."""
    current = store.get_round(code)
    store.set_phase(current.id, Phase.DONE, expected=Phase.PREPARE)
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, PULSE)
    advance_round(store, round_id, Phase.PREPARE)
    for token, step in zip(add_seats(store, code, len(steps)), steps, strict=True):
        submit(store, round_id, token, {"safe": step})
    advance_round(store, round_id, Phase.OPEN)
    advance_round(store, round_id, Phase.CLOSED)


def read_file(facilitator: Visitor, code: str) -> list[str]:
    """The numbers of answers in a team's table."""
    reply = facilitator.get(f"/facilitate/{code}/team/file")
    assert reply.status == 200, reply.words
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{code}-team.csv"'
    return [each["answers"] for each in csv.DictReader(io.StringIO(reply.text))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("teams")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = serve_accounts(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def store(server: Server, folder: Path) -> Iterator[Store]:
    store = open_store(folder / "kit.db")
    yield store
    store.close()


@pytest.fixture(scope="module")
def ana(server: Server) -> Facilitator:
    return Facilitator(server, ANA)


@pytest.fixture
def ben(server: Server) -> Facilitator:
    return Facilitator(server, BEN)


@pytest.fixture(scope="module")
def codes(ana: Facilitator, store: Store) -> list[str]:
    """Two sessions of Ana's team, one person apart."""
    codes = []
    for people in (12, 13):
        codes.append(ana.begin(team="Anchor"))
        play(store, codes[-1], [4] * people)
    return codes


def name_team(who: Visitor, code: str, name: str) -> Reply:
    return who.post(f"/facilitate/{code}/team", {"team": name})


def test_a_session_is_begun_with_a_team_and_comes_after_its_last_one(
    ana: Facilitator, store: Store, codes: list[str]
) -> None:
    assert store.get_session(codes[1]).team == "Anchor"
    assert store.get_session(codes[1]).follows == codes[0]
    asked = ana.get(f"/facilitate/new?follows={codes[1]}")
    assert 'value="Anchor"' in asked.text
    assert '<option value="Anchor">' in asked.text
    assert store.get_session(ana.begin(team="", follows=codes[1])).team == ""


def test_the_page_has_a_line_for_each_session_and_tells_close_ones_in_thirds(
    ana: Facilitator, codes: list[str]
) -> None:
    page = ana.get(f"/facilitate/{codes[0]}/team")
    assert "Anchor over time" in page.words
    assert "12 answers" in page.words
    assert "13 answers" in page.words
    assert "in the middle;" not in page.words
    assert read_file(ana, codes[1]) == ["12", "13"]
    listed = ana.get("/facilitate")
    assert f'href="/facilitate/{codes[0]}/team"' in listed.text


def test_another_facilitators_team_of_the_same_name_is_another_team(
    ana: Facilitator, ben: Facilitator, store: Store, codes: list[str]
) -> None:
    own = ben.begin(team="Anchor")
    play(store, own, [2] * 12)
    assert store.get_session(own).follows is None
    assert read_file(ben, own) == ["12"]
    page = ben.get(f"/facilitate/{own}/team")
    assert "13 answers" not in page.words
    assert ben.get(f"/facilitate/{codes[0]}/team").status == 403
    assert ben.get(f"/facilitate/{codes[0]}/team/file").status == 403
    assert read_file(ana, codes[0]) == ["12", "13"]


def test_who_was_invited_sees_the_sessions_they_may_lead_and_names_none(
    server: Server, ana: Facilitator, store: Store
) -> None:
    first, second = ana.begin(team="Buoy"), ana.begin(team="Buoy")
    play(store, first, [3] * 12)
    play(store, second, [4] * 13)
    store.add_invited(second, CAN)
    can = Facilitator(server, CAN)
    assert read_file(can, second) == ["13"]
    page = can.get(f"/facilitate/{second}/team")
    assert "12 answers" not in page.words
    assert "in the middle;" not in page.words  # the other session counts all the same
    assert "What this team is called" not in page.words
    refused = name_team(can, second, "Anchor")
    assert refused.status == 403
    assert "This is not yours to change" in refused.words
    assert store.get_session(second).team == "Buoy"
    report = can.get(f"/facilitate/{second}/report")
    assert "13 answers" in report.text
    assert "12 answers" not in report.text
    assert "12 answers" in ana.get(f"/facilitate/{second}/report").text


def test_whose_the_session_is_changes_the_name(ana: Facilitator, store: Store) -> None:
    code = ana.begin()
    assert name_team(ana, code, "  Cedar\n tree ").status == 303
    assert store.get_session(code).team == "Cedar tree"
    long = name_team(ana, code, "a" * 61)
    assert long.status == 400
    assert "at most 60 characters" in long.words
    assert "a" * 61 in long.text
    refused = ana.post("/facilitate", {"title": "T", "agenda": "only:form.ipynb", "team": "a" * 61})
    assert refused.status == 400
    assert "at most 60 characters" in refused.words
    assert name_team(ana, code, "").status == 303
    assert store.get_session(code).team == ""


def test_strangers_and_foreign_forms_learn_and_change_nothing(
    server: Server, ana: Facilitator, store: Store
) -> None:
    code = ana.begin(team="Dune")
    stranger = Visitor(server)
    for page in ("team", "team/file"):
        assert "Dune" not in stranger.get(f"/facilitate/{code}/{page}").text
    assert name_team(stranger, code, "Elm").status == 403
    assert store.get_session(code).team == "Dune"
    unknown = ana.get("/facilitate/BBBBBB/team")
    assert unknown.status in (403, 404)


def test_what_a_team_answers_alone_is_given_no_name(ana: Facilitator, store: Store) -> None:
    """The name would move it behind another session, and the first one could be asked again."""
    ana.begin(team="Gale")
    first = ana.begin()
    today = date.today()
    days = (today, today + timedelta(days=7))
    alone = store.add_session("Later", ["form.ipynb"], follows=first, owner=ANA, days=days).code
    for reply in (name_team(ana, alone, "Gale"), *map(ana.get, list_pages(alone))):
        assert (reply.status, reply.headers["Location"]) in (
            (303, f"/facilitate/{first}/team"),
            (302, f"/facilitate/{first}/team"),
        )
    found = store.find_scheduled(first)
    assert found is not None
    assert (found.code, found.team) == (alone, "")


def list_pages(code: str) -> list[str]:
    return [f"/facilitate/{code}/team", f"/facilitate/{code}/team/file"]


def test_a_rehearsal_has_no_team(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    server = serve(folder, "--team", "Fjord")
    try:
        operator = open_operator(server)
        store = open_store(folder / "kit.db")
        assert store.get_session(server.code).team == "Fjord"
        code = store.add_session("Rehearsed", ["form.ipynb"], rehearsal=True).code
        for page in ("team", "team/file"):
            reply = operator.get(f"/facilitate/{code}/{page}")
            assert reply.status == 404
            assert "A rehearsal has no team" in reply.words
        assert name_team(operator, code, "Fjord").status == 404
        assert "Fjord over time" in operator.get(f"/facilitate/{server.code}/team").words
        assert "Nothing yet." in operator.get(f"/facilitate/{server.code}/team").words
        store.close()
    finally:
        server.stop()


def test_who_was_invited_to_one_session_begins_one_after_it_and_sees_no_further_back(
    server: Server, ana: Facilitator, store: Store
) -> None:
    first, second = ana.begin(team="Davit"), ana.begin(team="Davit")
    card = Commitment("Zoe", "call early", "Friday", "Ben")
    store.add_commitment(first, card)
    store.add_commitment(second, replace(card, owner="Yan"))
    store.add_invited(second, CAN)
    can = Facilitator(server, CAN)
    third = can.begin(follows=second)
    assert store.list_followed(third) == [second]
    files = can.get(f"/facilitate/{third}/report").text
    assert "Yan" in files
    assert "Zoe" not in files
    fourth = ana.begin(team="Davit")
    assert store.list_followed(fourth) == [second, first]
