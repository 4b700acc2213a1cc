"""The participants' doors and the key's: who gets in, who is told what, and what is kept."""

# Holds kit/server/handlers/participant.py too: the doors are asked of a running server.
# Holds kit/server/handlers/strangers.py too: they wait for a turn, see `test_guessing.py` as well.
# Holds kit/server/handlers/handler.py too: what all handlers share is seen at each door.

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import time
from base64 import b64encode
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError
from tornado.web import create_signed_value

from kit.session.session import Phase, new_seat_token, split_code
from kit.store import Store
from kit.store.seats import MAX_SEATS
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

DAY = 24 * 3600
HOSTILE = [
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "%22%20onfocus=alert(1)%20autofocus%3D%22",
    "..%2f..%2f%2fevil.example",
    "%2f%2fevil.example",
    "%5c%5cevil.example",
    "%0d%0aSet-Cookie:%20a=b",
    "{{7*7}}",
    "%00",
    "x" * 5000,
]


def get_form_address(reply: Reply) -> str:
    found = re.search(r'<form action="([^"]*)"', reply.text)
    assert found
    return found[1]


def get_key(server: Server) -> str:
    return str(server.links["facilitator_url"]).split("key=")[1]


def test_an_unknown_code_is_met_with_a_calm_page_and_a_way_on(visitor: Visitor) -> None:
    reply = visitor.get("/join/BBBBBB")
    assert reply.status == 404
    assert "No session has the code BBBBBB. Look at the screen and type it again." in reply.words
    assert 'name="code"' in reply.text
    assert get_form_address(reply) == "/"


@pytest.mark.parametrize("path", ["/s/BBBBBB", "/screen/BBBBBB"])
def test_every_page_of_an_unknown_code_is_calm(visitor: Visitor, path: str) -> None:
    reply = visitor.get(path)
    assert reply.status == 404
    assert "No session has the code BBBBBB" in reply.words


@pytest.mark.parametrize("path", ["/nothing", "/join", "/join/", "/s/", "/join/BBBBBB/more", "//"])
def test_an_address_that_is_nobodys_is_met_with_a_way_on(visitor: Visitor, path: str) -> None:
    reply = visitor.get(path)
    assert reply.status == 404
    assert "There is no page at this address." in reply.words
    assert 'name="code"' in reply.text


def test_the_home_page_asks_for_the_code_and_goes_on_to_its_session(visitor: Visitor) -> None:
    home = visitor.get("/")
    assert home.status == 200
    assert "Session code" in home.words
    assert visitor.cookies == {}
    given = visitor.get("/?code=+bcd-fgh+")
    assert (given.status, given.headers["Location"]) == (302, "/join/BCDFGH")


def test_the_home_page_leads_to_nobody_elses_site(visitor: Visitor) -> None:
    for code in (*HOSTILE, "https://evil.example", "%D0%94%D0%BE%D0%BC"):
        reply = visitor.get(f"/?code={code}")
        if reply.status == 302:
            assert re.fullmatch(r"/join/[\w%]+", reply.headers["Location"], re.ASCII)


def test_a_code_is_understood_however_it_is_typed(visitor: Visitor, server: Server) -> None:
    code = server.code.lower()
    for typed in (code, f"{code[:3]}-{code[3:]}", f"%20{code[:3]}%20{code[3:]}"):
        assert visitor.get(f"/join/{typed}").status == 200


def test_looking_at_a_link_takes_no_seat(visitor: Visitor, server: Server, store: Store) -> None:
    before = store.count_seats(server.code)
    reply = visitor.get(f"/join/{server.code}")
    assert reply.status == 200
    assert "What happens with your answer" in reply.text
    assert "Join" in reply.words
    assert visitor.ask("HEAD", f"/join/{server.code}", {}).status == 405
    assert visitor.cookies == {}
    assert store.count_seats(server.code) == before


def test_join_takes_exactly_one_seat_for_a_browser(
    visitor: Visitor, server: Server, store: Store
) -> None:
    before = store.count_seats(server.code)
    first = visitor.post(f"/join/{server.code}")
    assert (first.status, first.headers["Location"]) == (303, f"/s/{server.code}")
    cookies = dict(visitor.cookies)
    again = visitor.post(f"/join/{server.code}")
    assert (again.status, again.headers["Location"]) == (303, f"/s/{server.code}")
    assert visitor.cookies == cookies
    pages = [visitor.get(f"/s/{server.code}").page for _ in range(2)]
    assert store.count_seats(server.code) == before  # the line takes it, and takes it once
    for page in pages:
        with visitor.open_seat_line(page):
            assert store.count_seats(server.code) == before + 1


def test_a_form_that_is_asked_for_takes_its_seat_with_its_line(
    visitor: Visitor, server: Server, store: Store
) -> None:
    before = store.count_seats(server.code)
    reply = visitor.ask("POST", f"/join/{server.code}", {"Accept": "application/json"})
    seat = json.loads(reply.text)
    assert seat["address"] == f"/s/{server.code}"
    assert seat["page"]["cells"]
    assert reply.headers["Cache-Control"] == "no-store"
    assert store.count_seats(server.code) == before  # an answer that is lost leaves no empty seat
    with pytest.raises(HTTPClientError, match="403"):
        visitor.open_line(f"{seat['address']}/live", Origin="http://evil.example")
    assert store.count_seats(server.code) == before
    for _ in range(2):
        with visitor.open_seat_line(seat["page"]) as line:
            assert line.heard[-1] == {"type": "hello"}
    assert store.count_seats(server.code) == before + 1
    assert visitor.get(seat["address"]).page["state"].keys() == seat["page"]["state"].keys()


def test_a_form_that_is_asked_for_is_refused_as_the_button_is(server: Server, store: Store) -> None:
    asking, late, path = Visitor(server), Visitor(server), f"/join/{server.code}"
    asked = {"Accept": "application/json"}
    assert asking.ask("POST", path, asked).status == 200
    before = store.count_seats(server.code)
    store.set_lock(server.code, True)
    try:
        for each in (asking, late):
            assert each.ask("POST", path, asked).status == 403
        with asking.open_line(f"/s/{server.code}/live") as line:
            assert line.hear_to_the_end().startswith("Nobody else is let in at the moment.")
        with pytest.raises(HTTPClientError, match="403"):
            late.open_line(f"/s/{server.code}/live")
        assert late.cookies == {}
    finally:
        store.set_lock(server.code, False)
    foreign = late.ask("POST", path, {**asked, "Origin": "http://evil.example"})
    assert (foreign.status, late.cookies) == (403, {})
    assert store.count_seats(server.code) == before


def test_the_join_page_lets_its_own_script_run_and_no_other(
    visitor: Visitor, server: Server
) -> None:
    reply = visitor.get(f"/join/{server.code}")
    scripts = re.findall(r"<script>(.*?)</script>", reply.text, re.DOTALL)
    digest = b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = reply.headers["Content-Security-Policy"].split("script-src ")[1].split(";")[0]
    assert len(scripts) == 1
    assert policy == f"'self' 'sha256-{digest}' blob:"


def test_two_taps_on_the_button_take_one_seat(server: Server, store: Store) -> None:
    before = store.count_seats(server.code)
    impatient = Visitor(server)
    impatient.post(f"/join/{server.code}")
    impatient.cookies.clear()  # the second tap is sent before the first answer is there
    impatient.sit()
    assert store.count_seats(server.code) == before + 1


def test_a_session_that_lets_nobody_else_in_keeps_who_is_there(
    visitor: Visitor, server: Server, store: Store
) -> None:
    waiting, late = Visitor(server), Visitor(server)
    visitor.sit()
    waiting.post(f"/join/{server.code}")
    before = store.count_seats(server.code)
    store.set_lock(server.code, True)
    try:
        assert late.get(f"/join/{server.code}").status == 200
        for reply in (late.post(f"/join/{server.code}"), waiting.get(f"/s/{server.code}")):
            assert reply.status == 403
            assert "Nobody else is let in" in reply.words
        with waiting.open_line(f"/s/{server.code}/live") as line:  # a form that came at the door
            assert line.hear_to_the_end().startswith("Nobody else is let in at the moment.")
            assert line.heard[-1]["again"] is False
        assert visitor.get(f"/s/{server.code}").status == 200
        assert late.cookies == {}
        assert store.count_seats(server.code) == before
    finally:
        store.set_lock(server.code, False)
    waiting.sit()
    assert store.count_seats(server.code) == before + 1


def test_a_second_visit_finds_the_same_seat(visitor: Visitor, server: Server) -> None:
    first = visitor.join()
    link = visitor.get(f"/join/{server.code}")
    assert (link.status, link.headers["Location"]) == (302, f"/s/{server.code}")
    assert visitor.get(f"/s/{server.code}").page["state"].keys() == first["state"].keys()


def test_two_browsers_have_two_seats(server: Server, store: Store) -> None:
    before = store.count_seats(server.code)
    one, other = (Visitor(server).sit() for _ in range(2))
    assert store.count_seats(server.code) == before + 2
    assert not one["state"].keys() & other["state"].keys()


def test_a_browser_without_a_seat_is_sent_to_take_one(visitor: Visitor, server: Server) -> None:
    reply = visitor.get(f"/s/{server.code}")
    assert (reply.status, reply.headers["Location"]) == (302, f"/join/{server.code}")


def test_a_seats_cookie_is_out_of_reach_for_scripts_and_other_sites(
    visitor: Visitor, server: Server
) -> None:
    cookie = visitor.post(f"/join/{server.code}").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_a_forged_renamed_or_expired_cookie_is_no_seat(
    visitor: Visitor, server: Server, store: Store, folder: Path
) -> None:
    visitor.post(f"/join/{server.code}")
    name, value = visitor.cookies.popitem()
    secret = (folder / "kit.db.secret").read_bytes()
    token = new_seat_token()
    store.add_seat(server.code, token)
    forgeries = {
        "altered": (name, value[:-1] + ("0" if value[-1] != "0" else "1")),
        "another secret": (name, create_signed_value(b"x" * 32, name, token).decode()),
        "another name": (name, create_signed_value(secret, "facilitator", token).decode()),
        "no signature": (name, token),
        "expired": (
            name,
            create_signed_value(
                secret, name, token, clock=lambda: time.time() - 2 * DAY - 60
            ).decode(),
        ),
        "rubbish": (name, "2|1:0|\xff|"),
    }
    for forgery in forgeries.values():
        visitor.cookies = dict([forgery])
        reply = visitor.get(f"/s/{server.code}")
        assert (reply.status, reply.headers["Location"]) == (302, f"/join/{server.code}")
        with pytest.raises(HTTPClientError, match="403"):
            visitor.open_line(f"/s/{server.code}/live")
    visitor.cookies = {name: create_signed_value(secret, name, token).decode()}
    assert visitor.get(f"/s/{server.code}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://[", "http://127.0.0.1"])
def test_another_sites_form_takes_no_seat(
    visitor: Visitor, server: Server, store: Store, origin: str
) -> None:
    before = store.count_seats(server.code)
    reply = visitor.post(f"/join/{server.code}", Origin=origin)
    assert reply.status == 403
    assert "This page cannot be used this way." in reply.words
    assert visitor.cookies == {}
    assert store.count_seats(server.code) == before
    assert visitor.post(f"/join/{server.code}", Origin=server.origin).status == 303


def test_the_screen_asks_a_room_for_no_code(visitor: Visitor) -> None:
    assert "Session code" in visitor.get("/join/QQQQQQQQ").words
    told = visitor.get("/screen/QQQQQQQQ").words
    assert "No session has the code QQQQQQQQ. Open the screen from the facilitator" in told
    assert "Session code" not in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "QQQQQQQQ",
            "No session has the code QQQQQQQQ. Look at the screen and type it again. Sess",
        ),
        ("QQQ QQQ", "the code QQQQQQ. Look at the screen and type it again. A code has 8 letters"),
        (
            "QQQQ QQQ8",
            "the code QQQQQQQ8. Look at the screen and type it again. A code has 8 letters",
        ),
        ("\u0412\u0421DF GHJK", "Switch the keyboard to Latin letters and type the code again."),
        ("x" * 500, "No session has this code."),
    ],
)
def test_a_wrong_code_is_answered_with_what_may_be_wrong_with_it(
    visitor: Visitor, typed: str, told: str
) -> None:
    sent = visitor.get(f"/?code={quote(typed)}")
    reply = visitor.get(sent.headers["Location"])
    assert (reply.status, told in reply.words) == (404, True), reply.words
    assert "Not found" not in reply.words


def test_what_holds_no_code_is_asked_again_with_a_word(visitor: Visitor) -> None:
    for typed in ("%F0%9F%99%82", "https://workshop.example/", "-"):
        reply = visitor.get(f"/?code={typed}")
        assert (reply.status, "There is no code in what you typed" in reply.words) == (200, True)
    assert "There is no code" not in visitor.get("/?code=").words


def test_a_pasted_link_with_words_around_it_leads_to_the_session(
    visitor: Visitor, server: Server
) -> None:
    pasted = quote(f"join at {server.links['join_url']}/ please")
    assert visitor.get(f"/?code={pasted}").headers["Location"] == f"/join/{server.code}"


def test_an_ended_session_thanks_and_lets_nobody_in(server: Server, store: Store) -> None:
    code = store.add_session("Over", ["marble_jar.ipynb"]).code
    store.add_round(code, "marble_jar.ipynb")
    guest = Visitor(server)
    assert guest.post(f"/join/{code}").status == 303
    store.end_session(code)
    for path in (f"/join/{code}", f"/s/{code}", f"/screen/{code}"):
        reply = guest.get(path)
        assert reply.status == 200
        assert "This session has ended. Thank you for being part of it." in reply.words
        assert "Not found" not in reply.words
        assert "Session code" not in reply.words
        assert ("You can close this page" in reply.words) == ("screen" not in path)
    assert Visitor(server).post(f"/join/{code}").status == 410
    for page in ("", "?version=another"):
        with guest.open_line(f"/s/{code}/live{page}") as line:  # one that was open is told
            assert line.hear_to_the_end() == "This session is over. Thank you."
            assert line.heard[-1]["again"] is False
    with pytest.raises(HTTPClientError, match="403"):
        Visitor(server).open_line(f"/s/{code}/live")


def test_the_join_page_says_what_whoever_joins_will_find(server: Server, store: Store) -> None:
    code = store.add_session("Two", ["marble_jar.ipynb"] * 2).code
    guest = Visitor(server)
    for place, over in enumerate(("the next one comes soon", "The last exercise is over")):
        current = store.add_round(code, "marble_jar.ipynb", place)
        assert "You answer a few short questions" in guest.get(f"/join/{code}").words
        for before, after in pairwise((Phase.PREPARE, Phase.CLOSED, Phase.REVEALED, Phase.DONE)):
            store.set_phase(current.id, after, expected=before)
            words = guest.get(f"/join/{code}").words
            assert over in words
            assert "You answer a few short questions" not in words
            assert "result" not in words.partition("You can")[0]  # there may be none
            assert ("it goes on in a moment" in words) == (place == 1 and after is Phase.CLOSED)


def test_a_full_session_says_so(server: Server, store: Store, folder: Path) -> None:
    code = store.add_session("Full", ["marble_jar.ipynb"]).code
    store.add_round(code, "marble_jar.ipynb")
    seats = [(code, number.to_bytes(32)) for number in range(MAX_SEATS)]
    with closing(sqlite3.connect(folder / "kit.db")) as file, file:
        file.executemany("INSERT INTO seats (code, seat_hash) VALUES (?, ?)", seats)
    guest = Visitor(server)
    reply = guest.post(f"/join/{code}")
    assert reply.status == 503
    assert "This session is full" in reply.words
    assert guest.cookies == {}
    guest.cookies = {f"seat-{code}": sign_seat(folder, code)}  # one that was kept from before
    assert guest.get(f"/s/{code}").status == 503
    assert store.count_seats(code) == MAX_SEATS


def sign_seat(folder: Path, code: str) -> str:
    secret = (folder / "kit.db.secret").read_bytes()
    return create_signed_value(secret, f"seat-{code}", "a-token").decode()


@pytest.mark.parametrize("path", ["/facilitate", "/facilitate/{code}"])
def test_the_facilitators_pages_open_with_the_key_alone(
    visitor: Visitor, server: Server, path: str
) -> None:
    path = path.format(code=server.code)
    for reply in (visitor.get(path), visitor.post(path)):
        assert reply.status == 403
        assert "This page opens with the key" in reply.words
    for reply in (visitor.get(f"{path}?key=wrong"), visitor.post(path, {"key": "wrong"})):
        assert reply.status == 403
        assert "That is not the key." in reply.words
        assert get_form_address(reply) == path
    assert visitor.cookies == {}
    typed = visitor.post(path, {"key": get_key(server)})
    assert (typed.status, typed.headers["Location"]) == (303, path)
    assert "HttpOnly" in typed.headers["Set-Cookie"]
    assert "SameSite=Lax" in typed.headers["Set-Cookie"]


def test_a_key_in_the_address_is_taken_out_of_it(visitor: Visitor, server: Server) -> None:
    reply = visitor.get(f"/facilitate?key={get_key(server)}")
    assert (reply.status, reply.headers["Location"]) == (303, "/facilitate")
    assert get_key(server) not in reply.text
    sessions = visitor.get("/facilitate")
    assert sessions.status == 200
    assert " ".join(split_code(server.code)) in sessions.words


def test_a_key_that_another_site_sends_opens_nothing(visitor: Visitor, server: Server) -> None:
    key = {"key": get_key(server)}
    assert visitor.post("/facilitate", key, Origin="http://evil.example").status == 403
    assert visitor.cookies == {}


@pytest.mark.parametrize("code", HOSTILE)
def test_the_keys_form_leads_nowhere_but_to_the_dashboard(
    visitor: Visitor, server: Server, code: str
) -> None:
    asked = visitor.get(f"/facilitate/{code}")
    assert asked.status == 403
    assert re.fullmatch(r"/facilitate/\w*", get_form_address(asked), re.ASCII)
    opened = visitor.get(f"/facilitate/{code}?key={get_key(server)}")
    assert re.fullmatch(r"/facilitate/\w*", opened.headers["Location"], re.ASCII)


@pytest.mark.parametrize("code", HOSTILE)
@pytest.mark.parametrize("path", ["/join/{}", "/s/{}", "/screen/{}", "/{}", "/?code={}"])
def test_nothing_from_an_address_comes_back_as_markup(
    visitor: Visitor, path: str, code: str
) -> None:
    reply = visitor.get(path.format(code))
    assert reply.status in (200, 302, 404)
    assert "<script>alert" not in reply.text
    assert "alert(1)" not in reply.text
    assert ">49<" not in reply.text
    assert "Set-Cookie" not in reply.headers


def test_what_cannot_be_read_is_refused_calmly(visitor: Visitor, server: Server) -> None:
    for reply in (
        visitor.get("/?code=%ff"),
        visitor.get("/join/%ff"),
        visitor.get("/facilitate?key=%ff"),
        visitor.ask("BREW", "/", {}),
        visitor.ask("DELETE", f"/join/{server.code}", {}),
    ):
        assert 400 <= reply.status < 500
        assert "This page cannot be used this way." in reply.words
    assert "Fault" not in server.read_log()


def test_a_large_body_is_not_taken(visitor: Visitor, server: Server) -> None:
    try:
        status = visitor.post(f"/join/{server.code}", {"text": "x" * 10**7}).status
    except ConnectionError:  # the server hung up while it was being told
        status = 400
    assert status == 400
    assert visitor.cookies == {}
    assert visitor.get("/").status == 200


@pytest.mark.parametrize(
    "path", ["/", "/join/{code}", "/s/{code}", "/screen/{code}", "/nothing", "/facilitate"]
)
def test_pages_are_neither_framed_nor_kept_nor_told_to_other_hosts(
    server: Server, path: str
) -> None:
    guest = Visitor(server)
    guest.join()
    headers = guest.get(path.format(code=server.code)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in headers


def test_a_screen_with_a_wrong_code_says_where_the_right_link_is(visitor: Visitor) -> None:
    reply = visitor.get("/screen/BCDFGHJK")
    assert reply.status == 404
    assert "No session has the code BCDFGHJK. Open the screen from" in reply.words
    assert "Refresh" not in reply.headers
    assert "<input" not in reply.text


def test_operators_are_told_that_all_is_well_and_nothing_about_anybody(visitor: Visitor) -> None:
    reply = visitor.get("/healthz")
    assert reply.status == 200
    assert '"status": "ok"' in reply.text
    told = json.loads(reply.text)
    totals = {"sessions", "rooms", "kernels", "answer_ms", "memory_mb", "restarts"}
    assert told.keys() == {"status", *totals}
    assert told["kernels"] == told["rooms"]
    assert told["restarts"] == 0
    assert told["memory_mb"] % 10 == 0
