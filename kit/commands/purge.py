"""`kit purge`: erases a session, or all that ended long ago, with all that belongs to it."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta

from kit.commands.options import add_session_options, days
from kit.errors import KitError, NotFoundError, StoreError
from kit.session.session import Session, normalise_code
from kit.store import Store, find_data, open_existing_store, tell_servers

UNKNOWN = (
    "There is no session with this code in {name}. Check the code, "
    "or name another database with --data."
)
PLAYED = (
    "This session has not ended, and a server or another program has {name} open. Stop the server "
    "with Ctrl+C, then run this command again."
)
ANSWERED = (
    "A team still answers questions alone after this session, and a server or another program has "
    "{name} open. Throw these questions away on /facilitate, or stop the server with Ctrl+C, then "
    "run this command again."
)
UNASKED = (
    "Nothing was erased: there is no terminal to ask in. Add --yes to erase without being asked."
)
LEFT = (
    "The session is erased, but somebody was using {name} all the time, so traces may be left in "
    "the file. Run the same command again to wipe them out; it then finds no session."
)


ONE_OF = "Give the code of a session, or --older-than DAYS for all that ended before; one of both."
NONE_OLD = "No session has ended more than {days} days ago, or a session that goes on needs it."
LEFT_SOME = (
    "The sessions are erased, but somebody was using {name} all the time, so traces may be left in "
    "the file. Wipe them out with kit purge {code}; it then finds no session."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--yes", action="store_true", help="do not ask first")
    parser.add_argument(
        "--older-than",
        type=days,
        metavar="DAYS",
        help="erase all sessions that ended more than so many days ago, and not one by its code",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="name what would be erased, and erase nothing"
    )
    add_session_options(parser, some=False)


def run(given: argparse.Namespace) -> int:
    """Erase for good.

    Returns:
        The exit status: 0 when it is erased, 1 when the answer was no.

    Raises:
        KitError: There is no such session, it is being played, or there is nobody to ask.
    """
    if bool(given.code) == bool(given.older_than):
        raise KitError(ONE_OF)
    store = open_existing_store(find_data(given.data))
    tell_servers(store)
    if given.older_than:
        return purge_expired(store, given)
    try:
        session = _get_session(store, normalise_code("".join(given.code)))
        _check_played(store, session)
        if given.dry_run:
            what = f"{_describe(store, session)}{_name_questions(store, session)}"
            print(f"{what} would be erased.", file=sys.stderr)
            return 0
        if not given.yes and not _ask_for_one(store, session):
            print("Nothing was erased.", file=sys.stderr)
            return 1
        _check_played(store, session)  # a server may have been started meanwhile
        if not store.purge_session(session.code):
            raise StoreError(LEFT.format(name=store.database.name))
    finally:
        store.close()
    print("The session is erased.", file=sys.stderr)
    return 0


def _get_session(store: Store, code: str) -> Session:
    """Find what is to be erased; where there is nothing, finish what was cut short before."""
    try:
        return store.get_session(code)
    except NotFoundError as error:
        store.database.sweep()
        raise NotFoundError(UNKNOWN.format(name=store.database.name)) from error


def _check_played(store: Store, session: Session) -> None:
    """Keep a session from being erased under a running server.

    Raises:
        StoreError: It may be played right now, or questions after it may be answered.
    """
    after = store.find_scheduled(session.code)
    asks = after is not None and not after.ended
    if (session.ended and not asks) or not store.database.is_shared():
        return
    words = ANSWERED if session.ended else PLAYED
    raise StoreError(words.format(name=store.database.name))


def purge_expired(store: Store, given: argparse.Namespace) -> int:
    """Erase all sessions that ended long enough ago.

    Returns:
        The exit status: 0 when they are erased or there is none, 1 when the answer was no.

    Raises:
        KitError: There is nobody to ask.
    """
    before = date.today() - timedelta(days=given.older_than)
    try:
        old = store.list_expired(before)
        if not old:
            print(NONE_OLD.format(days=given.older_than), file=sys.stderr)
            return 0
        listed = "".join(f"  {_describe(store, each)}\n" for each in old)
        if given.dry_run:
            print(f"These would be erased:\n{listed}", end="", file=sys.stderr)
            return 0
        words = f"This erases, with everything in them:\n{listed}It cannot be undone."
        if not given.yes and not _ask(words, "them"):
            print("Nothing was erased.", file=sys.stderr)
            return 1
        erased, clean = store.purge_expired(before)
        if not clean:
            raise StoreError(LEFT_SOME.format(name=store.database.name, code=old[0].code))
    finally:
        store.close()
    print("1 session is" if erased == 1 else f"{erased} sessions are", "erased.", file=sys.stderr)
    return 0


def _describe(store: Store, session: Session) -> str:
    """A session in a line, for whoever erases it."""
    ended = f", ended on {session.ended_on}" if session.ended_on else ""
    rounds = _count(len(store.list_rounds(session.code)), "round")
    return f"{session.code} ({session.title}{ended}): {rounds}"


def _name_questions(store: Store, session: Session) -> str:
    """What a team answers alone after a session goes with it; "" where there is nothing."""
    after = store.find_scheduled(session.code)
    if after is None:
        return ""
    return f", and the questions after it ({after.opens_on} to {after.closes_on})"


def _ask_for_one(store: Store, session: Session) -> bool:
    """Ask on the terminal, naming what goes.

    How many seats there are is not said: of questions that a team answers alone that would tell how
    many have come to answer, which no page says.

    Raises:
        KitError: There is no terminal.
    """
    rounds = _count(len(store.list_rounds(session.code)), "round")
    words = (
        f"This erases session {session.code} ({session.title}) with everything in it: "
        f"{rounds}, seats, results, sentences, the leader's words and the signed cards"
        f"{_name_questions(store, session)}. It cannot be undone."
    )
    return _ask(words, "it")


def _ask(words: str, what: str) -> bool:
    """Ask on the terminal whether to erase what the words name.

    Raises:
        KitError: There is no terminal.
    """
    if not sys.stdin.isatty():
        raise KitError(UNASKED)
    print(f"{words}\nErase {what}? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
