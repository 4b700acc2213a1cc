"""Reads words out of a source: those that a person may be meant to read, and nothing marks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

import jinja2
from jinja2 import nodes
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, Punctuation, String

from kit.language.extraction import KEYWORDS

TOLD = {"alt", "aria-description", "aria-label", "placeholder", "title"}
"""Attributes that are read or heard."""
PLACE = "{}"  # stands for what a program puts there
LETTERS = re.compile(r"[^\W\d_]{2}")
BEGINS = re.compile(r"\s*[^\w\s{<]?(?:[A-Z\d{][^\n]*\s[^\W\d_]|[A-Z][a-z]+\W? \{)")
"""As a sentence does, with a capital letter, a number or a place, and goes on."""
ENDS = re.compile(r"[^\W\d_]{2}\W?\.\s*$")
COUNTED = re.compile(r"[a-z]{2,} \{\}|\{\} [a-z]{2,}")
"""A word beside what is put there, as in "of 12"."""
ONE_WORD = re.compile(r"[A-Z][a-z]+[.:?!]?")
NAMES = {
    *("Accept", "Etag", "Lax", "Origin", "Referer", "Refresh", "Server", "Vary"),  # of HTTP
    *("Backspace", "Delete", "End", "Enter", "Escape", "Home", "Shift", "Tab"),  # of keys
}
"""Single words that are names in a protocol."""
LOGS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
FOR_PROGRAMMERS = {
    *("ArgumentTypeError", "AssertionError", "RuntimeError", "TypeError", "ValueError", "TypeVar"),
    *("Error", "RangeError", "console.error", "console.info", "console.warn"),
    *("DefinitionError", "MissingPartError", "PolicyError", "RoleError"),  # in a notebook's cells
    *("_refuse", "check_plain", "refuse_part"),  # which raise them
    *("NotBuiltError", "ServerError"),  # in the terminal
}
"""What takes words that no page shows, or that a trainer reads in the notebook."""


class Words(NamedTuple):
    """Words that are not marked.

    Attributes:
        line: Where they stand; 1 for the first.
        text: The words, in one line.
    """

    line: int
    text: str


def looks_like_words(text: str) -> bool:
    """Whether somebody may be meant to read a text, which has `PLACE` for what is put into it."""
    if not LETTERS.search(text.replace(PLACE, "")):
        return False
    if ONE_WORD.fullmatch(text):
        return text not in NAMES
    return bool(BEGINS.match(text) or ENDS.search(text) or COUNTED.fullmatch(text))


class Reader(HTMLParser):
    """Collects what a page says, whatever it looks like."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Words] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        for name, value in attrs:
            if name in TOLD and value and LETTERS.search(value):
                self.found.append(Words(self.getpos()[0], value))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent and LETTERS.search(data):
            self.found.append(Words(self.getpos()[0], " ".join(data.split())))


def read_template(source: str) -> Iterator[Words]:
    """A template's words outside of its expressions, and those in them."""
    environment, reader = jinja2.Environment(autoescape=True), Reader()
    for _line, kind, value in environment.lex(source):
        reader.feed(value if kind == "data" else "\n" * value.count("\n"))
    reader.close()
    yield from reader.found
    tree = environment.parse(source)
    marked = {
        id(each)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS
        for each in call.args
    }
    for each in tree.find_all(nodes.Const):
        if id(each) not in marked and isinstance(each.value, str) and looks_like_words(each.value):
            yield Words(each.lineno, each.value)


def list_hidden(source: str) -> list[str]:
    """What a template sets under the name of a function that marks its words."""
    tree = jinja2.Environment(autoescape=True).parse(source)
    set_here = (each for each in tree.find_all(nodes.Name) if each.ctx != "load")
    return [each.name for each in set_here if each.name in KEYWORDS]


def read_module(source: str) -> Iterator[Words]:
    """A module's words that nothing marks, and that are not for programmers."""
    tree = ast.parse(source)
    passed = {id(each) for root in _list_passed(tree) for each in ast.walk(root)}
    for each in ast.walk(tree):  # what is around comes first
        if id(each) in passed:
            continue
        if isinstance(each, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else PLACE for part in each.values
            )
            passed |= {id(part) for part in each.values if isinstance(part, ast.Constant)}
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            text = each.value
        else:
            continue
        if looks_like_words(text):
            yield Words(each.lineno, " ".join(text.split()))


def _list_passed(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of a module whose texts are marked, or nobody's but a programmer's."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
            yield each  # a docstring, whatever it stands below
        elif isinstance(each, ast.Call):
            yield from _list_taken(each)
        elif isinstance(each, ast.Subscript):
            yield each.slice  # a key, or an annotation
        elif isinstance(each, ast.FunctionDef) and each.name == "__repr__":
            yield each
        parts = (getattr(each, name, None) for name in ("msg", "annotation", "returns"))
        yield from (part for part in parts if isinstance(part, ast.AST))
        blocks = (getattr(each, name, None) for name in ("body", "orelse", "finalbody"))
        for lines in blocks:
            yield from _list_thrown(lines if isinstance(lines, list) else [])


def _list_taken(call: ast.Call) -> Iterator[ast.AST]:
    """What a call takes that is marked by it, or said to programmers.

    Only a text that stands there as it is can be marked.
    """
    name = _get_name(call.func)
    if name in KEYWORDS:
        yield from (each for each in call.args if isinstance(each, ast.Constant))
    elif name in FOR_PROGRAMMERS or name == "add_argument" or _is_log(call.func):
        yield from (*call.args, *call.keywords)


def _list_thrown(lines: list[ast.stmt]) -> Iterator[ast.AST]:
    """What is given a name in one line, for the next to raise it as a programmer's error."""
    for line, after in pairwise(lines):
        thrown = after.exc if isinstance(after, ast.Raise) else None
        raised = _get_name(thrown.func) if isinstance(thrown, ast.Call) else ""
        if isinstance(line, ast.Assign) and raised in FOR_PROGRAMMERS:
            yield line.value


def _get_name(called: ast.AST) -> str:
    """The last part of the name of what is called."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _is_log(called: ast.AST) -> bool:
    """Whether a call writes a log."""
    return (
        isinstance(called, ast.Attribute)
        and called.attr in LOGS
        and _get_name(called.value) in ("log", "logger")
    )


def read_script(source: str) -> Iterator[Words]:
    """A script's words that nothing marks, and that are not for programmers."""
    around: list[str] = []
    before = ["", "", ""]
    for line, value, is_text in _list_tokens(source):
        if is_text:
            marked = PLACE not in value and not KEYWORDS.keys().isdisjoint(around)
            silent = marked or not FOR_PROGRAMMERS.isdisjoint(around)
            if not silent and looks_like_words(value):
                yield Words(line, " ".join(value.split()))
        elif value == "(":
            owner = "console." if before[:2] == ["console", "."] else ""
            around.append(owner + before[2])
        elif value == ")" and around:
            around.pop()
        before = [*before[1:], "" if is_text else value]


def _list_tokens(source: str) -> Iterator[tuple[int, str, bool]]:
    """The tokens of a script, comments and spaces left out: line, value, and whether it is text.

    A text stands without its quotation marks. One that is put together is told when it is complete,
    with `PLACE` for what is put into it.
    """
    line = 1
    open_texts: list[str] = []
    within: list[str] = []
    for _place, kind, value in JavascriptLexer().get_tokens_unprocessed(source):
        if kind in String.Backtick:
            if value != "`":
                open_texts[-1] += value
            elif len(open_texts) == len(within):
                open_texts.append("")
            else:
                yield line, open_texts.pop(), True
        elif kind in String.Interpol:
            if value == "${":
                open_texts[-1] += PLACE
                within.append(value)
            else:
                within.pop()
        elif kind in String and kind not in String.Regex:
            yield line, value[1:-1], True
        elif kind not in Comment and value.strip():
            for each in value if kind in Punctuation else [value]:
                yield line, each, False
        line += value.count("\n")


READERS = {".py": read_module, ".html": read_template, ".j2": read_template, ".js": read_script}
"""By the ending of a file: gives the words in it that nothing marks."""
