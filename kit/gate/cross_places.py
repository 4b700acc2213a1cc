"""The rows or columns that a kind of prompt has in a cross-table, and how many answers they take.

Only kinds that an exercise may count together have them: see `Prompt.explain_uncrossed`.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from kit.exercise.choice import Choice
from kit.exercise.kinds import refuse_part
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.thirds import THIRDS, get_third
from kit.language import N_

LOWEST_CROSS_N = 15

Labels = tuple[tuple[str, str], ...]


def get_fewest(policy: AnonymityPolicy, *prompts: Prompt) -> int:
    """Give the fewest answers to both questions behind a cross-table."""
    lowest = max(LOWEST_CROSS_N, policy.get_batch(0))
    return max(lowest, *(count_needed(prompt, policy) for prompt in prompts))


@singledispatch
def count_needed(prompt: Prompt, policy: AnonymityPolicy) -> int:
    """How many answers a kind takes until it is shown in numbers."""
    return 0


@count_needed.register
def _count_yes_no(prompt: YesNo, policy: AnonymityPolicy) -> int:
    return policy.full_scale_n


@singledispatch
def list_places(prompt: Prompt) -> Labels:
    """The answers to a prompt as rows or columns."""
    refuse_part(prompt, "rows in a cross-table")


@list_places.register
def _list_options(prompt: Choice) -> Labels:
    return tuple((option.value, option.label) for option in prompt.options)


@list_places.register
def _list_thirds(prompt: Scale) -> Labels:
    return tuple((third, third.capitalize()) for third in THIRDS)


@list_places.register
def _list_yes_no(prompt: YesNo) -> Labels:
    return (("yes", N_("Yes")), ("no", N_("No")))


@singledispatch
def find_place(prompt: Prompt, response: Any) -> int:
    """The row or column of a response, from 0."""
    refuse_part(prompt, "place in a cross-table")


@find_place.register
def _find_option(prompt: Choice, response: Any) -> int:
    return [option.value for option in prompt.options].index(response[0])


@find_place.register
def _find_third(prompt: Scale, response: Any) -> int:
    return get_third(prompt, response)


@find_place.register
def _find_yes_no(prompt: YesNo, response: Any) -> int:
    return 0 if response else 1
