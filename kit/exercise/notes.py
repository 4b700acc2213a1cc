"""Signed notes: cards that carry a name and are made to be seen, apart from all answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, NoReturn

from kit.errors import DefinitionError, ResponseError, explain_settings, suggest
from kit.exercise.choice import Choice
from kit.exercise.lines import check_length, tidy_line
from kit.exercise.prompt import NAME_LETTERS
from kit.exercise.prompts import read_prompt
from kit.exercise.text import Text
from kit.language import N_, _

LONGEST_LINE = 140
MOST_FIELDS = 6
MOST_CARDS = 5  # from one phone
FIELDS = 'fields is a list. Write fields=[kit.Text("what", "We will", max_length=100), ...]'
NUMBERED = 'SentenceNumber("number", "Its number", "ask")'
EMPTY = N_("Write a few words here.")
UNCHOSEN = N_("Choose one.")
NO_NUMBER = N_("No sentence on the screen has this number. Look at it again.")


@explain_settings
@dataclass(frozen=True)
class SentenceNumber:
    """A field of a signed note: the number of a sentence that stands on the screen.

    Args:
        name: Short name in small letters.
        text: What people read.
        prompt: Name of the Text prompt whose shown sentences have the numbers.
        help: A line below it.
    """

    noun: ClassVar[str] = "field"
    type: ClassVar[str] = "sentence-number"

    name: str
    text: str
    prompt: str
    help: str = ""

    def __post_init__(self) -> None:
        """Check that there is something to read."""
        for setting in ("name", "text", "prompt"):
            value = getattr(self, setting)
            if not isinstance(value, str) or not value.strip():
                msg = f"field {self.name!r}: {setting} is missing. Write {NUMBERED}."
                raise DefinitionError(msg)

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values, with its `type`."""
        return {"type": self.type} | asdict(self)


Field = Text | Choice | SentenceNumber


@explain_settings
@dataclass(frozen=True, init=False)
class SignedNote:
    """A kind of card that people sign on their phones and the room sees.

    A card is the opposite of an answer: nothing of the promise protects it, and nothing connects
    it with a seat. Every field is one line, a choice of one, or the number of a shown sentence.

    Args:
        name: Short name in small letters.
        title: What stands above the cards.
        fields: One to six of Text (at most 140 characters), Choice (of one) and SentenceNumber.
            At least one Text.
        optional: Names of the fields that may stay empty.
        held: A card reaches only the dashboard until the facilitator shows it.
        most: Cards that one phone may sign, 1 to 5.
        names: The Text field that names whom a card is for: the facilitator may then enter names,
            deal them, and see for which of them there is no card.

    Raises:
        DefinitionError: A setting is wrong.
    """

    noun: ClassVar[str] = "note"

    name: str
    title: str
    fields: tuple[Field, ...]
    optional: tuple[str, ...]
    held: bool
    most: int
    names: str

    def __init__(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        *,
        optional: Sequence[str] = (),
        held: bool = False,
        most: int = 3,
        names: str = "",
    ) -> None:
        """Check the settings."""
        settings = {"name": name, "title": title, "held": held, "most": most, "names": names}
        for setting, value in settings.items():
            object.__setattr__(self, setting, value)
        if not isinstance(name, str) or not name[:1].isalpha() or not NAME_LETTERS.issuperset(name):
            self._refuse("a name is made of small letters, digits, '-' and '_'")
        if not isinstance(title, str) or not title.strip():
            self._refuse("the title is missing. Write it after the name")
        if not isinstance(held, bool):
            self._refuse(f"held={held!r} is neither True nor False")
        if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= MOST_CARDS:
            self._refuse(f"most={most!r} is not a whole number from 1 to {MOST_CARDS}")
        object.__setattr__(self, "fields", self._read_fields(fields))
        object.__setattr__(self, "optional", self._read_optional(optional))
        texts = [each.name for each in self.fields if isinstance(each, Text)]
        if not set(texts) - set(self.optional):
            self._refuse("at least one Text has to be written. Take one out of optional")
        if names and (names not in texts or names in self.optional):
            self._refuse(f"names={names!r} is no Text that has to be written")

    @property
    def is_optional(self) -> bool:
        """Whether a card may be sent with an empty line, as the one with its writer's name."""
        return bool(self.optional)

    def find_field(self, name: str) -> Field | None:
        """The field of that name; None where there is none."""
        return next((each for each in self.fields if each.name == name), None)

    @property
    def choice(self) -> Choice | None:
        """The field by which cards are marked and grouped; None where there is none."""
        return next((each for each in self.fields if isinstance(each, Choice)), None)

    @property
    def number(self) -> SentenceNumber | None:
        """The field that names a sentence on the screen; None where there is none."""
        return next((each for each in self.fields if isinstance(each, SentenceNumber)), None)

    def clean(
        self,
        raw: Mapping[str, object],
        numbers: Mapping[str, Collection[int]],
        *,
        private: bool = False,
    ) -> dict[str, str]:
        """Turn what a phone has sent into the words of a card, in the order of the fields.

        Args:
            raw: What was written, by field.
            numbers: The numbers on the screen, by the Text prompt whose sentences have them.
            private: Whom it is for is taken, and nothing else.

        Raises:
            ResponseError: Something is missing, too long or not on the screen; names the field.
        """
        fields = [each for each in self.fields if not private or each.name == self.names]
        words = {each.name: self._clean(each, raw.get(each.name), numbers) for each in fields}
        return {name: line for name, line in words.items() if line}

    def describe(self, name: str, words: str) -> str:
        """A field's words as people read them: of a choice, its label."""
        field = self.find_field(name)
        if isinstance(field, Choice):
            return next((each.label for each in field.options if each.value == words), words)
        return words

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values."""
        return {
            "name": self.name,
            "title": self.title,
            "fields": [each.to_json() for each in self.fields],
            "optional": list(self.optional),
            "held": self.held,
            "most": self.most,
            "names": self.names,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SignedNote:
        """Read what `to_json` gave.

        Raises:
            DefinitionError: A setting is missing, unknown or wrong.
        """
        fields = data.get("fields")
        read = (
            [_read_field(each) for each in fields] if isinstance(fields, list | tuple) else fields
        )
        return cls(**{**data, "fields": read})

    def _clean(self, field: Field, raw: object, numbers: Mapping[str, Collection[int]]) -> str:
        needed = field.name not in self.optional
        if isinstance(field, Choice):
            chosen = field.clean(raw)
            if chosen is None and needed:
                raise ResponseError(_(UNCHOSEN), prompt=field.name)
            return chosen[0] if chosen else ""
        line = tidy_line(raw)
        if not line and needed:
            raise ResponseError(_(EMPTY), prompt=field.name)
        if isinstance(field, Text):
            check_length(line, field.max_length, field.name)
        elif line:
            known = {str(each): str(each) for each in numbers.get(field.prompt, ())}
            if line not in known:
                raise ResponseError(NO_NUMBER, prompt=field.name)
        return line

    def _read_fields(self, fields: object) -> tuple[Field, ...]:
        read = tuple(fields) if isinstance(fields, Iterable) and not isinstance(fields, str) else ()
        if not read or not all(isinstance(each, Text | Choice | SentenceNumber) for each in read):
            self._refuse(FIELDS)
        if len(read) > MOST_FIELDS:
            self._refuse(f"{len(read)} fields are too many for a card. Keep {MOST_FIELDS}")
        names = [each.name for each in read]
        for each in read:
            if names.count(each.name) > 1:
                self._refuse(f"two fields are called {each.name!r}. Rename one of them")
            if isinstance(each, Text) and each.max_length > LONGEST_LINE:
                self._refuse(f"field {each.name!r} is one line. Write max_length={LONGEST_LINE}")
            if isinstance(each, Text):
                each.check_plain("A card is signed")
            if isinstance(each, Choice) and each.max_choices > 1:
                self._refuse(f"field {each.name!r}: one is chosen. Take out max_choices")
        for kind in (Choice, SentenceNumber):
            if sum(isinstance(each, kind) for each in read) > 1:
                self._refuse(f"a card has one {kind.__name__}. Take out the other")
        return read

    def _read_optional(self, optional: object) -> tuple[str, ...]:
        names = [each.name for each in self.fields]
        read = tuple(optional) if isinstance(optional, list | tuple) else (optional,)
        for each in read:
            if each not in names:
                msg = f"note {self.name!r}: optional: {each!r} is no field."
                raise DefinitionError(msg + suggest(str(each), names))
        return tuple(str(each) for each in read)

    def _refuse(self, reason: str) -> NoReturn:
        msg = f"note {self.name!r}: {reason}."
        raise DefinitionError(msg)


def check_notes(notes: object, sentences: Collection[str], where: str) -> tuple[SignedNote, ...]:
    """Check the kinds of signed notes of an exercise.

    Args:
        notes: A list of `SignedNote`.
        sentences: Names of the exercise's prompts whose sentences may be shown.
        where: Which exercise it is, for messages.

    Raises:
        DefinitionError: It is no such list, two have one name, two have names, or a number is that
            of no sentence.
    """
    read = tuple(notes) if isinstance(notes, list | tuple) else ()
    if not isinstance(notes, list | tuple) or not all(isinstance(n, SignedNote) for n in read):
        msg = f'{where}: notes is a list. Write notes=[kit.SignedNote("thanks", "Thanks", ...)].'
        raise DefinitionError(msg)
    names = [each.name for each in read]
    for each in read:
        if names.count(each.name) > 1:
            msg = f"{where}: two notes are called {each.name!r}. Rename one of them."
            raise DefinitionError(msg)
        if each.number and each.number.prompt not in sentences:
            msg = f"{where}: note {each.name!r}: {each.number.prompt!r} is no Text that is shown."
            raise DefinitionError(msg + suggest(each.number.prompt, sentences))
    if sum(bool(each.names) for each in read) > 1:
        msg = f"{where}: one of the notes has names. Take names out of the others."
        raise DefinitionError(msg)
    return read


def _read_field(data: Any) -> Field:
    """Read the definition of a field."""
    if isinstance(data, Mapping) and data.get("type") == SentenceNumber.type:
        return SentenceNumber(**{name: data[name] for name in data if name != "type"})
    return read_prompt(data)  # type: ignore[return-value]  # what is no field is refused
