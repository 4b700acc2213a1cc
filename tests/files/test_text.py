"""Files are read in whichever encoding another program has written them."""

from __future__ import annotations

import codecs

import pytest

from kit.files.text import MARKED, WINDOWS, Decoded, decode, find_conflict

WORDS = '{"title": "Größe und Mut"}'


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDS.encode(), ""),
        (codecs.BOM_UTF8 + WORDS.encode(), MARKED),
        (codecs.BOM_UTF8 * 2 + WORDS.encode(), MARKED),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "UTF-16"),
        (WORDS.encode("utf-16-le"), "UTF-16"),
        (WORDS.encode("utf-16-be"), "UTF-16"),
        (WORDS.encode("utf-32"), "UTF-32"),
    ],
)
def test_what_a_file_says_of_its_encoding_is_followed(content: bytes, encoding: str) -> None:
    assert decode(content) == Decoded(WORDS, encoding)


def test_a_code_page_of_windows_is_a_guess() -> None:
    assert decode("Größe: „Mut“ €".encode("cp1252")) == Decoded(
        "Größe: „Mut“ €", WINDOWS, guessed=True
    )


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 \xff\0", b"\x81\x8d\x9d", codecs.BOM_UTF16_LE + b"a"]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(content)


def test_the_marks_of_a_conflict_are_found_by_their_line() -> None:
    assert find_conflict("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n") == 2
    assert find_conflict('{\n "source": [\n  "<<<<<<< HEAD\\n",\n') == 3
    assert find_conflict("Heading\n=======\n") == 0
    assert find_conflict("a <<<<<<< b") == 0
