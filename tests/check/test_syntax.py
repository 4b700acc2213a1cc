"""What Python cannot read is told in plain words, with the line."""

from __future__ import annotations

import pytest

from kit.check import syntax
from kit.check.syntax import explain
from kit.notebooks.code import parse

HEAD = 'import kit\nexercise = kit.Exercise(\n    "talk",\n    prompts=[\n'
CURLY = syntax.QUOTES


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kit.Text(\u201ewhy\u201c, 'Why?'),", CURLY.format("\u201e")),
        ("kit.Text(\u2018why\u2019, 'Why?'),", CURLY.format("\u2018")),
        ("kit.Text(\u00abwhy\u00bb, 'Why?'),", CURLY.format("\u00ab")),
        ('kit.Text("why\u201c, "Why?"),', CURLY.format("\u201c")),
        ('kit.Text("why", "Nur \u201eMut"?"),', CURLY.format("\u201e")),
        ('kit.Text("why", "Say "yes" or "no" now"),', syntax.INNER),
        ('kit.Text("why", "Say " yes " now"),', syntax.INNER),
        ("kit.Text('why', 'Who's there?'),", syntax.APOSTROPHE),
        ('kit.Text("why", "Why?),', syntax.OPEN_TEXT),
        ('kit.Choice("why", "Why?, ["a", "b"]),', syntax.OPEN_TEXT),
        ('kit.Text("why", "Why?"])', syntax.WRONG_BRACKET.format("]", "(")),
        ("])]", syntax.SPARE_BRACKET.format("]")),
        ("]", syntax.OPEN_BRACKET.format("(", ")")),
        ('kit.Text("why", "Why?") kit.Text("how", "How?"),', syntax.COMMA),
        ('kit.Text("why",\u00a0"Why?"),', syntax.SPACE),
        ('kit.Text("why", "Why?", max_length=40 \u2013 2),', syntax.SIGN.format("\u2013")),
        ("], minutes=5, 3)", syntax.ORDER),
        ("], timer=3,\nminutes: 5,\n)", syntax.COLON),
        ('kit.Text("why", help="so", "Why?"),', syntax.ORDER),
        ("], minutes=05)", syntax.ZERO),
        ("])\n  x = 3", syntax.INDENTED),
        ("])\nif x:\ny = 3", syntax.BLOCK),
        ("])\n>>>>>>> theirs", syntax.CONFLICT),
    ],
)
def test_a_line_that_python_cannot_read_is_explained(line: str, words: str) -> None:
    source = HEAD + line + ("" if line.startswith("]") else "\n])")
    with pytest.raises(SyntaxError) as raised:
        parse(source)
    number, told = explain(raised.value, source)
    assert told == words
    assert number >= 2


def test_quotes_are_told_first_where_a_bracket_seems_to_be_open_because_of_them() -> None:
    source = f'{HEAD}kit.Text("why", "Say "yes" or "no" now")'
    with pytest.raises(SyntaxError) as raised:
        parse(source)
    assert "never closed" in str(raised.value)
    assert explain(raised.value, source) == (5, syntax.INNER)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_is_that_of_the_cell_whatever_its_line_ends(end: str) -> None:
    source = f"x = 1{end}{end}y = \u201cz\u201d"
    with pytest.raises(SyntaxError) as raised:
        parse(source)
    assert explain(raised.value, source) == (3, CURLY.format("\u201c"))


def test_what_else_python_says_is_passed_on_with_what_to_look_at() -> None:
    with pytest.raises(SyntaxError) as raised:
        parse("room = kit join")
    assert explain(raised.value, "room = kit join") == (1, syntax.OTHER.format("invalid syntax"))


@pytest.mark.parametrize("error", [ValueError("null bytes"), RecursionError(), MemoryError()])
def test_a_cell_that_goes_on_and_on_is_told_as_a_whole(error: Exception) -> None:
    assert explain(error, "x") == (0, syntax.DEEP)


@pytest.mark.parametrize(
    "source", ['x = "Nur \u201eMut\u201c"', 'x = "it\'s"', "# \u201ckind\u201d\nx = 1"]
)
def test_curly_quotes_inside_a_text_or_a_comment_are_fine(source: str) -> None:
    parse(source)


def test_lines_for_ipython_are_read_and_keep_their_places() -> None:
    tree = parse("\n\n%matplotlib inline\nx = 1")
    assert [node.lineno for node in tree.body] == [3, 4]
    assert parse("%%html\n<b>words</b>").body


def test_words_that_end_in_a_question_mark_are_no_python() -> None:
    with pytest.raises(SyntaxError):
        parse("What surprised you?")


def test_python_prints_no_warnings_about_a_cell(recwarn: pytest.WarningsRecorder) -> None:
    parse('x = "\\d"\ny = x is 1')
    assert not list(recwarn)
