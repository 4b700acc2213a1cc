"""An export as tables: no text of it is run by a spreadsheet, and none is lost."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.export.tables import disarm, render_csv


def read_csv(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =x", "\t=x", "\r=x", "\n=x", "\uff1dx"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    (row,) = read_csv(render_csv(["text"], [(text,)]))
    assert row == {"text": disarm(text)}
    assert row["text"].startswith("'")
    assert row["text"].replace("'", "") == text


@pytest.mark.parametrize("text", ["no;=1+1", "no; @SUM(A1)", "no\n=1+1", "no\t+cmd", "no\n\t-2+3"])
def test_no_part_of_a_text_becomes_a_formula_where_a_semicolon_parts_cells(text: str) -> None:
    """As such a spreadsheet reads a line of ours: a quotation mark within a cell is a letter."""
    content = render_csv(["number", "text"], [(1, text)]).decode("utf-8-sig")
    cells = [cell.strip() for cell in re.split(r"[;\t\r\n]", content)]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    assert [cell for cell in cells if cell.startswith("'")]


@pytest.mark.parametrize("value", ["-2", "12", "kept their word", "a = b", "", 7])
def test_numbers_and_plain_words_stay_as_they_are(value: str | int) -> None:
    assert disarm(value) == value


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
def test_every_text_comes_back_from_the_file(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    rows = read_csv(render_csv(["number", "text"], [(1, text) for text in texts]))
    assert [row["text"] for row in rows] == [disarm(text) for text in texts]
    assert render_csv(["text"], [("ä\nb",)]) == b'\xef\xbb\xbftext\r\n"\xc3\xa4\nb"\r\n'
