"""YesNo: answer yes or no, behind a coin where the question is delicate."""

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.prompt import Prompt
from kit.language import _

COIN_SEATS = 30  # from here on a delicate yes or no goes through a coin


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
        least: Fewest people who are here when the form opens; with fewer it is left out.
        say: Lines to read aloud, each under the word of a result: `few`, `half`, `most`.
    """

    type: ClassVar[str] = "yesno"

    _: KW_ONLY
    randomised: bool = False

    def __post_init__(self) -> None:
        """Check the switch."""
        super().__post_init__()
        self._check_switch("randomised", self.randomised)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How many said yes."""
        return ("few", "half", "most")

    def clean(self, raw: object) -> bool | None:
        """Take True or False."""
        if raw is not None and not isinstance(raw, bool):
            self._reject(_("Choose yes or no."))
        return raw

    @property
    def delicate(self) -> bool:
        """Whether a coin stands in front of its answers where a room is large enough."""
        return self.randomised

    def explain_uncrossed(self) -> str:
        """Refuse what may go through a coin: a table of coins says nothing."""
        return "is randomised. Take out the pair" if self.randomised else ""
