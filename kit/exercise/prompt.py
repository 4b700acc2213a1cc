"""A prompt: one question, checked when it is written and when it is answered.

Every prompt cleans what a form or a stored row holds for it: the same rules apply to both. None
stands for a skipped prompt; anything may be skipped.
"""

from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, asdict, dataclass
from typing import ClassVar, NoReturn, Self

from kit.errors import DefinitionError, ResponseError
from kit.exercise.responses import Response

NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


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

    @classmethod
    def from_json(cls, settings: dict[str, object]) -> Self:
        """Make one from what `to_json` gave, less its `type`.

        Raises:
            DefinitionError: A setting is wrong.
        """
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
