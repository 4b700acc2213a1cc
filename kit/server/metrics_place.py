"""Where an operator wants the figures: an address of this machine that strangers do not reach."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from kit.errors import ServerError

SHAPE = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:\[\]/]+)):(?P<port>[0-9]{1,5})")
LAST_PORT = 65535
FORM = "--metrics takes an address and a port, as 127.0.0.1:9100 or [::1]:9100, not {given!r}."
UNKNOWN = "--metrics {given!r}: this machine does not know the name {host!r}. Give an address."
OPEN = (
    "--metrics {given!r} would be open to whoever reaches {where}. Give an address that only your "
    "own machines reach, as 127.0.0.1:{port}; or add --metrics-public where a firewall keeps "
    "others away."
)


@dataclass(frozen=True)
class MetricsPlace:
    """Where figures are given.

    Attributes:
        host: A name or an address of this machine.
        port: The port, 0 for a free one.
    """

    host: str
    port: int


def read_metrics_place(given: str, *, public: bool) -> MetricsPlace:
    """Read where figures are wanted.

    Args:
        given: HOST:PORT.
        public: Whether everybody may be able to reach it.

    Raises:
        ServerError: It is no such place, or everybody could reach it.
    """
    read = SHAPE.fullmatch(given.strip())
    if read is None or int(read["port"]) > LAST_PORT:
        raise ServerError(FORM.format(given=given))
    host, port = read["six"] or read["name"], int(read["port"])
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ServerError(UNKNOWN.format(given=given, host=host)) from error
    for address in {str(each[4][0]).partition("%")[0] for each in found}:
        if not public and not is_private(address):
            everywhere = ipaddress.ip_address(address).is_unspecified
            where = "any address of this machine" if everywhere else address
            raise ServerError(OPEN.format(given=given, where=where, port=port or 9100))
    return MetricsPlace(host, port)


def is_private(address: str) -> bool:
    """Whether an address is reached from this machine or a network of one's own alone."""
    read = ipaddress.ip_address(address)
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    return not (read.is_global or read.is_unspecified or read.is_multicast)
