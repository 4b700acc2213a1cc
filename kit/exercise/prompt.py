"""A prompt: one question, checked when it is written and when it is answered.

Every prompt cleans what a form or a stored row holds for it: the same rules apply to both. None
stands for a skipped prompt; anything may be skipped.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import KW_ONLY, asdict, dataclass, field
from typing import ClassVar, NoReturn, Self

from kit.errors import DefinitionError, ResponseError, suggest
from kit.exercise.responses import Response

MOST_LEAST = 200
NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
TOLD_IF_SET = ("since", "may_be_claimed")


@dataclass(frozen=True)
class Prompt(ABC):
    """One question.

    Args:
        name: Short name in small letters, the key of the responses and of the results.
        text: The question as people read it.
        help: A line below the question.
        least: Fewest people who are here when the form opens; with fewer it leaves the question
            out. 0 for a question that is always asked, at most 200.
        say: Lines for the facilitator to read aloud once there is a result, each under the word
            that it fits: `{"aligned-high": "Most of us are at the upper end."}`.

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
    least: int = 0
    say: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Check what all prompts have in common."""
        if not isinstance(self.name, str) or not self.name:
            msg = f"A prompt has no name. Write kit.{type(self).__name__}('kind', ...)."
            raise DefinitionError(msg)
        if not (self.name[0].isalpha() and NAME_LETTERS.issuperset(self.name)):
            self._refuse(
                "a name is made of small letters from a to z, digits, '-' and '_'. "
                "Write one, such as 'kind', and keep your words for the question"
            )
        if not isinstance(self.text, str) or not self.text.strip():
            self._refuse("the question is missing. Write it after the name")
        if not isinstance(self.help, str):
            self._refuse("help is a line of text. Put it in quotation marks")
        self._check_whole("least", self.least, 0, MOST_LEAST)
        object.__setattr__(self, "say", self._read_lines(self.say))

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
    def outcomes(self) -> tuple[str, ...]:
        """The words that its result may have, for `say`; none where nothing can be said of it."""
        return ()

    @property
    def delicate(self) -> bool:
        """Whether a coin stands in front of its answers where a room is large enough."""
        return False

    @property
    def questions(self) -> tuple["Prompt", ...]:
        """What is counted on its own: the prompt itself, or each row of a grid."""
        return (self,)

    @property
    def group(self) -> str:
        """The question that this one is a row of; "" where it stands alone."""
        return ""

    def split(self, response: Response) -> dict[str, Response]:
        """A response as the answers to its `questions`, by their names."""
        return {self.name: response}

    def explain_uncrossed(self) -> str:
        """Why it may not be counted together with another prompt, and what to do; "" if it may."""
        return "is not a Choice, a Scale or a YesNo. Take out the pair"

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values, with its `type`; some only where they are set."""
        told = asdict(self)
        return {"type": self.type} | {
            name: told[name] for name in told if name not in TOLD_IF_SET or told[name]
        }

    @classmethod
    def from_json(cls, settings: dict[str, object]) -> Self:
        """Make one from what `to_json` gave, less its `type`.

        Raises:
            DefinitionError: A setting is wrong.
        """
        return cls(**settings)  # type: ignore[arg-type]

    def _read_lines(self, say: object) -> dict[str, str]:
        """Check the lines to read aloud."""
        if not isinstance(say, Mapping):
            self._refuse("say is a line for each word. Write say={'mixed': 'We are spread out.'}")
        outcomes = self.outcomes if say else ()
        for word, line in say.items():
            if not outcomes:
                self._refuse("the results of this kind have no words to say something about")
            if word not in outcomes:
                known = suggest(str(word), outcomes).rstrip(".")
                self._refuse(f"say: no result is called {word!r}.{known}")
            if not isinstance(line, str) or not line.strip():
                self._refuse(f"say: the line for {word!r} is missing. Put it in quotation marks")
        return dict(say)

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
