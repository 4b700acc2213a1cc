"""The leader's page and the facilitator's page for it, at a running server."""

# Holds kit/server/handlers/leader_links.py too: the link is made there and opened here.
# Holds kit/server/handlers/exercises.py too: what an exercise asks that nobody has played is tried.

from __future__ import annotations

import asyncio
import re
import shutil
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from kit.notebooks.agenda import Agenda
from kit.server.handlers.handler import PUBLIC
from kit.server.handlers.leader import LeaderPage
from kit.server.public_url import PublicUrl
from kit.server.signing import hash_key
from kit.server.state import ServerState
from kit.server.throttle import AT_ONCE, Attempts
from kit.session.plan import Row
from kit.session.session import Phase
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

ALONE = {"title": "A delicate team", "agenda": "only:marble_jar.ipynb"}
NOTEBOOK = "marble_jar.ipynb"
ACT = "Ben told me before the meeting."


def begin(facilitator: Visitor) -> str:
    """A session of its own; its code."""
    return facilitator.post("/facilitate", ALONE).headers["Location"].rpartition("/")[2]


def make_link(facilitator: Visitor, code: str) -> str:
    made = facilitator.post(f"/facilitate/{code}/leader", {"make": "yes"})
    assert made.status == 200, made.words
    found = re.search(r'<p class="link" role="status">([^<]*)</p>', made.text)
    assert found, made.words
    return found[1].removeprefix(facilitator.server.origin)


def read_fields(page: Reply) -> dict[str, str]:
    """What the form holds, as a browser would send it."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text))
    for name, value in re.findall(
        r'<input id="[^"]*" name="([^"]*)"[^>]* value="([^"]*)"', page.text
    ):
        fields[name] = unescape(value)
    for name, value in re.findall(
        r'<textarea id="[^"]*" name="([^"]*)"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL
    ):
        fields[name] = unescape(value)
    return fields


def fill(page: Reply, **words: str) -> dict[str, str]:
    return read_fields(page) | {f"{key} {NOTEBOOK}": value for key, value in words.items()}


@pytest.fixture
def code(facilitator: Visitor) -> str:
    return begin(facilitator)


@pytest.fixture
def link(facilitator: Visitor, code: str) -> str:
    return make_link(facilitator, code)


def test_the_leader_reads_what_is_asked_and_signs_in_nowhere(visitor: Visitor, link: str) -> None:
    page = visitor.get(link)
    assert page.status == 200
    assert "A marble I should have given and did not" in page.words
    assert "Better not:" in page.words
    assert "These words stay in the report, with your name." in page.words
    assert visitor.cookies == {}
    assert "<script" not in page.text
    assert "A delicate team" not in page.text  # that is for facilitators alone


def test_words_are_kept_and_changed_and_the_dashboard_has_them(
    visitor: Visitor, facilitator: Visitor, code: str, link: str, store: Store
) -> None:
    sent = visitor.post(link, fill(visitor.get(link), name="Ada", act=f" {ACT}\r\nIn time. "))
    assert (sent.status, sent.headers["Location"]) == (303, f"{link}?kept=1")
    page = Visitor(visitor.server).get(f"{link}?kept=1")  # from another machine
    assert "Your words are kept." in page.words
    assert read_fields(page)[f"act {NOTEBOOK}"] == f"{ACT}\nIn time."
    assert store.get_leader(store.get_round(code).id) == {"name": "Ada", "act": f"{ACT}\nIn time."}
    told = facilitator.get(f"/facilitate/{code}/leader")
    assert "The leader's words are there" in told.words
    assert ACT not in told.text
    visitor.post(link, fill(visitor.get(link), act=""))
    assert store.get_leader(store.get_round(code).id) == {"name": "Ada"}
    assert "nothing written yet" in facilitator.get(f"/facilitate/{code}/leader").words


def test_markup_in_words_stays_words(visitor: Visitor, link: str) -> None:
    words = '</textarea><script>alert(1)</script>"'
    visitor.post(link, fill(visitor.get(link), name='"><b>', act=words))
    page = visitor.get(link)
    assert "<script" not in page.text
    assert "<b>" not in page.text
    fields = read_fields(page)
    assert (fields[f"name {NOTEBOOK}"], fields[f"act {NOTEBOOK}"]) == ('"><b>', words)


def test_what_is_too_long_is_told_beside_its_field_and_nothing_of_it_is_lost(
    visitor: Visitor, code: str, link: str, store: Store
) -> None:
    long = "x" * 201
    sent = visitor.post(link, fill(visitor.get(link), act=long, missed="One."))
    assert sent.status == 400
    assert "Please shorten this by 1 to 200 characters." in sent.words
    fields = read_fields(sent)
    assert (fields[f"act {NOTEBOOK}"], fields[f"missed {NOTEBOOK}"]) == (long, "One.")
    assert store.get_leader(store.get_round(code).id) == {}


def test_an_empty_form_is_no_fault(visitor: Visitor, link: str) -> None:
    assert visitor.post(link, fill(visitor.get(link))).status == 303
    assert visitor.post(link).status == 303
    assert visitor.post(link, {"edition other.ipynb": "x", "act other.ipynb": "x"}).status == 303
    assert "Your words are kept" not in visitor.get(f"{link}?kept=1").words


def test_who_writes_later_reads_what_the_other_has_written_and_may_put_it_away(
    visitor: Visitor, server: Server, code: str, link: str, store: Store
) -> None:
    before = visitor.get(link)
    assert Visitor(server).post(link, fill(before, name="Ben", act="From Ben.")).status == 303
    late = visitor.post(link, fill(before, name="Ada", act="From Ada."))
    assert late.status == 409
    assert "Somebody else has written here since you opened this page." in late.words
    assert "From Ben." in late.words
    assert read_fields(late)[f"act {NOTEBOOK}"] == "From Ada."
    round_id = store.get_round(code).id
    assert store.get_leader(round_id)["act"] == "From Ben."
    asked = visitor.post(link, read_fields(late))  # nothing chosen: asked once more
    assert asked.status == 409
    assert "From Ben." in asked.words
    assert store.get_leader(round_id)["act"] == "From Ben."
    assert visitor.post(link, read_fields(asked) | {f"whose {NOTEBOOK}": "mine"}).status == 303
    assert store.get_leader(round_id) == {"name": "Ada", "act": "From Ada."}


def test_who_writes_later_may_leave_what_the_other_has_written(
    visitor: Visitor, server: Server, code: str, link: str, store: Store
) -> None:
    before = visitor.get(link)
    Visitor(server).post(link, fill(before, name="Ben", act="From Ben."))
    late = visitor.post(link, fill(before, name="Ada", act="From Ada."))
    assert visitor.post(link, read_fields(late) | {f"whose {NOTEBOOK}": "theirs"}).status == 303
    assert store.get_leader(store.get_round(code).id) == {"name": "Ben", "act": "From Ben."}


def test_what_nobody_has_chosen_for_is_given_back_once_the_exercise_was_opened(
    visitor: Visitor, server: Server, code: str, link: str, store: Store
) -> None:
    before = visitor.get(link)
    Visitor(server).post(link, fill(before, act="From Ben."))
    late = visitor.post(link, fill(before, act="From Ada."))
    current = store.get_round(code)
    store.set_definition(current.id, store.list_leader_parts(code)[0].exercise)
    store.set_phase(current.id, Phase.LEADER, expected=Phase.PREPARE)
    told = visitor.post(link, read_fields(late))
    assert told.status == 409
    assert "was opened meanwhile" in told.words
    assert "From Ada." in told.words
    assert store.get_leader(current.id)["act"] == "From Ben."


def test_a_choice_for_one_exercise_takes_no_words_for_another(
    visitor: Visitor, server: Server, facilitator: Visitor, folder: Path
) -> None:
    path = Path(shutil.copy(WORKSHOPS / "mistake_sharing.ipynb", folder / "workshops"))
    made = facilitator.post("/facilitate", {"title": "Two leaders", "agenda": "agenda:"})
    link = make_link(facilitator, made.headers["Location"].rpartition("/")[2])
    before = visitor.get(link)
    one, other = [name for name in read_fields(before) if name.startswith("name ")][:2]
    Visitor(server).post(link, read_fields(before) | {one: "Ben", other: "Ben"})
    late = visitor.post(link, read_fields(before) | {one: "Ada", other: "Ada"})
    choice = {one.replace("name", "whose"): "mine"}
    asked = visitor.post(link, read_fields(late) | choice)
    assert asked.status == 409
    assert read_fields(asked)[other] == "Ada"  # nothing of hers is lost, either
    kept = read_fields(visitor.get(link))
    assert (kept[one], kept[other]) == ("Ada", "Ben")
    path.unlink()


def test_a_fault_does_not_hide_that_somebody_else_has_written(
    visitor: Visitor, server: Server, link: str
) -> None:
    before = visitor.get(link)
    Visitor(server).post(link, fill(before, act="From Ben."))
    faulty = visitor.post(link, fill(before, act="x" * 201))
    mended = read_fields(faulty) | {f"act {NOTEBOOK}": "From Ada."}
    assert visitor.post(link, mended).status == 409


def test_what_comes_after_the_exercise_was_opened_is_given_back(
    visitor: Visitor, code: str, link: str, store: Store
) -> None:
    before = visitor.get(link)
    visitor.post(link, fill(before, act="In time."))
    current = store.get_round(code)
    prepared = visitor.get(link)
    store.set_definition(current.id, store.list_leader_parts(code)[0].exercise)
    store.set_phase(current.id, Phase.LEADER, expected=Phase.PREPARE)
    late = visitor.post(link, fill(prepared, act="Too late."))
    assert late.status == 409
    assert "was opened meanwhile" in late.words
    assert "Too late." in late.words
    assert store.get_leader(current.id)["act"] == "In time."
    page = visitor.get(link)
    assert "This exercise has been opened." in page.words
    assert "In time." not in page.words
    assert "<textarea" not in page.text


def test_a_link_ends_with_a_new_one_when_it_is_taken_back_and_with_the_session(
    visitor: Visitor, facilitator: Visitor, code: str, link: str, store: Store
) -> None:
    visitor.post(link, fill(visitor.get(link), act=ACT))
    new = make_link(facilitator, code)
    assert visitor.get(link).status == 404
    page = visitor.get(new)
    assert ACT in page.text  # what was written stays
    facilitator.post(f"/facilitate/{code}/leader", {"withdraw": "yes"})
    assert visitor.get(new).status == 404
    last = make_link(facilitator, code)
    before = visitor.get(last)
    store.end_session(code)
    for reply in (visitor.get(last), visitor.post(last, fill(before, act="Late."))):
        assert reply.status == 404
        assert "This link opens nothing" in reply.words
    assert "go back in your browser" in visitor.post(last, fill(before, act="Late.")).words
    over = facilitator.post(f"/facilitate/{code}/leader", {"make": "yes"})
    assert "nothing left for the leader to write" in over.words
    assert "/leader/" not in over.text


def test_the_facilitator_makes_it_alone(visitor: Visitor, code: str, store: Store) -> None:
    for reply in (
        visitor.get(f"/facilitate/{code}/leader"),
        visitor.post(f"/facilitate/{code}/leader", {"make": "yes"}),
    ):
        assert reply.status == 403
    assert not store.has_leader_link(code)


def test_looking_makes_no_link(facilitator: Visitor, code: str, store: Store) -> None:
    assert facilitator.get(f"/facilitate/{code}/leader?make=yes").status == 200
    assert not store.has_leader_link(code)


def test_the_list_of_sessions_leads_there(facilitator: Visitor, code: str) -> None:
    assert f'href="/facilitate/{code}/leader"' in facilitator.get("/facilitate").text


def test_whoever_has_the_link_uses_up_nobodys_turn(tmp_path: Path) -> None:
    """Time stands still, so that no turn comes back by itself."""

    async def knock(house: ServerState) -> set[int]:
        doors = [(r"/leader/([^/]+)", LeaderPage, {"house": house})]
        settings: dict[str, Any] = {"cookie_secret": "secret", PUBLIC: PublicUrl()}
        server = HTTPServer(Application(doors, **settings))
        (socket,) = bind_sockets(0, "127.0.0.1")
        server.add_socket(socket)
        address = f"http://127.0.0.1:{socket.getsockname()[1]}/leader/key"
        client = AsyncHTTPClient(force_instance=True)
        house.attempts = Attempts(clock=lambda: 0.0)
        try:
            visits = range(int(AT_ONCE) + 5)
            return {(await client.fetch(address, request_timeout=60)).code for _ in visits}
        finally:
            client.close()
            server.stop()

    with closing(open_store(tmp_path / "kit.db")) as own, closing(NoticeHub()) as hub:
        code = own.add_session("Team", ["jar.ipynb"]).code
        own.set_leader_link(code, hash_key("key"))
        agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))
        house = ServerState(own, str(tmp_path / "kit.db"), tmp_path, agenda, "", hub)
        try:
            assert asyncio.run(knock(house)) == {200}
        finally:
            house.threads.close()
