"""What the store says of a session whose room is to be opened."""

from __future__ import annotations

from kit.errors import EndedError, NotFoundError, PhaseError
from kit.language import _
from kit.session.session import Round, Session
from kit.store import Store
from kit.store.sessions import ENDED


def get_going(store: Store, code: str) -> Session:
    """A session that goes on.

    Raises:
        NotFoundError: There is no such session.
        EndedError: It has ended.
    """
    session = store.get_session(code)
    if session.ended:
        raise EndedError(_(ENDED))
    return session


def get_first(store: Store, code: str) -> Round:
    """The current round of a session.

    Raises:
        PhaseError: It has none yet.
    """
    try:
        return store.get_round(code)
    except NotFoundError as error:
        raise PhaseError(_("The session has not begun yet.")) from error
