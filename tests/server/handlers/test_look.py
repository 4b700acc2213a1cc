"""An organisation's look on the pages of a server, and nothing of it where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.export.look import LOGO
from kit.notebooks.new_folder import plan_folder, write_files
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>'
LETTERS = b"wOF2 no real letters"
THEME = """
name = "North <light>"
logo = "logo.svg"
font = "letters.woff2"
welcome = "Good to see you at Northlight."
[light]
accent = "#b0206a"
[dark]
accent = "#ff9ecb"
"""


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("themed")
    write_files(plan_folder(folder / "ours", blank="my-topic"))
    (folder / "ours" / "logo.svg").write_bytes(SVG)
    (folder / "ours" / "letters.woff2").write_bytes(LETTERS)
    (folder / "ours" / "theme.toml").write_text(THEME)
    given = ("--data", str(folder / "kit.db"), "--host", "127.0.0.1", "--port", "0")
    server = Server("serve", str(folder / "ours"), *given, log=folder / "log")
    yield server
    server.stop()


def open_all(server: Server) -> dict[str, Reply]:
    """Every kind of page."""
    visitor, facilitator = Visitor(server), Visitor(server)
    key = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(key).status == 303
    code = server.code
    pages = {"home": visitor.get("/"), "join": visitor.get(f"/join/{code}")}
    visitor.post(f"/join/{code}")
    pages["phone"] = visitor.get(f"/s/{code}")
    pages["dashboard"] = facilitator.get(f"/facilitate/{code}")
    pages["sessions"] = facilitator.get("/facilitate")
    pages["screen"] = facilitator.get(f"/screen/{code}")
    return pages


def test_every_page_has_the_colours_and_the_letters_and_some_the_logo(themed: Server) -> None:
    pages = open_all(themed)
    for name, page in pages.items():
        assert page.text.count("--kit-accent: #b0206a;") == 1, name
        assert page.text.count("--kit-accent: #ff9ecb;") == 1, name
        assert page.text.count("@font-face") == 1, name
    logo = '<img class="kit-logo" src="/theme/'
    with_logo = {name for name, page in pages.items() if logo in page.text}
    assert with_logo == {"home", "join", "dashboard", "screen"}
    assert 'alt="North &lt;light&gt;"' in pages["join"].text
    assert "Good to see you at Northlight." in pages["screen"].words


def test_its_files_are_sent_as_what_they_are_and_run_nothing(themed: Server) -> None:
    visitor = Visitor(themed)
    page = visitor.get("/").text
    logo = page.partition('src="')[2].partition('"')[0]
    letters = page.partition('url("')[2].partition('"')[0]
    for path, kind, content in (
        (logo, "image/svg+xml", SVG),
        (letters, "font/woff2", LETTERS),
    ):
        reply = visitor.get(path)
        assert (reply.status, reply.text.encode()) == (200, content)
        assert reply.headers["Content-Type"] == kind
        assert reply.headers["Content-Security-Policy"].endswith("; sandbox")
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/theme/theme.toml", "/theme/000000000000.svg", "/theme/logo.svg"):
        assert visitor.get(path).status == 404


def test_the_report_holds_the_look_in_itself(themed: Server) -> None:
    facilitator = Visitor(themed)
    facilitator.get(str(themed.links["facilitator_url"]).removeprefix(themed.origin))
    report = facilitator.get(f"/facilitate/{themed.code}/report")
    assert "--accent: #b0206a;" in report.text
    assert 'src="data:image/svg+xml;base64,' in report.text
    assert "font-src data:" in report.headers["Content-Security-Policy"]
    assert "/theme/" not in report.text


@pytest.mark.parametrize("name", ["home", "join", "phone", "dashboard", "sessions", "screen"])
def test_without_a_theme_a_page_has_nothing_of_it(plain: dict[str, Reply], name: str) -> None:
    text = plain[name].text
    for mark in ("kit-logo", "/theme/", "@font-face", ":root:root", LOGO[:20]):
        assert mark not in text
    assert "</style>\n\n" not in text


@pytest.fixture(scope="module")
def plain(server: Server) -> dict[str, Reply]:
    return open_all(server)
