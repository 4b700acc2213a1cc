"""Options of `kit serve` for operators: a proxy before it, TLS, secrets from files.

Each has an environment variable too, for containers and services: `KIT_PUBLIC_URL` and so on.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kit.commands.options import count, data_address, days, read_list, some_kernels
from kit.room.log_lines import FORMS, TEXT

if TYPE_CHECKING:
    from kit.server.accounts import Accounts
    from kit.server.cluster import Cluster
    from kit.server.forwarded import TrustedProxies
    from kit.server.hosting import Hosting
    from kit.server.hub_service import HubService
    from kit.server.public_url import PublicUrl

PREFIX = "KIT_"
DRAIN = 10  # seconds
LONGEST_DRAIN = 3600
YES = ("1", "yes", "true", "on")
LOOPBACK = ("127.0.0.1", "::1")


def add_hosting_options(parser: argparse.ArgumentParser) -> None:
    """What says how browsers reach the server."""
    group = parser.add_argument_group(
        "on a server", "Each may be set as KIT_... too: --public-url is KIT_PUBLIC_URL."
    )
    group.add_argument(
        "--public-url",
        default=read_variable("public-url"),
        metavar="URL",
        help="what links and QR pictures say, with a path if there is one",
    )
    group.add_argument(
        "--trust-proxy",
        action="append",
        default=read_list("KIT_TRUST_PROXY"),
        metavar="NETWORK",
        help="proxies whose word about a browser's address and TLS is taken, as 127.0.0.1 or "
        "10.0.0.0/8; several times or with commas between",
    )
    group.add_argument(
        "--drain",
        type=seconds,
        default=read_variable("drain") or str(DRAIN),
        metavar="SECONDS",
        help=f"time in which phones are told to come again when the server ends (default {DRAIN})",
    )
    group.add_argument(
        "--metrics",
        default=read_variable("metrics"),
        metavar="HOST:PORT",
        help="give figures for Prometheus there (default: nowhere)",
    )
    group.add_argument(
        "--metrics-public",
        action="store_true",
        default=read_variable("metrics-public").casefold() in YES,
        help="let --metrics be an address that strangers may reach",
    )
    group.add_argument(
        "--log-format",
        type=log_format,
        default=read_variable("log-format") or TEXT,
        metavar="text|json",
        help="the log in words or as one object a line (default text)",
    )
    group.add_argument(
        "--keep-days",
        type=days,
        default=read_variable("keep-days") or None,
        metavar="N",
        help="erase sessions that ended more than N days ago (default: none)",
    )
    group.add_argument(
        "--auth-header",
        default=read_variable("auth-header"),
        metavar="NAME",
        help="header in which a trusted proxy says who is signed in, as X-Forwarded-Email; "
        "facilitators then have sessions of their own",
    )
    group.add_argument(
        "--auth",
        default=read_variable("auth"),
        metavar="hub",
        help="facilitators sign in by the JupyterHub whose service this is",
    )
    group.add_argument(
        "--node",
        default=read_variable("node"),
        metavar="NAME",
        help="name of this server among those that share a PostgreSQL database (default: its "
        "machine and port)",
    )
    group.add_argument(
        "--shards",
        type=some_kernels,
        default=read_variable("shards") or "1",
        metavar="N",
        help="spread the seats of a session that expects more than 500 people over N parts, which "
        "a proxy leads to different servers (default 1)",
    )
    group.add_argument(
        "--notices",
        type=data_address,
        default=read_variable("notices"),
        metavar="ADDRESS",
        help="the same PostgreSQL without PgBouncer, which hands on no notices (default: --data)",
    )
    for name, what in (
        ("tls-cert", "PEM file with a certificate, for TLS without a proxy"),
        ("tls-key", "PEM file with its private key"),
        ("cookie-secret-file", "file with what signs the cookies (default: beside the database)"),
        ("key-file", "file with the facilitator's key (default: a new key at every start)"),
    ):
        group.add_argument(f"--{name}", default=read_variable(name), metavar="FILE", help=what)


def read_hosting_options(given: argparse.Namespace, hub: HubService | None = None) -> Hosting:
    """The same as what the server works with.

    Args:
        given: The command line.
        hub: The server's place at a JupyterHub; None for none.

    Raises:
        ServerError: An address, a network or a file is not as it should be.
    """
    from kit.errors import ServerError
    from kit.server.forwarded import TrustedProxies
    from kit.server.hosting import Hosting
    from kit.server.metrics_place import read_metrics_place
    from kit.server.public_url import PublicUrl, read_public_url
    from kit.server.secret_files import read_cookie_secret, read_key
    from kit.server.tls import load_tls

    if bool(given.tls_cert) != bool(given.tls_key):
        given_one, other = ("cert", "key") if given.tls_cert else ("key", "cert")
        msg = f"--tls-{given_one} needs --tls-{other} beside it."
        raise ServerError(msg)
    metrics = None
    if given.metrics:
        metrics = read_metrics_place(given.metrics, public=given.metrics_public)
    secret, key = given.cookie_secret_file, given.key_file
    networks = [part for each in given.trust_proxy for part in each.split(",") if part.strip()]
    proxies = TrustedProxies(networks or (LOOPBACK if hub is not None and hub.is_local else ()))
    if hub is not None:
        hub.check_scheme(by_tls=bool(given.tls_cert))
        public = hub.find_public(given.public_url)
    else:
        public = read_public_url(given.public_url) if given.public_url else PublicUrl()
    return Hosting(
        public=public,
        proxies=proxies,
        names=tuple(given.allowed_host),
        tls=load_tls(Path(given.tls_cert), Path(given.tls_key)) if given.tls_cert else None,
        cookie_secret=read_cookie_secret(Path(secret)) if secret else b"",
        key=read_key(Path(key)) if key else "",
        drain=given.drain,
        metrics=metrics,
        keep_days=given.keep_days or 0,
        accounts=build_accounts(given.auth_header, proxies, hub, public),
    )


def read_cluster(given: argparse.Namespace) -> Cluster | None:
    """Where the other servers of its database are; None where the database is a file.

    Raises:
        ServerError: It is told where others are that a file cannot have.
    """
    from kit.errors import ServerError
    from kit.server.cluster import Cluster
    from kit.store import find_url

    if find_url(given.data) is not None:
        return Cluster(given.data, given.notices, given.node, given.shards)
    told = {"--notices": given.notices, "--node": given.node, "--shards": given.shards > 1}
    if any(told.values()):
        named = next(name for name, value in told.items() if value)
        msg = f"{named} is for servers that share a database. Give --data the address of one."
        raise ServerError(msg)
    return None


def read_hub_options(given: argparse.Namespace) -> HubService | None:
    """The server's place at a JupyterHub, where facilitators sign in by one.

    The Hub's token is taken out of the environment: kernels are not given it.

    Raises:
        ServerError: There is another way to sign in beside it, or the Hub has not said enough.
    """
    from kit.errors import ServerError
    from kit.server.hub_service import TOKEN, read_hub_service

    if not given.auth:
        return None
    if given.auth != "hub":
        msg = f"--auth {given.auth!r} is no way to sign in. Write --auth hub, or leave it out."
        raise ServerError(msg)
    if given.auth_header:
        msg = "--auth hub and --auth-header cannot both say who is signed in. Leave one out."
        raise ServerError(msg)
    service = read_hub_service(os.environ)
    del os.environ[TOKEN]
    return service


def build_accounts(
    header: str, proxies: TrustedProxies, hub: HubService | None, public: PublicUrl
) -> Accounts | None:
    """How facilitators sign in; None where the key is all there is.

    Raises:
        ServerError: The header cannot be taken, or a package is missing.
    """
    from kit.errors import ServerError
    from kit.server.accounts import HeaderAccounts

    if hub is None:
        return HeaderAccounts(header, proxies) if header else None
    try:
        from kit.server.hub_accounts import HubAccounts
    except ModuleNotFoundError as error:
        msg = "--auth hub needs a package more: pip install 'trust-workshop-kit[hub]'"
        raise ServerError(msg) from error
    return HubAccounts(hub, public)


def read_variable(option: str) -> str:
    """What the environment says for an option; "" for nothing."""
    return os.environ.get(PREFIX + option.upper().replace("-", "_"), "").strip()


def seconds(text: str) -> int:
    """A number of seconds, up to an hour."""
    found = count(text)
    if found > LONGEST_DRAIN:
        msg = f"must be at most {LONGEST_DRAIN} seconds"
        raise argparse.ArgumentTypeError(msg)
    return found


def log_format(text: str) -> str:
    """The form of the log."""
    if text.strip().lower() not in FORMS:
        msg = f"must be {' or '.join(FORMS)}"
        raise argparse.ArgumentTypeError(msg)
    return text.strip().lower()
