"""A second look at words that might lead to a person: the writer decides, and nobody is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kit.errors import KitError
from kit.language import N_, _
from kit.language.formats import join_clauses
from kit.session.personal_data import Clue, find_clues

NOT_SENT = N_("Not sent yet: {words}. Take it out, or press Send again to leave it in.")


class Hesitation(KitError):
    """Nothing is wrong; the writer is asked to look once more before it goes on."""


class SecondLook:
    """Asks about each such word once.

    Args:
        question: What it says in English, with "{words}" for the words in question.
    """

    def __init__(self, question: str = NOT_SENT) -> None:
        self._question = question
        self._considered: set[str] = set()

    def __repr__(self) -> str:
        return f"<SecondLook: {len(self._considered)} considered>"

    def check(self, texts: Iterable[str]) -> None:
        """Look through what is about to be sent.

        Raises:
            Hesitation: There is something that the writer has not been asked about.
        """
        found = [clue for text in texts for clue in find_clues(text)]
        fresh = [clue for clue in found if clue.text not in self._considered]
        self._considered.update(clue.text for clue in fresh)
        if fresh:
            raise Hesitation(_(self._question, words=describe_clues(fresh)))

    def forget(self) -> None:
        """Forget every word."""
        self._considered.clear()


def describe_clues(clues: Sequence[Clue]) -> str:
    """What a writer may want to look at."""
    return join_clauses(
        _("\u201c{words}\u201d looks like {kind}", words=clue.text, kind=_(clue.kind))
        for clue in clues
    )
