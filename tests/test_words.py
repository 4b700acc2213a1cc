"""The words of the papers and notebooks: one spelling, and links that lead somewhere.

Misspelt words are found by codespell, in the lint step of the Makefile.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kit.exercise.figures import load_sources
from kit.language.languages import list_languages
from tests.places import ROOT

PAPERS = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("data/**/*.md"),
    *ROOT.glob("workshops/*.ipynb"),
]
LANGUAGES = {each.tag for each in list_languages()}
# docs/de and its neighbours are in another language, in which "favor" is spelt well.
ENGLISH = [path for path in PAPERS if path.parent.name not in LANGUAGES]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)]*)\)")
ADDRESS = re.compile(r"\bhttps?:[^\s)>\"`]*")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
AMERICAN = re.compile(
    r"\b(?:\w*(?:organiz|recogniz|realiz|analyz|summariz|emphasiz|minimiz|maximiz|apologiz|"
    r"prioritiz|randomiz|anonymiz|memoriz|behavior|neighbor)\w*|"
    r"(?:un|multi)?(?:color|favor|honor|labor|humor|flavor|rumor)(?:s|ed|ing|ful|ite|able)?|"
    r"centers?|centered|grays?|catalogs?|dialogs?|fulfill|skillful|labeled|labeling|"
    r"canceled|canceling|modeled|modeling|traveled|traveling|"
    r"defense|offense|judgment|acknowledgment|toward|percent)\b",
    re.IGNORECASE,
)


def read_words(path: Path) -> str:
    """The words of a paper, or of a notebook's markdown cells."""
    text = path.read_text("utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def find_american(words: str) -> list[str]:
    """American spellings in prose; code, addresses and the names of sources keep theirs."""
    words = " ".join(ADDRESS.sub("", CODE.sub("", words)).split())
    for source in load_sources().values():
        journal = re.split(r",| \d", source.published)[0]
        for name in (source.title, source.title.split(":")[0], journal):
            words = words.replace(name, "")
    return AMERICAN.findall(words)


def list_anchors(path: Path) -> set[str]:
    """The anchors of a paper's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", CODE.sub("", read_words(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def find_broken(path: Path) -> list[str]:
    """Links of a paper that lead nowhere in this folder, and addresses of the wrong form."""
    words = CODE.sub("", read_words(path))
    broken = [address for address in ADDRESS.findall(words) if not address.startswith("https://")]
    for link in LINK.findall(words):
        place, _, anchor = link.partition("#")
        if re.search(r"\s", link) or not link:
            broken.append(link)
        elif link.startswith("https://"):
            continue
        elif not (target := path.parent / place if place else path).is_file() or (
            anchor and anchor not in list_anchors(target)
        ):
            broken.append(link)
    return broken


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: str(path.relative_to(ROOT)))
def test_prose_is_spelt_the_british_way(path: Path) -> None:
    assert find_american(read_words(path)) == []


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert find_broken(path) == []


def test_american_spelling_and_broken_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# What is there\n\n## One team, one file\n")
    (tmp_path / "paper.md").write_text(
        "[a](there.md) [b](there.md#one-team-one-file) [c](gone.md) [d](there.md#gone) "
        "[e](https://here.org/x) [f](http://here.org) [g](#gone) `[h](code.md)` [i](two words.md)"
    )
    assert find_broken(tmp_path / "paper.md") == [
        *("http://here.org", "gone.md", "there.md#gone", "http://here.org", "#gone"),
        "two words.md",
    ]
    words = "An organization's colors, in the center. `color` is code; Organization Science is not."
    assert find_american(words) == ["organization", "colors", "center"]
