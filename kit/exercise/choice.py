"""Choice: pick one or several from a list."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar, Self

from kit.errors import DefinitionError, explain_settings
from kit.exercise.prompt import Prompt


@explain_settings
@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Args:
        value: Short name in the results; stays the same when the label is reworded.
        label: What people read.
    """

    noun: ClassVar[str] = "option"

    value: str
    label: str

    def __post_init__(self) -> None:
        """Refuse an option nobody could see or count."""
        for setting, word in (("value", self.value), ("label", self.label)):
            if not isinstance(word, str) or not word.strip():
                msg = f"An option has no {setting}. Write Option('kept-word', 'kept their word')."
                raise DefinitionError(msg)


@explain_settings
@dataclass(frozen=True, init=False)
class Choice(Prompt):
    """Pick one or several from a list.

    Args:
        name: Short name in small letters.
        text: The question.
        options: At least two labels, or `Option(value, label)` where the short name should stay
            the same when the label is reworded. A label alone is its own short name: "kept their
            word" becomes "kept-their-word".
        min_choices: Fewest to pick, unless the question is skipped.
        max_choices: Most to pick.
        help: A line below the question.
    """

    type: ClassVar[str] = "choice"

    options: tuple[Option, ...]
    _: KW_ONLY
    min_choices: int = 1
    max_choices: int = 1

    def __init__(
        self,
        name: str,
        text: str,
        options: Sequence[str | Option],
        *,
        min_choices: int = 1,
        max_choices: int = 1,
        help: str = "",
    ) -> None:
        """Check the settings; labels become options."""
        Prompt.__init__(self, name, text, help=help)
        object.__setattr__(self, "options", self._read_options(options))
        object.__setattr__(self, "min_choices", min_choices)
        object.__setattr__(self, "max_choices", max_choices)
        self._check_whole("max_choices", max_choices, 1, len(self.options))
        self._check_whole("min_choices", min_choices, 1, max_choices)

    def clean(self, raw: object) -> tuple[str, ...] | None:
        """Take a list of values, or one value; give them in the order of the definition."""
        if isinstance(raw, str):
            raw = [raw] if raw else []
        if raw is None:
            return None
        if not isinstance(raw, list | tuple) or not all(isinstance(value, str) for value in raw):
            self._reject("Choose from the list.")
        picked = set(raw)
        if not picked:
            return None
        known = tuple(option.value for option in self.options if option.value in picked)
        if len(known) < len(picked):
            self._reject("Choose from the list.")
        if len(known) > self.max_choices:
            self._reject(f"Choose at most {self.max_choices}.")
        if len(known) < self.min_choices:
            self._reject(f"Choose at least {self.min_choices}, or none to skip this question.")
        return known

    def explain_uncrossed(self) -> str:
        """Refuse several choices: one person would stand in several rows."""
        if self.max_choices == 1:
            return ""
        return f"takes {self.max_choices} choices. Take out the pair, or set max_choices=1"

    @classmethod
    def from_json(cls, settings: dict[str, object]) -> Self:
        """Make one from what `to_json` gave, less its `type`."""
        options = settings.get("options")
        if isinstance(options, list | tuple):
            settings["options"] = [
                Option(**option) if isinstance(option, dict) else option for option in options
            ]
        return super().from_json(settings)

    def _read_options(self, options: object) -> tuple[Option, ...]:
        """Check the list of options and give each its value."""
        if isinstance(options, str) or not isinstance(options, Iterable):
            self._refuse("options is a list. Write ['one', 'another']")
        read = tuple(self._read_option(option) for option in options)
        if len(read) < 2:
            self._refuse("there is no choice with fewer than two options. Add another")
        for words in ([option.value for option in read], [option.label for option in read]):
            twice = next((word for word in words if words.count(word) > 1), None)
            if twice is not None:
                self._refuse(f"{twice!r} is there twice. Take one out or reword it")
        return read

    def _read_option(self, option: object) -> Option:
        """Give a label its value."""
        if isinstance(option, Option):
            return option
        if not isinstance(option, str) or not option.strip():
            self._refuse(f"{option!r} is not an option. Write a text in quotation marks")
        value = name_option(option)
        if not value:
            self._refuse(f"{option!r} has no letters. Write Option('short-name', {option!r})")
        return Option(value, option.strip())


def name_option(label: str) -> str:
    """Make the short name of a label: "Kept their word" gives "kept-their-word".

    Letters of every script stay; the name is empty where a label has none.
    """
    plain = unicodedata.normalize("NFKC", label).casefold().replace("'", "").replace("\u2019", "")
    letters = [c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in plain]
    return "-".join("".join(letters).split())
