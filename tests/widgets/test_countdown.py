from kit.widgets.countdown import Countdown


def test_a_countdown_starts_without_a_time_and_with_a_name() -> None:
    widget = Countdown()
    assert (widget.ends_at, widget.label) == (0.0, "Time left")


def test_the_end_is_sent_to_the_browser_to_the_fraction_of_a_second() -> None:
    assert Countdown(ends_at=1_790_000_000.25).get_state()["ends_at"] == 1_790_000_000.25
