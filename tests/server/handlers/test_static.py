"""What is sent is packed and the same whatever a browser accepts; files are kept for good."""

# Holds kit/server/handlers/compression.py too: packed content is judged by what a browser gets.
# Holds kit/server/handlers/templates.py too: a template is judged by the page that a browser gets.

from __future__ import annotations

import gzip
import json
import re
import zlib
from http.client import HTTPConnection

import brotli
import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from kit.room.assets import PREFIX
from kit.server.handlers.compression import Compression
from tests.processes import Server
from tests.server.visitor import Visitor

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def fetch(
    server: Server, path: str, accept: str = "", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", server.links["port"], timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": accept, **headers})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


def list_files(visitor: Visitor) -> list[str]:
    assert visitor.post(f"/join/{visitor.server.code}").status == 303
    page = visitor.get(f"/s/{visitor.server.code}").text + visitor.get("/").text
    found = re.findall(r'(?:href|src)="(/[^"]+)"', page)
    return [path for path in found if not path.startswith("/language/")]


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


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, BR;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip, br; q=0.0", "gzip"),
        ("broken", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
def test_a_page_comes_in_the_best_form_that_a_browser_accepts(
    visitor: Visitor, server: Server, accept: str, coding: str | None
) -> None:
    seat = f"/s/{server.code}"
    assert visitor.post(f"/join/{server.code}").status == 303
    joining, own = f"/join/{server.code}", {"Cookie": visitor.cookie}
    for path, cookie, within in [(joining, {}, b"kit-sources"), (seat, own, b"kit-page")]:
        status, headers, packed = fetch(server, path, accept, **cookie)
        assert status == 200
        assert headers.get("Content-Encoding") == coding
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Cache-Control"] == "no-store"
        assert within in (UNPACK[coding](packed) if coding else packed)


def test_a_page_in_brotli_is_smaller_than_in_gzip(visitor: Visitor, server: Server) -> None:
    path = f"/s/{server.code}"
    assert visitor.post(f"/join/{server.code}").status == 303
    own = {"Cookie": visitor.cookie}
    small, large = (len(fetch(server, path, accept, **own)[2]) for accept in ("br", "gzip"))
    assert small < large


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_page_that_comes_piece_by_piece_can_be_read_as_it_comes(coding: str) -> None:
    packing = begin_packing(coding)
    first, last = b"<p>first</p>" * 3, b"<p>last</p>"
    headers = HTTPHeaders({"Content-Type": "text/html; charset=utf-8", "Content-Length": "9"})
    _, headers, begun = packing.transform_first_chunk(200, headers, first, False)
    assert "Content-Length" not in headers
    read = brotli.Decompressor().process if coding == "br" else zlib.decompressobj(31).decompress
    assert read(begun) == first
    whole = begun + packing.transform_chunk(last, True)
    assert UNPACK[coding](whole) == first + last


@pytest.mark.parametrize(
    ("kind", "size", "there", "coding"),
    [
        ("text/html", 2000, {}, "br"),
        ("application/json", 2000, {"Etag": '"1"'}, "br"),
        ("text/html", 100, {"Etag": '"1"'}, None),
        ("image/png", 2000, {}, None),
        ("text/css", 2000, {"Content-Encoding": "gzip"}, "gzip"),
    ],
)
def test_only_what_is_worth_it_is_packed_and_says_so(
    kind: str, size: int, there: dict[str, str], coding: str | None
) -> None:
    headers = HTTPHeaders({"Content-Type": kind, "Vary": "Cookie", **there})
    content = b"." * size
    _, headers, sent = begin_packing("br").transform_first_chunk(200, headers, content, True)
    assert headers.get("Content-Encoding") == coding
    assert headers["Vary"] == "Cookie, Accept-Encoding"
    assert (sent == content) is (coding != "br")
    if "Etag" in there:  # other bytes are not the same answer, byte for byte
        assert headers["Etag"] == ('W/"1"' if coding else '"1"')


def begin_packing(coding: str) -> Compression:
    asked = RequestStartLine("GET", "/", "HTTP/1.1")
    headers = HTTPHeaders({"Host": "127.0.0.1", "Accept-Encoding": coding})
    return Compression(HTTPServerRequest(start_line=asked, headers=headers))


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
