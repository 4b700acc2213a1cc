"""EnergyMap: lay out one's own tasks by the energy they take."""

from dataclasses import dataclass
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.energy import EnergyShares, read_shares
from kit.exercise.prompt import Prompt
from kit.language import _


@explain_settings
@dataclass(frozen=True)
class EnergyMap(Prompt):
    """Lay out one's own tasks by the energy they take, as they are and as they could be.

    The map stays in the person's browser. The response is four shares of it.

    Args:
        name: Short name in small letters.
        text: The question.
        help: A line below the question.
        least: Fewest people who are here when the form opens; with fewer it is left out.
        say: Lines to read aloud, each under the word of a result: `lighter` where work that gives
            energy rises and work that drains it falls, `one-moves` where only one of them does,
            `still` where neither does, `heavier` where one goes the other way.
    """

    type: ClassVar[str] = "energy-map"

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Where the group wants to go, from now to next."""
        return ("lighter", "one-moves", "still", "heavier")

    def clean(self, raw: object) -> EnergyShares | None:
        """Take four whole numbers from 0 to 100 in tens, or an empty list."""
        if raw is None:
            return None
        numbers = raw if isinstance(raw, list | tuple) else (None,)
        if not numbers:
            return None
        shares = read_shares(numbers)
        if shares is None:
            self._reject(_("Your map could not be read. Move one block and send again."))
        return shares
