"""`kit.join`: from an exercise in a notebook to the room it is played in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial

from kit.console.console import Console
from kit.errors import NotFoundError, RoleError
from kit.exercise.exercise import Exercise, Submission
from kit.forms.commitment_card import Card
from kit.forms.form import Form
from kit.gate.promise import describe_promise
from kit.gate.publication import find_own_submission, is_published, submit
from kit.rehearsal.rehearsal import start_rehearsal
from kit.room.cards import Cards
from kit.room.context import KernelContext, find_context
from kit.room.controls import RoundControls
from kit.room.ownership import find_acting_seat
from kit.room.pairing import Pairing
from kit.room.results import Results
from kit.session.session import Phase, Role, check_role
from kit.store import Store, open_store
from kit.views.round import View, get_view
from kit.widgets.page_style import PageStyle


class Room:
    """A round as a notebook holds it.

    Attributes:
        exercise: The exercise being played.
        results: What has been published, followed live: hand it to `kit.MarbleJar`, `kit.bars`,
            or read one question with `room.results.to_frame("kind")`.
        jars: Names of the questions that the screen shows as a marble jar.
    """

    def __init__(
        self, store: Store, place: KernelContext, exercise: Exercise, own_seat: str = ""
    ) -> None:
        self.exercise = exercise
        self.jars: list[str] = []
        self._store = store
        self._place = place
        self._own_seat = own_seat
        # A phone shows no counts while the round is open, so it need not wake for them.
        phone = place.role is Role.PARTICIPANT
        deaf = {"progress", "seats", "pairs", "apart", "picture"} if phone else set()
        self._pairing = Pairing(store, place.code)
        self.results = Results(
            store,
            place.code,
            lambda: get_view(store, place.round_id, place.role),
            deaf_to=deaf | {"commitments"},
        )

    def __repr__(self) -> str:
        return f"<Room of {self.exercise.slug!r} for the {self._place.role.value}>"

    @cached_property
    def cards(self) -> Cards:
        """The session's signed cards, followed live: hand it to `kit.CommitmentBoard`."""
        return Cards(self._store, self._place)

    def form(self, title: str = "") -> Form:
        """The form of the seat for which this cell runs.

        Args:
            title: What stands above it; without one, the exercise's title.

        Raises:
            RoleError: Called for another role than a participant's.
        """
        seat = find_acting_seat()
        token = self._find_token("form")
        played = self.results.view.exercise  # its policy may be tighter by now
        form = Form(
            self.exercise,
            describe_promise(played),
            on_send=lambda raw: self._submit(token, raw),
            title=title,
            marbles=self.jars,
        )
        own = find_own_submission(self._store, self._place.round_id, token, played)
        form.restore(own)
        numbers, forget = self._pairing.add()
        form.children = (*form.children[:2], numbers, *form.children[2:])  # below the promise
        if self._own_seat:
            form.children = (*form.children, PageStyle())

        def follow(view: View) -> None:
            live = view.phase is Phase.OPEN and view.snapshot is not None
            if live and is_published(self._store, self._place.round_id, token):
                form.fix()
            form.follow(view)

        stop = self.results.watch(follow)
        if seat is not None:
            seat.leaving += [stop, forget]
        return form

    def commitments(self) -> Card:
        """The card that the seat for which this cell runs may sign with a name.

        Raises:
            RoleError: Called for another role than a participant's.
        """
        self._find_token("commitments")  # nothing of the seat goes into the card
        code = self._place.code
        card = Card(
            self.exercise.title,
            on_sign=partial(self._store.add_commitment, code),
            on_take_back=partial(self._store.take_away_commitment, code),
        )
        if self._own_seat:
            card.children = (*card.children, PageStyle())
        stop = self.results.watch(card.follow)
        if seat := find_acting_seat():
            seat.leaving.append(stop)
        return card

    def console(self) -> Console:
        """The facilitator's controls.

        Raises:
            RoleError: Called for another role than the facilitator's.
        """
        if self._place.role is not Role.FACILITATOR:
            msg = (
                "room.console() belongs into a cell tagged 'facilitator': "
                f"the {self._place.role.value}'s page has no controls."
            )
            raise RoleError(msg)
        controls = RoundControls(self._store, self._place, lambda: self.results.view)
        console = Console(self.exercise, controls, join_url=self._place.join_url)
        if self._own_seat:
            console.children = (*console.children, PageStyle())
        self.results.watch(console.follow)
        return console

    @property
    def role(self) -> Role:
        """The role this kernel serves."""
        return self._place.role

    def choose_picture(self, title: str) -> None:
        """Put a picture on the screen, on every device.

        Raises:
            RoleError: Called for another role than the facilitator's.
            PhaseError: The round is done.
        """
        check_role(self.role, Role.FACILITATOR)
        self._store.set_picture(self._place.round_id, title)

    def is_current(self) -> bool:
        """Whether the session goes on and still plays this round."""
        code = self._place.code
        if self._store.get_session(code).ended:
            return False
        return self._store.get_round(code).id == self._place.round_id

    def forget(self) -> None:
        """Show where the round stands now, and keep nothing of what was read before."""
        self.results.refresh()
        self._store.database.forget()

    def close(self) -> None:
        """Stop following the round and let go of the store."""
        self.results.close()
        if "cards" in self.__dict__:
            self.cards.close()
        self._pairing.close()
        self._store.close()

    def _find_token(self, call: str) -> str:
        """The seat's secret; a page without a seat is refused."""
        seat = find_acting_seat()
        token = seat.token if seat else self._own_seat
        if not token:
            msg = (
                f"room.{call}() belongs into a cell tagged 'participant': "
                f"there is no seat on the {self._place.role.value}'s page."
            )
            raise RoleError(msg)
        return token

    def _submit(self, token: str, raw: Mapping[str, object]) -> Submission:
        return submit(self._store, self._place.round_id, token, raw)


_joined: Room | None = None


def find_joined() -> Room | None:
    """The room this kernel joined last."""
    return _joined


def is_left_behind() -> bool:
    """Whether the session has moved on, or is gone, while this kernel was getting ready."""
    place = find_context()
    if place is None or _joined is not None:
        return False
    store = open_store(place.data)
    try:
        return store.get_round(place.code).id != place.round_id
    except NotFoundError:
        return True
    finally:
        store.close()


def join(exercise: Exercise) -> Room:
    """Join the session this notebook runs in; in JupyterLab, a rehearsal of its own.

    Raises:
        PhaseError: The exercise differs from the one this round has begun with.
        PolicyError: Its policy protects less than the one this round has begun with.
        NotFoundError: The session or round is gone.
    """
    global _joined
    _joined = _enter(exercise)
    return _joined


def _enter(exercise: Exercise) -> Room:
    place = find_context()
    if place is None:
        rehearsal = start_rehearsal(exercise)
        place = KernelContext(
            code=rehearsal.code,
            role=Role.FACILITATOR,
            data="",
            notices="",
            notebook="",
            round_id=rehearsal.round_id,
        )
        return Room(rehearsal.store, place, exercise, own_seat=rehearsal.own_seat)
    store = open_store(place.data)
    try:
        store.notices.connect(place.notices)
        if store.get_round(place.code).id != place.round_id:
            msg = "The session has moved on to another exercise. Load the page again."
            raise NotFoundError(msg)
        store.set_definition(place.round_id, exercise)
        return Room(store, place, exercise)
    except BaseException:
        store.close()
        raise
