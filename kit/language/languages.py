"""The languages there are: English, one for each catalogue in this folder, and a false one.

The false one, `en-XA`, is English with accents and a third longer. It shows what is not translated
and what does not fit, and nobody is offered it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kit.language.current import ENGLISH
from kit.language.pseudo import PSEUDO

HERE = Path(__file__).parent
LONGEST_HEADER = 500  # characters of `Accept-Language` that are read


@dataclass(frozen=True)
class Language:
    """A language of the interface.

    Attributes:
        tag: As in "de" or "pt-BR" (BCP 47).
        name: What its speakers call it.
        direction: "ltr" or "rtl", the way it is written.
    """

    tag: str
    name: str
    direction: str


KNOWN = {
    ENGLISH: Language(ENGLISH, "English", "ltr"),
    PSEUDO: Language(PSEUDO, "Pseudo", "ltr"),
}
"""Those that need no catalogue."""


@cache
def list_languages() -> tuple[Language, ...]:
    """English first, then the others by the names their speakers give them."""
    others = (describe_language(path.stem) for path in HERE.glob("*.po"))
    return (KNOWN[ENGLISH], *sorted(others, key=lambda each: each.name))


@cache
def describe_language(tag: str) -> Language:
    """A language by its tag, whether there is a catalogue or not.

    Raises:
        ValueError: The tag names no language.
    """
    if tag in KNOWN:
        return KNOWN[tag]
    from babel import Locale, UnknownLocaleError  # English alone does not pay for it

    try:
        locale = Locale.parse(tag, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from error
    name = locale.get_display_name() or tag
    return Language(tag, name[:1].upper() + name[1:], locale.text_direction)


def find_language(tag: str) -> Language | None:
    """A language that the interface has; None where it has none of this tag."""
    if tag == PSEUDO:
        return KNOWN[PSEUDO]
    return next((each for each in list_languages() if each.tag == tag), None)


def negotiate(wanted: str, offered: Iterable[str], usual: str) -> str:
    """The language that a browser's reader likes best among those there are.

    Args:
        wanted: The header `Accept-Language` as it came; whatever cannot be read is passed over.
        offered: Tags there are.
        usual: The tag where none of them is liked.

    Returns:
        One of `offered`, or `usual`.
    """
    there = {each.lower(): each for each in offered}
    for tag in _read_wanted(wanted):
        for known in (tag, tag.partition("-")[0]):
            if known in there:
                return there[known]
    return usual


def _read_wanted(header: str) -> list[str]:
    """The tags of a header, the best liked first."""
    liked: list[tuple[float, str]] = []
    for part in header[:LONGEST_HEADER].lower().split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if 0 < quality <= 1:
            liked.append((-quality, tag.strip()))
    return [tag for _, tag in sorted(liked, key=lambda each: each[0])]
