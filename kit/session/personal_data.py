"""Clues in a text that might lead to a person: an e-mail address, a phone number, a name.

Only ever used to ask a writer to look once more, so that the patterns may stay small. A library
for phone numbers must be told the country, or it finds none without a "+"; one for e-mail addresses
checks a whole text and finds none within it.

Anybody may send any text, so that each pattern reads every letter a fixed number of times at most:
it begins only where a word does, and never goes back into what it has taken ("++").
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kit.language import N_

EMAIL, PHONE, NAME = N_("an e-mail address"), N_("a phone number"), N_("a name")
LONGEST_NAME = 3  # words; a longer row of capitals is a headline

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++")
_DIGITS = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ ()/.\-]{0,3}\d){6,14}(?![\w])")
_NO_PHONE = re.compile(
    r"\d{1,4}([./-])\d{1,2}\1\d{1,4}"  # a date
    r"|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"  # from one year to another
    r"|\d{1,3}(?:[. ]\d{3})+"  # a large number
)
_TITLES = (
    "Mr Mrs Ms Mx Miss Dr Prof Herr Herrn Frau Mme Mlle Monsieur Madame "
    "Sr Sra Se\u00f1or Se\u00f1ora"
)
_TITLED = re.compile(rf"\b(?:{'|'.join(_TITLES.split())})\b\.? ([^\W\d_][\w'\u2019-]*+)")
_WORD = re.compile(r"[^\W\d_]++(?:['\u2019-][^\W\d_]++)*+")
_SENTENCE_ENDS = ".!?:;\u2026\n\"'\u201c\u201d\u201e\u2018\u00ab\u00bb(\u2013\u2014-"
_CALENDAR = frozenset([*calendar.month_name, *calendar.day_name])


@dataclass(frozen=True)
class Clue:
    """Something in a text that might lead to a person.

    Attributes:
        kind: What it looks like, with its article, in English.
        text: The words in question.
    """

    kind: str
    text: str = field(repr=False)


def find_clues(text: str) -> tuple[Clue, ...]:
    """Find what looks like an e-mail address, a phone number or a name.

    A name is two or three capitalised words in the middle of a sentence, or one after "Mr" or "Ms".
    First names alone are not found: too many words begin with a capital letter.
    """
    found = [Clue(EMAIL, match[0]) for match in _EMAIL.finditer(text)]
    found += [Clue(PHONE, number) for number in _find_numbers(text)]
    found += [Clue(NAME, name) for name in _find_names(text)]
    return tuple(dict.fromkeys(found))


def _find_numbers(text: str) -> Iterator[str]:
    for match in _DIGITS.finditer(text):
        if not _NO_PHONE.fullmatch(match[0]):
            yield match[0]


def _find_names(text: str) -> Iterator[str]:
    titled = [match for match in _TITLED.finditer(text) if match[1][0].isupper()]
    yield from (match[0] for match in titled)
    spans = iter(titled)
    span = next(spans, None)
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        while span is not None and span.end() <= word.start():
            span = next(spans, None)
        follows = bool(run) and text[run[-1].end() : word.start()] == " "
        if run and not (follows and _is_capitalised(word[0])):
            yield from _join_name(text, run)
            run = []
        covered = span is not None and span.start() <= word.start()
        named = _is_capitalised(word[0]) and not covered
        if named and (run or not _begins_sentence(text, word.start())):
            run.append(word)
    yield from _join_name(text, run)


def _join_name(text: str, run: list[re.Match[str]]) -> Iterator[str]:
    if 2 <= len(run) <= LONGEST_NAME:
        yield text[run[0].start() : run[-1].end()]


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and any(map(str.islower, word[1:])) and word not in _CALENDAR


def _begins_sentence(text: str, start: int) -> bool:
    while start and text[start - 1] in " \t":
        start -= 1
    return not start or text[start - 1] in _SENTENCE_ENDS
