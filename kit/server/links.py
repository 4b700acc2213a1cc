"""Where phones find this machine, and the address as a QR picture."""

from __future__ import annotations

import io
import ipaddress
import socket

import segno

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 -- recognised here, chosen by the operator


def find_host(host: str) -> str:
    """The host for links: this machine's address on the local network where it listens there.

    No packet is sent: connecting a datagram socket only makes the system choose a route.
    """
    if host not in EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def find_source(address: str) -> str:
    """What counts as one address: of IPv6, where every home has very many, the first half."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((int(ip), 64), strict=False))
    return str(ip)


def draw_qr_svg(address: str) -> str:
    """The address as an SVG picture, without a size of its own."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#1f2430"
    )
    return out.getvalue().decode()


def draw_qr_text(address: str) -> str:
    """The address as a picture of half-block characters for a terminal."""
    out = io.StringIO()
    segno.make(address, error="l").terminal(out, compact=True, border=2)
    return out.getvalue()
