"""What cannot be read of `agenda.toml` is told with its line, in the words of an agenda."""

# Holds kit/files/toml_file.py too: it reads the file that is told of here.
# Holds kit/files/toml_words.py too: an agenda's words are these, but for its entries.

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.files import toml_words as plain
from kit.notebooks import agenda_words as words
from kit.notebooks.agenda import get_agenda

NOTEBOOKS = ["a.ipynb", "b.ipynb"]
BEGUN = '[late]\nlength = 20\nexercises = [\n  { notebook = "a.ipynb", minutes = 5 },\n'
PARSER = ("Expected", "Invalid", "Unclosed", "Illegal", "Unescaped", "Cannot", "Duplicate")


def refuse(folder: Path, content: str | bytes) -> str:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "agenda.toml").write_bytes(data)
    with pytest.raises(DefinitionError) as raised:
        get_agenda(folder, NOTEBOOKS)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[Mut zur Lücke]\n", 1, words.NAME.format("mut-zur-lucke")),
        ("[two words]\n", 1, words.NAME.format("two-words")),
        ("[late\n", 1, words.NAME.format("late")),
        (f"{BEGUN}  {{ break: 5 }},\n]", 5, plain.COLON.format("break")),
        ('[late]\ntitle: "Late"\n', 2, plain.COLON.format("title")),
        ('[late]\ntitle "Late"\n', 2, plain.NO_EQUALS.format("title")),
        (f'{BEGUN}  {{ notebook = "b.ipynb" }}\n  {{ break = 5 }},\n]', 5, words.COMMA),
        (f'{BEGUN}  {{ break = 5 }} {{ notebook = "b.ipynb" }},\n]', 5, words.COMMA),
        (f'{BEGUN}  {{ notebook = "b.ipynb" minutes = 5 }},\n]', 5, words.INSIDE),
        (f'{BEGUN}  {{ notebook = "b.ipynb",\n    minutes = 5 }},\n]', 5, words.LINES),
        (f'{BEGUN}  {{\n    notebook = "b.ipynb" }},\n]', 5, words.LINES),
        (f"{BEGUN}  {{ break = 5 }},\n\n\n", 5, words.NO_END),
        (f'{BEGUN}  {{ notebook = "b.ipynb", }},\n]', 5, words.SPARE),
        (f"{BEGUN}  {{ break = 5 ],\n]", 5, words.SPARE),
        (f"{BEGUN}]]\n", 5, words.SPARE),
        (f"{BEGUN}]\n[late]\n", 6, words.TWO_AGENDAS),
        (f"{BEGUN}]\nlength = 5\n", 6, words.TWO_KEYS.format("length")),
        (f"{BEGUN}  {{ break = 5, break = 6 }},\n]", 5, words.TWO_KEYS.format("break")),
        ('[late]\ntitle = "A "good" day"\n', 2, plain.INNER),
        (f'{BEGUN}  {{ title = "A "good" day", minutes = 4 }},\n]', 5, plain.INNER),
        ("[late]\ntitle = 'It's late'\n", 2, plain.APOSTROPHE),
        ("[late]\ntitle = \u201cLate\u201d\n", 2, plain.QUOTES.format("\u201c")),
        ('[late]\ntitle = "Late\u201d\n', 2, plain.QUOTES.format("\u201d")),
        ('[late]\ntitle = "Late\n', 2, plain.OPEN),
        ("[late]\ntitle = Late\n", 2, plain.BARE.format("title", "Late")),
        (f"{BEGUN}{{ notebook = b.ipynb }},\n]", 5, plain.BARE.format("notebook", "b.ipynb")),
        (f'{BEGUN}{{ notebook = "sub\\a.ipynb" }},\n]', 5, words.BACKSLASH),
        (f'{BEGUN}{{ notebook = "C:\\users\\b.ipynb" }},\n]', 5, words.BACKSLASH),
        (f'{BEGUN}{{ notebook = "b.ipynb", droppable = True }},\n]', 5, plain.SWITCH),
        (f"{BEGUN}{{ break = 05 }},\n]", 5, words.WHOLE),
        (f"{BEGUN}{{ break = 2,5 }},\n]", 5, words.WHOLE),
        ("[late]\nlength = 20 minutes\n", 2, words.WHOLE),
        ("[late]\nlength =\n", 2, plain.NO_VALUE),
        ("// late\n[late]\n", 1, plain.COMMENT),
        ("[late]\n<<<<<<< HEAD\nlength = 5\n", 2, plain.CONFLICT),
        ('[late]\ntitle = "a\x07"\n', 2, plain.SIGN),
        ('[late]\nexercises = [\n "a.ipynb"\n "b.ipynb"\n]', 4, "this line is not understood"),
        ("welcome to all\n", 1, "a name and what belongs to it"),
    ],
    ids=lambda given: repr(given)[-30:],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_that_cannot_be_read_is_told_in_the_words_of_an_agenda(
    tmp_path: Path, text: str, line: int, told: str, end: str
) -> None:
    said = refuse(tmp_path, text.replace("\n", end))
    assert said.startswith(f"agenda.toml, line {line}: {told}")
    assert not any(word in said for word in PARSER)


def test_settings_above_every_agenda_are_one_fault(tmp_path: Path) -> None:
    said = refuse(tmp_path, 'title = "Late"\nlength = 20\nexercises = []\n')
    assert said.startswith("agenda.toml, line 1: 'title' stands above every agenda. Write a line")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_file_of_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = f'{BEGUN}]\ntitle = "Über Mut"\n'
    (tmp_path / "agenda.toml").write_bytes(text.encode(encoding))
    assert get_agenda(tmp_path, NOTEBOOKS).title == "Über Mut"


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    assert "is no text" in refuse(tmp_path, codecs.BOM_UTF16_LE + b"[")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_however_its_umlauts_are_spelled(tmp_path: Path, form: str) -> None:
    there = [unicodedata.normalize("NFD", "Übung.ipynb"), "Ubung.ipynb"]
    name = unicodedata.normalize(form, "Übung.ipynb")  # type: ignore[arg-type]
    (tmp_path / "agenda.toml").write_text(f'[late]\nexercises=[{{notebook="{name}"}}]', "utf-8")
    assert get_agenda(tmp_path, there).notebooks == [there[0]]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("{ minutes = 5 }", 6),
        ('{ notebook = "a.ipynb", minutez = 5 }', 6),
        ("7", 6),
        ('{ notebook = "nowhere.ipynb" }', 6),
        ('{ notebook = "sub\\b.ipynb" }', 6),
    ],
)
def test_an_entry_that_is_none_is_told_with_its_line(tmp_path: Path, entry: str, line: int) -> None:
    said = refuse(tmp_path, f"{BEGUN}\n  {entry},\n]")
    assert said.startswith(f"agenda.toml, line {line}, [late], entry 2: ")
    assert (words.BACKSLASH in said) == ("\\" in entry)
