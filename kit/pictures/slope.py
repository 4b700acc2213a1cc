"""Where a group's energy goes, now and next."""

from __future__ import annotations

from typing import Any

from kit.errors import DefinitionError
from kit.exercise.energy_map import EnergyMap
from kit.language import N_, _
from kit.pictures.bars import read_result
from kit.views.round import View
from kit.widgets.live_chart import LiveChart
from kit.widgets.picture import Results

WAITING = N_("The group's energy appears when the facilitator reveals it")


def slope(results: Results, prompt: str) -> LiveChart:
    """A group's mean shares of giving and draining work, now and next.

    It is the picture that `kit.Bars` draws of an EnergyMap, with words of its own until there is a
    result; and it refuses every other kind.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of an EnergyMap prompt.

    Raises:
        DefinitionError: The exercise has no such prompt, or it is not an EnergyMap.
    """
    chart = LiveChart()
    chart.follow(results, lambda view: _read_slope(view, prompt))
    return chart


def _read_slope(view: View, name: str) -> dict[str, Any]:
    if not isinstance(view.of(name).exercise.get_prompt(name), EnergyMap):
        msg = f"prompt {name!r}: only an EnergyMap has a now and a next. Use kit.Bars instead."
        raise DefinitionError(msg)
    return read_result(view, name, _(WAITING))
