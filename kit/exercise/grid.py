"""Grid: several rows answered with the same steps, each row a question of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from types import MappingProxyType
from typing import ClassVar, Self

from kit.errors import DefinitionError, explain_settings, suggest
from kit.exercise.choice import Option, read_options
from kit.exercise.prompt import Prompt
from kit.exercise.responses import Response
from kit.exercise.scale import OUTCOMES, Scale
from kit.exercise.steps import Steps, read_steps
from kit.language import N_, _

MOST_ROWS = 24
SKIP = N_("Not my place")


@dataclass(frozen=True)
class GridRow(Scale):
    """One row of a grid: a scale that is asked, counted and withheld like any other.

    No exercise holds one; `Grid.questions` makes them, and the grid has checked all of it.

    Args:
        name: The grid's name, a dot and the row's.
        text: The row's words.
        labels: Words in place of numbers, one for each step; empty where there are numbers.
        group: The grid's question.
        reversed: Less is better here, so that the row is turned round in `kit.Rows`.
    """

    type: ClassVar[str] = ""

    _: KW_ONLY
    labels: tuple[str, ...] = ()
    group: str = ""
    reversed: bool = False

    def __post_init__(self) -> None:
        """Take what the grid has checked."""

    def name_step(self, step: int) -> str:
        """What people read of a step."""
        return self.labels[step - self.low] if self.labels else super().name_step(step)


@explain_settings
@dataclass(frozen=True, init=False)
class Grid(Prompt):
    """Answer several rows with the same steps. Every row may be left out.

    Args:
        name: Short name in small letters. A row's result has the name `name.row`.
        text: The question that is asked of every row.
        rows: 2 to 24 texts, or `Option(value, label)` where the short name should stay the same
            when the row is reworded.
        steps: `Steps(1, 7, low_label=..., high_label=...)`, or a list of two to five words from
            worst to best.
        reverse: Short names of the rows on which less is better. They are turned round in
            `kit.Rows` and nowhere else.
        better: What lies on the right of that picture, as in "safer".
        skip: Words of the button that empties the whole grid; "" for no button.
        source: Where the rows were published, as `data/sources.toml` names it; then a report also
            gives the mean of all rows. "" where they are the trainer's own.
        help: A line below the question.
        least: Fewest people who are here when the form opens; with fewer it is left out.
        say: Lines to read aloud, each under the word of a row's result, as those of a `Scale`.
            "high" is the right side of the picture, also in a row that is turned round.
        since: Last time's result of each row may stand beside today's, as with a `Scale`.

    Raises:
        DefinitionError: A setting is wrong.
    """

    type: ClassVar[str] = "grid"

    _: KW_ONLY
    rows: tuple[Option, ...]
    steps: Steps
    reverse: tuple[str, ...] = ()
    better: str = "better"
    skip: str = SKIP
    source: str = ""
    since: bool = False

    def __init__(
        self,
        name: str,
        text: str,
        *,
        rows: Sequence[str | Option],
        steps: Steps | Sequence[str],
        reverse: Sequence[str] = (),
        better: str = "better",
        skip: str = SKIP,
        source: str = "",
        help: str = "",
        least: int = 0,
        say: Mapping[str, str] = MappingProxyType({}),
        since: bool = False,
    ) -> None:
        """Check the settings; texts become rows, words become steps."""
        Prompt.__init__(self, name, text, help=help, least=least, say=say)
        settings = {
            "rows": read_options(self, "rows", rows, "row", MOST_ROWS),
            "steps": read_steps(steps),
            "better": better,
            "skip": skip,
            "source": source,
            "since": since,
        }
        for setting, value in settings.items():
            object.__setattr__(self, setting, value)
        object.__setattr__(self, "reverse", self._read_reverse(reverse))
        if not isinstance(better, str) or not better.strip():
            self._refuse("better is a word for the right side, as 'safer'")
        if not isinstance(skip, str):
            self._refuse("skip is the text of a button. Put it in quotation marks")
        if not isinstance(source, str):
            self._refuse("source is a name from sources.toml. Put it in quotation marks")
        self._check_switch("since", since)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Those of a row: how far the group agrees, and where its centre lies."""
        return OUTCOMES

    @property
    def questions(self) -> tuple[GridRow, ...]:
        """The rows, each as a scale."""
        low_label, high_label = self.steps.ends
        return tuple(
            GridRow(
                self.name_row(row.value),
                row.label,
                low=self.steps.low,
                high=self.steps.high,
                low_label=low_label,
                high_label=high_label,
                labels=self.steps.labels,
                group=self.text,
                reversed=row.value in self.reverse,
                least=self.least,
                say=self.say,
                since=self.since,
            )
            for row in self.rows
        )

    def name_row(self, value: str) -> str:
        """The name of a row's result."""
        return f"{self.name}.{value}"

    def split(self, response: Response) -> dict[str, Response]:
        """One step for each row that was answered, by the name of the row's result."""
        assert isinstance(response, Mapping)
        return {self.name_row(value): step for value, step in response.items()}

    def clean(self, raw: object) -> dict[str, int] | None:
        """Take a mapping from rows to steps; give the answered ones in the definition's order."""
        if raw is None:
            return None
        if not isinstance(raw, Mapping) or not {row.value for row in self.rows} >= raw.keys():
            self._reject(_("This form has changed. Reload the page and answer again."))
        found: dict[str, int] = {}
        for row in self.rows:
            step = raw.get(row.value)
            if step is None:
                continue
            low, high = self.steps.low, self.steps.high
            if isinstance(step, bool) or not isinstance(step, int) or not low <= step <= high:
                self._reject(_("Choose one of the steps in each row, or leave the row out."))
            found[row.value] = step
        return found or None

    @classmethod
    def from_json(cls, settings: dict[str, object]) -> Self:
        """Make one from what `to_json` gave, less its `type`."""
        rows, steps = settings.get("rows"), settings.get("steps")
        if isinstance(rows, list | tuple):
            settings["rows"] = [Option(**row) if isinstance(row, dict) else row for row in rows]
        if isinstance(steps, dict):
            settings["steps"] = Steps(**steps)
        return super().from_json(settings)

    def _read_reverse(self, reverse: object) -> tuple[str, ...]:
        """Check the short names of the rows that are turned round."""
        if isinstance(reverse, str) or not isinstance(reverse, Sequence):
            self._refuse("reverse is a list of the rows' short names. Write ['hard-to-ask']")
        known = [row.value for row in self.rows]
        for value in reverse:
            if value not in known:
                msg = f"prompt {self.name!r}: reverse: {value!r} is no row."
                raise DefinitionError(msg + suggest(str(value), known))
        return tuple(value for value in known if value in reverse)
