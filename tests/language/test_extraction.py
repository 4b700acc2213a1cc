from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from kit.exercise.figures import load_figures
from kit.language import extraction
from kit.language.extraction import HERE, KEYWORDS, PACKAGE, extract, main, read, update

CATALOGUES = sorted(HERE.glob("*.po"))
TAG = re.compile(r"</?[a-z]+[^<>]*>")
NOT_OURS = {"node_modules", "static"}
IN_TEMPLATE = re.compile(r"\$\{(_|ngettext|pgettext)\(")


def list_sentences(catalog: Catalog) -> dict[tuple[str, str], Message]:
    """What a catalogue holds, by context and English sentence."""
    found = (each for each in catalog if each.id)
    return {(each.context or "", str(each.id)): each for each in found}


def list_places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def list_literals(module: Path) -> Iterator[str]:
    """The sentences that a module marks, whatever they stand in."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call) and (name := getattr(node.func, "id", "")) in KEYWORDS:
            place = 1 if name in {"pgettext", "NP_"} else 0
            if isinstance(said := node.args[place], ast.Constant) and said.value:
                yield str(said.value)


@pytest.fixture(scope="module")
def source() -> Catalog:
    return extract()


def test_there_are_the_three_languages_that_come_with_the_kit() -> None:
    assert {"de", "es", "fr"} <= {path.stem for path in CATALOGUES}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_what_the_pages_say_and_nothing_else(path: Path, source: Catalog) -> None:
    held, said = set(list_sentences(read(path))), set(list_sentences(source))
    assert sorted(said - held) == [], "run: make words"
    assert sorted(held - said) == [], "run: make words"


def test_what_a_picture_says_of_studies_is_to_be_translated_too(source: Catalog) -> None:
    said = {sentence for context, sentence in list_sentences(source) if not context}
    figures = load_figures().values()
    assert {each.words for each in figures} <= said
    assert {each.compares for each in figures} <= said
    assert {each.source.kind for each in figures} - {""} <= said


def test_no_sentence_is_marked_where_nobody_finds_it(source: Catalog) -> None:
    """Inside an f-string, for one: babel does not look there."""
    forms = [each.id if isinstance(each.id, tuple) else (each.id,) for each in source if each.id]
    found = {form for each in forms for form in each}
    marked = {said for module in PACKAGE.rglob("*.py") for said in list_literals(module)}
    assert sorted(marked - found) == [], "look it up in a line of its own"
    scripts = (path for path in PACKAGE.rglob("*.js") if not NOT_OURS & set(path.parts))
    assert [path.name for path in scripts if IN_TEMPLATE.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_has_the_places_and_the_tags_of_its_sentence(path: Path) -> None:
    wrong = []
    for each in list_sentences(read(path)).values():
        english = each.id if isinstance(each.id, (list, tuple)) else [each.id]
        said = each.string if isinstance(each.string, (list, tuple)) else [each.string]
        places = {place for form in english for place in list_places(form)}
        tags = sorted(TAG.findall(english[-1]))
        for form in filter(None, said):
            # "One answer" may leave its number out; no form has a place that nothing fills.
            missing = list_places(english[-1]) - list_places(form) - {"n"}
            if missing or list_places(form) - places or sorted(TAG.findall(form)) != tags:
                wrong.append(form)
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_nothing_is_left_in_english(path: Path) -> None:
    forms = [(each.id, each.string) for each in read(path) if each.id]
    left = [
        said for said, own in forms if not (all(own) if isinstance(own, (list, tuple)) else own)
    ]
    assert left == [], f"translate it in {path.name}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_translation_is_a_guess(path: Path) -> None:
    assert [each.id for each in read(path) if each.id and each.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_button_to_the_next_lines_is_not_the_time_to_come(path: Path) -> None:
    """On a phone it said "Tomorrow" in French, as the energy map does of the work to come."""
    held = list_sentences(read(path))
    assert held["button", "Next"].string != held["", "Next"].string


def test_an_update_keeps_what_is_translated_and_drops_what_is_said_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kit"
    package.joinpath("client").mkdir(parents=True)
    package.joinpath("page.html").write_text('<h1>{{ _("Thank you.") }}</h1>', "utf-8")
    package.joinpath("say.py").write_text(
        'ngettext("{n} answer", "{n} answers", n)\npgettext("state", "Open")\nN_("Gone")', "utf-8"
    )
    package.joinpath("client", "say.js").write_text('say(_("Time is up"));', "utf-8")
    package.joinpath("client", "node_modules").mkdir()
    package.joinpath("client", "node_modules", "other.js").write_text('_("Not ours")', "utf-8")
    monkeypatch.setattr(extraction, "PACKAGE", package)
    path = tmp_path / "it.po"
    update(path)
    assert set(list_sentences(read(path))) == {
        ("", "Thank you."),
        ("", "('{n} answer', '{n} answers')"),
        ("state", "Open"),
        ("", "Gone"),
        ("", "Time is up"),
    }
    text = path.read_text("utf-8")
    for english, italian in {"Thank you.": "Grazie.", "Gone": "Andato"}.items():
        text = text.replace(
            f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{italian}"'
        )
    path.write_text(text, "utf-8")
    package.joinpath("say.py").write_text('_("Thanks.")', "utf-8")
    update(path)
    kept = {said: each.string for (_, said), each in list_sentences(read(path)).items()}
    assert kept == {"Thank you.": "Grazie.", "Thanks.": "", "Time is up": ""}
    once = path.read_bytes()
    update(path)
    assert path.read_bytes() == once
    assert list(tmp_path.glob("it.*")) == [path]


def test_a_tag_that_names_no_language_begins_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extraction, "HERE", tmp_path)
    assert main(["klingon-x"]) == 1
    assert "klingon" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
