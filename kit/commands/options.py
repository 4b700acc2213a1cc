"""Options that several commands have, and the kinds of numbers they take."""

from __future__ import annotations

import argparse
import os
from typing import Any
from urllib.parse import urlsplit

HOST = "0.0.0.0"  # noqa: S104 -- phones on the local network must reach it
PORT = 8866
DATA = "KIT_DATA"
NOTICES = "KIT_NOTICES"
LANGUAGE = "KIT_LANGUAGE"
MOST_DIGITS = 7  # of a number on the command line
MOST_KERNELS = 100
SEATS = "2000"
MOST_SEATS = 9999  # as many people as a facilitator can enter
MOST_DAYS = 36_500  # a hundred years


def add_server_options(parser: argparse.ArgumentParser) -> None:
    """What a command takes that runs a server."""
    parser.add_argument(
        "--host",
        help="address to listen on (default: all, so that phones on the network reach it)",
    )
    parser.add_argument("--port", type=count, help=f"port, 0 for a free one (default {PORT})")
    parser.add_argument(
        "--room-kernels",
        type=kernels,
        default=0,
        metavar="N",
        help="spread the participants over N kernels (default: one for every 250 people who are "
        "expected, as far as there are cores)",
    )
    parser.add_argument(
        "--room-patience",
        type=number,
        default=15,
        metavar="SECONDS",
        help="start an exercise again that has not answered for so long (default 15)",
    )
    parser.add_argument(
        "--room-memory",
        type=count,
        default=4096,
        metavar="MB",
        help="most memory for a kernel of participants, 0 for no limit (default 4096)",
    )
    parser.add_argument(
        "--warm-kernels",
        type=kernels,
        default=2,
        metavar="N",
        help="kernels that wait for the next dashboards and screens (default 2)",
    )
    parser.add_argument(
        "--max-seats",
        type=seats,
        default=os.environ.get("KIT_MAX_SEATS", "").strip() or SEATS,
        metavar="N",
        help=f"most seats of a session, up to {MOST_SEATS} (default {SEATS})",
    )
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=read_list("KIT_ALLOWED_HOST"),
        metavar="NAME",
        help="a name under which browsers reach this server; may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON when ready")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")


def read_server_options(given: argparse.Namespace) -> dict[str, Any]:
    """The same as settings of `kit.server.run.run_server`."""
    from kit.server.hosting import Hosting
    from kit.server.kernels.settings import RoomSettings

    return {
        "host": HOST if given.host is None else given.host,
        "port": PORT if given.port is None else given.port,
        "as_json": given.json,
        "browser": not given.no_browser,
        "warm_kernels": given.warm_kernels,
        "max_seats": given.max_seats,
        "hosting": Hosting(names=tuple(given.allowed_host)),
        "rooms": RoomSettings(
            kernels=given.room_kernels,
            patience=float(given.room_patience),
            memory=given.room_memory,
        ),
    }


def add_data_option(parser: argparse.ArgumentParser, words: str) -> None:
    """The option that names the store; the environment may name it too, where nobody else reads it.

    Args:
        parser: Of the command.
        words: What the option is for.
    """
    data = os.environ.get(DATA, "").strip() or None
    parser.add_argument("--data", type=data_address, default=data, metavar="PATH", help=words)


def data_address(text: str) -> str:
    """The place of a database. Everybody on a machine may read the words of a command."""
    told = {os.environ.get(name, "").strip() for name in (DATA, NOTICES)}
    try:
        hidden = "://" in text and bool(urlsplit(text).password)
    except ValueError:
        hidden = False
    if hidden and text not in told:
        msg = (
            "must not hold a password, which others on this machine could read. Give the whole "
            "address in KIT_DATA, or the password in a file that PGPASSFILE names"
        )
        raise argparse.ArgumentTypeError(msg)
    return text


def add_session_options(parser: argparse.ArgumentParser, *, some: bool = True) -> None:
    """What a command takes that works on a session of a database.

    Args:
        parser: The command's.
        some: Whether it needs a session's code.
    """
    words = "the session's code, in one word or two"
    parser.add_argument("code", nargs="+" if some else "*", metavar="CODE", help=words)
    add_data_option(
        parser, "database file that was served (default: in this account's data folder)"
    )


def add_language_option(parser: argparse.ArgumentParser, words: str) -> None:
    """The option that names a language; the environment may name it too.

    Args:
        parser: Of the command.
        words: What the option is for.
    """
    usual = os.environ.get(LANGUAGE, "").strip()
    parser.add_argument("--language", type=language, default=usual, metavar="TAG", help=words)


def language(text: str) -> str:
    """The tag of a language that the pages speak; "" for none."""
    from kit.language.languages import find_language, list_languages

    tag = text.strip()
    if tag and find_language(tag) is None:
        tags = ", ".join(each.tag for each in list_languages())
        msg = f"must be one of {tags}"
        raise argparse.ArgumentTypeError(msg)
    return tag


def read_list(name: str) -> list[str]:
    """What an environment variable lists, with commas between."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def count(text: str) -> int:
    """A whole number, 0 or more."""
    typed = text.strip()
    if not typed.isdecimal() or len(typed) > MOST_DIGITS:
        msg = f"must be a whole number, 0 or more, of at most {MOST_DIGITS} digits"
        raise argparse.ArgumentTypeError(msg)
    return int(typed)


def number(text: str) -> int:
    """A whole number, 1 or more."""
    found = count(text)
    if found < 1:
        msg = "must be 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return found


def some_kernels(text: str) -> int:
    """A number of kernels, 1 or more."""
    return number(str(kernels(text)))


def kernels(text: str) -> int:
    """A number of kernels, 0 or more."""
    found = count(text)
    if found > MOST_KERNELS:
        msg = f"must be at most {MOST_KERNELS}"
        raise argparse.ArgumentTypeError(msg)
    return found


def seats(text: str) -> int:
    """A number of seats, 1 or more."""
    found = number(text)
    if found > MOST_SEATS:
        msg = f"must be at most {MOST_SEATS}"
        raise argparse.ArgumentTypeError(msg)
    return found


def days(text: str) -> int:
    """A number of days, 1 or more."""
    found = number(text)
    if found > MOST_DAYS:
        msg = f"must be at most {MOST_DAYS} days"
        raise argparse.ArgumentTypeError(msg)
    return found
