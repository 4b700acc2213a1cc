from kit.widgets.picture_choice import PictureChoice


def test_a_choice_is_sent_to_the_page_and_heard_from_it() -> None:
    widget = PictureChoice(chosen="How safe is it?")
    assert widget.get_state()["chosen"] == "How safe is it?"
    widget.set_state({"chosen": "Which act?"})
    assert widget.chosen == "Which act?"
