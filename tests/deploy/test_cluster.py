"""A session behind HAProxy on one of two servers, and what becomes of it when that one ends."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from kit.store import Store, open_store
from kit.store.schema import seats
from kit.store.staging import count_submissions
from tests.browser.chromium import Launcher
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.people import press
from tests.deploy.clusters import Cluster, run_cluster
from tests.processes import PAGE, ROOM, find_kernels

PATIENCE = 60_000  # milliseconds: a line that breaks is tried again, a room's kernel is started
Open = Callable[[str], Page]


@pytest.fixture
def cluster(tmp_path: Path, authority: trustme.CA) -> Iterator[Cluster]:
    try:
        with run_cluster(tmp_path, authority) as cluster:
            yield cluster
    except LookupError as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(f"{missing} is not here. Run: python -m tests.deploy.proxies")


@pytest.fixture
def open_page(launcher: Launcher, cluster: Cluster) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def open_window(path: str) -> Page:
        size = PHONE if path.startswith("/join") else PROJECTOR
        contexts.append(launcher.get().new_context(viewport=size, ignore_https_errors=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{cluster.origin}{path}")
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def store(cluster: Cluster) -> Iterator[Store]:
    store = open_store(cluster.data)
    yield store
    store.close()


def count_kernels(cluster: Cluster, mark: str) -> dict[str, int]:
    """How many kernels of a kind each server has."""
    return {name: len(find_kernels(server.pid, mark)) for name, server in cluster.servers.items()}


def begin_session(cluster: Cluster, open_page: Open, title: str) -> tuple[Page, str]:
    """The dashboard of a new session, whose form is open, and its code."""
    console = open_page(f"/facilitate?key={cluster.key}")
    console.get_by_role("link", name="Start Form").click()
    console.get_by_label("Title").fill(title)
    press(console, "Create session")
    expect(console).to_have_url(re.compile("/facilitate/[A-Z]+$"), timeout=PATIENCE)
    code = urlsplit(console.url).path.rpartition("/")[2]
    press(console, "Open")
    return console, code


def join(open_page: Open, code: str) -> Page:
    phone = open_page(f"/join/{code}")
    press(phone, "Join")
    expect(phone.get_by_label("One sentence")).to_be_enabled(timeout=PATIENCE)
    return phone


def expect_received(phone: Page) -> None:
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible(timeout=PATIENCE)


def answer(phone: Page, words: str) -> None:
    phone.get_by_label("One sentence").fill(words)
    press(phone, "Send")
    expect_received(phone)


def find_home(cluster: Cluster, before: dict[str, int], mark: str) -> str:
    """The one server on which kernels of a kind have been added."""
    (home,) = [name for name, many in count_kernels(cluster, mark).items() if many > before[name]]
    return home


def end_while_sending(cluster: Cluster, name: str, how: signal.Signals, phone: Page) -> None:
    """End a server, and press Send on a phone of it in the same moment."""
    if how is signal.SIGKILL:
        os.kill(cluster.servers[name].pid, signal.SIGSTOP)  # what is sent stays on its way
        press(phone, "Send")
        cluster.end(name, how)
        return
    ending = threading.Thread(target=cluster.end, args=(name, how))
    ending.start()
    press(phone, "Send")
    ending.join()


def test_phone_dashboard_and_screen_of_a_session_come_to_one_server(
    cluster: Cluster, open_page: Open
) -> None:
    for title in ("One", "Two", "Three"):
        rooms, pages = count_kernels(cluster, ROOM), count_kernels(cluster, PAGE)
        console, code = begin_session(cluster, open_page, title)
        answer(join(open_page, code), "By way of a proxy")
        link = console.get_by_role("link", name="Open the screen").get_attribute("href")
        screen = open_page(str(link).removeprefix(cluster.origin))
        expect(screen.get_by_text(code).first).to_be_visible(timeout=PATIENCE)
        home = find_home(cluster, rooms, ROOM)
        assert find_home(cluster, pages, PAGE) == home
        assert count_kernels(cluster, ROOM)[home] == rooms[home] + 1
        assert count_kernels(cluster, PAGE)[home] == pages[home] + 2
    assert "Traceback" not in cluster.read_log()


def test_what_one_server_knows_of_widgets_every_page_is_given(
    cluster: Cluster, open_page: Open
) -> None:
    _, code = begin_session(cluster, open_page, "Widgets")
    phone = join(open_page, code)
    (path,) = set(re.findall(r"/sources/[0-9a-f.]+", phone.request.get(phone.url).text()))
    ports = [server.links["port"] for server in cluster.servers.values()]
    told = {phone.request.get(f"http://127.0.0.1:{port}{path}").status for port in ports}
    assert told == {200, 404}
    assert {phone.request.get(f"{cluster.origin}{path}").status for _ in range(6)} == {200}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_when_its_server_ends_a_phone_sends_by_the_other_one_and_counts_once(
    how: signal.Signals, cluster: Cluster, open_page: Open, store: Store
) -> None:
    rooms = count_kernels(cluster, ROOM)
    console, code = begin_session(cluster, open_page, "Goes on")
    sent, typed = join(open_page, code), join(open_page, code)
    answer(sent, "Before")
    typed.get_by_label("One sentence").fill("Typed before")
    home = find_home(cluster, rooms, ROOM)
    end_while_sending(cluster, home, how, typed)
    expect_received(typed)
    press(sent, "Change my answer")
    answer(sent, "After")
    assert count_submissions(store, store.get_round(code).id) == 2
    with store.database.read() as connection:
        held = connection.scalars(select(seats.c.node).where(seats.c.code == code)).all()
    assert held == list(cluster.servers) * 2
    expect(console.get_by_text("everyone").first).to_be_visible(timeout=PATIENCE)
    assert "Traceback" not in cluster.read_log()
