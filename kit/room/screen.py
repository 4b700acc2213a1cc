"""What the server adds below a Voilà page's own cells: the screen's foot, and the way onward."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from IPython.display import display

from kit.errors import KitError
from kit.language import N_, _
from kit.pictures.history import history
from kit.room.room import find_joined, is_left_behind
from kit.session.debrief import split_lines
from kit.session.session import Phase, Role
from kit.views.round import View
from kit.views.scene import describe_scene
from kit.views.status import count_crowd, describe_crowd, describe_screen
from kit.widgets.callbacks import guard
from kit.widgets.leader_card import LeaderCard
from kit.widgets.page_link import PageLink
from kit.widgets.picture_choice import JOIN, PictureChoice
from kit.widgets.scene import Scene
from kit.widgets.stage_bar import StageBar

log = logging.getLogger("kit.room")

IS_THAT = N_("Is that what we said?")


def show_leader() -> None:
    """The leader's words while the leader speaks, and what the room is asked whether it said it."""
    room = find_joined()
    if room is None:
        return
    card = LeaderCard()

    def follow(view: View) -> None:
        heading, words = read_leading(view)
        with card.hold_sync():
            card.words = words
            card.heading = heading

    room.results.watch(follow)
    display(card)  # type: ignore[no-untyped-call]


def show_scene() -> None:
    """What the room reads where no picture has the stage, and whether it still gathers."""
    room = find_joined()
    if room is None:
        return
    page = Scene()

    def follow(view: View) -> None:
        said = describe_scene(view)
        with page.hold_sync():
            for name, value in asdict(said).items():
                page.set_trait(name, value)
            page.lobby = view.lobby and not (said.turns or view.is_stopped)

    room.results.watch(follow)
    display(page)  # type: ignore[no-untyped-call]


def show_foot() -> None:
    """What happens now, how far the room is, and the time left."""
    room = find_joined()
    if room is None:
        return
    bar = StageBar()

    def follow(view: View) -> None:
        large = describe_scene(view).says_all
        with bar.hold_sync():
            bar.phase_text = "" if large else describe_screen(view)
            bar.progress = describe_crowd(view)
            bar.note = view.note if view.phase is Phase.REVEALED and not large else ""
            bar.people, bar.finished = count_crowd(view)
            bar.turns, bar.ends_at = find_clock(view)
            bar.resting = view.is_stopped

    room.results.watch(follow)
    display(bar)  # type: ignore[no-untyped-call]


def find_clock(view: View) -> tuple[list[float], float]:
    """What runs at the foot: the ends of a talk's turns, and when time is up; [] and 0 for none.

    A talk that has the stage has its clock there, and no other one beside it.
    """
    if talk := view.talk:
        return ([], 0.0) if talk.leads else ([*talk.ends], talk.ends[-1])
    runs = view.phase is Phase.OPEN and not view.is_stopped
    return [], (view.round.ends_at or 0.0) if runs else 0.0


def show_history() -> None:
    """The team over time, behind all other pictures, where the facilitator turns to it."""
    room = find_joined()
    if room is not None:
        display(history(room.history))  # type: ignore[no-untyped-call]


def show_link() -> None:
    """Nothing to see: loads the page again once the session plays another round."""
    room = find_joined()
    if room is None:
        if is_left_behind():
            display(PageLink(late=True))  # type: ignore[no-untyped-call]
        return
    link = PageLink()

    def follow(_view: View) -> None:
        if not room.is_current():
            link.version += 1

    room.results.watch(follow)
    display(link)  # type: ignore[no-untyped-call]


def show_choice() -> None:
    """Nothing to see: the page turns to the picture that the facilitator has chosen.

    A facilitator's page chooses for all. What a screen's page says here reaches nobody.
    """
    room = find_joined()
    if room is None:
        return
    choice, told = PictureChoice(), ""

    def follow(view: View) -> None:
        nonlocal told
        told = view.round.picture
        with choice.hold_sync():
            choice.chosen = told
            choice.phase = view.phase.value

    def choose(change: dict[str, Any]) -> None:
        nonlocal told
        if change["new"] == JOIN and room.results.view.lobby:
            choice.chosen = told  # it is there, and would stay when the exercise begins
        elif change["new"] != told:  # what was chosen on this page, not what it was told
            told = change["new"]
            room.choose_picture(told)

    room.results.watch(follow)
    if room.role is Role.FACILITATOR:
        choice.observe(guard(choose, _let_pass), ["chosen"])
    display(choice)  # type: ignore[no-untyped-call]


def _let_pass(error: KitError) -> None:
    """The round is over by now, and the page is about to be loaded again."""
    log.info("A picture could not be chosen: %s", error)


def read_leading(view: View) -> tuple[str, list[dict[str, str]]]:
    """What leads on the screen: a leader's words, or what the room is asked; nothing in a stop."""
    if view.is_stopped:
        return "", []
    return read_leader(view) if view.phase is Phase.LEADER else read_asked(view)


def read_leader(view: View) -> tuple[str, list[dict[str, str]]]:
    """Who goes first, and what was said: each `{"question", "text"}`. "" and [] for nothing."""
    told, track = view.speaker, view.exercise.leader
    if track is None or not any(told.values()):
        return "", []
    words = [
        {"question": prompt.text, "text": told[prompt.name]}
        for prompt in track.prompts
        if told.get(prompt.name)
    ]
    name = told.get("name", "")
    if view.more_leaders:
        words_of = _("{name} speaks now", name=name) if name else _("Another leader speaks now")
        return words_of, words
    return (_("{name} goes first", name=name) if name else _("The leader goes first")), words


def read_asked(view: View) -> tuple[str, list[dict[str, str]]]:
    """What the room is asked about: the question, and what it said, a line each."""
    lines = split_lines(view.debrief.asked)
    return (_(IS_THAT) if lines else ""), [{"question": "", "text": each} for each in lines]
