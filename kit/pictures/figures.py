"""Figures from studies beside each other, each with how it was found and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kit.errors import DefinitionError
from kit.exercise.figures import Figure, read_figure
from kit.language import N_, _
from kit.widgets.figure_bars import FigureBars

TITLE = N_("What studies found")
MOST = 12
TRIED = ("intervention", "experiment")
KINDS = {
    "survey": N_("one question, asked once"),
    "correlation": N_("compared, nothing was tried"),
    "intervention": N_("before and after"),
    "experiment": N_("drawn by lot and compared"),
    "review": N_("several studies together"),
}
"""What is said of a design where its source has no words of its own."""


def figures(names: Sequence[str], *, title: str = TITLE) -> FigureBars:
    """Numbers from studies as bars on one axis, those of one study together.

    Pale where things were compared as they were, dark where somebody tried something. It is turned
    to like a card, and holds nothing of what the room has said.

    Args:
        names: As in the first column of `data/figures.csv`, in the order in which they stand. At
            most twelve, all of one unit.
        title: What stands above them.

    Raises:
        DefinitionError: A name is unknown, stands twice, or has another unit than the first.
    """
    if isinstance(names, str) or not 1 <= len(names) <= MOST:
        msg = f"kit.Figures takes a list of one to {MOST} names, as kit.Figures(['stress'])."
        raise DefinitionError(msg)
    if not isinstance(title, str) or not title.strip():
        msg = "kit.Figures: title is a text. Put it in quotation marks, or leave it out."
        raise DefinitionError(msg)
    found = [read_figure(name) for name in names]
    for place, each in enumerate(found):
        if each in found[:place]:
            msg = f"kit.Figures: {each.name!r} stands there twice. Take one out."
            raise DefinitionError(msg)
        if _name_axis(each) != _name_axis(found[0]):
            msg = (
                f"kit.Figures: {found[0].name!r} is {_name_axis(found[0])} and {each.name!r} is "
                f"{_name_axis(each)}. They have no axis in common. Write kit.Figures for each."
            )
            raise DefinitionError(msg)
    grouped = [list(group) for _name, group in groupby(found, lambda each: each.source.name)]
    return FigureBars(
        title=_(TITLE) if title == TITLE else title.strip(),
        groups=[
            {
                "kind": _describe_kind(group[0]),
                "dark": group[0].design in TRIED,
                "source": group[0].source.short,
                "cited": str(group[0].source),
                "bars": [
                    {"words": _(each.words), "value": each.value, "compares": _(each.compares)}
                    for each in group
                ],
            }
            for group in grouped
        ],
    )


def _describe_kind(told: Figure) -> str:
    return _(told.source.kind or KINDS[told.design])


def _name_axis(told: Figure) -> str:
    """What a figure is a number of: a share of people and a difference share no axis."""
    return f"a share in {told.unit}" if told.design == "survey" else f"a difference in {told.unit}"
