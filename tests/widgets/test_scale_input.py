import pytest
from traitlets import TraitError

from kit.widgets.scale_input import ScaleInput


@pytest.mark.parametrize("number", [0, 6])
def test_a_number_beside_the_scale_counts_as_not_answered(number: int) -> None:
    widget = ScaleInput(value=3)
    widget.set_state({"value": number})
    assert widget.value is None


def test_an_answer_can_be_cleared() -> None:
    widget = ScaleInput(value=3)
    widget.set_state({"value": None})
    assert widget.value is None


def test_ends_and_value_may_be_given_in_any_order() -> None:
    assert ScaleInput(value=10, high=10, low=0).value == 10


@pytest.mark.parametrize(("low", "high"), [(5, 1), (3, 3)])
def test_a_scale_without_steps_is_refused_with_a_cure(low: int, high: int) -> None:
    with pytest.raises(TraitError, match="make high more than low"):
        ScaleInput(low=low, high=high)
