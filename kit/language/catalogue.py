"""Looking up sentences: gettext's own functions, over the catalogue of the present language.

A sentence is looked up whole, with its places by name:

    _("Session {code} has ended.", code=code)

so that each language puts them where it needs them. `babel` finds every such call; a sentence that
is written down before it is said is marked `N_("...")` there, and looked up where it is said.
"""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from kit.language.current import ENGLISH, get_language
from kit.language.numbers import format_number, write_places
from kit.language.pseudo import PSEUDO, Pseudo

HERE = Path(__file__).parent


@cache
def load_catalogue(tag: str) -> gettext.NullTranslations:
    """The catalogue of a language; English, and what has none, is said as it is written.

    Args:
        tag: Of a language.
    """
    if tag == PSEUDO:
        return Pseudo()
    path = HERE / f"{tag}.po"
    if tag == ENGLISH or not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str, /, **places: object) -> str:
    """A sentence in the present language.

    Args:
        message: It in English; "" stays "".
        **places: What stands in its places, by name; a whole number is written as the language has
            it. Without any, braces are only braces.
    """
    words = _get_catalogue().gettext(message) if message else ""
    return words.format(**write_places(places)) if places else words


def ngettext(one: str, many: str, n: int, /, **places: object) -> str:
    """A sentence with a number, in the form that the present language has for it.

    Args:
        one: It in English for 1.
        many: It in English for every other number.
        n: The number; it stands in the place {n}.
        **places: What stands in the other places.
    """
    return (
        _get_catalogue().ngettext(one, many, n).format(n=format_number(n), **write_places(places))
    )


def pgettext(context: str, message: str, /, **places: object) -> str:
    """A word that English has for two things, in the present language.

    Args:
        context: Which of the two is meant, for whoever translates it.
        message: The word in English.
        **places: What stands in its places.
    """
    words = _get_catalogue().pgettext(context, message)
    return words.format(**write_places(places)) if places else words


def N_(message: str) -> str:  # noqa: N802 -- gettext's name
    """Mark a sentence that is looked up later, where it is said."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802 -- as above
    """Mark a word that is looked up later, with its context."""
    return message


def _get_catalogue() -> gettext.NullTranslations:
    return load_catalogue(get_language())
