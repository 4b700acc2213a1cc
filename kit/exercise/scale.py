"""Scale: pick one step of a few."""

from dataclasses import KW_ONLY, dataclass, replace
from typing import ClassVar

from kit.errors import explain_settings
from kit.exercise.prompt import Prompt
from kit.exercise.slugs import is_slug
from kit.language import _

MOST_STEPS = 11  # 0 to 10
OUTCOMES = tuple(
    f"{spread}{third}"
    for spread in ("aligned", "mixed", "split")
    for third in ("", "-low", "-middle", "-high")
)


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
        least: Fewest people who are here when the form opens; with fewer it is left out.
        say: Lines to read aloud, each under the word of a result: `aligned`, `mixed` or `split`,
            alone or with `-low`, `-middle` or `-high` behind it.
        since: Last time's result may stand beside today's, where the session follows one of the
            same team that has shown it. Where few answers have come or gone, both are told as a
            third and a word, however many there are. With the short name of another exercise, as
            in `since="welcome"`, it is what that has shown earlier in the same session, of a
            scale of the same name and steps.
    """

    type: ClassVar[str] = "scale"

    _: KW_ONLY
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""
    since: bool | str = False

    def __post_init__(self) -> None:
        """Check the two ends."""
        super().__post_init__()
        if not isinstance(self.since, bool) and not is_slug(self.since):
            self._refuse(
                f"since={self.since!r} is neither True nor the short name of an exercise. "
                "Write since=True, or a name as in since='welcome'"
            )
        self._check_whole("low", self.low, -100, 100)
        self._check_whole("high", self.high, self.low + 1, self.low + MOST_STEPS - 1)
        for setting, label in (("low_label", self.low_label), ("high_label", self.high_label)):
            if not isinstance(label, str):
                self._refuse(f"{setting} is a text. Put it in quotation marks")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How far the group agrees, and where its centre lies."""
        return OUTCOMES

    def clean(self, raw: object) -> int | None:
        """Take a whole number on the scale."""
        if raw is None:
            return None
        if isinstance(raw, bool) or not isinstance(raw, int) or not self.low <= raw <= self.high:
            self._reject(_("Choose a number from {low} to {high}.", low=self.low, high=self.high))
        return raw

    def name_step(self, step: int) -> str:
        """What people read of a step: its number, at the ends with what that means."""
        ends = {self.low: self.low_label, self.high: self.high_label}
        return f"{step} {ends.get(step, '')}".strip()

    def explain_uncrossed(self) -> str:
        """Allow it: a scale has three rows. A table would be finer than what stands beside it."""
        return "has since=True. Take that out, or the pair" if self.since else ""

    def asks_the_same(self, other: Prompt | None) -> bool:
        """Whether another question has the same name, words and steps as this one."""
        return isinstance(other, Scale) and _strip(self) == _strip(other)

    def has_steps_of(self, other: Prompt | None) -> bool:
        """Whether another question, in whatever words, has the same name and steps as this one."""
        return isinstance(other, Scale) and self.asks_the_same(replace(other, text=self.text))


def _strip(scale: Scale) -> Scale:
    """A scale without what changes nothing about its answers."""
    return replace(scale, help="", least=0, say={}, since=False)
