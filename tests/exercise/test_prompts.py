"""What a trainer may write as a prompt, and which answers it takes."""

# Holds kit/exercise/choice.py too: the kinds are tried side by side.
# Holds kit/exercise/energy_map.py too: the kinds are tried side by side.
# Holds kit/exercise/prompt.py too: the kinds are tried side by side.
# Holds kit/exercise/responses.py too: the kinds are tried side by side.
# Holds kit/exercise/scale.py too: the kinds are tried side by side.
# Holds kit/exercise/text.py too: the kinds are tried side by side.
# Holds kit/exercise/yes_no.py too: the kinds are tried side by side.

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import DefinitionError, ResponseError
from kit.exercise.choice import Choice, Option, name_option
from kit.exercise.claims import hash_key, make_key
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Leader
from kit.exercise.notes import SignedNote
from kit.exercise.prompt import Prompt
from kit.exercise.prompts import read_prompt
from kit.exercise.responses import TextResponse
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo

KIND = Choice("kind", "Which act?", ["Kept their word", "Gave credit", "Other"], max_choices=2)
COSTLY = Scale("costly", "How costly is it?", low=1, high=5, low_label="not at all")
QUIET = YesNo("quiet", "Did you keep quiet?")
LESSON = Text("lesson", "One lesson", max_length=20)
MAP = EnergyMap("energy", "Where does your energy go?")
PROMPTS: list[Prompt] = [KIND, COSTLY, QUIET, LESSON, MAP]

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
)


def test_a_label_is_its_own_short_name() -> None:
    assert [option.value for option in KIND.options] == ["kept-their-word", "gave-credit", "other"]
    assert KIND.options[0].label == "Kept their word"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("didn't ask", "didnt-ask"),
        ("didn\u2019t  ask", "didnt-ask"),
        ("Größe / Höhe", "grösse-höhe"),
        ("信頼", "信頼"),
        ("विश्वास", "विश्वास"),
        ("!", ""),
    ],
)
def test_labels_of_every_script_have_short_names(label: str, value: str) -> None:
    assert name_option(label) == value


@given(st.text(max_size=40))
def test_a_short_name_stays_the_same_when_it_is_named_again(label: str) -> None:
    name = name_option(label)
    assert name_option(name) == name
    assert " " not in name


def test_an_option_keeps_its_value_when_its_label_is_reworded() -> None:
    prompt = Choice("kind", "Which?", [Option("credit", "gave somebody credit"), "other"])
    assert prompt.clean(["credit"]) == ("credit",)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["only one"],
        ["same", "same"],
        ["Same", "same"],
        [Option("a", "one"), Option("b", "one")],
        ["fine", ""],
        ["fine", "?!"],
        ["fine", 3],
        "one, two",
        None,
    ],
)
def test_a_list_of_options_that_cannot_work_is_refused(options: object) -> None:
    with pytest.raises(DefinitionError, match=r"^prompt 'kind': "):
        Choice("kind", "Which?", options)  # type: ignore[arg-type]


def test_an_option_needs_a_value_and_a_label() -> None:
    for value, label in (("", "label"), ("value", " ")):
        with pytest.raises(DefinitionError, match=r"Write kit\.Option"):
            Option(value, label)


@pytest.mark.parametrize(
    ("fewest", "most"), [(0, 1), (2, 1), (1, 4), (1, 0), (1, True), (1.0, 2), (None, 1)]
)
def test_numbers_of_choices_that_cannot_be_met_are_refused(fewest: int, most: int) -> None:
    with pytest.raises(DefinitionError, match=r"_choices=.* is not a whole number from 1 to"):
        Choice("kind", "Which?", ["a", "b", "c"], min_choices=fewest, max_choices=most)


@pytest.mark.parametrize("name", ["", "Kind", "two words", "1st", "-a", "größe", None, 3])
def test_a_name_is_made_of_small_letters_digits_and_hyphens(name: str) -> None:
    with pytest.raises(DefinitionError):
        YesNo(name, "Why?")


@pytest.mark.parametrize("text", ["", "  ", None])
def test_a_prompt_needs_a_question(text: str) -> None:
    with pytest.raises(DefinitionError, match="prompt 'a': the question is missing"):
        YesNo("a", text)


@pytest.mark.parametrize(
    "settings",
    [{"low": 5, "high": 5}, {"high": 12}, {"low": 1.5}, {"high": True}, {"low_label": 1}],
)
def test_a_scale_that_cannot_work_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(DefinitionError, match=r"^prompt 'a': "):
        Scale("a", "How?", **settings)  # type: ignore[arg-type]


def test_switches_lengths_and_help_are_checked() -> None:
    with pytest.raises(DefinitionError, match="randomised='no' is neither True nor False"):
        YesNo("a", "Why?", randomised="no")  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="may_be_shown=1"):
        Text("a", "Why?", may_be_shown=1)  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="asked='yes'"):
        Text("a", "Why?", asked="yes")  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="may_be_claimed='yes' is neither True nor False"):
        Text("a", "Why?", may_be_claimed="yes")  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="'a': only a sentence that is shown can be claimed"):
        Text("a", "Why?", may_be_shown=False, may_be_claimed=True)
    for length in (0, 501):
        with pytest.raises(DefinitionError, match="from 1 to 500"):
            Text("a", "Why?", max_length=length)
    with pytest.raises(DefinitionError, match="help is a line"):
        Text("a", "Why?", help=None)  # type: ignore[arg-type]


def test_a_definition_cannot_be_changed() -> None:
    for prompt in PROMPTS:
        with pytest.raises(FrozenInstanceError):
            prompt.text = "Another"  # type: ignore[misc]


def test_a_prompt_survives_the_store() -> None:
    for prompt in [*PROMPTS, YesNo("q", "Why?", help="Take your time.")]:
        assert read_prompt(prompt.to_json()) == prompt
        assert prompt.to_json()["type"] == prompt.type


def test_a_stored_prompt_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'scale'"):
        read_prompt({"type": "scales", "name": "a", "text": "How?"})
    with pytest.raises(DefinitionError, match="not a type of prompt"):
        read_prompt([])


def test_every_prompt_may_be_skipped() -> None:
    for prompt in PROMPTS:
        assert prompt.clean(None) is None
    assert KIND.clean([]) is None
    assert LESSON.clean("  \n ") is None
    assert LESSON.clean({"text": "", "share": True}) is None


def test_choices_are_kept_in_the_order_of_the_definition() -> None:
    assert KIND.clean(["gave-credit", "kept-their-word"]) == ("kept-their-word", "gave-credit")
    assert KIND.clean(("other", "other")) == ("other",)
    assert KIND.clean("other") == ("other",)


@pytest.mark.parametrize("raw", [["secret"], ["other", 3], 7, {"other": 1}, [["other"]], "secret"])
def test_what_is_not_on_the_list_is_rejected_without_repeating_it(raw: object) -> None:
    with pytest.raises(ResponseError) as caught:
        KIND.clean(raw)
    assert str(caught.value) == "Choose from the list."
    assert caught.value.prompt == "kind"


def test_too_many_and_too_few_choices_are_rejected_with_the_number() -> None:
    with pytest.raises(ResponseError, match=r"Choose at most 2\."):
        KIND.clean(["other", "gave-credit", "kept-their-word"])
    pair = Choice("pair", "Which two?", ["a", "b", "c"], min_choices=2, max_choices=2)
    with pytest.raises(ResponseError, match="Choose at least 2"):
        pair.clean(["a"])


@pytest.mark.parametrize("raw", [0, 6, True, 3.0, "3", [3]])
def test_a_scale_takes_only_its_steps(raw: object) -> None:
    with pytest.raises(ResponseError, match="from 1 to 5") as caught:
        COSTLY.clean(raw)
    assert caught.value.prompt == "costly"


def test_a_scale_and_a_yes_or_no_keep_what_was_chosen() -> None:
    assert [COSTLY.clean(step) for step in range(1, 6)] == [1, 2, 3, 4, 5]
    assert QUIET.clean(True) is True
    assert QUIET.clean(False) is False
    with pytest.raises(ResponseError, match="yes or no"):
        QUIET.clean("yes")


def test_a_sentence_is_shared_only_where_its_writer_was_asked_and_agreed() -> None:
    private = Text("private", "For you", may_be_shown=False)
    assert LESSON.clean({"text": "Ask", "share": True}) == TextResponse("Ask", share=True)
    assert LESSON.clean({"text": "Ask", "share": False}) == TextResponse("Ask", share=False)
    assert LESSON.clean({"text": "Ask"}) == TextResponse("Ask", share=False)
    assert LESSON.clean("Ask") == TextResponse("Ask", share=False)
    assert private.clean({"text": "Ask", "share": True}) == TextResponse("Ask", share=False)


def test_a_mark_is_kept_of_a_sentence_that_may_be_shown_and_claimed_alone() -> None:
    mark = hash_key(make_key())
    told = {"text": "An hour.", "share": True, "mark": mark}
    claimed = Text("ask", "What?", may_be_claimed=True)
    assert claimed.clean(told) == TextResponse("An hour.", True, mark)
    assert claimed.clean(told | {"share": False}) == TextResponse("An hour.")
    assert Text("ask", "What?").clean(told) == TextResponse("An hour.", True)
    assert mark not in repr(claimed.clean(told))
    for other in ("short", mark + "=", 7, ["a"], "\ud800" * 43):
        with pytest.raises(ResponseError, match="its mark did not arrive whole"):
            claimed.clean(told | {"mark": other})


def test_words_that_carry_a_name_by_themselves_cannot_be_claimed() -> None:
    claimed = Text("ask", "What?", max_length=100, may_be_claimed=True)
    with pytest.raises(DefinitionError, match="'ask': What the leader tells has the leader's name"):
        Leader([claimed])
    with pytest.raises(DefinitionError, match="'ask': A card is signed, so nobody claims it"):
        SignedNote("help", "Help", [claimed])


def test_a_sentence_is_trimmed_and_freed_of_what_no_keyboard_types() -> None:
    assert LESSON.clean(" a\x00b\ud800\r\nc ") == TextResponse("ab\nc")


def test_no_sentence_turns_the_words_behind_it_around() -> None:
    """A name that is written backwards would pass the look for names, and be read on the wall."""
    assert LESSON.clean("\u202eannA\u202c told \u2067me") == TextResponse("annA told me")
    assert LESSON.clean("\u202e\u2066") is None


def test_a_long_sentence_is_rejected_without_repeating_it_and_never_cut() -> None:
    assert LESSON.clean("x" * 20) == TextResponse("x" * 20)
    with pytest.raises(ResponseError) as caught:
        LESSON.clean("marmalade" * 3)
    assert str(caught.value) == "Please shorten this by 7 to 20 characters."
    assert caught.value.prompt == "lesson"


@pytest.mark.parametrize(
    "raw", [3, ["a"], {"text": 3}, {"text": "a", "share": 1}, {"text": "a", "author": "b"}]
)
def test_what_is_not_a_sentence_is_rejected(raw: object) -> None:
    with pytest.raises(ResponseError, match="Write a sentence"):
        LESSON.clean(raw)


def test_a_text_response_does_not_show_its_words_in_a_log() -> None:
    assert repr(TextResponse("marmalade", share=True)) == "TextResponse(9 characters, share=True)"


def test_an_energy_map_takes_four_shares_or_nothing() -> None:
    assert MAP.clean([40, 30, 60, 10]) == (40, 30, 60, 10)
    assert MAP.clean([]) is None
    assert MAP.clean(None) is None


@pytest.mark.parametrize(
    "raw", [[40, 30], [45, 30, 60, 10], [60, 50, 0, 0], ["Reports", 1], "Reports", 7, [None] * 4]
)
def test_what_is_no_energy_map_is_rejected_without_repeating_it(raw: object) -> None:
    with pytest.raises(ResponseError, match="Your map could not be read") as caught:
        MAP.clean(raw)
    assert caught.value.prompt == "energy"
    assert "Reports" not in str(caught.value)


@given(st.sampled_from(PROMPTS), junk)
def test_whatever_arrives_is_taken_or_rejected_and_cleaning_twice_changes_nothing(
    prompt: Prompt, raw: object
) -> None:
    try:
        response = prompt.clean(raw)
    except ResponseError as caught:
        named = caught.prompt
        assert named == prompt.name
        return
    again = response
    if isinstance(response, TextResponse):
        again = prompt.clean({"text": response.text, "share": response.share})
    assert again == response
