"""What scripts say in a language: the part of its catalogue that they use, as data for them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from kit.language.catalogue import HERE, load_catalogue
from kit.language.current import ENGLISH

if TYPE_CHECKING:
    from babel.messages.catalog import Message

Words: TypeAlias = dict[str, str | dict[str, str]]
"""As `kit/widgets/shared/words.js` describes them."""

CONTEXT = "\x04"  # gettext's own sign between a context and its word
MOST = 200  # numbers tried to find out which form belongs to which category


@cache
def list_words(tag: str, files: frozenset[str]) -> Words:
    """What some scripts say in a language.

    Args:
        tag: Of the language.
        files: The scripts' files, as in "kit/widgets/grid_input.js".

    Returns:
        By English sentence; with the language's tag under "". Nothing for English.
    """
    if tag == ENGLISH:
        return {}
    words: Words = {"": tag}
    for each in _read_messages(tag):
        if files.isdisjoint(name for name, _line in each.locations):
            continue
        if isinstance(each.id, tuple | list):
            words[each.id[0]] = _list_forms(tag, each.id)
        else:
            words |= _translate(tag, each.id, each.context)
    return words


def _translate(tag: str, sentence: str, context: str | None) -> Words:
    """A sentence's translation by its key; nothing where there is none."""
    catalogue = load_catalogue(tag)
    said = catalogue.pgettext(context, sentence) if context else catalogue.gettext(sentence)
    return {f"{context}{CONTEXT}{sentence}" if context else sentence: said}


def _list_forms(tag: str, sentence: Collection[str]) -> dict[str, str]:
    """The forms of a sentence with a number, by the category of CLDR that browsers know."""
    from babel import Locale

    one, many = sentence
    catalogue = load_catalogue(tag)
    category = Locale.parse(tag.partition("-x")[0].replace("-XA", ""), sep="-").plural_form
    forms: dict[str, str] = {}
    for n in range(MOST):
        forms.setdefault(category(n), catalogue.ngettext(one, many, n))
    return forms


@cache
def _read_messages(tag: str) -> tuple[Message, ...]:
    """The catalogue's sentences; of a language without one, those of another."""
    from babel.messages.pofile import read_po

    path = HERE / f"{tag}.po"
    paths = [path] if path.is_file() else sorted(HERE.glob("*.po"))[:1]
    found: list[Message] = []
    for each in paths:
        with each.open("rb") as file:
            found += [message for message in read_po(file) if message.id]
    return tuple(found)
