"""What goes wrong in a workshop room: bad input, lost lines, killed kernels, restarted servers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Page, Request, WebSocketRoute, expect

from kit.store import open_store
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import (
    answer,
    close_round,
    expect_unseen,
    join,
    open_console,
    press,
    press_on,
)
from tests.processes import ROOM, Server, find_kernels
from tests.store.sample import add_seats

PATIENCE = 60
# The first page of a browser is of another version of the kit, before any script of it has run.
AGED = """
    if (!sessionStorage.aged) new MutationObserver(() => {
        sessionStorage.aged = document.documentElement.dataset.version = "before";
    }).observe(document, { childList: true });
"""
SENTENCE = "A sentence I have not sent yet"


def open_round(console: Page) -> None:
    press(console, "Open")
    press(console, "Leader has gone first")


def kill_room(server: Server) -> None:
    """End the room kernel, and wait for the next: phones may be back before they say a word."""
    (room,) = find_kernels(server.pid, ROOM)
    os.kill(room, signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while find_kernels(server.pid, ROOM) in ([], [room]):
        assert time.monotonic() < end, "there is no other room kernel"
        time.sleep(0.05)


def test_an_empty_form_and_a_long_text_are_not_sent(server: Server, open_page: OpenPage) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    press(phone, "Send")
    expect(phone.get_by_text("Answer at least one question")).to_be_visible()
    phone.get_by_role("textbox").fill("x" * 201)
    press(phone, "Send")
    expect(phone.get_by_role("alert").filter(has_text="200")).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_value("x" * 201)
    phone.get_by_role("textbox").fill("x" * 200)
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()


def test_a_killed_room_kernel_comes_back_with_every_seat(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    sent, unsent = join(open_page, server), join(open_page, server)
    open_round(console)
    answer(sent, ["gave credit"])
    unsent.get_by_role("checkbox", name="noticed somebody's effort").check()
    unsent.get_by_role("textbox").fill(SENTENCE)
    unsent.get_by_role("textbox").blur()
    kill_room(server)
    for phone in (sent, unsent):
        expect_unseen(phone, "Connection lost")
    expect(sent.get_by_role("checkbox", name="gave credit")).to_be_checked()
    expect(sent.get_by_text("Received")).to_be_visible()
    expect(unsent.get_by_role("textbox")).to_have_value(SENTENCE)
    expect(unsent.get_by_role("checkbox", name="noticed somebody's effort")).to_be_checked()
    unsent.get_by_role("checkbox", name="gave credit").check()
    press(unsent, "Send")
    expect(unsent.get_by_text("Received")).to_be_visible()


def test_a_restarted_server_keeps_sessions_seats_and_answers(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    data = str(tmp_path / "kit.db")
    folder = tmp_path / "workshops"
    folder.mkdir()
    shutil.copy(Path("workshops/marble_jar.ipynb"), folder)
    server = serve("serve", str(folder), "--data", data)
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    answer(phone, ["asked for help"])
    port = str(server.links["port"])
    server.stop(signal.SIGKILL)
    for page in (phone, console):
        expect(page.get_by_text("Connection lost")).to_be_visible()
    again = serve("serve", str(folder), "--data", data, "--port", port)
    assert again.code == server.code
    expect_unseen(phone, "Connection lost")
    expect(phone.get_by_text("Received")).to_be_visible()
    expect(phone.get_by_role("checkbox", name="asked for help")).to_be_checked()
    press(phone, "Change my answer")
    phone.get_by_role("checkbox", name="gave credit").check()
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()
    expect(console.get_by_text("the server was started anew")).to_be_visible()
    console.goto(again.links["facilitator_url"])
    close_round(console)
    expect(phone.get_by_text("Received. The round is closed")).to_be_visible()


def press_into_the_void(server: Server, phone: Page) -> None:
    """Press Send when the room kernel takes nothing any more, and end it with the press unread."""
    (room,) = find_kernels(server.pid, ROOM)
    os.kill(room, signal.SIGSTOP)
    press(phone, "Send")
    expect_unseen(phone, "Received")
    kill_room(server)
    expect_unseen(phone, "Connection lost")


def test_a_press_of_send_that_went_with_its_kernel_is_not_forgotten(
    server: Server, open_page: OpenPage
) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    phone.get_by_role("checkbox", name="gave credit").check()
    phone.get_by_role("textbox").fill(SENTENCE)
    press_into_the_void(server, phone)
    expect(phone.get_by_text("Received")).to_be_visible()
    expect(phone.get_by_role("checkbox", name="gave credit")).to_be_checked()
    expect(phone.get_by_role("textbox")).to_have_value(SENTENCE)


def test_a_change_that_went_with_its_kernel_is_told(server: Server, open_page: OpenPage) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    answer(phone, ["gave credit"])
    press_on(phone, "Change my answer")
    phone.get_by_role("checkbox", name="noticed somebody's effort").check()
    (room,) = find_kernels(server.pid, ROOM)
    os.kill(room, signal.SIGSTOP)
    press(phone, "Send")
    os.kill(room, signal.SIGKILL)
    expect(phone.get_by_text("did not arrive")).to_be_visible()
    expect(phone.get_by_role("checkbox", name="noticed somebody's effort")).not_to_be_checked()
    press(phone, "Change my answer")
    expect_unseen(phone, "did not arrive")


def test_a_press_of_send_arrives_however_often_the_line_breaks_under_it(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    swallowed: list[str | bytes] = []

    def meet(phones_end: WebSocketRoute) -> None:
        servers_end = phones_end.connect_to_server()

        def pass_up(frame: str | bytes) -> None:
            if '"click"' in str(frame) and len(swallowed) < 3:
                swallowed.append(frame)
                servers_end.close()
                phones_end.close(code=3000)
            else:
                servers_end.send(frame)

        phones_end.on_message(pass_up)

    phone = open_page(
        server.links["join_url"], before=lambda page: page.route_web_socket("**/live?*", meet)
    )
    phone.get_by_role("button", name="Join").click()
    open_round(console)
    phone.get_by_role("checkbox", name="gave credit").check()
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()
    assert len(swallowed) == 3
    assert len(set(swallowed)) == 1


def test_a_killed_facilitators_kernel_brings_the_page_back_in_the_same_phase(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    press(console, "Open")
    expect(console.get_by_role("button", name="Leader has gone first")).to_be_visible()
    loaded: list[str] = []

    def note(asked: Request) -> None:
        if asked.is_navigation_request():
            loaded.append(asked.url)

    console.on("request", note)
    os.kill(find_kernels(server.pid)[-1], signal.SIGKILL)
    expect(console.get_by_text("Connection lost")).to_be_visible()
    expect_unseen(console, "Connection lost")
    press(console, "Leader has gone first")
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()
    assert len(loaded) == 1  # a page that loads itself again and again brings the server down


def test_a_lost_line_keeps_what_was_typed_and_the_facilitator_hears_of_it(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder, data = tmp_path / "workshops", str(tmp_path / "kit.db")
    folder.mkdir()
    shutil.copy(Path("workshops/marble_jar.ipynb"), folder)
    server = serve("serve", str(folder), "--data", data)
    store = open_store(data)
    add_seats(store, server.code, 7)
    store.close()
    console, phone = open_console(open_page, server), join(open_page, server)
    join(open_page, server).close()
    open_round(console)
    expect(phone.get_by_role("checkbox", name="gave credit")).to_be_enabled()
    phone.context.set_offline(True)
    phone.get_by_role("checkbox", name="gave credit").check()
    phone.get_by_role("textbox").fill(SENTENCE)
    expect(console.get_by_text("reconnecting")).to_have_text("1 reconnecting")
    phone.context.set_offline(False)
    expect_unseen(console, "reconnecting")
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_value(SENTENCE)


def test_a_phone_that_comes_back_to_another_version_loads_the_new_page_and_keeps_what_was_typed(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    phone = open_page(server.links["join_url"], before=lambda page: page.add_init_script(AGED))
    phone.get_by_role("button", name="Join").click()
    open_round(console)
    phone.get_by_role("checkbox", name="gave credit").check()
    phone.get_by_role("textbox").fill(SENTENCE[:4])
    phone.wait_for_function(f"() => JSON.stringify(sessionStorage).includes('{SENTENCE[:4]}')")
    join(open_page, server).close()  # the kernel has had the time to hear of it
    phone.context.set_offline(True)
    expect(phone.get_by_text("Connection lost")).to_be_visible()
    phone.get_by_role("checkbox", name="gave credit").uncheck()
    phone.get_by_role("textbox").fill(SENTENCE)
    phone.context.set_offline(False)
    expect(phone.locator("html")).not_to_have_attribute("data-version", "before")
    expect(phone.get_by_role("textbox")).to_have_value(SENTENCE)
    expect(phone.get_by_role("checkbox", name="gave credit")).not_to_be_checked()


def test_an_answer_after_the_close_is_refused_kindly(server: Server, open_page: OpenPage) -> None:
    console, phone = open_console(open_page, server), join(open_page, server)
    open_round(console)
    expect(phone.get_by_role("checkbox", name="gave credit")).to_be_enabled()
    phone.get_by_role("checkbox", name="gave credit").check()
    close_round(console)
    expect(phone.get_by_text("The round is closed. It goes on here")).to_be_visible()
    expect(phone.get_by_role("button", name="Send")).to_be_hidden()
    expect(phone.get_by_role("checkbox", name="gave credit")).to_have_count(0)


def test_a_wrong_definition_is_told_with_its_cure(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, 'kit.Choice("kind", "Which?", options=["a"], max_choise=2)')
    result = run_kit("serve", str(folder), "--data", str(tmp_path / "kit.db"), "--port", "0")
    assert result.returncode == 1
    where = "wrong.ipynb, cell 4, line 2: prompt 'kind'"
    assert f"{where}: 'max_choise' is not a setting of Choice" in result.stderr
    assert "Did you mean 'max_choices'?" in result.stderr
    assert result.stdout == ""


def make_folder(tmp_path: Path, prompt: str) -> Path:
    notebook = json.loads(Path("workshops/marble_jar.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if "kit.join(" in "".join(cell["source"]):
            cell["source"] = (
                f'import kit\nexercise = kit.Exercise("wrong", prompts=[{prompt}])\n'
                "room = kit.join(exercise)"
            )
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "wrong.ipynb").write_text(json.dumps(notebook), "utf-8")
    return folder


def run_kit(*arguments: str) -> subprocess.CompletedProcess[str]:
    import sys

    return subprocess.run(
        [sys.executable, "-m", "kit", *arguments, "--json", "--no-browser", "--host", "127.0.0.1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
