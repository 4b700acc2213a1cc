"""Claiming: whoever shows the key of a shown sentence puts a name below it. No seat has a part.

The key alone proves it: it was drawn by the phone that wrote the sentence and has never left it.
Nothing that comes in says which seat it comes from, so nothing can be kept of that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kit.errors import NotFoundError, ResponseError
from kit.exercise.claims import fits_signs, hash_key
from kit.exercise.lines import check_length, tidy_line
from kit.gate.rules import count_claims
from kit.language import N_, _
from kit.session.notes import LONGEST_NAME
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.store.sentences import NOT_YOURS

NAMELESS = N_("Write the name that is to stand below it.")


def claim_sentence(store: Store, code: str, key: object, name: object) -> str:
    """Put a name below the sentence whose key is told, for good.

    Of a wrong key, and of the right one to a sentence that is not shown, the same is said. The same
    name may be told again: an answer may have been lost on its way.

    Args:
        store: The store.
        code: The session's code.
        key: What the phone has kept.
        name: What is to stand below the sentence.

    Returns:
        The name as it stands there.

    Raises:
        NotFoundError: There is no such session, or it shows no sentence of this key.
        PhaseError: A name stands there already, or too few would be left without one.
        ResponseError: The name is empty or too long.
    """
    line = tidy_line(name)
    if not line:
        raise ResponseError(_(NAMELESS), prompt="name")
    check_length(line, LONGEST_NAME, "name")
    current = store.get_round(code)
    if not isinstance(key, str) or not fits_signs(key):
        raise NotFoundError(_(NOT_YOURS))
    store.claim_text(current.id, hash_key(key), line, _count_most(store, current))
    return line


def list_claimable(store: Store, current: Round, role: Role) -> tuple[str, ...]:
    """Name the prompts of which another sentence may still be claimed, for phones.

    What the room can count itself decides it, and how many sentences were released.
    """
    if role is not Role.PARTICIPANT or current.phase is not Phase.REVEALED:
        return ()
    named = Counter(row.prompt for row in store.list_texts(current.id) if row.name is not None)
    most = _count_most(store, current)
    return tuple(name for name in most if named[name] < most[name])


def _count_most(store: Store, current: Round) -> Mapping[str, int]:
    """How many sentences may carry a name, by prompt."""
    if current.exercise is None:
        return {}
    claimed = [each.name for each in current.exercise.sentences if each.may_be_claimed]
    counts = store.get_text_counts(current.id) if claimed else {}
    return {name: count_claims(current.exercise.policy, n=counts.get(name, 0)) for name in claimed}
