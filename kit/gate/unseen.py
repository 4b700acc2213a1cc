"""A result that is left unseen: it is erased before the room has seen it, and for good.

Whoever steers has seen it between the close and this. If the exercise were played again with one
answer more, they could take what they remember from the new result. So how many have answered each
question stays, without what they said, and `hold_back` goes by it as by any other result.
"""

from __future__ import annotations

from dataclasses import replace

from kit.errors import PhaseError
from kit.gate.crosstabs import CrossTable
from kit.gate.marginals import UNSEEN, Marginal, Shape
from kit.gate.snapshot import Snapshot
from kit.language import N_, _
from kit.session.session import Phase, Round
from kit.store import Store
from kit.store.round_rows import check_phase
from kit.store.staging import Publication, publishing

SEEN = N_(
    "The room has seen a part of this result while it answered, so it cannot be left unseen. "
    "Reveal it, and go on at once."
)
NOTHING = N_("This round has no result that could be left unseen. Go on with the large button.")


def leave_unseen(store: Store, round_id: int, expected: Phase = Phase.CLOSED) -> Round:
    """Erase the result of a closed round that is not revealed, and its sentences, for good.

    Of two who press at once, one to reveal it and one to leave it unseen, one is told that the
    round has moved on.

    Args:
        store: The store.
        round_id: The round.
        expected: Where the caller saw it stand.

    Returns:
        The round, past its reveal and without a result.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: It is not closed, is revealed already, has no result, or the room has seen a
            part of it.
        PauseError: The session is stopped for a moment.
    """
    with publishing(store, round_id) as publication:
        check_phase(publication.round, expected)
        publication.check_going()
        publication.erase_result(_empty(publication).to_json())
        code = publication.round.code
    store.notices.publish(code, "ledger")
    store.notices.publish(code, "phase")
    return store.get_round_by_id(round_id)


def may_leave_unseen(store: Store, current: Round) -> bool:
    """Whether a round stands closed, with a result of which the room has seen nothing."""
    if store.get_session(current.code).stopped_at:
        return False
    return current.phase is Phase.CLOSED and len(store.list_snapshots(current.id)) == 1


def _empty(publication: Publication) -> Snapshot:
    """The result of a round without what it says."""
    if publication.last is None:
        raise PhaseError(_(NOTHING))
    if publication.number > 1:
        raise PhaseError(_(SEEN))
    result = Snapshot.from_json(publication.last)
    return replace(
        result,
        marginals=tuple(_empty_marginal(each) for each in result.marginals if each.n),
        crosses=tuple(_empty_table(each) for each in result.crosses if each.n),
    )


def _empty_marginal(marginal: Marginal) -> Marginal:
    about = (marginal.prompt, marginal.type, marginal.text)
    return Marginal(*about, marginal.n, (), Shape.WITHHELD, UNSEEN, group=marginal.group)


def _empty_table(table: CrossTable) -> CrossTable:
    return replace(table, rows=(), columns=(), counts=(), summary=UNSEEN)
