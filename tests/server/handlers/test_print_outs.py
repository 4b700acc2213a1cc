"""The page with everything that may be wanted on paper before a session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.session.session import split_code
from tests.processes import Server
from tests.server.visitor import Visitor

ALONE = {"title": "Team <Blue>", "agenda": "only:marble_jar.ipynb"}


def find_code(facilitator: Visitor) -> str:
    reply = facilitator.post("/facilitate", ALONE)
    assert reply.status == 303, reply.words
    return reply.headers["Location"].rpartition("/")[2]


def list_names(text: str) -> list[str]:
    return re.findall(r'<p class="take"><label><input [^>]*> ([^<]*)</label>', text)


def test_it_opens_with_the_key_alone(visitor: Visitor, server: Server) -> None:
    reply = visitor.get(f"/facilitate/{server.code}/print")
    assert reply.status == 403
    assert "opens with the key" in reply.words


def test_an_unknown_code_is_told(facilitator: Visitor) -> None:
    assert facilitator.get("/facilitate/BBBBBBBB/print").status == 404


def test_it_has_a_sheet_for_the_door_and_those_of_an_exercise_nobody_has_played(
    facilitator: Visitor, server: Server
) -> None:
    code = find_code(facilitator)
    page = facilitator.get(f"/facilitate/{code}/print")
    assert page.status == 200
    assert list_names(page.text) == [
        "For the door",
        "For the leader",
        "The marble jar: Marble jar",
        "The marble jar: on paper, for somebody without a phone",
    ]
    for half in split_code(code):
        assert half in page.text
    assert page.text.count("<svg") == 1
    assert "&lt;svg" not in page.text
    assert "Team &lt;Blue&gt;" in page.text
    assert "What had you expected to see more of" in page.words
    assert "This sheet is yours. Nobody collects it" in page.words
    # Sheets hang on doors: neither the key nor the title of the session is on one.
    paper = page.text.partition("<main")[2]
    assert str(server.links["facilitator_url"]).rpartition("key=")[2] not in page.text
    assert "Team" not in paper
    # The leader's: the questions, and the notebook's own words for whoever answers them.
    assert "A marble I should have given and did not" in page.words
    assert "If few marbles fall:" in page.words


def test_a_sheet_is_on_no_page_of_the_session(facilitator: Visitor, server: Server) -> None:
    page = facilitator.get(f"/facilitate/{server.code}")
    assert page.status == 200
    assert "Choose one question, and talk about it" not in page.text


@pytest.mark.parametrize("spoilt", ["no notebook", None], ids=["spoilt", "gone"])
def test_an_exercise_that_cannot_be_read_stops_no_other_sheet(
    facilitator: Visitor, folder: Path, spoilt: str | None
) -> None:
    path = folder / "workshops/marble_jar.ipynb"
    code, before = find_code(facilitator), path.read_text("utf-8")
    try:
        path.unlink()
        if spoilt is not None:
            path.write_text(spoilt, "utf-8")
        page = facilitator.get(f"/facilitate/{code}/print")
        assert page.status == 200
        assert list_names(page.text) == ["For the door"]
    finally:
        path.write_text(before, "utf-8")
