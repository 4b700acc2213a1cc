from kit.widgets.stage_bar import StageBar


def test_the_bar_sends_what_it_shows() -> None:
    state = StageBar(
        phase_text="Answers are open", progress="7 of 12 finished", ends_at=1_790_000_000
    ).get_state()
    assert state["phase_text"] == "Answers are open"
    assert state["progress"] == "7 of 12 finished"
    assert state["ends_at"] == 1_790_000_000
