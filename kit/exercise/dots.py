"""Dots: a few points to give away, several to one option if one likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from types import MappingProxyType
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.choice import Choice, Option
from kit.language import _, ngettext

MOST_DOTS = 10


@explain_settings
@dataclass(frozen=True, init=False)
class Dots(Choice):
    """Give away a few dots, all to one option or some to each. Fewer may be given.

    Args:
        name: Short name in small letters.
        text: The question.
        options: As those of a `Choice`.
        dots: How many each person has, 1 to 10.
        help: A line below the question.
        least: Fewest people who are here when the form opens; with fewer it is left out.
        say: Lines to read aloud, as those of a `Choice`.

    Raises:
        DefinitionError: A setting is wrong.
    """

    type: ClassVar[str] = "dots"

    _: KW_ONLY
    dots: int = 3

    def __init__(
        self,
        name: str,
        text: str,
        options: Sequence[str | Option],
        *,
        dots: int = 3,
        min_choices: int = 1,
        max_choices: int = 1,
        help: str = "",
        least: int = 0,
        say: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Check the settings; labels become options. How many are chosen follows from the dots."""
        super().__init__(name, text, options, help=help, least=least, say=say)
        object.__setattr__(self, "dots", dots)
        self._check_whole("dots", dots, 1, MOST_DOTS)
        if (min_choices, max_choices) != (1, 1):
            self._refuse("a person with dots may give them all to one. Write dots=, no choices")

    def clean(self, raw: object) -> tuple[str, ...] | None:
        """Take a list with an option's value for every dot; give it in the definition's order."""
        if raw is None:
            return None
        if not isinstance(raw, list | tuple) or not all(isinstance(value, str) for value in raw):
            self._reject(_("Choose from the list."))
        known = tuple(o.value for o in self.options for value in raw if value == o.value)
        if len(known) < len(raw):
            self._reject(_("Choose from the list."))
        if len(known) > self.dots:
            self._reject(ngettext("Give at most {n}.", "Give at most {n}.", self.dots))
        return known or None

    def explain_uncrossed(self) -> str:
        """Refuse always: one person would stand in several rows."""
        return "gives dots to several options. Take out the pair"
