"""The prompts an exercise asks: each one definition, checked when it is written and when answered.

Every prompt cleans what a form or a stored row holds for it: the same rules apply to both. None
stands for a skipped prompt; anything may be skipped.
"""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from typing import ClassVar, NoReturn, TypeAlias

from kit.errors import DefinitionError, ResponseError, explain_settings, suggest
from kit.exercise.energy import EnergyShares, read_shares

LONGEST_TEXT = 500
MOST_STEPS = 11  # 0 to 10
COIN_SEATS = 30  # from here on a delicate yes or no goes through a coin
NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True)
class TextResponse:
    """A sentence, and whether its writer allows that it is shown without a name.

    Args:
        text: The sentence, never empty.
        share: The writer ticked "may be shown".
    """

    text: str
    share: bool = False

    def __repr__(self) -> str:
        """Show how long it is, not what it says."""
        return f"TextResponse({len(self.text)} characters, share={self.share})"


Response: TypeAlias = tuple[str, ...] | int | bool | TextResponse | EnergyShares


@dataclass(frozen=True)
class Prompt(ABC):
    """One question.

    Args:
        name: Short name in small letters, the key of the responses and of the results.
        text: The question as people read it.
        help: A line below the question.

    Attributes:
        type: The kind's name in what is stored.
        counted: Its responses are counted; those of other kinds are read one by one or not at all.

    Raises:
        DefinitionError: A setting is wrong.
    """

    noun: ClassVar[str] = "prompt"
    type: ClassVar[str] = ""
    counted: ClassVar[bool] = True

    name: str
    text: str
    _: KW_ONLY
    help: str = ""

    def __post_init__(self) -> None:
        """Check what all prompts have in common."""
        if not isinstance(self.name, str) or not self.name:
            msg = f"A prompt has no name. Write {type(self).__name__}('kind', ...)."
            raise DefinitionError(msg)
        if not (self.name[0].isalpha() and NAME_LETTERS.issuperset(self.name)):
            self._refuse("a name is made of small letters, digits, '-' and '_'")
        if not isinstance(self.text, str) or not self.text.strip():
            self._refuse("the question is missing. Write it after the name")
        if not isinstance(self.help, str):
            self._refuse("help is a line of text. Put it in quotation marks")

    @abstractmethod
    def clean(self, raw: object) -> Response | None:
        """Turn what a form holds into a response.

        Args:
            raw: What came from the form or from the store.

        Returns:
            The response, or None when the prompt was skipped.

        Raises:
            ResponseError: It cannot be taken as it is; names this prompt.
        """

    @property
    def delicate(self) -> bool:
        """Whether a coin stands in front of its answers where a room is large enough."""
        return False

    def explain_uncrossed(self) -> str:
        """Why it may not be counted together with another prompt, and what to do; "" if it may."""
        return "is not a Choice, a Scale or a YesNo. Take out the pair"

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values, with its `type`."""
        return {"type": self.type} | asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, object]) -> "Prompt":
        """Read what `to_json` gave.

        Raises:
            DefinitionError: There is no such type of prompt, or a setting is wrong.
        """
        settings = dict(data) if isinstance(data, Mapping) else {}
        kind = str(settings.pop("type", ""))
        if kind not in PROMPT_TYPES:
            msg = f"{kind!r} is not a type of prompt.{suggest(kind, PROMPT_TYPES)}"
            raise DefinitionError(msg)
        return PROMPT_TYPES[kind]._read(settings)

    @classmethod
    def _read(cls, settings: dict[str, object]) -> "Prompt":
        return cls(**settings)  # type: ignore[arg-type]

    def _refuse(self, reason: str) -> NoReturn:
        """Refuse this definition."""
        msg = f"prompt {self.name!r}: {reason}."
        raise DefinitionError(msg)

    def _reject(self, reason: str) -> NoReturn:
        """Reject a response to this prompt."""
        raise ResponseError(reason, prompt=self.name)

    def _check_whole(self, setting: str, value: object, low: int, high: int) -> None:
        """Check that a setting is a whole number from `low` to `high`."""
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self._refuse(f"{setting}={value!r} is not a whole number from {low} to {high}")

    def _check_switch(self, setting: str, value: object) -> None:
        """Check that a setting is True or False."""
        if not isinstance(value, bool):
            self._refuse(f"{setting}={value!r} is neither True nor False")


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

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values, with its `type`."""
        return super().to_json() | {"options": [asdict(option) for option in self.options]}

    @classmethod
    def _read(cls, settings: dict[str, object]) -> Prompt:
        options = settings.get("options")
        if isinstance(options, list):
            settings["options"] = [
                Option(**option) if isinstance(option, dict) else option for option in options
            ]
        return super()._read(settings)

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


@explain_settings
@dataclass(frozen=True)
class Scale(Prompt):
    """Pick one step of a scale.

    Args:
        name: Short name in small letters.
        text: The question.
        low: The lowest step.
        high: The highest step, at most 10 above the lowest.
        low_label: What the lowest step means.
        high_label: What the highest step means.
        help: A line below the question.
    """

    type: ClassVar[str] = "scale"

    _: KW_ONLY
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""

    def __post_init__(self) -> None:
        """Check the two ends."""
        super().__post_init__()
        self._check_whole("low", self.low, -100, 100)
        self._check_whole("high", self.high, self.low + 1, self.low + MOST_STEPS - 1)
        for setting, label in (("low_label", self.low_label), ("high_label", self.high_label)):
            if not isinstance(label, str):
                self._refuse(f"{setting} is a text. Put it in quotation marks")

    def clean(self, raw: object) -> int | None:
        """Take a whole number on the scale."""
        if raw is None:
            return None
        if isinstance(raw, bool) or not isinstance(raw, int) or not self.low <= raw <= self.high:
            self._reject(f"Choose a number from {self.low} to {self.high}.")
        return raw

    def explain_uncrossed(self) -> str:
        """Allow it: a scale has three rows."""
        return ""


@explain_settings
@dataclass(frozen=True)
class YesNo(Prompt):
    """Answer yes or no.

    Args:
        name: Short name in small letters.
        text: The question.
        randomised: The question is delicate. In a room of `COIN_SEATS` seats or more the phone
            throws a coin first, so that no single answer says anything for certain.
        help: A line below the question.
    """

    type: ClassVar[str] = "yesno"

    _: KW_ONLY
    randomised: bool = False

    def __post_init__(self) -> None:
        """Check the switch."""
        super().__post_init__()
        self._check_switch("randomised", self.randomised)

    def clean(self, raw: object) -> bool | None:
        """Take True or False."""
        if raw is not None and not isinstance(raw, bool):
            self._reject("Choose yes or no.")
        return raw

    @property
    def delicate(self) -> bool:
        """Whether a coin stands in front of its answers where a room is large enough."""
        return self.randomised

    def explain_uncrossed(self) -> str:
        """Refuse what may go through a coin: a table of coins says nothing."""
        return "is randomised. Take out the pair" if self.randomised else ""


@explain_settings
@dataclass(frozen=True)
class Text(Prompt):
    """Write a sentence.

    Args:
        name: Short name in small letters.
        text: The question.
        max_length: Most characters, 1 to 500.
        may_be_shown: The writer is asked whether the sentence may be shown without a name.
        help: A line below the question.
    """

    type: ClassVar[str] = "text"
    counted: ClassVar[bool] = False

    _: KW_ONLY
    max_length: int = 200
    may_be_shown: bool = True

    def __post_init__(self) -> None:
        """Check length and switch."""
        super().__post_init__()
        self._check_whole("max_length", self.max_length, 1, LONGEST_TEXT)
        self._check_switch("may_be_shown", self.may_be_shown)

    def clean(self, raw: object) -> TextResponse | None:
        """Take a sentence, or a mapping of `text` and `share`.

        A sentence alone is not shared, and none is where the prompt does not ask for it.
        """
        fields = {"text": raw, "share": False} if raw is None or isinstance(raw, str) else raw
        if not isinstance(fields, Mapping) or not {"text", "share"}.issuperset(fields):
            self._reject("Write a sentence, or leave this empty.")
        text, share = fields.get("text"), fields.get("share", False)
        if text is None:
            return None
        if not isinstance(text, str) or not isinstance(share, bool):
            self._reject("Write a sentence, or leave this empty.")
        sentence = _strip_controls(text)
        if not sentence:
            return None
        if len(sentence) > self.max_length:
            over = len(sentence) - self.max_length
            self._reject(f"Please shorten this by {over} to {self.max_length} characters.")
        return TextResponse(sentence, share and self.may_be_shown)

    def explain_uncrossed(self) -> str:
        """Refuse it: sentences are not counted."""
        return "is a Text, and sentences are not counted. Take out the pair"


@explain_settings
@dataclass(frozen=True)
class EnergyMap(Prompt):
    """Lay out one's own tasks by the energy they take, as they are and as they could be.

    The map stays in the person's browser. The response is four shares of it.

    Args:
        name: Short name in small letters.
        text: The question.
        help: A line below the question.
    """

    type: ClassVar[str] = "energy-map"

    def clean(self, raw: object) -> EnergyShares | None:
        """Take four whole numbers from 0 to 100 in tens, or an empty list."""
        if raw is None:
            return None
        numbers = raw if isinstance(raw, list | tuple) else (None,)
        if not numbers:
            return None
        shares = read_shares(numbers)
        if shares is None:
            self._reject("Your map could not be read. Move one block and send again.")
        return shares


PROMPT_TYPES: dict[str, type[Prompt]] = {
    cls.type: cls for cls in (Choice, Scale, YesNo, Text, EnergyMap)
}


def name_option(label: str) -> str:
    """Make the short name of a label: "Kept their word" gives "kept-their-word".

    Letters of every script stay; the name is empty where a label has none.
    """
    plain = unicodedata.normalize("NFKC", label).casefold().replace("'", "").replace("\u2019", "")
    letters = [c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in plain]
    return "-".join("".join(letters).split())


def _strip_controls(text: str) -> str:
    """Drop what no keyboard types and no database takes: control characters, half characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = [c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")]
    return "".join(kept).strip()
