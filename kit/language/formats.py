"""Days and lists as the present language writes them, from Unicode's CLDR.

English is written here, so that a page in English does not pay for the tables of all languages.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce

from kit.language.catalogue import _
from kit.language.current import get_locale, is_english


def format_day(day: date) -> str:
    """A day in words: "21 November 2026", "21. November 2026", "21 novembre 2026"."""
    if is_english():
        return f"{day.day} {month_name[day.month]} {day.year}"
    from babel.dates import format_date

    return format_date(day, "long", locale=get_locale())


def join_list(parts: Sequence[str]) -> str:
    """A list in words: "jar", "jar and map", "jar, map and wall"."""
    if is_english():
        first, last = parts[:-1], parts[-1:]
        return " and ".join(filter(None, [", ".join(first), *last]))
    from babel.lists import format_list

    return format_list(parts, locale=get_locale())


def join_quoted(parts: Iterable[str]) -> str:
    """A list in words, each in quotation marks: “jar” and “map”."""
    # Translators: the quotation marks of the language around some words.
    return join_list([_("\u201c{words}\u201d", words=each) for each in parts])


def join_clauses(parts: Iterable[str]) -> str:
    """Statements in one line: "2 low, 5 in the middle; spread out"."""
    # Translators: statements in one line.
    return reduce(lambda first, second: _("{first}; {second}", first=first, second=second), parts)


def join_items(parts: Iterable[str]) -> str:
    """Things beside each other: "jar, map, wall"; empty ones are left out."""
    there = [each for each in parts if each] or [""]
    # Translators: things beside each other, and no sentence.
    return reduce(lambda first, second: _("{first}, {second}", first=first, second=second), there)


def join_choices(parts: Sequence[str]) -> str:
    """A choice in words: "jar", "jar or map", "jar, map or wall"."""
    if is_english():
        first, last = parts[:-1], parts[-1:]
        return " or ".join(filter(None, [", ".join(first), *last]))
    from babel.lists import format_list

    return format_list(parts, style="or", locale=get_locale())
