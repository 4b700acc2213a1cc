"""Every sentence that a catalogue has to hold, read out of the source: the work of `make words`.

    python -m kit.language.extraction      bring all catalogues up to date
    python -m kit.language.extraction it   begin one for Italian

What has been translated stays; a sentence that is said no more leaves; a new one waits with an
empty translation. Nothing is guessed. It needs the source, scripts included.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kit.language.languages import describe_language

HERE = Path(__file__).parent
PACKAGE = HERE.parent
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext_html": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
}
METHODS = [
    *((f"**/{name}/**", "ignore") for name in ("node_modules", "static", "stand-ins", "workshops")),
    ("**.py", "python"),
    ("**.html", "jinja2.ext.babel_extract"),
    ("**.j2", "jinja2.ext.babel_extract"),
    ("**.js", "javascript"),
]
PROJECT = "trust-workshop-kit"
HEADER = """\
# The words of the interface. `docs/translators.md` says how a catalogue is kept.
#"""


def extract() -> Catalog:
    """All sentences of the source, each with the files that say it."""
    catalog = Catalog(project=PROJECT, charset="utf-8")
    found = extract_from_dir(
        PACKAGE, METHODS, keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    )
    for name, _line, message, comments, context in found:
        place = [(f"kit/{name}", 0)]
        catalog.add(message, locations=place, auto_comments=comments, context=context)
    for name, message in find_words_of_figures(PACKAGE.parent / "data"):
        catalog.add(message, locations=[(f"data/{name}", 0)])
    return catalog


def find_words_of_figures(folder: Path) -> Iterator[tuple[str, str]]:
    """What `kit.Figures` says of numbers from studies: each file's name with each of its sentences.

    Args:
        folder: Of `figures.csv` and `sources.toml`.
    """
    for path in folder.glob("figures.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.name, row["words"]
                yield path.name, row["compares"]
    for path in folder.glob("sources.toml"):
        for source in tomllib.loads(path.read_text("utf-8")).values():
            if "kind" in source:
                yield path.name, source["kind"]


def read(path: Path) -> Catalog:
    """The catalogue of a file; of one that is not there, an empty one of its language."""
    describe_language(path.stem)
    locale = path.stem.replace("-", "_")
    if not path.is_file():
        return Catalog(
            locale,
            project=PROJECT,
            version="1",
            msgid_bugs_address="-",
            last_translator="-",
            language_team="-",
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(path: Path) -> None:
    """Bring a catalogue up to date with the source."""
    catalog, source = read(path), extract()
    catalog.update(source, no_fuzzy_matching=True, update_creation_date=False)
    catalog.header_comment = HEADER
    catalog.obsolete.clear()
    aside = path.with_suffix(".new")  # a server that runs may read the catalogue meanwhile
    with aside.open("wb") as file:
        write_po(
            file,
            catalog,
            width=100,
            sort_by_file=True,
            omit_header=False,
            ignore_obsolete=True,
            include_lineno=False,
        )
    aside.replace(path)


def main(tags: Sequence[str]) -> int:
    """Update every catalogue, and begin those that are named.

    Returns:
        The exit status, 0; 1 where a tag names no language.
    """
    try:
        for tag in tags:
            describe_language(tag)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path in sorted({*HERE.glob("*.po"), *(HERE / f"{tag}.po" for tag in tags)}):
        update(path)
        catalog = read(path)
        empty = sum(not _is_translated(each.string) for each in catalog if each.id)
        print(f"{path.name}: {len(catalog)} sentences, {empty} of them not translated")
    return 0


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
