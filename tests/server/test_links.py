# Holds kit/server/app.py too: the server is tried as a whole, by a process of its own.

from __future__ import annotations

import errno
import socket
from xml.etree import ElementTree

import pytest

from kit.server.app import describe_port
from kit.server.links import EVERYWHERE, draw_qr_svg, draw_qr_text, find_host

ADDRESS = "http://127.0.0.1:8866/join/BCDFGH"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "192.0.2.7", "workshop.example"])
def test_a_named_host_stands_in_the_links_as_it_is(host: str) -> None:
    assert find_host(host) == host


def test_an_address_with_colons_stands_in_brackets() -> None:
    assert find_host("::1") == "[::1]"


@pytest.mark.parametrize("host", EVERYWHERE)
def test_listening_everywhere_gives_an_address_of_this_machine(host: str) -> None:
    found = find_host(host)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as own:
        own.bind((found, 0))  # fails for the address of another machine
    assert found not in EVERYWHERE


def test_the_picture_is_one_element_that_can_stand_in_a_page() -> None:
    drawing = draw_qr_svg(ADDRESS)
    root = ElementTree.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "width" not in root.attrib
    assert "viewBox" in root.attrib
    assert draw_qr_svg(ADDRESS + "J") != drawing


def test_the_picture_for_a_terminal_is_square_enough_to_be_read() -> None:
    lines = draw_qr_text(ADDRESS).splitlines()
    width = max(map(len, lines))
    assert len({len(line) for line in lines}) <= 2
    assert width / 2 - 2 <= len(lines) <= width / 2 + 2


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.EADDRINUSE, "Port 80 is in use. Choose another with --port"),
        (errno.EACCES, "Port 80 may not be used by this account. Choose one above 1024"),
        (errno.EADDRNOTAVAIL, "Port 80 on 'elsewhere' cannot be opened (told). Check --host"),
    ],
)
def test_a_port_that_cannot_be_opened_is_told_with_its_cure(number: int, message: str) -> None:
    assert describe_port(80, "elsewhere", OSError(number, "told")).startswith(message)
