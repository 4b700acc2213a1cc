"""A server that a tile in JupyterLab's launcher has started, behind jupyter-server-proxy.

Jupyter's proxy lets nobody through who has not signed in to that Jupyter, and adds to each request
a secret that it shares with this server alone. So whoever comes that way is the person whose
JupyterLab it is, and facilitates without a key. Phones know no such secret: they come to the
server's own port.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tornado.httputil import HTTPServerRequest

from kit.errors import ServerError
from kit.language import N_
from kit.server.public_url import PublicUrl, read_public_url
from kit.server.signing import is_key
from kit.server.tile import HEADER

CLOSED = N_(
    "This kit runs inside your own Jupyter server on a JupyterHub, which asks everybody for a "
    "login and then lets in nobody but you. Rehearse here. For a team, the Hub's operator can set "
    "the kit up as a service, to which phones come without a login."
)


@dataclass(frozen=True)
class Launcher:
    """What a server knows of the JupyterLab that has started it.

    Attributes:
        secret: Stands in the requests that Jupyter's proxy has let through.
        on_hub: It belongs to somebody's server on a JupyterHub, where the port cannot be reached.
        learns: The Hub has not said where browsers find it, so the facilitator's browser does.
    """

    secret: str = field(repr=False)
    on_hub: bool = False
    learns: bool = False

    @property
    def closed(self) -> str:
        """Why phones cannot join, looked up where it is said; "" where they can."""
        return CLOSED if self.on_hub else ""

    def vouches_for(self, request: HTTPServerRequest) -> bool:
        """Whether a request has come by Jupyter's proxy."""
        given = request.headers.get_list(HEADER)
        return len(given) == 1 and is_key(given[0], self.secret)

    def find_public(self, request: HTTPServerRequest, public: PublicUrl) -> PublicUrl:
        """Where browsers find this server: where the facilitator's own has, if nobody says.

        Of several proxies the first, which that browser speaks with, says by which scheme.
        """
        if not self.learns or not self.vouches_for(request):
            return public
        named = request.headers.get("X-Forwarded-Proto", request.protocol)
        scheme = named.split(",")[0].strip().lower()
        try:
            return PublicUrl(read_public_url(f"{scheme}://{request.host}").origin, public.base)
        except ServerError:
            return public
