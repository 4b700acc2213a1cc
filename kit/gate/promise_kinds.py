"""What the promise says of each kind of prompt that an exercise has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.grid import Grid
from kit.exercise.kinds import ByKind, list_kinds
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import COIN_SEATS, YesNo
from kit.gate.rules import BUCKETS_N
from kit.language import N_, _

COIN = N_(
    "Where {seats} or more have joined, your phone throws a coin before a delicate yes or no "
    "is sent: three times out of four your answer goes out, otherwise the opposite. What you chose "
    "stays in your browser, and only an estimate for the whole group is shown."
)
GRID = N_(
    "Where several lines are answered with the same steps, each line is counted on its own, over "
    "those who answered it: not at all with fewer than {k}, and only roughly with fewer than "
    "{full}. A line you leave out is counted nowhere."
)
DOTS = N_(
    "Where you give dots, only how many each answer got from all of you is shown, never how many "
    "one of you gave."
)
UNSHOWN = N_("Where there is no box to tick, a sentence is shown to nobody.")
CLAIM = N_(
    "A name stands below a sentence only if its writer puts it there: on this phone, in the tab "
    "that sent it, while the sentence is shown. Nobody is asked, no page shows who could, and it "
    "cannot be undone. Of each question at least {fewest} sentences stay without a name, so that "
    "nobody is known by being left over."
)
MAP = N_(
    "Your energy map stays in this browser: tasks, sizes, reasons. When you press Send, four "
    "shares of it go out, rounded to ten per cent. At the close this browser wipes the map."
)
MAP_MEANS = N_(
    "Of these shares the room sees the group's means, rounded to five per cent, and with fewer "
    "than {fewest} answers only whether they rise or fall."
)
LOOK = N_(
    "If a sentence looks as if it held a name, an e-mail address or a phone number, the form asks "
    "you once before it is sent. Nobody else is told."
)


@dataclass(frozen=True)
class KindWords:
    """What the promise says of a kind beyond what it says of every answer.

    Args:
        results: How the kind's results are shown, one or two sentences each.
        answers: What happens with the answers themselves.
    """

    results: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


Describe: TypeAlias = Callable[[Sequence[Any], AnonymityPolicy], KindWords]

WORDS: ByKind[Describe] = ByKind("words in the promise")
"""Each is given all the prompts of its kind that an exercise has."""


def describe_kinds(prompts: Sequence[Prompt], policy: AnonymityPolicy) -> KindWords:
    """Say of every kind among the prompts what is special about it, nothing twice.

    Raises:
        MissingPartError: A kind has no words; where there are none to say, it says so itself.
    """
    asked = {type(prompt) for prompt in prompts}
    told = [
        WORDS.get(kind)([each for each in prompts if type(each) is kind], policy)
        for kind in list_kinds()
        if kind in asked
    ]
    results = dict.fromkeys(line for words in told for line in words.results)
    answers = dict.fromkeys(line for words in told for line in words.answers)
    return KindWords(tuple(results), tuple(answers))


@WORDS.register(Choice)
def _describe_choices(prompts: Sequence[Choice], policy: AnonymityPolicy) -> KindWords:
    return KindWords()  # what is said of every result is all there is to say


@WORDS.register(Dots)
def _describe_dots(prompts: Sequence[Dots], policy: AnonymityPolicy) -> KindWords:
    return KindWords(results=(_(DOTS),))


@WORDS.register(Scale)
def _describe_scales(prompts: Sequence[Scale], policy: AnonymityPolicy) -> KindWords:
    return KindWords(results=(_describe_roughly(policy),))


@WORDS.register(Grid)
def _describe_grids(prompts: Sequence[Grid], policy: AnonymityPolicy) -> KindWords:
    rows = _(GRID, k=policy.k, full=policy.full_scale_n)
    return KindWords(results=(rows,))


@WORDS.register(YesNo)
def _describe_yes_no(prompts: Sequence[YesNo], policy: AnonymityPolicy) -> KindWords:
    coin = (_(COIN, seats=COIN_SEATS),) if any(prompt.delicate for prompt in prompts) else ()
    return KindWords(results=(_describe_roughly(policy), *coin))


@WORDS.register(Text)
def _describe_texts(prompts: Sequence[Text], policy: AnonymityPolicy) -> KindWords:
    lines = []
    if any(prompt.may_be_shown for prompt in prompts):
        lines.append(
            _(
                "A sentence is shown only if its writer ticked the box, only after the close, only "
                "from {fewest} such sentences on, and always without its author. The facilitator "
                "reads these, shuffled and beside no other answer, and chooses which the room "
                "sees. All others are erased at the close, read by nobody.",
                fewest=policy.text_k,
            )
        )
    if any(prompt.may_be_claimed for prompt in prompts):
        lines.append(_(CLAIM, fewest=policy.k))
    if any(not prompt.may_be_shown for prompt in prompts):
        lines.append(_(UNSHOWN))
    return KindWords(answers=(*lines, _(LOOK)))


@WORDS.register(EnergyMap)
def _describe_maps(prompts: Sequence[EnergyMap], policy: AnonymityPolicy) -> KindWords:
    return KindWords(answers=(_(MAP), _(MAP_MEANS, fewest=BUCKETS_N)))


def _describe_roughly(policy: AnonymityPolicy) -> str:
    return _(
        "Scales and yes-or-no questions are shown only roughly with fewer than {fewest} answers.",
        fewest=policy.full_scale_n,
    )
