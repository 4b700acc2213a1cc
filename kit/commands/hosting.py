"""Options of `kit serve` for operators: a proxy before it, TLS, secrets from files.

Each has an environment variable too, for containers and services: `KIT_PUBLIC_URL` and so on.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kit.commands.options import count, days, read_list
from kit.room.log_lines import FORMS, TEXT

if TYPE_CHECKING:
    from kit.server.hosting import Hosting

PREFIX = "KIT_"
DRAIN = 10  # seconds
LONGEST_DRAIN = 3600
YES = ("1", "yes", "true", "on")


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
    for name, what in (
        ("tls-cert", "PEM file with a certificate, for TLS without a proxy"),
        ("tls-key", "PEM file with its private key"),
        ("cookie-secret-file", "file with what signs the cookies (default: beside the database)"),
        ("key-file", "file with the facilitator's key (default: a new key at every start)"),
    ):
        group.add_argument(f"--{name}", default=read_variable(name), metavar="FILE", help=what)


def read_hosting_options(given: argparse.Namespace) -> Hosting:
    """The same as what the server works with.

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
    return Hosting(
        public=read_public_url(given.public_url) if given.public_url else PublicUrl(),
        proxies=TrustedProxies(networks),
        names=tuple(given.allowed_host),
        tls=load_tls(Path(given.tls_cert), Path(given.tls_key)) if given.tls_cert else None,
        cookie_secret=read_cookie_secret(Path(secret)) if secret else b"",
        key=read_key(Path(key)) if key else "",
        drain=given.drain,
        metrics=metrics,
        keep_days=given.keep_days or 0,
    )


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
