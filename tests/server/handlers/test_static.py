"""Files that never change: packed once, kept for good, and the same whatever a browser accepts."""

# Holds kit/server/handlers/compression.py too: packed content is judged by what a browser gets.
# Holds kit/server/handlers/templates.py too: a template is judged by the page that a browser gets.

from __future__ import annotations

import gzip
import json
import re
from http.client import HTTPConnection

import pytest

from kit.room.assets import PREFIX
from tests.processes import Server
from tests.server.visitor import Visitor


def fetch(server: Server, path: str, accept: str = "") -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", server.links["port"], timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


def list_files(visitor: Visitor) -> list[str]:
    assert visitor.post(f"/join/{visitor.server.code}").status == 303
    page = visitor.get(f"/s/{visitor.server.code}").text + visitor.get("/").text
    return re.findall(r'(?:href|src)="(/[^"]+)"', page)


def test_every_file_of_a_page_is_packed_and_kept_for_good(visitor: Visitor, server: Server) -> None:
    files = list_files(visitor)
    assert len(files) == 3  # script, sources, and the sheet of the pages without a form
    for path in files:
        _, headers, plain = fetch(server, path)
        assert "Content-Encoding" not in headers
        status, headers, packed = fetch(server, path, "deflate, gzip;q=0.9")
        assert status == 200
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Vary"] == "Accept-Encoding"
        assert "immutable" in headers["Cache-Control"]
        assert gzip.decompress(packed) == plain


def test_a_browser_on_a_safe_line_gets_the_smallest_form(visitor: Visitor, server: Server) -> None:
    script = next(path for path in list_files(visitor) if path.endswith(".js"))
    _, headers, small = fetch(server, script, "gzip, deflate, br")
    assert headers["Content-Encoding"] == "br"
    assert len(small) < len(fetch(server, script, "gzip")[2])


def test_a_page_names_its_widgets_scripts_and_holds_none(visitor: Visitor, server: Server) -> None:
    address = next(path for path in list_files(visitor) if path.startswith("/sources/"))
    page = visitor.get(f"/s/{server.code}")
    assert "export default" not in page.text
    texts = json.loads(fetch(server, address)[2])
    for described in page.page["state"].values():
        for trait in ("_esm", "_css"):
            if value := described["state"].get(trait):
                assert texts[value.removeprefix(PREFIX)]


def test_the_join_page_carries_what_the_form_needs(visitor: Visitor, server: Server) -> None:
    address = next(path for path in list_files(visitor) if path.startswith("/sources/"))
    _, headers, packed = fetch(server, f"/join/{server.code}", "gzip")
    text = gzip.decompress(packed).decode()
    assert headers["Cache-Control"] == "no-store"
    carried = re.search(r'id="kit-sources">(.*?)</script>', text, re.DOTALL)
    assert carried
    assert json.loads(carried[1]) == json.loads(fetch(server, address)[2])
    assert re.findall(r'src="([^"]+)"', text) == [
        path for path in list_files(visitor) if path.endswith(".js")
    ]
    assert 'rel="stylesheet"' not in text


def test_the_form_comes_with_what_the_join_page_did_not_carry(
    visitor: Visitor, server: Server
) -> None:
    def press(carried: str) -> dict[str, str]:
        told = visitor.post(f"/join/{server.code}", {"carried": carried}, Accept="application/json")
        return dict(json.loads(told.text)["sources"])

    every = press("")
    address = next(path for path in list_files(visitor) if path.startswith("/sources/"))
    assert every == json.loads(fetch(server, address)[2])
    first, *others = sorted(every)
    assert press(".".join(others)) == {first: every[first]}
    assert press(".".join(every)) == {}


@pytest.mark.parametrize("names", ["", "0", "..", "b.a", "a.a", "0" * 20, ".".join(["a"] * 200)])
def test_sources_that_nobody_named_are_not_there(visitor: Visitor, names: str) -> None:
    assert visitor.get(f"/sources/{names}").status == 404
