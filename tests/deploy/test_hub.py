"""The kit as a service of a real JupyterHub: two facilitators, phones, and a Hub that is killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.notebooks import FORM, LIVE, write_notebook
from benchmarks.phones import Phone
from kit.server.hub_accounts import RESTS
from tests.browser.chromium import Launcher
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.people import close_round, press
from tests.deploy.hubs import Hub, run_hub
from tests.deploy.jupyters import need, need_tile
from tests.deploy.proxies import write_certificate
from tests.processes import Server

PHONES = 10
STARTING = 120_000  # milliseconds: a Jupyter server, and the kit in it


def trust(authority: trustme.CA) -> ssl.SSLContext:
    """What takes an authority's certificates."""
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    return trusting


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[Hub]:
    """A Hub and a kit that runs beside it."""
    need("jupyterhub", "JupyterHub")
    folder = tmp_path_factory.mktemp("hub")
    hub = Hub(folder, trust(authority))
    for name, cells in (("form", FORM), ("live", LIVE)):
        write_notebook(folder / "workshops" / f"{name}.ipynb", cells)
    before = dict(os.environ)
    os.environ.update(hub.environment)
    try:
        server = Server(
            *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
            *("--auth", "hub"),
            log=folder / "server.log",
        )
    finally:
        os.environ.clear()
        os.environ.update(before)
    try:
        with run_hub(hub, write_certificate(authority, folder)) as running:
            yield running
    finally:
        server.stop()


@pytest.fixture
def enter(launcher: Launcher) -> Iterator[Callable[[], BrowserContext]]:
    """A browser of somebody's own."""
    contexts: list[BrowserContext] = []

    def enter() -> BrowserContext:
        context = launcher.get().new_context(viewport=PROJECTOR, ignore_https_errors=True)
        contexts.append(context)
        return context

    yield enter
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str) -> None:
    """Fill in the Hub's form."""
    expect(page).to_have_url(re.compile(r"/hub/login"))
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("any")
    page.get_by_role("button", name="Sign in").click()


def open_sessions(hub: Hub, context: BrowserContext, name: str) -> Page:
    """Somebody opens the facilitators' page, and is led there by way of the Hub."""
    page = context.new_page()
    page.goto(f"{hub.origin}{hub.base}/facilitate")
    sign_in(page, name)
    expect(page).to_have_url(f"{hub.origin}{hub.base}/facilitate")
    expect(page.get_by_text(f"Signed in as {name}")).to_be_visible()
    return page


def begin_session(page: Page, title: str) -> str:
    """Begin a session of the form; gives its code."""
    page.get_by_role("link", name="Start Form").click()
    page.get_by_label("Title").fill(title)
    press(page, "Create session")
    expect(page).to_have_url(re.compile(r"/facilitate/[A-Z]+$"))
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_visible()
    return urlsplit(page.url).path.rpartition("/")[2]


def play(phones: list[Phone], text: str) -> None:
    """Phones join, where they have not, and answer."""

    async def answer() -> None:
        await asyncio.gather(*[phone.join() for phone in phones])
        await asyncio.gather(*[phone.answer(text, 4) for phone in phones])
        for phone in phones:
            phone.close()

    with ThreadPoolExecutor() as pool:  # Playwright's own loop runs in this thread
        pool.submit(asyncio.run, answer()).result()


def test_two_facilitators_lead_sessions_of_their_own_and_phones_need_no_login(
    hub: Hub, enter: Callable[[], BrowserContext]
) -> None:
    ana = open_sessions(hub, enter(), "ana")
    ben = open_sessions(hub, enter(), "ben")
    for page in (ana, ben):
        kept = {each["name"]: each for each in page.context.cookies() if "trust" in each["path"]}
        assert {name: each["path"] for name, each in kept.items()} == {
            "hub": f"{hub.base}/facilitate"
        }
        assert all(each["secure"] and each["httpOnly"] for each in kept.values())
    code, other = begin_session(ana, "Ana's team"), begin_session(ben, "Ben's team")
    for page, own, foreign in ((ana, "Ana's team", "Ben's"), (ben, "Ben's team", "Ana's")):
        page.goto(f"{hub.origin}{hub.base}/facilitate")
        expect(page.get_by_role("heading", name=own)).to_be_visible()
        expect(page.get_by_text(foreign)).to_have_count(0)
    answer = ana.goto(f"{hub.origin}{hub.base}/facilitate/{other}")
    assert answer is not None
    assert answer.status == 403

    ana.goto(f"{hub.origin}{hub.base}/facilitate/{code}")
    with ana.expect_popup() as opened:
        ana.get_by_role("link", name="Open the screen").click()
    screen = opened.value
    alone = enter().new_page()
    alone.goto(f"{hub.origin}{hub.base}/screen/{code}")
    for page in (screen, alone):
        expect(page.get_by_text(f"localhost:{hub.port}{hub.base}").first).to_be_visible()
    phone = enter().new_page()
    phone.set_viewport_size(PHONE)
    phone.goto(f"{hub.origin}{hub.base}/join/{code}")
    press(phone, "Join")
    expect(phone.get_by_label("What happens with your answer")).to_be_visible()
    press(ana, "Open")
    play([Phone(hub.port, code, base=hub.base, tls=hub.tls) for _ in range(PHONES)], "By a Hub")
    phone.get_by_label("One sentence").fill("By a phone")
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
    close_round(ana)
    press(ana, "Reveal")
    expect(ana.get_by_text(f"{PHONES + 1} answers").first).to_be_visible()
    expect(screen.get_by_role("figure", name="How much")).to_be_visible()
    assert "hub" not in {each["name"] for each in phone.context.cookies()}


def test_a_link_invites_one_more_and_nobody_else(
    hub: Hub, enter: Callable[[], BrowserContext]
) -> None:
    ana = open_sessions(hub, enter(), "ana")
    code = begin_session(ana, "Two lead it")
    ana.goto(f"{hub.origin}{hub.base}/facilitate/{code}/invite")
    press(ana, "Make a link")
    link = ana.locator(".link").inner_text()
    assert link.startswith(f"{hub.origin}{hub.base}/facilitate/{code}?key=")

    ben = enter().new_page()
    ben.goto(link)
    sign_in(ben, "ben")
    expect(ben).to_have_url(f"{hub.origin}{hub.base}/facilitate/{code}")
    press(ben, "Lead this session")
    expect(ben.get_by_role("button", name="Open", exact=True)).to_be_visible()

    can = enter().new_page()
    can.goto(f"{hub.origin}{hub.base}/facilitate/{code}")
    with can.expect_response(lambda answer: answer.url.endswith(f"/facilitate/{code}")) as answer:
        sign_in(can, "can")
    assert answer.value.status == 403
    expect(can.get_by_text("This session is not yours")).to_be_visible()

    mia = enter().new_page()
    mia.goto(f"{hub.origin}{hub.base}/facilitate")
    with mia.expect_response(lambda answer: "/oauth2/authorize" in answer.url) as refused:
        sign_in(mia, "mia")
    assert refused.value.status == 403


def test_whoever_signs_out_is_out(hub: Hub, enter: Callable[[], BrowserContext]) -> None:
    can = open_sessions(hub, enter(), "can")
    can.get_by_role("link", name="Sign out").click()
    expect(can).to_have_url(re.compile(r"/hub/(login|logout|$)"))
    can.goto(f"{hub.origin}{hub.base}/facilitate")
    expect(can).to_have_url(re.compile(r"/hub/login"))


def test_a_sign_in_that_somebody_else_has_begun_is_refused(
    hub: Hub, enter: Callable[[], BrowserContext]
) -> None:
    page = enter().new_page()
    for words in ("code=abc&state=made-up", "code=abc", "", "state=%00&code=%ff", "state=%C3%A9"):
        answer = page.goto(f"{hub.origin}{hub.base}/oauth_callback?{words}")
        assert answer is not None
        assert answer.status == 403
        expect(page.get_by_text("Open the page you wanted once more")).to_be_visible()


def test_a_hub_that_is_killed_keeps_nobody_from_going_on(
    hub: Hub, enter: Callable[[], BrowserContext]
) -> None:
    ana = open_sessions(hub, enter(), "ana")
    code = begin_session(ana, "While the Hub is away")
    hub.end(signal.SIGKILL)
    try:
        ana.reload()
        press(ana, "Open")
        play([Phone(hub.port, code, base=hub.base, tls=hub.tls) for _ in range(PHONES)], "No Hub")
        ben = enter().new_page()
        ben.wait_for_timeout(1000 * RESTS)  # as long as that the Hub's last word counts
        answer = ben.goto(f"{hub.origin}{hub.base}/facilitate")
        assert answer is not None
        assert answer.status == 503
        expect(ben.get_by_text("JupyterHub, by which facilitators sign in here")).to_be_visible()
        close_round(ana)
        press(ana, "Reveal")
        expect(ana.get_by_text(f"{PHONES} answers").first).to_be_visible()
    finally:
        hub.start()
    ben.wait_for_timeout(1000 * RESTS)  # and that it has not answered, too
    open_sessions(hub, enter(), "ben")


def test_a_hub_starts_the_kit_itself_and_its_peoples_own_servers_keep_phones_out(
    tmp_path: Path, authority: trustme.CA, enter: Callable[[], BrowserContext]
) -> None:
    need("jupyterhub", "JupyterHub")
    need_tile()
    write_notebook(tmp_path / "workshops" / "form.ipynb", FORM)
    write_notebook(tmp_path / "homes" / "ana" / "form.ipynb", FORM)
    command = [sys.executable, "-m", "kit", "serve", str(tmp_path / "workshops"), "--auth", "hub"]
    command += ["--fast", "--no-browser", "--warm-kernels", "0", "--data", str(tmp_path / "kit.db")]
    hub = Hub(tmp_path, trust(authority), {"command": command})
    with run_hub(hub, write_certificate(authority, tmp_path)):
        hub.wait_for(f"{hub.base}/healthz", 200)
        ana = open_sessions(hub, enter(), "ana")
        begin_session(ana, "In the Hub's own service")

        own = f"{hub.origin}/user/ana/trust-workshop"
        ana.goto(f"{hub.origin}/hub/spawn/ana?next={urlsplit(own).path}/facilitate")
        expect(ana).to_have_url(f"{own}/facilitate", timeout=STARTING)
        expect(ana.get_by_text("Phones cannot join here.")).to_be_visible()
        ana.get_by_role("link", name="Open the dashboard").first.click()
        press(ana, "Open")
        expect(ana.get_by_role("button", name="Close", exact=True)).to_be_visible()
        expect(ana.get_by_text("Phones cannot join here")).to_be_visible()
        shown = ana.locator(".join-card strong").inner_text()
        assert f"https://{shown}" == own

        code = urlsplit(ana.url).path.rpartition("/")[2]
        phone = enter().new_page()
        phone.goto(f"{own}/join/{code}")
        with phone.expect_response(lambda answer: answer.status >= 400):
            sign_in(phone, "ben")
        expect(phone.get_by_text("403")).to_be_visible()
        expect(phone.get_by_role("button", name="Join")).to_have_count(0)
        hub.end()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", hub.kit)) != 0
