"""Every number with a source on a page traces to data/; every source says who, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kit
from kit.errors import DefinitionError
from kit.exercise.figures import Source, load_figures, load_sources
from kit.notebooks.notebook import load_notebook
from tests.places import WORKSHOPS

NOTEBOOKS = sorted(WORKSHOPS.glob("*.ipynb"))
BUILT_ON = "### What it is built on"
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)")
ISSUE = re.compile(r"\b\d+\(\d+\)")
EFFECT = re.compile(r"\bd = (\d+\.\d+)")
COUNT = re.compile(r"\b(\d+) (people|experiments|studies|teams|samples)\b")


def list_paragraphs(path: Path) -> Iterator[str]:
    """Paragraphs and list items of a notebook's words, each on one line."""
    for cell in load_notebook(path).cells:
        if cell.cell_type == "markdown":
            for part in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", cell.source):
                yield " ".join(part.split())


def find_named(paragraph: str) -> list[Source]:
    """The sources of which an author's last name stands in a paragraph."""
    return [
        source
        for source in load_sources().values()
        if any(re.search(rf"\b{name.split()[-1]}\b", paragraph) for name in source.authors)
    ]


def find_untraced(paragraph: str) -> list[str]:
    """Years, issues, shares, effects and counts of a paragraph that no source named in it has."""
    named = find_named(paragraph)
    figures = [each for each in load_figures().values() if each.source in named]
    known = {(abs(each.value), each.unit) for each in figures}
    counts = COUNT.findall(paragraph) if named else []
    years = {str(source.year) for source in named} | {
        year for source in named for year in YEAR.findall(source.published)
    }
    issues = {issue for source in named for issue in ISSUE.findall(source.published)}
    return [
        *(year for year in YEAR.findall(paragraph) if year not in years),
        *(issue for issue in ISSUE.findall(paragraph) if issue not in issues),
        *(f"{share} %" for share in SHARE.findall(paragraph) if (float(share), "%") not in known),
        *(f"d = {size}" for size in EFFECT.findall(paragraph) if (float(size), "d") not in known),
        *(f"{count} {of}" for count, of in counts if (float(count), of) not in known),
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_with_a_source_on_a_page_is_in_the_data(path: Path) -> None:
    untraced = {each: found for each in list_paragraphs(path) if (found := find_untraced(each))}
    assert untraced == {}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_everything_a_notebook_is_built_on_is_in_the_data(path: Path) -> None:
    titles = [source.title.split(":")[0] for source in load_sources().values()]
    words = "\n\n".join(c.source for c in load_notebook(path).cells if c.cell_type == "markdown")
    part = words.split(BUILT_ON)[1].split("\n## ")[0]
    items = [" ".join(each.split()) for each in re.split(r"\n(?=- )", part) if "- " in each[:3]]
    assert items
    assert [each for each in items if not any(title in each for title in titles)] == []


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("People report 106 % more energy (Zak, 2017).", []),
        ("People report 107 % more energy (Zak, 2017).", ["107 %"]),
        ("People report 106 % more energy (Edmondson, 1999).", ["106 %"]),
        ("Half, or 50 per cent, are more productive.", ["50 %"]),
        ("Amy Edmondson, Administrative Science Quarterly 44(3), 1998", ["1998", "44(3)"]),
        ("A mistake of the last 3 months. Ten per cent.", []),
        ("Over 138 experiments it helped, d = 0.40 (Harkin, 2016).", []),
        (
            "Over 139 experiments it helped, d = 0.41 (Harkin, 2016).",
            ["d = 0.41", "139 experiments"],
        ),
        ("It helped, d = 0.40.", ["d = 0.40"]),
        ("A room of 12 people.", []),
    ],
)
def test_a_number_from_nowhere_is_found(paragraph: str, found: list[str]) -> None:
    assert find_untraced(paragraph) == found


@pytest.mark.parametrize("name", load_figures())
def test_a_figure_says_what_it_compares_and_where_it_stands(name: str) -> None:
    figure = kit.read_figure(name)
    number = f"{abs(figure.value):g}"
    assert figure.unit != "%" or f"{number} %" in figure.words
    assert figure.unit != "d" or f"d = {figure.value:.2f}" in figure.words
    assert figure.design in ("survey", "correlation", "intervention", "experiment", "review")
    assert len(figure.compares) > 30
    assert figure.page
    assert figure.source.year
    assert figure.source.authors
    assert str(figure).endswith(f"{figure.source.year})")


@pytest.mark.parametrize("name", load_sources())
def test_a_source_says_where_it_is_and_what_of_it_was_read(name: str) -> None:
    source = load_sources()[name]
    assert source.title in str(source)
    assert source.published
    assert source.place
    assert source.read
    assert source.year is None or name.endswith(str(source.year))


def test_an_unknown_figure_is_told_with_the_nearest_one() -> None:
    with pytest.raises(DefinitionError, match=r"no figure 'stres'. Did you mean 'stress'"):
        kit.read_figure("stres")


def test_a_figure_keeps_its_number() -> None:
    stress = kit.read_figure("stress")
    assert (stress.value, stress.unit) == (-74, "%")
    assert str(stress) == "74 % less stress (Paul Zak, 2017)"
    with pytest.raises(AttributeError):
        stress.value = 75  # type: ignore[misc]
