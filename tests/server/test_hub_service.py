"""What a Hub says in the environment: read, completed, and refused with a cure."""

from __future__ import annotations

import pytest

from kit.errors import ServerError
from kit.server.hub_service import HubService, read_hub_service

MANAGED = {
    "JUPYTERHUB_SERVICE_NAME": "trust",
    "JUPYTERHUB_API_TOKEN": "between-the-two",
    "JUPYTERHUB_CLIENT_ID": "service-trust",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:8081/base/hub/api",
    "JUPYTERHUB_BASE_URL": "/base/",
    "JUPYTERHUB_HOST": "",
    "JUPYTERHUB_OAUTH_ACCESS_SCOPES": '["access:services", "access:services!service=trust"]',
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10101",
    "JUPYTERHUB_SERVICE_PREFIX": "/base/services/trust/",
    "JUPYTERHUB_PUBLIC_URL": "https://hub.example/base/services/trust/",
}
PLACE = "https://hub.example/base/services/trust"


def read(**changed: str) -> HubService:
    return read_hub_service({**MANAGED, **changed})


def test_all_that_a_hub_says_is_taken() -> None:
    service = read()
    assert service.client == "service-trust"
    assert service.scopes == {"access:services", "access:services!service=trust"}
    assert (service.hub, service.prefix) == (("", "/base/hub/"), "/base/services/trust")
    assert str(service.find_public("")) == PLACE
    assert service.find_place(None, None) == ("127.0.0.1", 10101)
    assert service.is_local
    assert "between-the-two" not in repr(service)


def test_what_is_given_on_the_command_line_counts_for_more() -> None:
    assert read().find_place("0.0.0.0", 9000) == ("0.0.0.0", 9000)
    assert read().find_place(None, 0) == ("127.0.0.1", 0)
    other = f"https://other.example{read().prefix}"
    assert str(read().find_public(other)) == other


def test_one_that_runs_by_itself_needs_little() -> None:
    given = {"JUPYTERHUB_SERVICE_NAME": "trust", "JUPYTERHUB_API_TOKEN": "secret"}
    service = read_hub_service(given)
    assert service.client == "service-trust"
    assert service.scopes == {"access:services!service=trust"}
    assert (service.api, service.hub) == ("http://127.0.0.1:8081/hub/api", ("", "/hub/"))
    assert service.find_place(None, None) == (None, None)
    assert str(service.find_public("https://trust.example/kit")) == "https://trust.example/kit"
    assert not service.is_local


def test_where_browsers_find_the_hub_may_be_another_host() -> None:
    elsewhere = read(JUPYTERHUB_PUBLIC_HUB_URL="https://hub.example/base/hub/")
    assert elsewhere.hub == ("https://hub.example", "/base/hub/")
    assert read(JUPYTERHUB_HOST="https://a.example/").hub == ("https://a.example", "/base/hub/")


@pytest.mark.parametrize(
    ("url", "address", "local"),
    [
        ("http://127.0.0.1:1", ("http", "127.0.0.1", 1), True),
        ("http://[::1]:10101/x/", ("http", "::1", 10101), True),
        ("https://localhost", ("https", "localhost", 443), True),
        ("http://0.0.0.0:80", ("http", "0.0.0.0", 80), False),
        ("http://trust.internal:9", ("http", "trust.internal", 9), False),
    ],
)
def test_the_services_own_address_is_where_it_listens(
    url: str, address: tuple[str, str, int], local: bool
) -> None:
    service = read(JUPYTERHUB_SERVICE_URL=url)
    assert (service.address, service.is_local) == (address, local)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"JUPYTERHUB_API_TOKEN": ""}, "needs JUPYTERHUB_API_TOKEN in the environment"),
        (
            {"JUPYTERHUB_SERVICE_NAME": "", "JUPYTERHUB_CLIENT_ID": ""},
            "needs JUPYTERHUB_SERVICE_NAME in the environment",
        ),
        ({"JUPYTERHUB_SERVICE_URL": "127.0.0.1:80"}, "is no address such as"),
        ({"JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:x"}, "is no address such as"),
        ({"JUPYTERHUB_OAUTH_ACCESS_SCOPES": "access"}, "is no list such as"),
        ({"JUPYTERHUB_OAUTH_ACCESS_SCOPES": '"access"'}, "is no list such as"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ServerError, match=words):
        read(**changed)


def test_a_place_to_which_the_hub_sends_nobody_is_refused() -> None:
    for given in ("https://trust.example", "https://trust.example/trust/"):
        with pytest.raises(ServerError, match="/base/services/trust"):
            read().find_public(given)
    with pytest.raises(ServerError, match="give --public-url"):
        read(JUPYTERHUB_PUBLIC_URL="").find_public("")


def test_both_ends_speak_tls_or_neither_does() -> None:
    read().check_scheme(by_tls=False)
    with pytest.raises(ServerError, match="Leave --tls-cert out"):
        read().check_scheme(by_tls=True)
    secure = read(JUPYTERHUB_SERVICE_URL="https://127.0.0.1:10101")
    secure.check_scheme(by_tls=True)
    with pytest.raises(ServerError, match="Give --tls-cert and --tls-key"):
        secure.check_scheme(by_tls=False)
