"""One prompt's result on its own, as it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kit.exercise.kinds import Kind, get_kind
from kit.language import N_, _

TOO_FEW = N_("Not enough answers to protect you")
TOO_CLOSE = N_(
    "Not shown, to protect you: too few answers differ from the last time this was played"
)
TALK = N_("Talk about it instead.")
ADVICE = N_("Not enough answers to protect you. Talk about it instead.")
UNSEEN = N_("This result was not shown, and is erased.")


class Shape(StrEnum):
    """What a result tells."""

    COUNTS = "counts"  # how many chose each answer, the answers in no order
    FULL = "full"  # how many gave each answer, the answers in their order
    BUCKETS = "buckets"  # how many lie in each third of a scale
    BAND = "band"  # where the group as a whole lies or goes, no number
    ESTIMATE = "estimate"  # a share of the group, estimated
    SHARES = "shares"  # means of shares, in per cent
    WITHHELD = "withheld"  # nothing: too few answered, or differ from what was shown before


@dataclass(frozen=True)
class Marginal:
    """What is published of one prompt.

    Attributes:
        prompt: The prompt's name.
        type: Its kind, as the name of the prompt's class: "Choice", "Scale" ...
        text: The question.
        n: Answers to this prompt. How finely they are shown goes by fewer where some may come from
            second browsers.
        counts: (value, label, count) in the prompt's order; empty where only words are shown.
        shape: What it tells.
        summary: The result in words where there are no counts, else "".
        zones: Labels of the three thirds, in order, where only one of them is told.
        zone: Which of them the result lies in, 0 to 2.
        spread: "aligned", "mixed" or "split" beside a scale's zone, else "".
        ends: What the lowest and the highest step of a scale mean, each "" where nothing is said.
        estimate: How many said yes, in per cent: lowest, middle, highest.
        group: The question of the grid whose row this is; "" where it is none.
    """

    prompt: str
    type: str
    text: str
    n: int
    counts: tuple[tuple[str, str, int], ...]
    shape: Shape
    summary: str = ""
    zones: tuple[str, ...] = ()
    zone: int | None = None
    spread: str = ""
    ends: tuple[str, str] = ("", "")
    estimate: tuple[int, int, int] | None = None
    group: str = ""

    @property
    def grid(self) -> str:
        """Name of the grid whose row this is; "" where it is none."""
        return self.prompt.partition(".")[0] if self.group else ""

    @property
    def kind(self) -> Kind:
        """The class of the prompt."""
        return get_kind(self.type)

    @property
    def in_words(self) -> bool:
        """Whether there is nothing to draw: only a summary, or nothing at all."""
        return not self.counts and self.zone is None and self.estimate is None

    @property
    def advice(self) -> str:
        """Why it is withheld, and what to do instead."""
        return f"{self.summary}. {_(TALK)}"

    def __repr__(self) -> str:
        return f"<Marginal of {self.prompt!r}, {self.n} answers>"

    def to_json(self) -> dict[str, Any]:
        """As plain values. How many answered a withheld prompt is withheld too."""
        told = {
            "prompt": self.prompt,
            "type": self.type,
            "text": self.text,
            "n": self.n,
            "counts": [list(count) for count in self.counts],
            "shape": self.shape.value,
            "summary": self.summary,
            "zones": list(self.zones),
            "zone": self.zone,
            "spread": self.spread,
            "ends": list(self.ends),
            "estimate": None if self.estimate is None else list(self.estimate),
        }
        return told | ({"group": self.group} if self.group else {})

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Marginal:
        """The marginal that `to_json` wrote; an older one may lack the later fields."""
        counts = tuple((value, label, count) for value, label, count in values["counts"])
        names = [name for name in ("zones", "ends", "estimate") if values.get(name) is not None]
        lists = {name: tuple(values[name]) for name in names}
        return cls(**{**values, **lists, "counts": counts, "shape": Shape(values["shape"])})


def withhold(marginal: Marginal, summary: str) -> Marginal:
    """Take everything out of a marginal but what it is about, and say why."""
    about = (marginal.prompt, marginal.type, marginal.text)
    return Marginal(*about, 0, (), Shape.WITHHELD, summary, group=marginal.group)
