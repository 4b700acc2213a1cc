# Holds kit/server/handlers/languages.py too: what it finds decides what these pages speak.
"""A reader chooses a language; a session has one; without either a browser's own is spoken."""

from __future__ import annotations

import re

import pytest

from kit.language.pseudo import stretch
from kit.store import Store
from tests.server.handlers.test_sessions import create, create_code
from tests.server.visitor import Reply, Visitor

FALSE = "en-XA"


def find_language(reply: Reply) -> str:
    found = re.search(r'<html lang="([^"]*)" dir="(ltr|rtl)"', reply.text)
    assert found
    return found[1]


def test_a_choice_holds_on_every_page_of_one_browser_and_on_no_other(visitor: Visitor) -> None:
    code = visitor.server.code
    assert find_language(visitor.get("/")) == "en"
    reply = visitor.get(f"/language/{FALSE}?from=/join/{code}")
    assert (reply.status, reply.headers["Location"]) == (302, f"/join/{code}")
    for path in ("/", f"/join/{code}", "/nowhere", "/join/BBBBBBBB"):
        assert find_language(visitor.get(path)) == FALSE, path
    assert find_language(Visitor(visitor.server).get(f"/join/{code}")) == "en"
    assert visitor.get("/language/en").headers["Location"] == "/"
    assert find_language(visitor.get("/")) == "en"


@pytest.mark.parametrize("path", ["xx", "..", "de%2f..", "en?from=//evil.example", "en?from=http:"])
@pytest.mark.parametrize("tail", ["", "x"])
def test_a_language_that_is_not_there_and_a_way_out_of_the_kit_are_refused(
    visitor: Visitor, path: str, tail: str
) -> None:
    assert visitor.get(f"/language/{path}{tail}").status == 404
    assert "kit_language" not in visitor.cookies


@pytest.mark.parametrize("tag", ["xx", '"><script>', "", "de" * 1000])
def test_a_cookie_that_names_no_language_counts_for_nothing(visitor: Visitor, tag: str) -> None:
    visitor.cookies["kit_language"] = f'"{tag}"' if '"' not in tag else "x"
    assert find_language(visitor.get("/")) == "en"


def test_a_session_speaks_its_own_language_to_whoever_has_chosen_none(
    facilitator: Visitor, visitor: Visitor, store: Store
) -> None:
    code = create_code(facilitator, language=FALSE)
    assert store.get_session(code).language == FALSE
    assert find_language(visitor.get(f"/join/{code}")) == FALSE
    assert find_language(visitor.get("/")) == "en"
    visitor.get("/language/en")
    assert find_language(visitor.get(f"/join/{code}")) == "en"
    assert find_language(facilitator.get(f"/facilitate/{code}/end")) == FALSE
    assert find_language(facilitator.get("/facilitate")) == "en"


def test_a_facilitators_own_choice_leaves_the_rooms_pages_in_the_rooms_language(
    facilitator: Visitor, store: Store
) -> None:
    code = create_code(facilitator)
    assert store.get_session(code).language == ""
    facilitator.get(f"/language/{FALSE}")
    assert find_language(facilitator.get("/facilitate")) == FALSE
    assert find_language(facilitator.get(f"/facilitate/{code}/end")) == "en"
    facilitator.get("/language/en")


def test_a_session_in_no_language_is_not_begun(facilitator: Visitor, store: Store) -> None:
    before = len(store.list_sessions())
    reply = create(facilitator, language="xx")
    assert reply.status == 400
    assert "The pages do not speak this language." in reply.words
    assert len(store.list_sessions()) == before


def test_a_seats_widgets_are_made_anew_in_the_language_that_is_chosen_later(
    visitor: Visitor,
) -> None:
    page = visitor.join()
    first = set(page["state"])
    assert set(visitor.get(f"/s/{visitor.server.code}").page["state"]) == first
    visitor.get(f"/language/{FALSE}")
    again = set(visitor.get(f"/s/{visitor.server.code}").page["state"])
    assert again
    assert not again & first


def test_screen_dashboard_report_and_mail_speak_the_sessions_language(
    facilitator: Visitor,
) -> None:
    code = create_code(facilitator, language=FALSE)
    facilitator.get("/language/en")
    for path, said in {
        f"/facilitate/{code}": "Say now",
        f"/screen/{code}": "Scan the picture, or use any browser.",
        f"/facilitate/{code}/report": "Not revealed, so nothing of it stands here.",
    }.items():
        reply = facilitator.get(path)
        assert find_language(reply) == FALSE, path
        assert stretch(said) in reply.text, path
        assert ('id="kit-words"' in reply.text) == (not path.endswith("/report")), path
    assert stretch("Dear all,") in facilitator.get(f"/facilitate/{code}/mail").text
