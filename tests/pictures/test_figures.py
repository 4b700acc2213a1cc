from __future__ import annotations

import pytest

import kit
from kit.errors import DefinitionError
from kit.exercise.figures import load_figures, load_sources
from kit.language import use_language
from kit.pictures.figures import KINDS

ENDS = ["stress", "energy", "productivity", "sick-days", "engagement"]
TRIED = ["trust-raised", "retention-raised"]


def test_every_number_is_that_of_the_file_with_its_kind_and_its_source() -> None:
    bars = kit.Figures([*ENDS, *TRIED])
    pale, dark = bars.groups
    assert (pale["kind"], pale["dark"]) == ("two ends compared, once", False)
    assert (dark["kind"], dark["dark"]) == ("before and after, one division", True)
    assert (
        pale["source"] == "Paul Zak, Harvard Business Review 95(1), January\N{EN DASH}February 2017"
    )
    assert dark["cited"] == str(load_sources()["johannsen-2021"])
    shown = [bar for group in bars.groups for bar in group["bars"]]
    figures = [load_figures()[name] for name in [*ENDS, *TRIED]]
    assert [bar["value"] for bar in shown] == [each.value for each in figures]
    assert [bar["words"] for bar in shown] == [each.words for each in figures]
    assert [bar["compares"] for bar in shown] == [each.compares for each in figures]


def test_a_figure_is_told_in_the_language_of_the_page() -> None:
    with use_language("de"):
        pale, dark = kit.Figures(["stress", "trust-raised"]).groups
        [criticism] = kit.Figures(["criticism-shared"]).groups
    assert pale["bars"][0]["words"] == "74 % weniger Stress"
    assert pale["bars"][0]["compares"].startswith("Leute in den Firmen im obersten Viertel")
    assert (pale["kind"], dark["kind"]) == (
        "zwei Enden, einmal verglichen",
        "vorher und nachher, ein Bereich",
    )
    assert criticism["source"].startswith("Constantinos Coutifaris und Adam Grant, ")
    assert criticism["cited"].startswith("Constantinos Coutifaris und Adam Grant, ")


def test_every_figure_can_be_shown_with_words_for_its_kind() -> None:
    for name, each in load_figures().items():
        [group] = kit.Figures([name]).groups
        assert group["kind"]
        assert each.design in KINDS


def test_the_words_of_a_source_name_no_study_that_it_is_not() -> None:
    for source in load_sources().values():
        designs = {each.design for each in load_figures().values() if each.source == source}
        assert not source.kind or "intervention" not in designs or "before" in source.kind
        assert "before" not in source.kind or designs == {"intervention"}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["stres"], "Did you mean 'stress'"),
        ([], "a list of one to 12 names"),
        ("stress", "a list of one to 12 names"),
        (["stress", "energy", "stress"], "'stress' stands there twice. Take one out"),
        (["stress", "well-informed"], "'well-informed' is a share in %. They have no axis"),
        (["stress", "criticism-shared"], "a difference in year later. They have no axis"),
    ],
)
def test_what_has_no_axis_in_common_or_no_name_is_refused(names: list[str], told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        kit.Figures(names)
    with pytest.raises(DefinitionError, match="title is a text"):
        kit.Figures(["stress"], title=" ")
