"""The facilitator's sessions: a list, a new one, the end of one, its report."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from kit.server.handlers.sessions import ENDED_SHOWN
from kit.session.commitments import Commitment, State
from kit.session.session import Phase, describe_day, split_code
from kit.store import Store
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

ALONE = "only:marble_jar.ipynb"
PATHS = [
    "/facilitate",
    "/facilitate/new",
    *(f"/facilitate/BBBBBB/{page}" for page in ("end", "report", "mail", "files")),
]


def create(facilitator: Visitor, title: str = "Team Blue", **fields: str) -> Reply:
    return facilitator.post("/facilitate", {"title": title, "agenda": ALONE, **fields})


def create_code(facilitator: Visitor, title: str = "Team Blue", **fields: str) -> str:
    """Create a session.

    Returns:
        Its code.
    """
    reply = create(facilitator, title, **fields)
    assert reply.status == 303, reply.words
    found = re.fullmatch(r"/facilitate/([A-Z]{8})", reply.headers["Location"])
    assert found
    return found[1]


@pytest.mark.parametrize("path", PATHS)
def test_without_the_key_no_page_of_sessions_opens(visitor: Visitor, path: str) -> None:
    for reply in (visitor.get(path), visitor.post(path, {"title": "Mine", "sure": "yes"})):
        assert reply.status == 403
        assert "opens with the key" in reply.words


def test_a_session_is_created_and_stands_on_the_list(facilitator: Visitor, store: Store) -> None:
    code = create_code(facilitator, "  Team   Green ", expected=" 14 ")
    session = store.get_session(code)
    assert (session.title, session.expected, session.agenda) == (
        *("Team Green", 14),
        ("marble_jar.ipynb",),
    )
    assert session.minutes == 40
    current = store.get_round(code)
    assert (current.notebook, current.phase, current.place) == (session.agenda[0], "prepare", 0)
    listed = facilitator.get("/facilitate")
    assert f"Team Green {' '.join(split_code(code))}" in listed.words
    assert "The marble jar is being prepared, 0 people" in listed.words
    assert store.count_seats(code) == 0


def test_a_session_follows_an_earlier_one_of_the_team(facilitator: Visitor, store: Store) -> None:
    before = create_code(facilitator, "Team Again")
    day = describe_day(store.get_session(before).held_on)
    option = f'<option value="{before}">Team Again, {day}<'
    assert option in facilitator.get("/facilitate/new").text
    assert store.get_session(create_code(facilitator, follows=before)).follows == before
    assert store.get_session(create_code(facilitator, follows="")).follows is None
    assert create(facilitator, follows="BBBBBB").status == 400


def test_a_team_is_met_again_with_its_title_its_number_and_its_commitments(
    facilitator: Visitor, store: Store
) -> None:
    before = create_code(facilitator, "Team Last", expected="14")
    for what, state in (("call on Mondays", State.OPEN), ("write less", State.KEPT)):
        store.add_commitment(before, Commitment("Ada", what, "Friday", "Ben", state))
    assert "Team Last" not in facilitator.get("/facilitate").words.partition("that are over")[2]
    store.end_session(before)
    page = facilitator.get("/facilitate").words
    assert "Last time\u2019s team Team Last" in page
    assert "One commitment is waiting to be looked at again." in page
    assert "1 commitment waiting" in page.partition("Sessions that are over")[2]
    asked = facilitator.get(f"/facilitate/new?follows={before}")
    assert "Meet Team Last again" in asked.words
    assert "call on Mondays Ada, Friday" in asked.words
    assert "write less" not in asked.words
    for value in ("Team Last", "14"):
        assert f'value="{value}"' in asked.text
    assert f'<option value="{before}" selected>' in asked.text
    create_code(facilitator, "Team Last", follows=before)
    assert "Last time\u2019s team" not in facilitator.get("/facilitate").words


def test_what_is_chosen_to_start_stands_in_the_form(facilitator: Visitor) -> None:
    page = facilitator.get(f"/facilitate/new?agenda={ALONE}").text
    assert f'<option value="{ALONE}" selected>' in page


def test_what_a_facilitator_asks_themselves_before_is_not_sent(facilitator: Visitor) -> None:
    page = facilitator.get("/facilitate/new").text
    asked, _, form = page.partition("<form ")
    boxes = re.findall(r"<input\b[^>]*>", asked)
    assert len(boxes) == 5
    assert not any("name=" in each or "form=" in each for each in boxes)
    assert "Is this the week for it?" in asked
    assert "checkbox" not in form


def test_sessions_are_listed_as_ready_then_as_running_then_as_over(
    facilitator: Visitor, server: Server, store: Store
) -> None:
    code = create_code(facilitator, "Team Order")

    def find_heading() -> str:
        words = facilitator.get("/facilitate").words
        headings = ("Running now", "Ready to begin", "Sessions that are over")
        before = words[: words.index("Team Order")]
        return max(headings, key=before.rfind)

    assert find_heading() == "Ready to begin"
    Visitor(server).get(f"/join/{code}")
    store.set_phase(store.get_round(code).id, Phase.LEADER, expected=Phase.PREPARE)
    assert find_heading() == "Running now"
    page = facilitator.get("/facilitate").text
    (screen,) = re.findall(rf'href="(/screen/{code}\?ticket=\w+)"', page)
    assert Visitor(server).get(screen).status == 303
    store.end_session(code)
    assert find_heading() == "Sessions that are over"


def test_of_many_sessions_that_are_over_the_last_are_listed_and_all_on_request(
    facilitator: Visitor, store: Store
) -> None:
    for number in range(ENDED_SHOWN + 2):
        store.end_session(create_code(facilitator, f"Team Many {number}"))
    page = facilitator.get("/facilitate")
    assert page.text.count(">Report</a>") == ENDED_SHOWN
    assert re.search(r"\d+ earlier ones", page.words)
    every = facilitator.get("/facilitate?all=1")
    assert every.text.count(">Report</a>") > ENDED_SHOWN + 1
    assert "earlier one" not in every.words


def test_several_sessions_run_side_by_side(
    facilitator: Visitor, server: Server, store: Store
) -> None:
    codes = [create_code(facilitator, f"Team {name}") for name in ("One", "Two")]
    for code in codes:
        assert Visitor(server).post(f"/join/{code}").status == 303
    phone = Visitor(server)
    phone.post(f"/join/{codes[0]}")
    assert phone.get(f"/s/{codes[0]}").page["kernel"]
    assert phone.get(f"/s/{codes[1]}").status != 200
    assert len({server.code, *codes}) == 3


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"title": "   "}, "Give the session a title of 1 to 80 characters."),
        ({"title": "x" * 81}, "Give the session a title of 1 to 80 characters."),
        ({"title": "Team", "expected": "many"}, "1 to 9999, or leave it empty"),
        ({"title": "Team", "expected": "0"}, "1 to 9999, or leave it empty"),
        ({"title": "Team", "expected": "10000000"}, "1 to 9999, or leave it empty"),
        ({"title": "Team", "agenda": "only:../secret.ipynb"}, "Choose another one"),
        ({"title": "Team", "agenda": ""}, "Choose another one"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(
    facilitator: Visitor, store: Store, fields: dict[str, str], fault: str
) -> None:
    before = len(store.list_sessions())
    reply = create(facilitator, **fields)
    assert reply.status == 400
    assert fault in reply.words
    assert f'value="{fields["title"].strip()}"' in reply.text
    assert len(store.list_sessions()) == before


def test_a_title_is_shown_as_it_was_typed(facilitator: Visitor) -> None:
    create_code(facilitator, "<script>alert(1)</script>")
    page = facilitator.get("/facilitate").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_another_site_creates_and_ends_nothing(facilitator: Visitor, store: Store) -> None:
    code = create_code(facilitator)
    before = len(store.list_sessions())
    for path, fields in (
        ("/facilitate", {"title": "Theirs", "agenda": ALONE}),
        (f"/facilitate/{code}/end", {"sure": "yes"}),
    ):
        assert facilitator.post(path, fields, Origin="https://evil.example").status == 403
    assert len(store.list_sessions()) == before
    assert not store.get_session(code).ended


def test_a_session_ends_only_after_it_was_asked_about(
    facilitator: Visitor, server: Server, store: Store
) -> None:
    code = create_code(facilitator, "Team Red")
    path = f"/facilitate/{code}/end"
    phone = Visitor(server)
    phone.post(f"/join/{code}")
    phone.get(f"/s/{code}")  # its page is open, so the exercise has been set up
    current = store.get_round(code)
    for before, after in ((Phase.PREPARE, Phase.LEADER), (Phase.LEADER, Phase.OPEN)):
        store.set_phase(current.id, after, expected=before)
    asked = facilitator.get(path)
    assert "The marble jar is still open. Its answers would be erased" in asked.words
    assert facilitator.post(path).status == 303
    assert not store.get_session(code).ended

    assert facilitator.post(path, {"sure": "yes"}).status == 303
    assert store.get_session(code).ended
    over = facilitator.get(path)
    assert "The session has ended" in over.words
    assert f'href="/facilitate/new?follows={code}"' in over.text
    assert facilitator.post(path, {"sure": "yes"}).status == 303  # a second press
    again = facilitator.get(f"/facilitate/{code}")
    assert (again.status, again.headers["Location"]) == (302, path)
    assert "Thank you for being part of it" in phone.get(f"/s/{code}").words
    listed = facilitator.get("/facilitate").words
    assert "Team Red" in listed.partition("Sessions that are over")[2]


def test_a_forgotten_reveal_is_asked_about(facilitator: Visitor, store: Store) -> None:
    code = create_code(facilitator)
    facilitator.get(f"/join/{code}")
    current = store.get_round(code)
    store.set_phase(current.id, Phase.CLOSED, expected=Phase.PREPARE)
    asked = facilitator.get(f"/facilitate/{code}/end").words
    assert "The marble jar has not been revealed." in asked


def test_what_the_room_said_and_nobody_has_kept_is_asked_about(
    facilitator: Visitor, store: Store
) -> None:
    code = create_code(facilitator)
    facilitator.get(f"/join/{code}")
    current = store.get_round(code)
    store.set_phase(current.id, Phase.CLOSED, expected=Phase.PREPARE)
    store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
    told = "What the room said about The marble jar has not been kept."
    assert told not in facilitator.get(f"/facilitate/{code}/end").words
    store.ask_debrief(current.id, "We were loud.")
    assert told in facilitator.get(f"/facilitate/{code}/end").words
    store.keep_debrief(current.id, "We were loud.")
    assert told not in facilitator.get(f"/facilitate/{code}/end").words


def test_the_report_is_one_page_that_loads_nothing(facilitator: Visitor, folder: Path) -> None:
    code = create_code(facilitator, "Team Report")
    reply = facilitator.get(f"/facilitate/{code}/report")
    assert reply.status == 200
    assert "Team Report" in reply.words
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert reply.headers["Cache-Control"] == "no-store"
    assert not re.search(r"(src|href)=\"(https?:)?//", reply.text)
    assert not re.search(r"<script|<link", reply.text)


def test_a_mail_to_the_team_is_there_to_be_copied(facilitator: Visitor, store: Store) -> None:
    code = create_code(facilitator, "Team <Mail>")
    store.add_commitment(code, Commitment("Eve", "ask </textarea> first", "on Monday", "Ben"))
    store.end_session(code)
    page = facilitator.get(f"/facilitate/{code}/mail")
    assert page.status == 200
    assert page.text.count("</textarea>") == 1
    assert "- Eve: ask &lt;/textarea&gt; first, on Monday." in page.text
    assert f'href="/facilitate/{code}/mail"' in facilitator.get("/facilitate").text


def test_the_tables_come_as_an_archive(facilitator: Visitor) -> None:
    code = create_code(facilitator, "Team Tables")
    name, content = facilitator.download(f"/facilitate/{code}/files")
    assert name == f'attachment; filename="{code}.zip"'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        exported = json.loads(archive.read(f"{code}.json"))
        assert f"{code}-results.csv" in archive.namelist()
    assert (exported["title"], exported["rounds"][0]["state"]) == (
        "Team Tables",
        "not revealed yet",
    )


@pytest.mark.parametrize("page", ["end", "report", "files"])
def test_an_unknown_session_is_met_calmly(facilitator: Visitor, page: str) -> None:
    for given in ("BBBBBB", "..%2f..%2fx", "%3Cb%3E"):
        reply = facilitator.get(f"/facilitate/{given}/{page}")
        assert reply.status == 404
        assert "Choose one from all sessions." in reply.words
        assert "Session code" not in reply.words
        assert "<b>" not in reply.text
