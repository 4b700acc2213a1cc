"""Figures from studies, each with what it compares and where it comes from.

They stand in `data/figures.csv`, their sources in `data/sources.toml`. A page that quotes a number
takes it from there, or a test finds that it does not.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path

from kit.errors import DefinitionError, suggest
from kit.language import _


@dataclass(frozen=True)
class Source:
    """What somebody has written.

    Attributes:
        name: Short name, such as "zak-2017".
        authors: Their names, in order; none where the source does not say.
        title: The title of the article, post or book.
        published: The journal with volume and pages, or whoever published it.
        place: Pages, chapter, address or DOI.
        read: What of it was read for this kit.
        year: The year; None where the source does not say.
        kind: How its figures were found, in a few words; "" where it has none.
    """

    name: str
    authors: tuple[str, ...]
    title: str
    published: str
    place: str
    read: str
    year: int | None = None
    kind: str = ""

    @property
    def short(self) -> str:
        """Authors, where it appeared, and the year."""
        told = [self._join_authors(), self.published]
        told += [str(self.year)] if self.year and str(self.year) not in self.published else []
        return ", ".join(each for each in told if each)

    def __str__(self) -> str:
        """As it is cited on a page."""
        told = [self._join_authors(), f'"{self.title}"', self.published, str(self.year or "")]
        return ", ".join(each for each in told if each)

    def _join_authors(self) -> str:
        if not self.authors:
            return ""
        # Translators: authors of one article. {names} are all but the last.
        return reduce(
            lambda names, name: _("{names} and {name}", names=names, name=name), self.authors
        )


@dataclass(frozen=True)
class Figure:
    """One number from a study.

    Attributes:
        name: Short name, such as "stress".
        value: The number; negative where something is less.
        unit: What it is counted in.
        words: The number as a person would say it, in English; the catalogues have it too.
        compares: Who was compared with whom, and how; the same.
        design: "survey", "correlation", "intervention", "experiment", or "review" for several
            studies together.
        source: Where it comes from.
        page: Where in the source.
    """

    name: str
    value: float
    unit: str
    words: str
    compares: str
    design: str
    source: Source
    page: str

    def __str__(self) -> str:
        """The words, and whose they are."""
        return f"{self.words} ({', '.join(self.source.authors)}, {self.source.year})"


def read_figure(name: str) -> Figure:
    """The figure of this name.

    Args:
        name: As in the first column of `data/figures.csv`, such as "stress".

    Raises:
        DefinitionError: There is no such figure.
    """
    figures = load_figures()
    if name not in figures:
        msg = f"figures.csv has no figure {name!r}.{suggest(name, list(figures))}"
        raise DefinitionError(msg)
    return figures[name]


@cache
def load_figures() -> dict[str, Figure]:
    """All figures by name, in the order of the file."""
    sources = load_sources()
    with (find_folder() / "figures.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Figure(
                name=row["name"],
                value=float(row["value"]),
                unit=row["unit"],
                words=row["words"],
                compares=row["compares"],
                design=row["design"],
                source=sources[row["source"]],
                page=row["page"],
            )
            for row in csv.DictReader(file)
        }


@cache
def load_sources() -> dict[str, Source]:
    """All sources by name, in the order of the file."""
    tables = tomllib.loads((find_folder() / "sources.toml").read_text("utf-8"))
    return {
        name: Source(name=name, **{**table, "authors": tuple(table["authors"])})
        for name, table in tables.items()
    }


def find_folder() -> Path:
    """The folder of figures that came with this package, or stands beside it in a checkout."""
    inside = Path(__file__).parents[1] / "data"
    return inside if inside.is_dir() else inside.parents[1] / "data"
