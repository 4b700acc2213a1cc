"""Choice: pick one or several from a list."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from types import MappingProxyType
from typing import ClassVar, NoReturn, Self

from kit.errors import DefinitionError, explain_settings
from kit.exercise.prompt import Prompt
from kit.language import _, ngettext

LEADS = "leads-"
"""Begins the word of a result in which one option was chosen most."""


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
                msg = f'An option has no {setting}. Write kit.Option("name", "words").'
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
        least: Fewest people who are here when the form opens; with fewer it is left out.
        say: Lines to read aloud, each under the word of a result: `none`, `one-leads`, `two-lead`,
            `even`, or `leads-` and the short name of the option that was chosen most. `{}` in a
            line is where the option, or the two, are named.
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
        least: int = 0,
        say: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Check the settings; labels become options."""
        Prompt.__init__(self, name, text, help=help, least=least)
        object.__setattr__(self, "options", read_options(self, "options", options, "option"))
        object.__setattr__(self, "say", self._read_lines(say))
        if "{}" in self.say.get("none", ""):
            self._refuse("say: where none was chosen there is nothing to name. Take {} out")
        object.__setattr__(self, "min_choices", min_choices)
        object.__setattr__(self, "max_choices", max_choices)
        self._check_whole("max_choices", max_choices, 1, len(self.options))
        self._check_whole("min_choices", min_choices, 1, max_choices)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Whether one was chosen most, or two, or several, and which one."""
        leads = (f"{LEADS}{option.value}" for option in self.options)
        return ("none", "one-leads", "two-lead", "even", *leads)

    def clean(self, raw: object) -> tuple[str, ...] | None:
        """Take a list of values, or one value; give them in the order of the definition."""
        if isinstance(raw, str):
            raw = [raw] if raw else []
        if raw is None:
            return None
        if not isinstance(raw, list | tuple) or not all(isinstance(value, str) for value in raw):
            self._reject(_("Choose from the list."))
        picked = set(raw)
        if not picked:
            return None
        known = tuple(option.value for option in self.options if option.value in picked)
        if len(known) < len(picked):
            self._reject(_("Choose from the list."))
        if len(known) > self.max_choices:
            self._reject(ngettext("Choose at most {n}.", "Choose at most {n}.", self.max_choices))
        if len(known) < self.min_choices:
            self._reject(
                ngettext(
                    "Choose at least {n}, or none to skip this question.",
                    "Choose at least {n}, or none to skip this question.",
                    self.min_choices,
                )
            )
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


def read_options(
    prompt: Prompt, setting: str, options: object, noun: str, most: int | None = None
) -> tuple[Option, ...]:
    """Check a list of options, or of a grid's rows, and give each its short name.

    Args:
        prompt: Whose they are.
        setting: What the list is called there.
        options: What was written.
        noun: What one of them is called.
        most: Most of them; None for no bound.

    Raises:
        DefinitionError: One cannot be read, or two are the same; names the prompt.
    """
    if isinstance(options, str) or not isinstance(options, Iterable):
        _refuse(prompt, f"{setting} is a list. Write ['one', 'another']")
    read = tuple(_read_option(prompt, option, noun) for option in options)
    if len(read) < 2:
        _refuse(prompt, f"there is no {prompt.type} with fewer than two {setting}. Add another")
    if most is not None and len(read) > most:
        _refuse(prompt, f"{len(read)} {setting} are too many for a phone. Keep at most {most}")
    for words in ([option.value for option in read], [option.label for option in read]):
        twice = next((word for word in words if words.count(word) > 1), None)
        if twice is not None:
            _refuse(prompt, f"{twice!r} is there twice. Take one out or reword it")
    return read


def _read_option(prompt: Prompt, option: object, noun: str) -> Option:
    """Give a label its short name."""
    if isinstance(option, Option):
        return option
    if not isinstance(option, str) or not option.strip():
        article = "an" if noun[0] in "aeiou" else "a"
        _refuse(prompt, f"{option!r} is not {article} {noun}. Write a text in quotation marks")
    value = name_option(option)
    if not value:
        words = f'{option!r} has no letters to make a name of. Write kit.Option("name", "{option}")'
        _refuse(prompt, words)
    return Option(value, option.strip())


def _refuse(prompt: Prompt, reason: str) -> NoReturn:
    msg = f"prompt {prompt.name!r}: {reason}."
    raise DefinitionError(msg)


def name_option(label: str) -> str:
    """Make the short name of a label: "Kept their word" gives "kept-their-word".

    Letters of every script stay; the name is empty where a label has none.
    """
    plain = unicodedata.normalize("NFKC", label).casefold().replace("'", "").replace("\u2019", "")
    letters = [c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in plain]
    return "-".join("".join(letters).split())
