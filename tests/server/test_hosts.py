from __future__ import annotations

import socket

import pytest

from kit.server.hosts import KnownHosts

OWN = socket.gethostname().lower()


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LocalHost:8866", "localhost.", "a.localhost", "127.0.0.1", "127.0.0.1:80"),
        *("192.168.1.5:8866", "[::1]", "[fe80::1]:8866", OWN, f"{OWN}:8866"),
        *(f"{OWN.split('.')[0]}.local", "workshop.example", "Workshop.Example.:443", "10.0.0.1"),
        f"localhost:{'9' * 5000}",
    ],
)
def test_the_machines_own_names_addresses_and_the_given_ones_are_known(host: str) -> None:
    assert host in KnownHosts(["0.0.0.0", "Workshop.example"])


@pytest.mark.parametrize(
    "host",
    [
        *("", ".", ":", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("xlocalhost", "1.2.3", "0x7f.1", "2130706433", "[::1", "a@127.0.0.1"),
        *("evil.example:127", "workshop.example.evil", "localhost:evil.example", "::1]:x"),
        *(f"evil.example:{'9' * 5000}", f"localhost:{'9' * 5000}x", "localhost:\u0661"),
    ],
)
def test_no_other_name_is(host: str) -> None:
    assert host not in KnownHosts(["workshop.example", ""])
