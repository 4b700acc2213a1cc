"""What the leader has promised, for the leader to keep: the cards with their name, on one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.exercise.lines import fold_line
from kit.server.handlers.facilitator import FacilitatorHandler, build_address
from kit.session.commitments import Commitment
from kit.session.session import describe_day
from kit.store import Store


@dataclass(frozen=True)
class SignedCards:
    """The cards of a session that were signed and seen.

    Attributes:
        commitments: What was promised.
        notes: Of the other cards, the exercise, and its questions with what stands there.
        leaders: Names under which a leader has gone first, as far as they are kept.
    """

    commitments: tuple[Commitment, ...] = ()
    notes: tuple[tuple[str, dict[str, str]], ...] = field(default=(), repr=False)
    leaders: tuple[str, ...] = field(default=(), repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Whoever has signed, and the leaders, each once and by the alphabet."""
        return list_names([*(each.owner for each in self.commitments), *self.leaders])

    def of(self, name: str) -> SignedCards:
        """Those that somebody has signed; a name is compared without its capitals."""
        own = fold_line(name)
        return SignedCards(
            tuple(each for each in self.commitments if fold_line(each.owner) == own),
            tuple(each for each in self.notes if own in map(fold_line, each[1].values())),
            self.leaders,
        )


class Promises(FacilitatorHandler):
    """`/facilitate/<code>/promises`: the cards of one person, to be printed for the leader."""

    async def get(self, given: str) -> None:
        """Show the leader's; whoever looks may choose another name."""
        if not await self.let_in(f"{build_address(given)}/promises"):
            return
        session = await self.get_known(given)
        found = await self.house.read(read_cards, session.code)
        name = self.get_argument("name", "").strip() or next(iter(found.leaders), "")
        self.show(
            "promises.html",
            session=session,
            who=name,
            names=found.names,
            cards=found.of(name) if name else SignedCards(),
            day=describe_day(session.held_on),
            next_day=describe_day(session.next_on),
        )

    post = get


def read_cards(store: Store, code: str) -> SignedCards:
    """Read the cards of a session that people have signed and others have seen."""
    leaders, notes = [], []
    for current in store.list_rounds(code):
        told = (store.get_leader(current.id), *store.list_more_leaders(current.id))
        leaders += [each.get("name", "") for each in told]
        kinds = (
            {} if current.exercise is None else {each.name: each for each in current.exercise.notes}
        )
        for note in store.list_notes(current.id).values():
            if note.is_seen and note.kind in kinds:
                kind = kinds[note.kind]
                asked = {each.name: each.text for each in kind.fields}
                said = {asked[each]: kind.describe(each, note.words[each]) for each in note.words}
                notes.append((kind.title, said))
    cards = tuple(store.list_commitments(code).values())
    return SignedCards(cards, tuple(notes), list_names(leaders))


def list_names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, by the alphabet; "ADA" is the name "Ada" once more."""
    found: dict[str, str] = {}
    for each in names:
        if each:
            found.setdefault(fold_line(each), each)
    return tuple(found[each] for each in sorted(found))
