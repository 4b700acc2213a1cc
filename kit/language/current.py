"""Which language counts at the moment.

A context variable holds it for what is done in one person's name: a request, a seat's cells, its
messages and its notices. What is done in nobody's name is said in the process's usual language:
the session's in a kernel, the server's elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kit.language.pseudo import PSEUDO

ENGLISH = "en"

_language: ContextVar[str] = ContextVar("language", default="")
_usual = ENGLISH


def get_language() -> str:
    """The tag of the language that counts at the moment, as in "de"."""
    return _language.get() or _usual


def is_english() -> bool:
    """Whether days, lists and numbers are written as in English at the moment."""
    return get_language() in (ENGLISH, PSEUDO)


def get_locale() -> str:
    """The same language by the name that CLDR has for it, as in "pt_BR"."""
    return get_language().replace("-", "_")


def set_usual(tag: str) -> None:
    """Choose what this process speaks where nobody in particular listens.

    Args:
        tag: Of one of the languages there are.
    """
    global _usual
    _usual = tag


def enter_language(tag: str) -> None:
    """Speak a language from here on, in this context: to the end of a request, of a line.

    Args:
        tag: Of one of the languages there are; "" for the process's own.
    """
    _language.set(tag)


@contextmanager
def use_language(tag: str) -> Iterator[None]:
    """Speak a language for a while.

    Args:
        tag: Of one of the languages there are; "" for the process's own.
    """
    mark = _language.set(tag)
    try:
        yield
    finally:
        _language.reset(mark)
