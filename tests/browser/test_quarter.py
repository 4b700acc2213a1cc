"""A quarter of one team: a session, questions after four weeks, and a session with one fewer."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from kit.export.export import build_export, list_files
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.session.session import Phase
from kit.store import Store, open_store
from tests.browser.conftest import PATIENCE, PROJECTOR, OpenPage, Serve, open_with_key
from tests.browser.people import (
    CARD,
    close_round,
    go_on,
    join,
    open_console,
    open_screen,
    open_sessions,
    press,
    send,
    sign_card,
)
from tests.browser.test_afterwards import answer as answer_alone
from tests.browser.test_afterwards import let_end, set_up
from tests.exercises import read_parts
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.store.sample import add_seats

TEAM = "North"
PLAYED = ("welcome.ipynb", "commitments.ipynb")
AGENDA = """
[short]
title = "Short"
exercises = [{ notebook = "welcome.ipynb" }, { notebook = "commitments.ipynb" }]
"""
ENERGY = "How much energy do you have right now?"
BESIDE = "Last time (6): middle, spread out. Today (5): middle, close together"
STAYING = (5, 3, 3, 3, 3)  # what five phones say of their energy, both times
LEAVING = 1  # and what the sixth says, whose owner has left by the second time
PAGES = ("/afterwards", "/end", "/leader", "/mail", "/print", "/promises", "/report", "/team")
PICTURES = ".kit-live-chart, .kit-history-chart"
FOOT = re.compile(r"@page { @bottom-left.*")  # the code again, a letter at a time
ONE = re.compile(r"\b(1|one) (of [56]|chose|answer\b)", re.IGNORECASE)


@dataclass
class Place:
    """A server, and the file that it keeps sessions in."""

    server: Server
    store: Store


@pytest.fixture
def place(serve: Serve, tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "played"
    folder.mkdir()
    for name in (*PLAYED, "four_weeks.ipynb"):
        shutil.copy(WORKSHOPS / name, folder)
    (folder / "agenda.toml").write_text(AGENDA)
    data = tmp_path / "kit.db"
    server = serve("serve", str(folder), "--data", str(data), "--team", TEAM)
    store = open_store(data)
    yield Place(server, store)
    store.close()


def play_welcome(console: Page, phones: Sequence[Page], energies: Sequence[int]) -> None:
    """Everybody says how much energy they have, and the room sees it."""
    press(console, "Open")
    press(console, "Leader has gone first")
    for phone, energy in zip(phones, energies, strict=True):
        phone.get_by_role("radio").nth(energy - 1).check()
        send(phone)
    close_round(console)
    press(console, "Reveal")
    expect(console.get_by_role("button", name=re.compile("^Next exercise"))).to_be_visible()


def end_here(page: Page, server: Server, store: Store) -> None:
    """Press what ends a session, and say so once more."""
    page.goto(f"{server.origin}/facilitate/{server.code}/end")
    press(page, "End this session")
    expect(page.get_by_role("button", name="End this session")).to_have_count(0)
    assert store.get_session(server.code).ended


def move_back(store: Store, code: str, days: int) -> None:
    """A session was held so many days ago."""
    day = (date.today() - timedelta(days=days)).isoformat()
    with store.database.write() as connection:
        change = text("UPDATE sessions SET held_on = :day WHERE code = :code")
        connection.execute(change, {"day": day, "code": code})


def meet_again(page: Page, server: Server) -> Server:
    """Begin the team's next session from the list; gives the same server with its links."""
    page.goto(f"{server.origin}/facilitate")
    page.get_by_role("link", name=re.compile(rf"^Meet .* again, {server.code}$")).click()
    expect(page.get_by_text(CARD["I or we will"])).to_be_visible()
    expect(page.get_by_role("combobox", name="Team", exact=True)).to_have_value(TEAM)
    press(page, "Create session")
    expect(page).to_have_url(re.compile(r"/facilitate/[A-Z]{8}$"))
    code = page.url.rpartition("/")[2]
    following = copy(server)
    moved = {name: str(link).replace(server.code, code) for name, link in server.links.items()}
    following.links = {**server.links, **moved, "port": server.links["port"], "code": code}
    return following


def list_shown(store: Store, code: str) -> dict[str, str]:
    """What a session's files hold, by their names."""
    exported = build_export(store, code)
    files = {name: content.decode("utf-8-sig") for name, content in list_files(exported).items()}
    return files | {"json": json.dumps(exported, ensure_ascii=False, indent=1)}


def test_a_team_lives_through_a_quarter_and_who_has_left_it_is_not_told(
    place: Place, open_page: OpenPage
) -> None:
    server, store = place.server, place.store
    first = server.code
    console, phones = open_console(open_page, server), [join(open_page, server) for _ in range(6)]
    play_welcome(console, phones, (*STAYING, LEAVING))
    go_on(console)
    expect(console.get_by_role("button", name="Open", exact=True)).to_be_visible()
    press(console, "Open")
    sign_card(phones[0])
    expect(console.get_by_text(CARD["I or we will"]).first).to_be_visible()
    end_here(console, server, store)
    move_back(store, first, 30)

    console, link = set_up(open_page, server)
    alone = link.rpartition("/")[2]
    for words in ("some of it", "some of it", "some of it", "most of it", "most of it"):
        answer_alone(open_page, link, words).close()
    let_end(store, alone)
    until = time.monotonic() + PATIENCE
    while not store.get_session(alone).ended:
        assert time.monotonic() < until, "the questions are not closed"
        time.sleep(0.1)

    # The team's next session comes after the first one, and not after what was answered alone.
    console = open_sessions(open_page, server)
    second = meet_again(console, server)
    assert store.get_session(second.code).follows == first
    assert [each.code for each in store.list_team(first)] == [first, second.code]
    screen = open_screen(open_page, second)
    expect(screen.get_by_text(CARD["I or we will"])).to_have_count(0)
    phones = [join(open_page, second) for _ in range(5)]
    play_welcome(console, phones, STAYING)
    expect(screen.get_by_text(BESIDE).first).to_be_visible()
    for phone in phones:
        expect(phone.get_by_text(BESIDE).first).to_be_visible()
    go_on(console)
    expect(screen.get_by_text(CARD["I or we will"])).to_be_visible()
    press(console, "Kept")
    expect(screen.get_by_text("1 of 1 kept.")).to_be_visible()

    # What a facilitator can read of both, in the running session and after its end.
    for ended in (False, True):
        if ended:
            end_here(console, second, store)
        before, now = (read_pages(server, code) for code in (first, second.code))
        for words in (*before.values(), *now.values()):
            assert not ONE.search(words.replace("1 of 1 kept", "")), words
        for told in (before, now):
            assert "6 answers" in told["/team"]
            assert "5 answers" in told["/team"]
        assert BESIDE in now["/report"]
        report = open_with_key(server).get(f"/facilitate/{first}/report").text
        assert "Some of it comes first with 3 of 5" in report
        assert "Four weeks later" in before["/report"]
        assert "Four weeks later" not in now["/report"]


def read_pages(server: Server, code: str) -> dict[str, str]:
    """What a facilitator's pages and the table of a session say, by their addresses."""
    visitor = open_with_key(server)
    told = {path: visitor.get(f"/facilitate/{code}{path}").words for path in PAGES}
    return told | {"/team/file": visitor.get(f"/facilitate/{code}/team/file").text}


@pytest.mark.parametrize("people", [6, 16])
def test_of_two_teams_that_only_one_answer_tells_apart_all_pages_say_the_same(
    place: Place, open_page: OpenPage, people: int
) -> None:
    """Two teams have said the same at first; of one the lowest leaves, of the other the highest.

    Whoever could take the second result from the first would know what they had said.
    """
    server, store = place.server, place.store
    middle = [3] * (people - 2)
    told = []
    for team, staying, leaving in (("West", 5, 1), ("East", 1, 5)):
        codes = []
        for answers in ([staying, *middle, leaving], [staying, *middle]):
            session = store.add_session("Retrospective", PLAYED, team=team)
            codes.append(session.code)
            play(store, session.code, answers)
            if leaving in answers:
                store.end_session(session.code)
                move_back(store, session.code, 30)
        assert store.get_session(codes[1]).follows == codes[0]
        running = read_team(open_page, place, codes)
        store.end_session(codes[1])
        over = list_shown(store, codes[1]) | read_pages(server, codes[1])
        found = running | {f"ended {name}": each for name, each in over.items()}
        told.append(
            {hide(name, codes, team): hide(each, codes, team) for name, each in found.items()}
        )
    west, east = told
    assert west.keys() == east.keys()
    assert [each for name in west for each in compare(name, west[name], east[name])] == []
    assert f"{people} answers" in west["B /team"]
    assert f"{people - 1} answers" in west["B /team"]


def play(store: Store, code: str, energies: Sequence[int]) -> None:
    """Play the welcome to its reveal."""
    current = store.add_round(code, PLAYED[0])
    (exercise, *later) = read_parts(WORKSHOPS / PLAYED[0])
    store.set_definition(current.id, exercise, later)
    tokens = add_seats(store, code, len(energies))
    while (phase := store.get_round(code).phase) is not Phase.OPEN:
        advance_round(store, current.id, phase)
    for token, energy in zip(tokens, energies, strict=True):
        submit(store, current.id, token, exercise.clean({"energy": energy}).to_json())
    advance_round(store, current.id, Phase.OPEN)
    advance_round(store, current.id, Phase.CLOSED)


def read_team(open_page: OpenPage, place: Place, codes: Sequence[str]) -> dict[str, str]:
    """What pages, pictures and files of a team's two sessions say."""
    told: dict[str, str] = {}
    for name, code in zip("AB", codes, strict=True):
        told |= {f"{name} {path}": each for path, each in read_pages(place.server, code).items()}
        told |= {f"{name} {file}": each for file, each in list_shown(place.store, code).items()}
    page = open_sessions(open_page, place.server)
    page.goto(f"{place.server.origin}/facilitate/{codes[1]}")
    screen = open_page(f"{place.server.origin}/screen/{codes[1]}", PROJECTOR)
    for name, each in (("dashboard", page), ("screen", screen)):
        expect(each.get_by_text(ENERGY).first).to_be_visible()
        expect(each.get_by_text("last time").first).to_be_visible()
        told[name] = "\n".join(each.locator(PICTURES).all_text_contents())
    return told


def compare(name: str, one: str, other: str) -> list[str]:
    """The lines in which two texts differ."""
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), name, name, "", "", 0, "")
    return list(lines)


def hide(words: str, codes: Sequence[str], team: str) -> str:
    """Take out what tells two teams apart whatever they answer."""
    for number, code in enumerate(codes):
        words = re.sub(rf"{code[:4]}\s*{code[4:]}", f"CODE{number}", words, flags=re.IGNORECASE)
    return FOOT.sub("", words).replace(team, "TEAM")
