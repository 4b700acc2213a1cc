"""`kit.join`: from an exercise in a notebook to the room it is played in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ipywidgets import HTML

from kit.console.console import Console
from kit.console.notes_desk import NotesDesk
from kit.errors import NotFoundError, PhaseError, RoleError
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.parts import check_parts
from kit.forms.commitment_card import Card
from kit.forms.form import Form
from kit.forms.mirror import MirrorCard
from kit.forms.note_card import NoteCard
from kit.gate.publication import find_own_submission, is_published, submit
from kit.language import _
from kit.rehearsal.rehearsal import start_rehearsal
from kit.room.cards import Cards
from kit.room.context import KernelContext, find_context
from kit.room.controls import RoundControls
from kit.room.dealing import Dealing
from kit.room.history import TeamHistory
from kit.room.ownership import find_acting_seat
from kit.room.pairing import Pairing
from kit.room.preview import draw_preview, follow_cells
from kit.room.results import Results
from kit.room.signed import Signed
from kit.session.session import Phase, Role, check_role
from kit.store import Store, open_store
from kit.views.round import View, foresee_parts, get_earlier_parts, get_view
from kit.widgets.page_style import PageStyle


class Room:
    """A round as a notebook holds it.

    Attributes:
        exercise: The exercise being played.
        results: What has been published, followed live: hand it to `kit.MarbleJar`, `kit.Bars`,
            or read one question with `room.results.to_frame("kind")`.
        jars: Names of the questions that the screen shows as a marble jar.
    """

    def __init__(
        self, store: Store, place: KernelContext, exercise: Exercise, own_seat: str = ""
    ) -> None:
        self._earlier = get_earlier_parts(store, place.round_id, place.role)  # which are over
        self.exercise = exercise
        self.jars: list[str] = []
        self._store = store
        self._place = place
        self._own_seat = own_seat
        # A phone shows no counts while the round is open, so it need not wake for them.
        phone = place.role is Role.PARTICIPANT
        deaf = {"progress", "seats", "pairs", "apart", "picture", "debrief"} if phone else set()
        if place.role is not Role.FACILITATOR:
            deaf.add("memo")
        self._pairing = Pairing(store, place.code)
        self.results = Results(
            store,
            place.code,
            self._get_view,
            deaf_to=deaf | {"commitments", "notes", "names", "deal"},
        )

    def __repr__(self) -> str:
        return f"<Room of {self.exercise.slug!r} for the {self._place.role.value}>"

    @cached_property
    def cards(self) -> Cards:
        """The session's signed cards, followed live: hand it to `kit.CommitmentBoard`."""
        return Cards(self._store, self._place)

    @cached_property
    def history(self) -> TeamHistory:
        """What the team's sessions have shown, a line for each, followed live."""
        return TeamHistory(self._store, self._place)

    @cached_property
    def signed(self) -> Signed:
        """The exercise's signed notes, followed live: hand it to `kit.Notes` or `kit.Market`."""
        return Signed(self._store, self._place)

    @cached_property
    def _dealing(self) -> Dealing:
        return Dealing(self._store, self._place.code, self.signed.list_names)

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
            on_send=lambda raw: self._submit(token, raw),
            title=title,
            marbles=self.jars,
            claims=not self._own_seat,  # in JupyterLab no server of ours hears the page
        )
        own = find_own_submission(self._store, self._place.round_id, token, played)
        form.restore(own)
        pairs, forget = self._pairing.add()
        asked = (pairs.side, pairs.note)
        form.children = (*form.children[:2], *asked, *form.children[2:])  # below the promise
        if self._own_seat:
            form.children = (*form.children, PageStyle())

        lost = self.results.view.round.lost

        def follow(view: View) -> None:
            nonlocal lost
            if view.round.lost > lost:  # what this seat has sent since then is there
                lost = view.round.lost
                if find_own_submission(self._store, self._place.round_id, token) is None:
                    form.lose()
            live = view.phase is Phase.OPEN and view.snapshot is not None
            if live and is_published(self._store, self._place.round_id, token):
                form.fix()
            pairs.side.asked = view.hybrid
            form.follow(view)

        stop = self.results.watch(follow)
        if seat is not None:
            seat.leaving += [stop, forget]
        return form

    def preview(self) -> HTML | None:
        """Phone, dashboard and screen of the rehearsal that `kit edit` runs, beside each other.

        The rehearsal goes to the notebook in which this stands, and plays what is saved of it.

        Returns:
            What a notebook shows; None in a session, where each page is itself.

        Raises:
            KitError: The rehearsal cannot go to this notebook.
        """
        return draw_preview()

    def commitments(self, *, after_reveal: bool = False) -> Card:
        """The card that the seat for which this cell runs may sign with a name.

        Args:
            after_reveal: It comes when the first result of the exercise is shown, so that nobody
                takes it for a question.

        Raises:
            RoleError: Called for another role than a participant's.
        """
        self._find_token("commitments")  # nothing of the seat goes into the card
        code = self._place.code
        card = Card(
            self.exercise.title,
            on_sign=partial(self._store.add_commitment, code),
            on_take_back=partial(self._store.take_away_commitment, code),
            after_reveal=after_reveal,
        )
        if self._own_seat:
            card.children = (*card.children, PageStyle())
        stops = [self.results.watch(card.follow), self.cards.watch(card.follow_board)]
        if seat := find_acting_seat():
            seat.leaving += stops
        return card

    def mirror(self, lines: list[str]) -> MirrorCard:
        """Statements with a slider from 0 to 10 each, which the person sees alone.

        What is set stays in the browser's tab: nothing of it is sent. A button wipes it, and so
        does the close.

        Args:
            lines: Three to six different statements, each of at most 140 characters.

        Raises:
            RoleError: Called for another role than a participant's.
            DefinitionError: The statements cannot be shown as they are.
        """
        self._find_token("mirror")  # nothing of the seat goes into it
        mirror = MirrorCard(self.exercise.slug, lines)
        if self._own_seat:
            mirror.children = (*mirror.children, PageStyle())
        stop = self.results.watch(mirror.follow)
        if seat := find_acting_seat():
            seat.leaving.append(stop)
        return mirror

    def notes(self, name: str, *, after_reveal: bool = False) -> NoteCard:
        """The card for signed notes of the seat for which this cell runs.

        Args:
            name: Name of a `SignedNote` of the exercise.
            after_reveal: It comes when the first result of the exercise is shown, so that nobody
                takes it for a question.

        Raises:
            RoleError: Called for another role than a participant's.
            DefinitionError: The exercise has no such notes.
        """
        self._find_token("notes")  # nothing of the seat goes into the card
        kind = self.signed.now.get_kind(name)
        leaving: list[Callable[[], None]] = []
        another: Callable[[], None] = lambda: None  # noqa: E731 -- until there is a deck
        card = NoteCard(kind, self.signed, lambda: another(), after_reveal=after_reveal)
        if kind.names:
            another, forget = self._dealing.add(card.give)
            leaving.append(forget)
        if self._own_seat:
            card.children = (*card.children, PageStyle())
        leaving.append(self.signed.watch(card.follow))
        leaving.append(self.results.watch(lambda view: card.rest(view.is_stopped)))
        if seat := find_acting_seat():
            seat.leaving += leaving
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
        desk = NotesDesk(self.signed.now.kinds, self.signed) if self.signed.now.kinds else None
        console = Console(self.exercise, controls, desk, join_url=self._place.join_url)
        if self._own_seat:
            console.children = (*console.children, PageStyle())
        self.results.watch(console.follow)
        if self._place.join_url:  # in JupyterLab there is no team
            self.history.watch(console.team.follow)
        if desk is not None:
            self.signed.watch(desk.follow)
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
        for name in ("cards", "history", "signed", "_dealing"):
            if name in self.__dict__:
                self.__dict__[name].close()
        self._pairing.close()
        self._store.close()

    def _get_view(self) -> View:
        view = get_view(self._store, self._place.round_id, self._place.role)
        return replace(view, parts=(*self._earlier, *foresee_parts(view.round)))

    def _find_token(self, call: str) -> str:
        """The seat's secret; a page without a seat is refused."""
        seat = find_acting_seat()
        token = seat.token if seat else self._own_seat
        if not token and self._place.role is Role.PARTICIPANT:
            msg = (
                f"room.{call}() stands in a cell that is everybody's, and there is no seat for it. "
                "Tag the cell 'participant'."
            )
            raise RoleError(msg)
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


def join(*parts: Exercise) -> Room:
    """Join the session this notebook runs in; in JupyterLab, a rehearsal of its own.

    Args:
        parts: The exercise; or its parts, at most three, which are played one after the other. Each
            is a round with a form, a promise, a close and a result of its own, and nothing leads
            from a person's answers in one to those in another. The leader speaks in the first.

    Raises:
        DefinitionError: There is no exercise, or the parts do not go together.
        PhaseError: The exercise differs from the one this round has begun with.
        PolicyError: Its policy protects less than the one this round has begun with.
        NotFoundError: The session or round is gone.
    """
    global _joined
    check_parts(parts)
    _joined = _enter(parts)
    return _joined


def _enter(parts: Sequence[Exercise]) -> Room:
    place = find_context()
    if place is None:
        follow_cells()
        rehearsal = start_rehearsal(*parts)
        place = KernelContext(
            code=rehearsal.code,
            role=Role.FACILITATOR,
            data="",
            notices="",
            notebook="",
            round_id=rehearsal.round_id,
        )
        exercise = parts[rehearsal.part]
        return Room(rehearsal.store, place, exercise, own_seat=rehearsal.own_seat)
    store = open_store(place.data)
    try:
        store.notices.connect(place.notices)
        current = store.get_round(place.code)
        if current.id != place.round_id:
            msg = _("The session has moved on to another exercise. Load the page again.")
            raise NotFoundError(msg)
        if current.part >= len(parts):
            msg = _(
                "{notebook} has fewer parts than when this exercise began. Undo the change, or "
                "go on to the next exercise.",
                notebook=place.notebook,
            )
            raise PhaseError(msg)
        store.set_definition(place.round_id, parts[current.part], parts[current.part + 1 :])
        return Room(store, place, parts[current.part])
    except BaseException:
        store.close()
        raise
