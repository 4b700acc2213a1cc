"""What a question and a picture look like with few, some and many answers, beside each other.

`docs/gallery.ipynb` is made of it. Simulated people answer through the store and the gate, in a
database that is gone with the process; so what four of them have said is not shown here either.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from ipywidgets import Box, Label, Layout, VBox, Widget
from traitlets import List

from kit.console.lines import ResultLines
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.guesses import guess_key, third_key
from kit.exercise.prompt import Prompt
from kit.rehearsal.cards import EARLIER, SIGNING, list_cards, list_todays
from kit.rehearsal.notes import NAMES, sign_own
from kit.rehearsal.people import SIGNERS
from kit.rehearsal.rounds import play_round
from kit.rehearsal.scripts import find_script
from kit.room.context import KernelContext
from kit.room.room import Room
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store
from kit.store.folders import make_folder
from kit.views.notes import read_notes
from kit.widgets.picture import Picture

COUNTS = (4, 12, 60)
"""How many people answer: too few to show anything, a team, a hall."""
SHOWN = 24  # words or sentences that the facilitator shows
NAMED = 2  # sentences below which somebody puts a name, where that may be
TELLS = "I asked somebody for help, and was glad of it."
SLUG = "gallery"
PHONE, TOLD = "On a phone", "{} people have answered"
EMPTY = "There is nothing to show, so the picture takes no space."


def fill_form(room: Room) -> Widget:
    """What most exercises have on a phone."""
    return room.form()


def say(room: Room) -> ResultLines:
    """What may be said about a result, as the dashboard shows it for the facilitator's voice."""
    lines = ResultLines()
    room.results.watch(lines.follow)
    return lines


def show(
    asked: Prompt | Exercise,
    picture: Callable[[Room], Widget] | None,
    phone: Callable[[Room], Widget] = fill_form,
) -> Box:
    """Ask something, have simulated people answer, and put the pictures beside each other.

    Args:
        asked: A question; or an exercise, where a picture needs several questions, or notes.
        picture: Makes the picture of a room, as in `lambda room: kit.Bars(room.results, "kind")`;
            None for what has none.
        phone: Makes what stands on a phone while the form is open.

    Returns:
        The phone, and beside it the picture with 4, 12 and 60 answers, after the reveal. A leader
        who is to speak has spoken and guessed, and the writers of two sentences that may be claimed
        have done so.
    """
    exercise = Exercise(SLUG, prompts=[asked], timer=None) if isinstance(asked, Prompt) else asked
    store = _open()
    written = _frame(PHONE, phone(_open_form(store, exercise)))
    written.layout.flex = "0 1 360px"  # as wide as a phone
    pictures = []
    if picture is not None:
        pictures = [_frame(TOLD.format(n), picture(_reveal(store, exercise, n))) for n in COUNTS]
    drawn = VBox(pictures, layout=Layout(flex="1 1 400px", min_width="0", grid_gap="24px"))
    layout = Layout(display="flex", flex_flow="row wrap", grid_gap="24px 40px")
    return Box([written, drawn], layout=layout)


def _frame(words: str, shown: Widget) -> VBox:
    label = Label(words, style={"font_weight": "bold"})
    below = [Label(EMPTY)] if isinstance(shown, Picture) and _is_empty(shown) else []
    return VBox([label, shown, *below], layout=Layout(min_width="0"))


def _is_empty(picture: Picture) -> bool:
    """Whether a picture has nothing to show, not even a word about that."""
    lists = [name for name, held in picture.traits(sync=True).items() if isinstance(held, List)]
    return not picture.message and not any(getattr(picture, name) for name in lists)


@cache
def _open() -> Store:
    """The database of this process."""
    return open_store(make_folder("gallery-") / "gallery.sqlite")


def _open_form(store: Store, exercise: Exercise) -> Room:
    """A phone's room while the form is open and nobody has answered."""
    people = COUNTS[-1] if exercise.delicate else 1  # a coin is thrown in a large room alone
    code, seats = _begin(store, exercise, people)
    current = play_round(store, store.get_round(code), seats, _draw(0), Phase.OPEN)
    place = KernelContext(code, Role.PARTICIPANT, "", "", SLUG, current.id)
    return Room(store, place, exercise, own_seat=seats[0])


def _reveal(store: Store, exercise: Exercise, people: int) -> Room:
    """The screen's room after the reveal."""
    chance, earlier = _draw(people), None
    if exercise.since or exercise.slug == SIGNING:  # something of last time is shown
        earlier, seats = _begin(store, exercise, people)
        play_round(store, store.get_round(earlier), seats, chance)
        for card in list_cards()[:EARLIER]:
            store.add_commitment(earlier, card)
    code, seats = _begin(store, exercise, people, earlier)
    _lead(store, store.get_round(code).id, exercise)
    current = play_round(
        store, store.get_round(code), seats, chance, Phase.REVEALED, most_shown=SHOWN
    )
    _sign(store, code, exercise, min(people, SIGNERS))
    _claim(store, current.id, exercise)
    return Room(store, KernelContext(code, Role.SCREEN, "", "", SLUG, current.id), exercise)


def _draw(people: int) -> random.Random:
    """What decides on answers: the same ones each time."""
    return random.Random(people)  # noqa: S311 -- people, not secrets


def _begin(
    store: Store, exercise: Exercise, people: int, follows: str | None = None
) -> tuple[str, Sequence[str]]:
    """A session whose people have come and whose exercise is about to begin; its code and seats."""
    code = store.add_session(exercise.title, [SLUG], follows=follows).code
    store.set_people(code, people)
    seats = [new_seat_token() for _ in range(people)]
    for seat in seats:
        store.add_seat(code, seat)
    store.set_definition(store.add_round(code, SLUG).id, exercise)
    return code, seats


def _sign(store: Store, code: str, exercise: Exercise, people: int) -> None:
    """Have people sign what the exercise has to sign; the facilitator shows all of it."""
    round_id = store.get_round(code).id
    cards = list_todays(None, exercise.slug) if exercise.slug == SIGNING else ()
    numbers = read_notes(store, round_id, Role.SCREEN).numbers
    for place in range(people):
        if cards:
            store.add_commitment(code, replace(cards[place % len(cards)], owner=NAMES[place]))
        sign_own(store, round_id, exercise.notes, place, find_script(exercise.slug), numbers)
    store.show_notes(round_id, list(store.list_notes(round_id)), True)


def _lead(store: Store, round_id: int, exercise: Exercise) -> None:
    """Have the leader speak and guess, in an exercise in which one does."""
    if exercise.leader is None:
        return
    told = {"name": NAMES[0], **{prompt.name: TELLS for prompt in exercise.leader.prompts}}
    for name in exercise.leader.guesses:
        asked = exercise.get_prompt(name)
        if isinstance(asked, Grid):
            told |= {guess_key(name): asked.rows[0].value, third_key(name): "middle"}
        else:
            told[guess_key(name)] = str(getattr(asked, "high", ""))
    store.set_leader(round_id, told)


def _claim(store: Store, round_id: int, exercise: Exercise) -> None:
    """Have the writers of the first sentences put their names below them, where they may."""
    most = {each.name: NAMED for each in exercise.sentences if each.may_be_claimed}
    shown = [row for row in store.list_texts(round_id) if row.shown and row.prompt in most]
    for row, name in zip(shown[:NAMED], NAMES, strict=False):
        store.claim_text(round_id, row.mark, name, most)
