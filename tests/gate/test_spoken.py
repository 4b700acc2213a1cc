from __future__ import annotations

from dataclasses import replace

import pytest

from kit.exercise.choice import Choice, Option
from kit.exercise.energy import TURNS, EnergyShares
from kit.exercise.energy_map import EnergyMap
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.counts import build_marginal
from kit.gate.crosstabs import build_cross
from kit.gate.least import LEFT_OUT, build_left_out
from kit.gate.marginals import TOO_CLOSE, Marginal
from kit.gate.snapshot import Snapshot
from kit.gate.spoken import say_snapshot
from kit.language import _, use_language
from kit.language.pseudo import PSEUDO, stretch

POLICY = AnonymityPolicy()
SAFE = Scale("safe", "Safe?", low=1, high=5)
KIND = Choice("kind", "Kind?", options=[Option("yes", "Yes"), Option("low", "Low: 1 to 2")])


def say(marginal: Marginal) -> Marginal:
    """It, as it is said in the false language."""
    with use_language(PSEUDO):
        return say_snapshot(Snapshot(1, 20, 20, (marginal,))).marginals[0]


def label(marginal: Marginal) -> list[str]:
    return [each for _value, each, _count in marginal.counts]


def test_in_english_nothing_is_changed() -> None:
    snapshot = Snapshot(1, 6, 6, (build_marginal(SAFE, [4] * 6, POLICY),))
    assert say_snapshot(snapshot) is snapshot


@pytest.mark.parametrize("n", [6, 12])
def test_the_thirds_of_a_scale_are_said_with_their_steps(n: int) -> None:
    marginal = build_marginal(SAFE, [4] * n, POLICY)
    said = say(marginal)
    found = said.zones if n == 6 else label(said)
    low = stretch("{third}: {steps}").format(
        third=stretch("Low"), steps=stretch("{first} to {last}").format(first=1, last=2)
    )
    middle = stretch("{third}: {steps}").format(third=stretch("Middle"), steps="3")
    assert list(found)[:2] == [low, middle]
    assert (said.zone, said.spread, said.n) == (marginal.zone, marginal.spread, marginal.n)


def test_the_steps_of_a_full_scale_and_the_options_of_a_choice_are_the_notebooks() -> None:
    for marginal in (
        build_marginal(SAFE, [4] * 20, POLICY),
        build_marginal(KIND, [("yes",)] * 20, POLICY),
    ):
        assert say(marginal) == marginal


def test_yes_and_no_and_shares_of_a_group_are_the_gates() -> None:
    asked = YesNo("sure", "Sure?")
    assert label(say(build_marginal(asked, [True] * 20, POLICY))) == [stretch("Yes"), stretch("No")]
    few = say(build_marginal(asked, [True] * 6, POLICY))
    assert few.zones == tuple(map(stretch, ("Few", "About half", "Most")))


def test_what_an_energy_map_tells_is_the_gates() -> None:
    asked = EnergyMap("map", "Map")
    shares = [EnergyShares(20, 50, 60, 20)]
    few = say(build_marginal(asked, shares * 6, POLICY))
    assert few.summary == stretch(TURNS[1, -1])
    assert label(say(build_marginal(asked, shares * 20, POLICY)))[0] == stretch("Gives energy, now")


def test_why_nothing_is_shown_is_said_too() -> None:
    withheld = say(build_marginal(SAFE, [4] * 4, POLICY))
    assert withheld.summary == stretch("Not enough answers to protect you")
    left_out = say(build_left_out(replace(SAFE, least=8))[0])
    words = stretch("Not asked: that takes {least} people when the form opens")
    assert left_out.summary == words.format(least="8")


def test_why_a_question_was_left_out_is_found_in_a_catalogue_with_its_number() -> None:
    with use_language("de"):
        told = say_snapshot(Snapshot(1, 6, 6, build_left_out(replace(SAFE, least=8)))).marginals[0]
        assert told.summary == _(LEFT_OUT, least="8")
    assert told.summary != LEFT_OUT.format(least=8)


def test_a_cross_table_says_the_thirds_and_the_options_stay() -> None:
    places = [(row, column) for row in range(2) for column in (0, 2) for _ in range(10)]
    table = build_cross(KIND, SAFE, places, POLICY, taken_off=0)
    assert table.columns[0] == ("low", "Low")
    with use_language(PSEUDO):
        said = say_snapshot(Snapshot(1, 40, 40, (), crosses=(table,))).crosses[0]
    assert said.columns[0] == ("low", stretch("Low"))
    assert said.rows == table.rows
    assert said.counts == table.counts


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Low: never to seldom", "{third}: never {to} seldom"),
        ("Low: 8 to 10", "{third}: 8 {to} 10"),
        # Nobody can tell where such words are parted, so they stay.
        ("Low: back to front to back", "{third}: back to front to back"),
        ("Low: two\nlines", "{third}: two\nlines"),
        ("Low", "{third}"),
    ],
)
def test_a_third_is_said_with_words_for_its_steps_as_the_notebook_has_them(
    label: str, said: str
) -> None:
    few = build_marginal(SAFE, [4] * 6, POLICY)
    with use_language("de"):
        told = say_snapshot(Snapshot(1, 6, 6, (replace(few, zones=(label,)),)))
        third, to = _("Low"), _("{first} to {last}", first="", last="").strip()
    assert told.marginals[0].zones == (said.format(third=third, to=to),)


def test_a_cross_table_of_yes_and_no_and_one_that_is_withheld_are_said_too() -> None:
    places = [(row, column) for row in range(2) for column in (0, 2) for _ in range(10)]
    table = build_cross(KIND, SAFE, places, POLICY, taken_off=0)
    answers = (("yes", "Yes"), ("no", "No"))
    own = (("yes", "Sure"), ("no", "Nope"))  # a choice whose options bear these names
    with use_language("de"):
        for rows, said in ((answers, ("Ja", "Nein")), (own, ("Sure", "Nope"))):
            crossed = replace(table, rows=rows, summary=TOO_CLOSE)
            told = say_snapshot(Snapshot(1, 40, 40, (), crosses=(crossed,))).crosses[0]
            assert told.summary == _(TOO_CLOSE) != TOO_CLOSE
            assert tuple(label for _value, label in told.rows) == said
    with use_language(PSEUDO):
        crossed = replace(table, rows=own)
        told = say_snapshot(Snapshot(1, 40, 40, (), crosses=(crossed,))).crosses[0]
    assert told.rows == own
