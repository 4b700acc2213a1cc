"""An exercise as a trainer writes it, and the submissions it takes."""

import json
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import DefinitionError, PolicyError, ResponseError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader, Submission
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.responses import TextResponse
from kit.exercise.scale import Scale
from kit.exercise.steps import Steps
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo

KIND = Choice("kind", "Which act?", ["kept their word", "gave credit", "other"], max_choices=3)
MOMENT = Text("moment", "One sentence", max_length=140)
JAR = Exercise(
    "marble-jar",
    prompts=[KIND, MOMENT],
    leader=Leader([Text("story", "One small act"), Text("failed", "One you failed to give")]),
    minutes=40,
)
RAW = {"kind": ["gave-credit"], "moment": {"text": "She said thanks.", "share": True}}

words = st.text("abcdefghij ÄЖ信", min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
names = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
labels = st.lists(words, min_size=2, max_size=5, unique_by=lambda text: text.strip().casefold())


def build_choice(name: str, text: str, options: list[str]) -> Prompt:
    """A choice of numbered options, so that no two share a short name."""
    numbered = [f"{number} {label}" for number, label in enumerate(options)]
    return Choice(name, text, numbered, max_choices=len(options))


def build_grid(name: str, text: str, rows: list[str], low: int) -> Prompt:
    """A grid of numbered rows."""
    numbered = [f"{number} {label}" for number, label in enumerate(rows)]
    return Grid(name, text, rows=numbered, steps=Steps(low, low + len(rows)))


@st.composite
def exercises(draw: st.DrawFn) -> Exercise:
    """Any exercise a trainer might write."""
    prompts: list[Prompt] = []
    for name in draw(st.lists(names, min_size=1, max_size=5, unique=True)):
        text = draw(words)
        low = draw(st.integers(-3, 3))
        prompts.append(
            draw(
                st.sampled_from(
                    [
                        build_choice(name, text, draw(labels)),
                        Scale(name, text, low=low, high=low + draw(st.integers(1, 10))),
                        YesNo(name, text),
                        Text(name, text, max_length=draw(st.integers(1, 500))),
                        Text(name, text, may_be_claimed=True),
                        build_grid(name, text, draw(labels), low),
                    ]
                )
            )
        )
    return Exercise(
        "any",
        title=draw(st.just("") | words),
        prompts=prompts,
        leader=draw(st.sampled_from([None, Leader([MOMENT])])),
        minutes=draw(st.none() | st.integers(1, 480)),
        timer=draw(st.none() | st.integers(1, 480)),
        policy=AnonymityPolicy(k=draw(st.integers(4, 12))),
    )


@given(exercises())
def test_an_exercise_survives_the_store(exercise: Exercise) -> None:
    stored = json.loads(json.dumps(exercise.to_json()))
    assert Exercise.from_json(stored) == exercise


def test_a_title_is_made_from_the_slug() -> None:
    assert JAR.title == "Marble jar"
    assert Exercise("marble-jar", title="The jar", prompts=[KIND]).title == "The jar"


@pytest.mark.parametrize("slug", ["", "Marble-Jar", "marble jar", "marble--jar", "a/b", "jar-", 3])
def test_a_slug_is_small_letters_and_hyphens(slug: str) -> None:
    with pytest.raises(DefinitionError, match="as in 'marble-jar'"):
        Exercise(slug, prompts=[KIND])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"prompts": []}, "prompts is a list of prompts"),
        ({"prompts": ["kind"]}, "prompts is a list of prompts"),
        ({"prompts": KIND}, "prompts is a list of prompts"),
        ({"prompts": [KIND, KIND]}, "two prompts are called 'kind'"),
        ({"prompts": [KIND], "minutes": 0}, "minutes=0 is not a whole number from 1 to 480"),
        ({"prompts": [KIND], "minutes": True}, "minutes=True"),
        ({"prompts": [KIND], "timer": 0}, "timer=0 is not a whole number from 1 to 480"),
        ({"prompts": [KIND], "leader": [MOMENT]}, "leader is not understood"),
        ({"prompts": [KIND], "policy": 5}, "policy is not understood"),
        ({"prompts": [KIND], "title": 5}, "title is a text"),
        ({"prompt": [KIND]}, "'prompt' is not a setting of Exercise. Did you mean 'prompts'?"),
        ({}, "'prompts' is missing"),
    ],
)
def test_a_wrong_setting_is_refused_where_it_is(settings: dict[str, object], said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        Exercise("jar", **settings)  # type: ignore[arg-type]
    assert str(caught.value).startswith(f"exercise 'jar': {said}")


def test_a_leader_tells_in_texts() -> None:
    for prompts in ([], [KIND], MOMENT, None):
        with pytest.raises(DefinitionError, match="Leader takes a list of Text prompts"):
            Leader(prompts)  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="two prompts are called 'moment'"):
        Leader([MOMENT, MOMENT])


def test_what_the_leader_wrote_is_cleaned_and_what_was_left_empty_is_left_out() -> None:
    assert JAR.leader is not None
    assert JAR.leader.clean({"story": " Kim waited. ", "failed": ""}) == {"story": "Kim waited."}
    with pytest.raises(ResponseError, match="at least one"):
        JAR.leader.clean({"story": " "})


def test_an_exercise_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        JAR.minutes = 10  # type: ignore[misc]


def test_a_stored_policy_that_protects_too_little_is_refused() -> None:
    stored = JAR.to_json()
    stored["policy"] = {**AnonymityPolicy().to_json(), "k": 1}
    with pytest.raises(PolicyError):
        Exercise.from_json(stored)


def test_a_stored_exercise_with_a_broken_prompt_is_refused_and_not_shortened() -> None:
    stored = JAR.to_json()
    stored["prompts"] = [KIND.to_json(), "moment"]
    with pytest.raises(DefinitionError):
        Exercise.from_json(stored)


def test_a_prompt_is_found_by_its_name_and_a_near_miss_is_named() -> None:
    assert JAR.get_prompt("kind") is KIND
    with pytest.raises(DefinitionError, match=r"'knid' is not a prompt\. Did you mean 'kind'"):
        JAR.get_prompt("knid")


def test_a_form_becomes_a_submission() -> None:
    submission = JAR.clean(RAW)
    assert dict(submission.responses) == {
        "kind": ("gave-credit",),
        "moment": TextResponse("She said thanks.", share=True),
    }


def test_what_was_skipped_is_left_out() -> None:
    assert list(JAR.clean({"kind": [], "moment": "Thanks"}).responses) == ["moment"]
    assert list(JAR.clean({"kind": ["other"]}).responses) == ["kind"]


def test_responses_stand_in_the_order_of_the_exercise() -> None:
    assert list(JAR.clean(dict(reversed(RAW.items()))).responses) == ["kind", "moment"]


def test_a_form_without_any_answer_is_rejected() -> None:
    for raw in ({}, {"kind": None}, {"kind": [], "moment": {"text": " ", "share": True}}):
        with pytest.raises(ResponseError, match="Answer at least one question") as caught:
            JAR.clean(raw)
        assert caught.value.prompt == ""


def test_a_form_of_another_exercise_is_rejected_without_repeating_it() -> None:
    for raw in ({"marmalade": 1}, {"kind": ["other"], "marmalade": "x"}, ["kind"], None):
        with pytest.raises(ResponseError) as caught:
            JAR.clean(raw)  # type: ignore[arg-type]
        assert str(caught.value) == "This form has changed. Reload the page and answer again."


def test_a_submission_survives_the_store() -> None:
    submission = JAR.clean(RAW)
    stored = json.loads(json.dumps(submission.to_json()))
    assert stored == RAW
    assert Submission.from_json(JAR, stored) == submission


def test_a_submission_cannot_be_changed() -> None:
    responses = {"kind": ("other",)}
    submission = Submission(responses)
    responses["kind"] = ("gave-credit",)
    assert submission.responses["kind"] == ("other",)
    with pytest.raises(TypeError):
        submission.responses["kind"] = ()  # type: ignore[index]


def test_neither_exercise_nor_submission_shows_contents_in_a_log() -> None:
    assert repr(JAR) == "Exercise('marble-jar', 2 prompts)"
    assert repr(JAR.clean(RAW)) == "Submission(2 responses)"


def test_a_leaders_words_are_kept_unless_it_is_said() -> None:
    assert Leader([MOMENT]).keep
    assert "keep" not in Leader([MOMENT]).to_json()
    passing = Exercise("any", prompts=[MOMENT], leader=Leader([MOMENT], keep=False))
    assert Exercise.from_json(passing.to_json()) == passing
    with pytest.raises(DefinitionError, match="keep='no' is neither True nor False"):
        Leader([MOMENT], keep="no")  # type: ignore[arg-type]
