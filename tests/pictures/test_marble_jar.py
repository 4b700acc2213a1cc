from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import submit
from kit.gate.sentences import list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.pictures.bars import bars
from kit.pictures.marble_jar import marble_jar
from kit.pictures.sentences import sentences
from kit.pictures.words import count_words, words
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store
from kit.views.round import get_view

ADVICE = "Not enough answers to protect you. Talk about it instead."
EXERCISE = Exercise(
    "marble-jar",
    prompts=[
        Choice("kind", "What earned your trust?", ["kept their word", "asked for help", "other"]),
        Scale("safe", "How safe was it to speak?", low_label="not at all", high_label="very"),
        Text("story", "What happened?"),
    ],
    leader=Leader([Text("act", "One small act")]),
)
ANSWERS = ["kept-their-word"] * 4 + ["asked-for-help"] * 2


class Play:
    """A round in a real store, and what the screen may see of it."""

    def __init__(self, store: Store) -> None:
        session = store.add_session("Try", ["marble_jar.ipynb"])
        self.store, self.code = store, session.code
        self.round_id = store.add_round(session.code, "marble_jar.ipynb").id
        store.set_definition(self.round_id, EXERCISE)
        self.results = Feed(
            store, session.code, lambda: get_view(store, self.round_id, Role.SCREEN)
        )

    def advance(self, *phases: Phase) -> None:
        for phase in phases:
            advance_round(self.store, self.round_id, phase)

    def answer(self, kinds: list[str]) -> None:
        for kind in kinds:
            token = new_seat_token()
            self.store.add_seat(self.code, token)
            submit(self.store, self.round_id, token, {"kind": [kind], "safe": 5})


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    store = open_store(tmp_path / "kit.sqlite")
    play = Play(store)
    yield play
    play.results.close()
    store.close()


def reveal(play: Play, answers: list[str]) -> None:
    play.advance(Phase.PREPARE, Phase.LEADER)
    play.answer(answers)
    play.advance(Phase.OPEN, Phase.CLOSED)


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
    assert (jar.gold, jar.message) == ("Ada", "Ada has gone first")
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
        'The centre of the answers is high, towards "very". '
        "The group is aligned: the answers lie close together."
    )
    assert chart.columns == ["The group", "Result"]
    assert chart.rows[0] == ["Centre of the answers", "High: 4 to 5"]
    assert chart.rows[-1] == ["Answers", "6"]
    assert chart.note == "6 answers"


def test_too_few_answers_are_never_drawn_as_bars(play: Play) -> None:
    chart = bars(play.results, "kind")
    reveal(play, ANSWERS[:3])
    assert (chart.svg, chart.message, chart.note) == ("", ADVICE, "")


def test_a_wall_holds_the_sentences_that_are_shown_and_no_others(play: Play) -> None:
    wall = sentences(play.results, "story")
    play.advance(Phase.PREPARE, Phase.LEADER)
    for place in range(9):
        token = new_seat_token()
        play.store.add_seat(play.code, token)
        words = {"text": f"sentence {place}", "share": True}
        submit(play.store, play.round_id, token, {"kind": ["other"], "story": words})
    play.advance(Phase.OPEN)
    current = play.store.get_round_by_id(play.round_id)
    first, second, *_ = list_texts(play.store, current, Role.FACILITATOR)
    set_texts_shown(play.store, [second.id], True)
    assert wall.sentences == []
    play.advance(Phase.CLOSED)
    assert (wall.title, wall.message) == ("What happened?", "")
    assert wall.sentences == [{"id": second.id, "text": second.text}]
    assert first.text not in str(wall.get_state())


def test_a_wall_of_what_is_no_sentence_is_refused_with_what_there_is(play: Play) -> None:
    with pytest.raises(DefinitionError, match="This exercise has 'story'"):
        sentences(play.results, "kind")
    with pytest.raises(DefinitionError, match="Did you mean 'story'"):
        sentences(play.results, "stories")


def test_words_appear_once_they_are_shown_and_the_same_word_is_one_tile(play: Play) -> None:
    tiles = words(play.results, "story")
    play.advance(Phase.PREPARE, Phase.LEADER)
    for text in ("calm", "tired", "Calm", "curious", "calm ", "awake", "glad", "busy", "here"):
        token = new_seat_token()
        play.store.add_seat(play.code, token)
        said = {"text": text, "share": True}
        submit(play.store, play.round_id, token, {"kind": ["other"], "story": said})
    play.advance(Phase.OPEN)
    current = play.store.get_round_by_id(play.round_id)
    released = list_texts(play.store, current, Role.FACILITATOR)
    for each in released:
        if each.text.strip().lower() in ("calm", "glad"):
            set_texts_shown(play.store, [each.id], True)
    assert tiles.words == []
    play.advance(Phase.CLOSED)
    assert (tiles.title, tiles.message) == ("What happened?", "")
    assert sorted((each["text"].lower(), each["count"]) for each in tiles.words) == [
        ("calm", 3),
        ("glad", 1),
    ]
    assert "tired" not in str(tiles.get_state())


def test_words_are_counted_whatever_their_capitals_and_keep_their_first_spelling() -> None:
    assert count_words(["Calm", "here", "calm", "CALM  down", "Straße", "STRASSE"]) == [
        {"text": "Calm", "count": 2},
        {"text": "here", "count": 1},
        {"text": "CALM down", "count": 1},
        {"text": "Straße", "count": 2},
    ]


def test_words_of_what_is_no_text_are_refused(play: Play) -> None:
    with pytest.raises(DefinitionError, match="This exercise has 'story'"):
        words(play.results, "kind")
