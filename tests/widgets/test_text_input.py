import pytest
from traitlets import TraitError

from kit.widgets.text_input import TextInput


def test_a_text_is_not_cut_off_at_its_limit() -> None:
    widget = TextInput(max_length=5)
    widget.set_state({"value": "longer than five"})
    assert widget.value == "longer than five"


def test_nothing_is_shared_before_the_box_is_ticked() -> None:
    widget = TextInput(may_be_shown=True)
    assert widget.share is False
    widget.set_state({"share": True})
    assert widget.share is True


def test_a_text_without_room_for_a_character_is_refused() -> None:
    with pytest.raises(TraitError, match="max_length"):
        TextInput(max_length=0)
