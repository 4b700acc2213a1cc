"""The marble jar and the bars of a round: empty until the reveal, then what was published."""

from __future__ import annotations

import pytest

from kit.errors import DefinitionError
from kit.pictures.bars import bars
from kit.pictures.marble_jar import marble_jar
from kit.session.session import Phase
from kit.widgets.live_chart import LiveChart
from tests.pictures.play import ADVICE, ANSWERS, Play, reveal


def test_before_results_the_jar_is_empty_and_shows_the_kinds(play: Play) -> None:
    jar = marble_jar(play.results)
    assert [(each["letter"], each["label"], each["count"]) for each in jar.marbles] == [
        ("A", "kept their word", 0),
        ("B", "asked for help", 0),
        ("C", "other", 0),
    ]
    assert (jar.message, jar.note, jar.gold) == ("The jar is empty for now", "", "")


def test_the_leaders_gold_marble_drops_when_the_leader_goes_first(play: Play) -> None:
    jar = marble_jar(play.results)
    play.store.set_leader(play.round_id, {"name": "Ada", "act": "stayed late with me"})
    assert jar.gold == ""
    play.advance(Phase.PREPARE)
    assert (jar.gold, jar.message) == ("Ada", "Ada goes first")
    assert "stayed late" not in str(jar.get_state())


def test_the_jar_fills_at_the_reveal_and_not_before(play: Play) -> None:
    jar = marble_jar(play.results, "kind")
    play.advance(Phase.PREPARE, Phase.LEADER)
    play.answer(ANSWERS)
    play.advance(Phase.OPEN)
    assert [each["count"] for each in jar.marbles] == [0, 0, 0]
    play.advance(Phase.CLOSED)
    assert [each["count"] for each in jar.marbles] == [4, 2, 0]
    assert jar.note == "6 answers"


def test_too_few_answers_leave_the_jar_empty_and_say_why(play: Play) -> None:
    jar = marble_jar(play.results)
    reveal(play, ANSWERS[:3])
    assert [each["count"] for each in jar.marbles] == [0, 0, 0]
    assert (jar.message, jar.note) == (ADVICE, "")


def test_a_misspelt_prompt_is_told_with_what_was_meant(play: Play) -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'kind'"):
        marble_jar(play.results, "kindd")
    with pytest.raises(DefinitionError, match="Did you mean 'kind'"):
        bars(play.results, "kindd")


def test_a_picture_refuses_a_prompt_it_cannot_draw(play: Play) -> None:
    with pytest.raises(DefinitionError, match=r"'safe': .* kinds of a Choice.* has 'kind'"):
        marble_jar(play.results, "safe")
    with pytest.raises(DefinitionError, match="'story' asks for text"):
        bars(play.results, "story")


def test_before_results_bars_show_the_question_and_when_they_will_come(play: Play) -> None:
    chart = bars(play.results, "kind")
    assert (chart.title, chart.svg, chart.rows) == ("What earned your trust?", "", [])
    assert chart.message == "The picture appears when the facilitator reveals it"


def test_bars_appear_at_the_reveal_with_words_numbers_and_note(play: Play) -> None:
    chart = bars(play.results, "kind")
    reveal(play, ANSWERS)
    assert chart.svg.startswith("<svg")
    assert chart.svg_narrow.startswith("<svg")
    assert chart.alt == (
        "Kept their word comes first with 4 of 6; then asked for help with 2. Nobody chose other."
    )
    assert chart.columns == ["Answer", "Count"]
    assert chart.rows == [["kept their word", "4"], ["asked for help", "2"], ["other", "0"]]
    assert chart.note == "6 answers"


def test_where_all_stands_on_a_stage_no_other_drawing_is_made(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveChart, "only_staged", True)
    chart = bars(play.results, "kind")
    reveal(play, ANSWERS)
    assert all(each.startswith("<svg") for each in chart.staged)
    assert (len(chart.staged), chart.svg, chart.svg_narrow) == (3, "", "")
    assert chart.rows == [["kept their word", "4"], ["asked for help", "2"], ["other", "0"]]


def test_a_result_that_is_told_again_is_not_drawn_again(play: Play) -> None:
    reveal(play, ANSWERS)
    one, other = bars(play.results, "kind"), bars(play.results, "kind")
    assert one.svg is other.svg
    assert one.svg_narrow is other.svg_narrow


def test_few_answers_on_a_scale_are_a_strip_with_the_centre_marked(play: Play) -> None:
    chart = bars(play.results, "safe")
    reveal(play, ANSWERS)
    assert chart.svg.startswith("<svg")
    assert chart.svg_narrow.startswith("<svg")
    assert chart.alt == (
        'The centre of the answers is high, towards "very": the answers lie close together.'
    )
    assert chart.columns == ["The group", "Result"]
    assert chart.rows[0] == ["Centre of the answers", "High: 4 to 5"]
    assert chart.rows[-1] == ["Answers", "6"]
    assert chart.note == "6 answers"


def test_too_few_answers_are_never_drawn_as_bars(play: Play) -> None:
    chart = bars(play.results, "kind")
    reveal(play, ANSWERS[:3])
    assert (chart.svg, chart.message, chart.note) == ("", ADVICE, "")
