"""The facilitator's timer: there while the round is open, a minute at a time."""

from __future__ import annotations

from pathlib import Path

from kit.console.timer import MINUTE, TimerControls
from kit.lifecycle import advance_round
from kit.session.session import Phase, Role
from kit.store import open_store
from kit.views.round import get_view
from tests.pages import walk
from tests.store.sample import make_exercise, prepare_round


def test_a_minute_more_or_less_is_there_only_while_the_round_is_open(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kit.db")
    current = prepare_round(store, make_exercise())
    controls = TimerControls(lambda by: store.move_timer(current.id, by), warn=print)
    _countdown, buttons, _rests = controls.children
    assert [each.description for each in buttons.children] == ["1 minute less", "1 minute more"]
    seen = []
    for phase in (Phase.PREPARE, Phase.OPEN):
        controls.follow(get_view(store, current.id, Role.FACILITATOR))
        seen.append(buttons in walk(controls))
        advance_round(store, current.id, phase)
    controls.follow(get_view(store, current.id, Role.FACILITATOR))
    assert [*seen, buttons in walk(controls)] == [False, True, False]
    store.close()


def test_in_a_break_the_same_buttons_move_its_end(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kit.db")
    current = prepare_round(store, make_exercise())
    store.begin_break(current.id, 1, 4_000_000_020.0, expected=Phase.PREPARE)
    controls = TimerControls(lambda by: store.move_timer(current.id, by), warn=print)
    countdown, buttons, _rests = controls.children
    for seconds in (0, 60):
        controls.follow(get_view(store, current.id, Role.FACILITATOR))
        assert buttons in walk(controls)
        assert (countdown.label, countdown.ends_at) == ("Break", 4_000_000_020.0 + seconds)
        buttons.children[1].click()
    store.close()


def test_each_press_adds_or_takes_a_minute() -> None:
    asked: list[float] = []
    _countdown, buttons, _rests = TimerControls(asked.append, warn=print).children
    for button in (*buttons.children, buttons.children[1]):
        button.click()
    assert asked == [-MINUTE, MINUTE, MINUTE]
