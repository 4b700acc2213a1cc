"""Shares of energy: from a person's own map of their work to the means of a group.

A map is a few tasks, each small, medium or large by the energy it takes, and each giving energy,
neutral or draining. The map itself never leaves the browser; `widgets/shared/energy_sum.js` does
there what `share_energy` does here. What leaves it are four whole numbers in steps of ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from kit.language import N_

STEP = 10  # of a person's shares, in per cent
GROUP_STEP = 5  # of a group's means, in per cent
TURN = 5  # by how much a mean has to change to be called more or less, in points of per cent
TURNS = {
    (1, 1): N_("From now to next: more on work that gives energy, more on work that drains it."),
    (1, 0): N_(
        "From now to next: more on work that gives energy, about the same on work that drains it."
    ),
    (1, -1): N_("From now to next: more on work that gives energy, less on work that drains it."),
    (0, 1): N_(
        "From now to next: about the same on work that gives energy, more on work that drains it."
    ),
    (0, 0): N_(
        "From now to next: about the same on work that gives energy, about the same on work that "
        "drains it."
    ),
    (0, -1): N_(
        "From now to next: about the same on work that gives energy, less on work that drains it."
    ),
    (-1, 1): N_("From now to next: less on work that gives energy, more on work that drains it."),
    (-1, 0): N_(
        "From now to next: less on work that gives energy, about the same on work that drains it."
    ),
    (-1, -1): N_("From now to next: less on work that gives energy, less on work that drains it."),
}
"""What is said of a small group, by whether giving and draining rise (1), fall (-1) or stay (0)."""

GIVES, NEUTRAL, DRAINS = 1, 0, -1
SIZES = (1, 2, 3)
"""The weights of a small, a medium and a large task."""

Task: TypeAlias = tuple[int, int]
"""A task's weight, and what it does: GIVES, NEUTRAL or DRAINS."""


class EnergyShares(NamedTuple):
    """How much of somebody's energy goes where, in per cent.

    Attributes:
        giving_now: On work that gives energy, as it is today.
        draining_now: On work that drains it, as it is today.
        giving_next: On work that gives energy, as it is meant to become.
        draining_next: On work that drains it, as it is meant to become.
    """

    giving_now: int
    draining_now: int
    giving_next: int
    draining_next: int


def read_shares(raw: Sequence[object]) -> EnergyShares | None:
    """Take four numbers for shares; None where they are not.

    Each is a whole number from 0 to 100 in steps of ten, and what gives and what drains is never
    more than everything.
    """
    if len(raw) != len(EnergyShares._fields) or not all(map(_is_share, raw)):
        return None
    shares = EnergyShares(*raw)  # type: ignore[arg-type]
    now, then = shares.giving_now + shares.draining_now, shares.giving_next + shares.draining_next
    return shares if max(now, then) <= 100 else None


def share_energy(tasks: Iterable[Task]) -> tuple[int, int]:
    """The shares of giving and of draining work in a map, in per cent to the nearest ten.

    Halves go down, so that both together are never more than everything, and a map that is turned
    round has the same shares the other way round. A map without tasks has none.
    """
    listed = list(tasks)
    whole = sum(size for size, _ in listed)
    parts = [sum(size for size, does in listed if does == what) for what in (GIVES, DRAINS)]
    giving, draining = (round_share(100 * part, whole, STEP) if whole else 0 for part in parts)
    return giving, draining


def average_shares(answers: Sequence[EnergyShares]) -> EnergyShares:
    """A group's mean shares, each to the nearest five per cent, halves down.

    Args:
        answers: One for each person, at least one.
    """
    return EnergyShares(
        *(
            round_share(sum(column), len(answers), GROUP_STEP)
            for column in zip(*answers, strict=True)
        )
    )


def describe_turn(answers: Sequence[EnergyShares]) -> str:
    """Say without a number where a group wants to go, from now to next.

    Args:
        answers: One for each person, at least one.
    """
    n = len(answers)
    giving = _get_turn(sum(each.giving_next - each.giving_now for each in answers), n)
    draining = _get_turn(sum(each.draining_next - each.draining_now for each in answers), n)
    return TURNS[giving, draining]


def round_share(amount: int, whole: int, step: int) -> int:
    """Divide and round to the nearest step, halves down; exact, in whole numbers.

    Args:
        amount: 0 or more.
        whole: 1 or more.
        step: What the result is a multiple of.
    """
    return max(0, step * -((step * whole - 2 * amount) // (2 * step * whole)))


def _get_turn(change: int, n: int) -> int:
    """Whether a mean rises (1), falls (-1) or stays about the same (0)."""
    if abs(change) < TURN * n:
        return 0
    return 1 if change > 0 else -1


def _is_share(value: object) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and 0 <= value <= 100 and value % STEP == 0  # type: ignore[operator]
