"""What a JupyterHub tells a service of itself in the environment.

The Hub sets these for services that it starts; whoever runs one sets them by hand. What each says:
https://jupyterhub.readthedocs.io/en/stable/reference/services.html
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kit.errors import ServerError
from kit.server.public_url import PORTS, PublicUrl, read_public_url

TOKEN = "JUPYTERHUB_API_TOKEN"  # noqa: S105 -- the name of a variable
CALLBACK = "/oauth_callback"  # below the base: where a Hub sends browsers back to, unless told else
API = "http://127.0.0.1:8081"
MISSING = (
    "--auth hub needs {0} in the environment. A JupyterHub sets it for a service that it starts; "
    "for one that runs by itself, set it by hand: docs/operators.md, under JupyterHub."
)
NOWHERE = (
    "--auth hub needs the address under which browsers find the Hub, for the links and the QR "
    "pictures. Set c.JupyterHub.public_url in the Hub's configuration, or give --public-url."
)
OTHER_PLACE = (
    "--public-url {0!r} does not lead to {1!r}, where the Hub's proxy sends browsers on to this "
    "service. Write {2}, or leave its path out of JUPYTERHUB_SERVICE_PREFIX."
)
OTHER_SCHEME = (
    "JUPYTERHUB_SERVICE_URL begins with {0}://, so the Hub's proxy speaks {1} TLS here, and "
    "--tls-cert says otherwise. {2}"
)
NO_ADDRESS = "JUPYTERHUB_SERVICE_URL {0!r} is no address such as http://127.0.0.1:10101."


@dataclass(frozen=True)
class HubService:
    """A service's place at a Hub.

    Attributes:
        token: Its own, by which the Hub knows it.
        client: Its name as an OAuth client.
        scopes: Of these an account has to have one.
        api: Where it asks the Hub.
        hub: Where browsers find the Hub: scheme and host, "" for the service's own; and path.
        callback: Where the Hub sends browsers back to; "" for `CALLBACK` below the prefix.
        prefix: Path before its addresses, "" for none; None where the Hub has not said.
        address: Where the Hub's proxy finds it: scheme, host and port; None where nobody has said.
        public: Where browsers find it; "" where the Hub does not know.
    """

    token: str = field(repr=False)
    client: str
    scopes: frozenset[str]
    api: str
    hub: tuple[str, str]
    callback: str = ""
    prefix: str | None = None
    address: tuple[str, str, int] | None = None
    public: str = ""

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it, so that whoever does is the Hub's proxy."""
        if self.address is None:
            return False
        try:
            return ipaddress.ip_address(self.address[1]).is_loopback
        except ValueError:
            return self.address[1] == "localhost"

    def find_public(self, given: str) -> PublicUrl:
        """The address that links say.

        Args:
            given: What `--public-url` says; "" for nothing. It counts for more than the Hub's word.

        Raises:
            ServerError: Nobody has said, or it cannot be where the Hub sends browsers.
        """
        if not given and not self.public:
            raise ServerError(NOWHERE)
        public = read_public_url(given or self.public)
        if self.prefix is not None and public.base != self.prefix:
            here = f"{public.origin}{self.prefix}"
            raise ServerError(OTHER_PLACE.format(given or self.public, self.prefix, here))
        return public

    def find_place(self, host: str | None, port: int | None) -> tuple[str | None, int | None]:
        """Where to listen: what the command line says, else what the Hub does; None for neither."""
        _, own_host, own_port = self.address or (None, None, None)
        return (own_host if host is None else host, own_port if port is None else port)

    def check_scheme(self, *, by_tls: bool) -> None:
        """Make sure that the Hub's proxy and this server speak the same.

        Raises:
            ServerError: One speaks TLS and the other does not.
        """
        if self.address is None or (self.address[0] == "https") is by_tls:
            return
        told = (
            ("http", "no", "Leave --tls-cert out: the Hub's proxy speaks TLS with browsers.")
            if by_tls
            else ("https", "", "Give --tls-cert and --tls-key.")
        )
        raise ServerError(OTHER_SCHEME.format(*told).replace("  ", " "))


def read_hub_service(environment: Mapping[str, str]) -> HubService:
    """What an environment says.

    Raises:
        ServerError: Something is missing without which nobody can sign in, or cannot be read.
    """
    name = environment.get("JUPYTERHUB_SERVICE_NAME", "")
    client = environment.get("JUPYTERHUB_CLIENT_ID") or (f"service-{name}" if name else "")
    token = environment.get(TOKEN, "")
    if not token:
        raise ServerError(MISSING.format(TOKEN))
    if not client:
        raise ServerError(MISSING.format("JUPYTERHUB_SERVICE_NAME"))
    prefix = environment.get("JUPYTERHUB_SERVICE_PREFIX")
    path = environment.get("JUPYTERHUB_BASE_URL", "").rstrip("/") + "/hub/"
    seen = urlsplit(environment.get("JUPYTERHUB_PUBLIC_HUB_URL", ""))
    host = environment.get("JUPYTERHUB_HOST", "").rstrip("/")
    return HubService(
        token=token,
        client=client,
        scopes=read_scopes(environment, client),
        api=environment.get("JUPYTERHUB_API_URL", "") or f"{API}{path}api",
        hub=(f"{seen.scheme}://{seen.netloc}" if seen.netloc else host, path),
        callback=environment.get("JUPYTERHUB_OAUTH_CALLBACK_URL", ""),
        prefix=None if prefix is None else prefix.rstrip("/"),
        address=read_address(environment.get("JUPYTERHUB_SERVICE_URL", "")),
        public=environment.get("JUPYTERHUB_PUBLIC_URL", ""),
    )


def read_scopes(environment: Mapping[str, str], client: str) -> frozenset[str]:
    """The scopes that let an account in: what the Hub says, else access to this service.

    Raises:
        ServerError: They cannot be read.
    """
    names = ("JUPYTERHUB_OAUTH_ACCESS_SCOPES", "JUPYTERHUB_OAUTH_SCOPES")
    for name in (each for each in names if environment.get(each)):
        try:
            listed = json.loads(environment[name])
        except ValueError:
            listed = None
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            msg = f'{name} is no list such as ["access:services!service=trust"].'
            raise ServerError(msg)
        if listed:
            return frozenset(listed)
    return frozenset({f"access:services!service={client.removeprefix('service-')}"})


def read_address(text: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of a service's own address; None for "".

    Raises:
        ServerError: It is no address.
    """
    if not text:
        return None
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in PORTS or not parts.hostname or port == -1:
        raise ServerError(NO_ADDRESS.format(text))
    return parts.scheme, parts.hostname, PORTS[parts.scheme] if port is None else port
