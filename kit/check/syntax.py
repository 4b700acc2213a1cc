"""What Python cannot read, in the words of somebody who writes exercises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kit.files.text import CURLY, find_conflict
from kit.notebooks.code import split_lines

CONFLICT = (
    "git has left both versions of a conflict in this cell. Keep one of them, and take out the "
    "lines that begin with <<<<<<<, ======= and >>>>>>>."
)
QUOTES = 'curly quotes such as {} neither open nor close a text. Write straight ones: "…".'
INNER = (
    "a quotation mark inside a text ends it there. Write the inner ones as single ones: "
    "\"What does 'trust' mean?\"."
)
APOSTROPHE = 'an apostrophe inside a text ends it there. Write double quotes around: "What\'s up?".'
OPEN_TEXT = "a text is not closed. Put a quotation mark at its end."
OPEN_BRACKET = "the bracket {} is never closed. Put {} where it ends."
SPARE_BRACKET = "the bracket {} closes nothing. Take it out, or open one before it."
WRONG_BRACKET = "the bracket {} does not fit the {} before it. Close that one first."
COMMA = "a comma may be missing. Write one between two entries."
COLON = "a setting is written with =, not with a colon, as in minutes=5."
INDENTED = "the line does not begin where the one above it does. Take out the spaces before it."
BLOCK = "a line that ends in a colon wants lines indented below it. Take the colon out."
ORDER = "a value without a name stands behind one with a name. Put it first, or give it its name."
TWICE = "the setting {} is given twice. Take one out."
SPACE = "a sign that only looks like a space stands here (U+00A0 or the like). Type a space for it."
SIGN = "the sign {} means nothing here. Put it in quotation marks, or take it out."
ZERO = "a number begins with 0. Take the 0 out, or put the number in quotation marks."
FUNCTION = "{} belongs into a function, and cells hold none. Take it out."
SMALL = "{!r} is written in small letters here: {}."
OTHER = "Python cannot read this ({}). Look at its brackets, quotation marks and commas."
DEEP = (
    "Python cannot read this cell: its brackets are nested too deep, or it holds a sign that is no "
    "text. Write it in several shorter lines."
)
PARTNER = {"(": ")", "[": "]", "{": "}"}
OPENING = ("[", "(", ",", "=", "{")  # what stands before a mark that opens a text
_GOES_ON = re.compile(r"[\w…?!]|\s+(?!(?:and|or|if|else|for|in|is|not)\b)\w")
_SETTING = re.compile(r"^\s*[a-z_]+\s*:\s*\S+.*,\s*$")
_WORDS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"unterminated", OPEN_TEXT),
    (r"'(.)' was never closed", lambda m: OPEN_BRACKET.format(m[1], PARTNER.get(m[1], ""))),
    (r"unmatched '(.)'", lambda m: SPARE_BRACKET.format(m[1])),
    (
        r"closing parenthesis '(.)' does not match opening parenthesis '(.)'",
        lambda m: WRONG_BRACKET.format(m[1], m[2]),
    ),
    (r"forgot a comma", COMMA),
    (r"unexpected indent|unindent does not match", INDENTED),
    (r"expected an indented block", BLOCK),
    (r"positional argument follows", ORDER),
    (r"keyword argument repeated: (\w+)", lambda m: TWICE.format(m[1])),
    (r"leading zeros", ZERO),
    (r"'(\w+)' outside", lambda m: FUNCTION.format(m[1])),
    (r"non-printable character", SPACE),
    (r"invalid character '(.)'", lambda m: SIGN.format(m[1])),
)


def explain(error: Exception, source: str) -> tuple[int, str]:
    """Say what is wrong with the source of a cell.

    Args:
        error: What Python has raised.
        source: The cell's source.

    Returns:
        The line, from 1 (0 for the whole cell), and the words with their cure.
    """
    if line := find_conflict(source):
        return line, CONFLICT
    if not isinstance(error, SyntaxError):
        return 0, DEEP
    first, lines = error.lineno or 0, split_lines(source)
    last = len(lines) if "never closed" in error.msg else max(error.end_lineno or 0, first)
    for number in range(max(first, 1), min(last, len(lines)) + 1):
        if words := _explain_quotes(error.msg, lines[number - 1]):
            return number, words
    return first, _explain_words(error.msg, lines[min(max(first, 1), len(lines)) - 1])


def _explain_words(said: str, line: str) -> str:
    if _SETTING.match(line) and re.search(r"invalid syntax|positional", said):
        return COLON
    word = line.split()[0] if line.split() else ""
    if word in ("Import", "From", "IMPORT", "FROM"):
        return SMALL.format(word, word.lower())
    for pattern, words in _WORDS:
        if found := re.search(pattern, said):
            return words if isinstance(words, str) else words(found)
    return OTHER.format(said.rstrip("."))


def _explain_quotes(said: str, line: str) -> str:
    """Quotation marks as a word processor makes them, or inside a text; "" where there are none."""
    outside, inside = _split_texts(line)
    if curly := next((sign for sign in outside if sign in CURLY), ""):
        return QUOTES.format(curly)
    if "unterminated" in said and (curly := next((s for s in line if s in CURLY), "")):
        return QUOTES.format(curly)
    for mark in inside:
        return APOSTROPHE if mark == "'" else INNER
    return ""


def _split_texts(line: str) -> tuple[str, list[str]]:
    """The signs outside of texts, and the marks that end a text in the middle of its words."""
    outside, inside, text = "", [], ""
    for place, sign, quote in _walk(line):
        if not quote:
            outside, text = outside + sign, ""
        elif sign != quote:
            text += sign
        elif not text.rstrip().endswith(OPENING) and _GOES_ON.match(line, place + 1):
            inside.append(quote)
    return outside, inside


def _walk(line: str) -> Iterator[tuple[int, str, str]]:
    """Each sign with its place and the quotation mark of the text that it belongs to.

    The mark that opens a text counts as outside of it, the one that closes it as inside.
    """
    quote, place = "", 0
    while place < len(line):
        sign = line[place]
        if not quote and sign == "#":
            return
        yield place, sign, quote
        if quote and sign == "\\":
            place += 1
        elif not quote and sign in "\"'":
            quote = sign
        elif sign == quote:
            quote = ""
        place += 1
