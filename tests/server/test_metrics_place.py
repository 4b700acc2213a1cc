"""Where figures are given: an address of one's own, or one that is named as everybody's."""

from __future__ import annotations

import pytest

from kit.errors import ServerError
from kit.server.metrics_place import MetricsPlace, is_private, read_metrics_place


@pytest.mark.parametrize(
    ("given", "host", "port"),
    [
        ("127.0.0.1:9100", "127.0.0.1", 9100),
        ("localhost:0", "localhost", 0),
        (" 10.1.2.3:9100 ", "10.1.2.3", 9100),
        ("[::1]:9100", "::1", 9100),
        ("100.64.0.1:65535", "100.64.0.1", 65535),
    ],
)
def test_an_address_of_ones_own_is_taken(given: str, host: str, port: int) -> None:
    assert read_metrics_place(given, public=False) == MetricsPlace(host, port)


@pytest.mark.parametrize("given", ["8.8.8.8:9100", "0.0.0.0:9100", "[::]:9100", "[2600::1]:9100"])
def test_one_that_everybody_may_reach_has_to_be_named_so(given: str) -> None:
    with pytest.raises(ServerError, match="would be open to whoever reaches") as refused:
        read_metrics_place(given, public=False)
    assert "--metrics-public" in str(refused.value)
    assert "127.0.0.1:9100" in str(refused.value)
    assert read_metrics_place(given, public=True).port == 9100


@pytest.mark.parametrize(
    "given",
    [
        *("9100", ":9100", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "::1:9100", "a b:9100"),
        *("127.0.0.1:99999", "127.0.0.1:-1", "[127.0.0.1:9100", "http://127.0.0.1:9100"),
    ],
)
def test_what_is_no_place_is_told(given: str) -> None:
    with pytest.raises(ServerError, match="--metrics takes an address and a port"):
        read_metrics_place(given, public=True)


def test_a_name_that_nobody_knows_is_told() -> None:
    with pytest.raises(ServerError, match=r"does not know the name 'nobody\.invalid'"):
        read_metrics_place("nobody.invalid:9100", public=False)


def test_an_address_in_the_guise_of_another_is_seen_through() -> None:
    assert is_private("::ffff:10.0.0.1")
    assert not is_private("::ffff:8.8.8.8")
    assert not is_private("::ffff:0.0.0.0")
