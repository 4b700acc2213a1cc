"""How a server is reached where it does not stand alone in a room: behind a proxy, with TLS."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field

from tornado.httputil import HTTPServerRequest

from kit.server.accounts import Accounts
from kit.server.cluster import Cluster
from kit.server.forwarded import TrustedProxies
from kit.server.launcher import Launcher
from kit.server.metrics_place import MetricsPlace
from kit.server.public_url import PublicUrl

DRAIN = 10  # seconds


@dataclass(frozen=True)
class Hosting:
    """What an operator has settled.

    Attributes:
        public: The address under which browsers come; its origin is "" for the machine's own.
        proxies: Those whose word about a browser is taken.
        names: Names under which browsers come, besides the machine's own and the public one.
        tls: Certificate and key for browsers that come without a proxy; None for plain HTTP.
        cookie_secret: Signs the cookies; b"" for the one beside the database.
        key: The facilitator's key; "" for a new one at every start.
        drain: Seconds over which phones are told to come again when the server ends.
        metrics: Where figures for operators are given; None for nowhere.
        keep_days: For how many days ended sessions are kept; 0 for ever.
        launcher: The JupyterLab that has started it; None where something else has.
        accounts: How facilitators sign in; None where the key is all there is.
        cluster: The other servers of its database; None for a file, which has one server.
    """

    public: PublicUrl = field(default_factory=PublicUrl)
    proxies: TrustedProxies = field(default_factory=TrustedProxies)
    names: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    cookie_secret: bytes = field(default=b"", repr=False)
    key: str = field(default="", repr=False)
    drain: int = DRAIN
    metrics: MetricsPlace | None = None
    keep_days: int = 0
    launcher: Launcher | None = None
    accounts: Accounts | None = None
    cluster: Cluster | None = None

    @property
    def scheme(self) -> str:
        """By which browsers come to the server itself."""
        return "http" if self.tls is None else "https"

    @property
    def closed(self) -> str:
        """Why phones cannot join; "" where they can."""
        return self.launcher.closed if self.launcher else ""

    def vouches_for(self, request: HTTPServerRequest) -> bool:
        """Whether a request comes from whoever has started it out of JupyterLab."""
        return self.launcher is not None and self.launcher.vouches_for(request)

    def build_origin(self, own: str) -> str:
        """What stands before a page's path in every link.

        Args:
            own: The server's own scheme, host and port.
        """
        return f"{self.public.origin or own}{self.public.base}"
