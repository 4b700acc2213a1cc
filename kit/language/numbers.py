"""Numbers as the present language writes them, from Unicode's CLDR: 1,234.5 and 1.234,5.

Data that programs read (JSON, CSV, styles and markup) keep the point. English is written here, so
that a page in English does not pay for the tables of all languages.
"""

from __future__ import annotations

from copy import copy

from kit.language.current import get_language, get_locale, is_english

GROUPED = 1000
"""From here on digits stand in groups."""
GROUPED_LATE = 10_000
LATE = frozenset(["be", "bg", "es", "et", "hu", "hy", "it", "ka", "lv", "pl", "pt-PT", "sl", "sq"])
"""Languages that leave four digits together: CLDR's minimumGroupingDigits, unknown to Babel."""


def format_number(number: float, decimals: int = 0) -> str:
    """A number as people read it.

    Args:
        number: Any.
        decimals: How many digits stand behind the point, or the comma.
    """
    if is_english():
        return f"{number:,.{decimals}f}"
    least = GROUPED_LATE if get_language() in LATE else GROUPED
    if not decimals and abs(number) < least:
        return f"{number:.0f}"
    from babel import Locale

    number = round(number, decimals)  # as in English, where Babel would take the halves up
    pattern = copy(Locale.parse(get_locale()).decimal_formats[None])
    pattern.frac_prec = (decimals, decimals)
    grouped = abs(number) >= least
    written: str = pattern.apply(number, get_locale(), group_separator=grouped)
    return written


def format_percent(share: int) -> str:
    """A share in per cent, with the sign and the space of the language: "40 %".

    Args:
        share: From 0 to 100.
    """
    if is_english():
        return f"{share} %"
    from babel.numbers import format_percent as write

    return write(share / 100, locale=get_locale())


def write_places(places: dict[str, object]) -> dict[str, object]:
    """What stands in the places of a sentence, its whole numbers as people read them.

    Args:
        places: By name. What is a number and none to count by, as a year, is given as a text.
    """
    return {
        name: format_number(value) if type(value) is int else value
        for name, value in places.items()
    }
