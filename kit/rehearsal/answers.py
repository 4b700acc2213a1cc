"""What simulated people answer: plausible, not random noise. What they say stands in files."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import singledispatch
from pathlib import Path

from kit.errors import suggest
from kit.exercise.choice import Choice
from kit.exercise.claims import hash_key, make_key
from kit.exercise.dots import Dots
from kit.exercise.energy import DRAINS, GIVES, NEUTRAL, Task, share_energy
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.kinds import refuse_part
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.word import Word
from kit.exercise.yes_no import YesNo
from kit.rehearsal.scripts import Script, UnfitError, find_script, find_usual_lines

LONGEST_WORD = 20  # characters; a text prompt that takes no more is asked for a word
SPREAD = 1.1  # steps of a scale, where no file says another
ABOVE = 0.4  # steps by which people answer above its middle
YES = 0.4  # share
MOST_LINES = 24  # people who write a sentence, where a file has not more of them
CANNOT_SAY = 1 / 12  # how often a row of a grid is left out
WRITING = 9  # of so many, one writes no sentence and one keeps it to themselves
SILENT = 4  # which of them writes none
PRIVATE = 7  # which of them keeps it to themselves


@singledispatch
def make_answer(prompt: Prompt, chance: random.Random, place: int, told: object = None) -> object:
    """A plausible raw answer to a prompt; None where this person skips it.

    Args:
        prompt: The prompt.
        chance: What decides.
        place: The person's number, from 0. It decides alone whether there is a sentence and which,
            so that a dozen of them always has sentences to show, and no two of a hall the same one.
        told: What the exercise's file says of this prompt; None where it says nothing. Each kind
            reads its own.

    Raises:
        MissingPartError: There are no answers to this kind.
        DefinitionError: What the file says does not fit the prompt.
    """
    refuse_part(prompt, "sample answer")


@make_answer.register
def _answer_choice(
    prompt: Choice, chance: random.Random, place: int, told: object = None
) -> object:
    usual = {option.value: 1.0 / (rank + 1.5) for rank, option in enumerate(prompt.options)}
    left, chosen = _read_numbers(told, usual), []
    if sum(weight > 0 for weight in left.values()) < prompt.max_choices:
        msg = f"{prompt.max_choices} options at least need a weight above 0. Raise some"
        raise UnfitError(msg)
    for _ in range(chance.randint(prompt.min_choices, prompt.max_choices)):
        value = chance.choices(list(left), weights=list(left.values()))[0]
        del left[value]
        chosen.append(value)
    return chosen


@make_answer.register
def _answer_dots(prompt: Dots, chance: random.Random, place: int, told: object = None) -> object:
    usual = {option.value: 1.0 / (rank + 1.5) for rank, option in enumerate(prompt.options)}
    weights = _read_numbers(told, usual)
    return chance.choices([*weights], [*weights.values()], k=chance.randint(1, prompt.dots))


@make_answer.register
def _answer_scale(prompt: Scale, chance: random.Random, place: int, told: object = None) -> object:
    usual = {"mean": (prompt.low + prompt.high) / 2 + ABOVE, "spread": SPREAD}
    given = _read_numbers(told, usual, lowest=min(0, prompt.low))
    if not prompt.low <= given["mean"] <= prompt.high and told is not None:
        msg = (
            f"the mean {given['mean']} is not on the scale. "
            f"Write one from {prompt.low} to {prompt.high}"
        )
        raise UnfitError(msg, "mean")
    number = round(chance.gauss(given["mean"], abs(given["spread"])))
    return min(prompt.high, max(prompt.low, number))


@make_answer.register
def _answer_yes_no(prompt: YesNo, chance: random.Random, place: int, told: object = None) -> object:
    share = _read_numbers(told, {"yes": YES})["yes"]
    if share > 1:
        msg = f"yes = {share} is no share. Write a number from 0 to 1"
        raise UnfitError(msg, "yes")
    return chance.random() < share


@make_answer.register
def _answer_grid(prompt: Grid, chance: random.Random, place: int, told: object = None) -> object:
    """A step for nearly every row, and for one of them at least."""
    weights = _read_weights(prompt, told)
    steps = range(prompt.steps.low, prompt.steps.high + 1)
    found: dict[str, int] = {}
    for row in prompt.rows:
        step = chance.choices(steps, weights=weights[row.value])[0]
        left_out = chance.random() < CANNOT_SAY
        if not left_out or (row is prompt.rows[-1] and not found):
            found[row.value] = step
    return found


@make_answer.register
def _answer_text(prompt: Text, chance: random.Random, place: int, told: object = None) -> object:
    lines = _read_lines(prompt, told)
    writers = _count_writers(place)
    # What is said twice is no wonder with words. A wall of sentences shows none a second time.
    used_up = not _is_word(prompt) and writers >= max(len(lines), MOST_LINES)
    if place % WRITING == SILENT or used_up:
        return None
    text = lines[writers % len(lines)][: prompt.max_length]
    shared = prompt.may_be_shown and place % WRITING != PRIVATE
    # Like every phone it keeps a key, and unlike most people it never uses it.
    mark = {"mark": hash_key(make_key())} if shared and prompt.may_be_claimed else {}
    return {"text": text, "share": shared} | mark


@make_answer.register
def _answer_energy_map(
    prompt: EnergyMap, chance: random.Random, place: int, told: object = None
) -> object:
    if told is not None:
        msg = "an energy map has no answers in a file. Take it out"
        raise UnfitError(msg)
    return make_shares(chance)


def _read_numbers(told: object, usual: Mapping[str, float], lowest: float = 0) -> dict[str, float]:
    """The numbers of a table under the names that are known; those that are left out as usual."""
    if told is None:
        return dict(usual)
    if not isinstance(told, Mapping):
        msg = f"a table is needed, with a number for each of {', '.join(usual)}"
        raise UnfitError(msg)
    for name, number in told.items():
        if name not in usual:
            msg = f"{name!r} is unknown.{suggest(str(name), usual)}"
            raise UnfitError(msg, str(name))
        if not isinstance(number, int | float) or number < lowest:
            msg = f"{name} = {number!r} is no number. Write one from {lowest} on"
            raise UnfitError(msg, str(name))
    return {name: float(told.get(name, number)) for name, number in usual.items()}


def _read_weights(prompt: Grid, told: object) -> dict[str, Sequence[float]]:
    """How often each step of each row is chosen; around the middle where nothing is told."""
    low, high = prompt.steps.low, prompt.steps.high
    usual: dict[str, Sequence[float]] = {}
    for place, row in enumerate(prompt.rows):
        peak = low + (high - low) * (0.35 + 0.1 * (place % 5))  # a little higher row by row
        usual[row.value] = [1 / (0.3 + abs(step - peak)) for step in range(low, high + 1)]
    if told is None:
        return usual
    if not isinstance(told, Mapping):
        msg = "a table is needed, with a list of weights for each row"
        raise UnfitError(msg)
    for name, weights in told.items():
        if name not in usual:
            msg = f"{name!r} is no row.{suggest(str(name), usual)}"
            raise UnfitError(msg, str(name))
        fits = isinstance(weights, list) and len(weights) == high - low + 1
        if not fits or any(each < 0 for each in weights) or not any(weights):
            msg = (
                f"{name!r} takes a list of {high - low + 1} weights, one for each step, none below "
                "0 and not all of them 0"
            )
            raise UnfitError(msg, str(name))
    return usual | dict(told)


def _is_word(prompt: Text) -> bool:
    return isinstance(prompt, Word) or prompt.max_length <= LONGEST_WORD


def _count_writers(place: int) -> int:
    """How many of those before a person write a sentence, while there are any left."""
    rounds, rest = divmod(place, WRITING)
    return rounds * (WRITING - 1) + rest - (rest > SILENT)


def _read_lines(prompt: Text, told: object) -> Sequence[str]:
    if told is None:
        return find_usual_lines("words" if _is_word(prompt) else "sentences")
    if not isinstance(told, list):
        msg = 'a list of lines is needed, as in ["One.", "Two."]'
        raise UnfitError(msg)
    for number, line in enumerate(told, start=1):
        if len(line) > prompt.max_length:
            msg = f"entry {number} is longer than {prompt.max_length} characters. Shorten it"
            raise UnfitError(msg, number=number)
    return told


def make_shares(chance: random.Random) -> list[int]:
    """The shares of a plausible map: eight tasks, one or two of them changed for the better."""
    now: list[Task] = [
        (chance.choice((1, 2, 2, 3)), chance.choice((GIVES, GIVES, NEUTRAL, DRAINS, DRAINS)))
        for _ in range(8)
    ]
    draining = [task for task in now if task[1] == DRAINS]
    then = list(now)
    for task in draining[: chance.randint(0, 2)]:
        then.remove(task)
        then.append((1, chance.choice((DRAINS, GIVES))))
    return [*share_energy(now), *share_energy(then)]


def make_answers(
    exercise: Exercise,
    chance: random.Random,
    place: int | None = None,
    script: Script | None = None,
) -> dict[str, object]:
    """One simulated person's raw answers by prompt name; none where all is left empty.

    Args:
        exercise: What is asked.
        chance: What decides.
        place: The person's number, from 0; None for just anybody who has something to say.
        script: What people say in it; the kit's own where none is given.

    Raises:
        DefinitionError: The script does not fit the exercise; names the file and the place.
    """
    if script is None:
        script = find_script(exercise.slug)
    script.check(exercise)
    if place is None:
        place = chance.choice([each for each in range(MOST_LINES) if each % WRITING != SILENT])
    raw = {prompt.name: _answer(prompt, chance, place, script) for prompt in exercise.prompts}
    return {name: answer for name, answer in raw.items() if answer is not None}


def fit_script(exercise: Exercise, folder: Path | None) -> Script:
    """Read what people say in an exercise, and see whether it fits.

    Args:
        exercise: What is asked.
        folder: Where its notebook lies; None where nobody knows.

    Raises:
        DefinitionError: It cannot be read or does not fit; names the file and the line.
    """
    script = find_script(exercise.slug, folder)
    make_answers(exercise, random.Random(0), 0, script)  # noqa: S311 -- who writes everything
    return script


def _answer(prompt: Prompt, chance: random.Random, place: int, script: Script) -> object:
    try:
        return make_answer(prompt, chance, place, script.told.get(prompt.name))
    except UnfitError as error:
        if not script.own:
            return make_answer(prompt, chance, place)
        script.refuse(prompt.name, str(error), error.inside, error.number)
