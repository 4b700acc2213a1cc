"""What a result says in words, and in a table."""

from __future__ import annotations

from kit.charts.captions import describe_marginal, make_table
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from tests.drawings import GUESS, KINDS, QUESTION, answer, answer_yes, make_marginal


def test_kinds_with_the_same_count_stay_in_the_order_of_the_question() -> None:
    equal = make_marginal(("b", 2), ("a", 2), ("c", 3))
    assert [row[0] for row in make_table(equal).rows] == ["c", "b", "a"]


def test_words_tell_what_comes_first_what_follows_and_what_nobody_chose() -> None:
    assert describe_marginal(KINDS) == (
        "Kept their word comes first with 7 of 12; then asked for help with 5, "
        "owned a mistake with 1. Nobody chose other."
    )


def test_words_name_equals_together() -> None:
    marginal = make_marginal(("gave credit", 5), ("asked for help", 5), ("a", 2), ("b", 2))
    assert describe_marginal(marginal) == (
        "Gave credit and asked for help come first with 5 of 12 each; then a and b with 2 each."
    )


def test_words_for_thirds_go_along_the_scale_and_say_what_they_mean() -> None:
    thirds = answer(1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5)
    assert describe_marginal(thirds) == (
        "Of 12 answers: 2 low (1 to 2, not at all), 6 middle (3), 4 high (4 to 5, very)."
    )
    assert make_table(thirds).rows == [
        ["Low: 1 to 2 (not at all)", "2"],
        ["Middle: 3", "6"],
        ["High: 4 to 5 (very)", "4"],
    ]


def test_words_for_a_full_scale_go_along_the_scale() -> None:
    full = answer(*[1] * 3, *[3] * 7, *[5] * 5)
    assert describe_marginal(full) == (
        "Of 15 answers: 3 at 1 (not at all), none at 2, 7 at 3, none at 4, 5 at 5 (very)."
    )
    assert make_table(full).rows[0] == ["1 not at all", "3"]


def test_words_for_yes_and_no_say_both() -> None:
    assert describe_marginal(answer_yes(6, 15)) == "Of 15 answers: yes 6, no 9."


def test_few_answers_on_a_scale_are_told_by_centre_and_closeness() -> None:
    band = answer(4, 5, 4, 4, 5, 4)
    assert describe_marginal(band) == (
        'The centre of the answers is high, towards "very": the answers lie close together.'
    )
    assert make_table(band).columns == ["The group", "Result"]
    assert make_table(band).rows == [
        ["Centre of the answers", "High: 4 to 5"],
        ["How close they are", "Close together"],
        ["Answers", "6"],
    ]


def test_a_centre_in_the_middle_leans_to_neither_end() -> None:
    assert describe_marginal(answer(1, 3, 3, 3, 5, 5)) == (
        "The centre of the answers is in the middle: the answers are spread out."
    )


def test_few_yes_and_no_are_told_in_plain_words() -> None:
    half = answer_yes(3, 6)
    assert describe_marginal(half) == "About half said yes."
    assert make_table(half).rows == [["Said yes", "About half"], ["Answers", "6"]]


def test_an_estimate_is_a_share_in_words_with_its_band() -> None:
    assert describe_marginal(GUESS) == "About a third said yes: between 20 and 50 %."
    assert make_table(GUESS).rows == [
        ["Said yes, about", "33 %"],
        ["At least", "20 %"],
        ["At most", "50 %"],
        ["Answers", "34"],
    ]


def test_a_result_of_an_older_version_is_told_in_its_own_words() -> None:
    words = "The middle of the answers is high; the group is aligned."
    marginal = Marginal("safe", "Scale", QUESTION, 6, (), Shape.BAND, words)
    assert describe_marginal(marginal) == words
    assert make_table(marginal).rows == []


def test_too_few_answers_are_told_as_that() -> None:
    withheld = Marginal("safe", "Scale", QUESTION, 0, (), Shape.WITHHELD, TOO_FEW)
    assert describe_marginal(withheld) == "Not enough answers to protect you"


def test_the_table_has_the_numbers_of_the_bars_in_their_order() -> None:
    assert make_table(KINDS).columns == ["Answer", "Count"]
    assert make_table(KINDS).rows == [
        ["kept their word", "7"],
        ["asked for help", "5"],
        ["owned a mistake", "1"],
        ["other", "0"],
    ]
