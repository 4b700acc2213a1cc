"""What a trusted proxy says of the browser behind it: its address, and whether it came by TLS."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from tornado.httputil import HTTPServerRequest

from kit.errors import ServerError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TrustedProxies:
    """The proxies whose word is taken; nobody else's is.

    Args:
        given: Networks and single addresses, as in "10.0.0.0/8" or "127.0.0.1".

    Raises:
        ServerError: One of them is neither.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._networks = tuple(map(read_network, given))

    def __repr__(self) -> str:
        return f"<TrustedProxies in {len(self._networks)} networks>"

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self._networks)

    def apply(self, request: HTTPServerRequest) -> None:
        """Put the browser's address and scheme in the place of a trusted proxy's.

        Of `X-Forwarded-For` counts the last entry that is not itself a trusted proxy: whatever
        stands before it, the browser may have written. Of `X-Forwarded-Proto` the last one counts.
        """
        if (request.remote_ip or "") not in self:
            return
        for entry in reversed(",".join(request.headers.get_list("X-Forwarded-For")).split(",")):
            address = clean_address(entry)
            if not address:
                break
            request.remote_ip = address
            if address not in self:
                break
        named = ",".join(request.headers.get_list("X-Forwarded-Proto")).split(",")[-1].strip()
        if named.lower() in ("http", "https"):
            request.protocol = named.lower()


def clean_address(entry: str) -> str:
    """An address without brackets and port; "" where it is none."""
    text = entry.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def read_network(text: str) -> Network:
    """A network, or one address as a network of one.

    Raises:
        ServerError: It is neither.
    """
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        try:
            hint = f" Did you mean {ipaddress.ip_network(text.strip(), strict=False)}?"
        except ValueError:
            hint = " Write 127.0.0.1 or 10.0.0.0/8, several with commas between."
        msg = f"--trust-proxy {text.strip()!r} is no address and no network.{hint}"
        raise ServerError(msg) from error
