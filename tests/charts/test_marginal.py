"""The picture of a published result: one that fits its kind, or none where words are enough."""

from __future__ import annotations

import pytest

from kit.charts.marginal import draw_marginal
from kit.charts.theme import PHONE, SCREEN
from kit.errors import DefinitionError, MissingPartError
from kit.exercise.prompt import Prompt
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from tests.drawings import GUESS, KINDS, answer, answer_yes, get_texts, make_means


class Sketch(Prompt):
    """A kind that nobody can draw."""

    def clean(self, raw: object) -> None:
        return None


def make_sketch(kind: str) -> Marginal:
    return Marginal("sketch", kind, "Draw it", 9, (("a", "A", 9),), Shape.COUNTS)


@pytest.mark.parametrize(
    "marginal", [KINDS, GUESS, answer(*[3] * 15), answer_yes(4, 20), make_means(30, 50, 50, 30)]
)
@pytest.mark.parametrize("narrow", [False, True])
def test_a_result_in_numbers_has_a_picture_for_a_screen_and_one_for_a_phone(
    marginal: Marginal, narrow: bool
) -> None:
    chart = draw_marginal(marginal, size=PHONE if narrow else SCREEN)
    assert chart is not None
    assert get_texts(chart)


def test_what_is_withheld_is_never_drawn_of_whatever_kind() -> None:
    for kind in ("Choice", "Scale", "YesNo", "EnergyMap", "Sketch"):
        withheld = Marginal("any", kind, "Any?", 0, (), Shape.WITHHELD, TOO_FEW)
        assert draw_marginal(withheld) is None


def test_a_kind_without_a_picture_is_named_and_so_is_one_that_is_not_there() -> None:
    with pytest.raises(MissingPartError, match="the kind Sketch has no chart"):
        draw_marginal(make_sketch("Sketch"))
    with pytest.raises(DefinitionError, match="'Nothing' is not a kind of prompt"):
        draw_marginal(make_sketch("Nothing"))
