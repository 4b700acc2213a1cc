"""What simulated people answer: plausible, not random noise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import singledispatch

from kit.exercise.choice import Choice
from kit.exercise.energy import DRAINS, GIVES, NEUTRAL, Task, share_energy
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.kinds import refuse_part
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.session.commitments import Commitment, State

SENTENCES = (
    "She told me on Monday that the date would slip, not on Friday.",
    "He said in front of everyone that the idea had been mine.",
    "They stayed on the call until my part worked too.",
    "She asked how the talk went, weeks after I had mentioned it.",
    "He said: I broke the build, and I have mended it.",
    "She did not pass on what I told her in the corridor.",
    "He asked me for help although he knows far more than I do.",
    "They told me kindly that my slides lost them on page three.",
    "She came to the meeting nobody wanted to be in.",
    "He kept the promise I had already forgotten.",
    "They thanked the people who had written the tests.",
    "She let me finish, and then she changed her mind.",
    "He told the customer that it was late because of him.",
    "They made room for me at the table on my first day.",
    "She asked what I needed before she asked when it was done.",
    "He said he did not know, and that he would find out.",
    "She wrote to me before the meeting, so that I was not surprised.",
    "He took the late call so that I could go to the concert.",
    "They asked the quietest of us first, and then waited.",
    "She returned my draft with three questions and no verdict.",
    "He stood by the decision when it turned out badly.",
    "They told me what was said about my idea while I was away.",
    "She showed me how she does it, twice, without a sigh.",
    "He apologised in the same room in which he had been loud.",
)
WORDS = (
    "curious",
    "tired",
    "calm",
    "rushed",
    "hopeful",
    "Curious",
    "here",
    "busy",
    "awake",
    "tired",
    "glad",
    "curious",
    "between things",
    "quiet",
)
LEAVING = (
    "lighter",
    "thoughtful",
    "hungry",
    "hopeful",
    "tired",
    "relieved",
    "Hopeful",
    "calm",
    "glad",
    "moved",
    "still unsure",
    "awake",
    "thoughtful",
    "grateful",
)
LONGEST_WORD = 20  # characters; a text prompt that takes no more is asked for a word
LINES = {
    "lesson": (
        "Ask on the first day, not on the fifth.",
        "Read the date twice before you promise it.",
        "A quiet warning is still a warning.",
        "Say what is not clear to me while it is small.",
        "Send a draft early, even when it looks poor.",
        "Two people check what goes to customers.",
        "No is a kinder answer than a late yes.",
        "Write down what we agreed before we leave the room.",
        "Tell the next person at once, not when it is mended.",
        "What I assume, I can ask in one sentence.",
        "A mistake I tell is half as large as one that is found.",
        "Plan the last day for what went wrong.",
        "If nobody answers, they have not agreed.",
        "Try it on one customer before all of them get it.",
        "Whoever is new sees what we no longer see. Ask them.",
        "Sleep on a reply that is meant to hurt.",
        "Write the number and the unit.",
        "Say when I will be back, and then be back.",
        "Check the copy that is sent, not the one I worked on.",
        "Ask who else needs to know.",
        "A late night costs the next morning.",
        "Practise the difficult part first.",
        "Say that I am stuck after an hour, not after a week.",
        "Read the contract before the call.",
    ),
    "take": (
        "the weekly numbers",
        "new colleagues through their first week",
        "the calls with the plant",
        "the tidying of our templates",
        "notes in the planning meeting",
        "the difficult customers",
        "the tests of the new tool",
        "the pictures for the report",
        "the training on Mondays",
        "the figures for the board",
        "the visits to our partners",
        "the tidying of the archive",
        "the morning shift on the phone",
        "the walk through the warehouse",
        "the talks with the works council",
        "the budget sheet",
        "the photographs for the website",
        "the visits of school classes",
        "the questions from the press",
        "the first draft of our guidelines",
        "the planning of the summer party",
        "the repair of the old templates",
        "the calls in Spanish",
        "the search for a new supplier",
    ),
    "give": (
        "the travel bookings",
        "the last check of the slides",
        "the Friday summary",
        "the room plan",
        "the first line of support",
        "the supplier meetings",
        "the licence renewals",
        "the shared inbox",
        "the monthly forecast",
        "the minutes of the big meeting",
        "the ordering of supplies",
        "the reports nobody answers",
        "the evening calls",
        "the badge printing",
        "the travel claims",
        "the newsletter",
        "the booking of the hall",
        "the stock count",
        "the reminders about unpaid bills",
        "the weekly tidy-up of the board",
        "the calendar of absences",
        "the translations",
        "the test reports nobody misses",
        "the parking permits",
    ),
}
CARDS = (
    Commitment(
        "Ada", "ask before I assume, at least once a week", "end of March", "Ben", State.KEPT
    ),
    Commitment(
        "Ben and Chris", "send every draft a day early", "next sprint", "Ada", State.CHANGED
    ),
    Commitment("Dana", "say no within a day, or yes and mean it", "Friday", "the team"),
    Commitment("Eli", "begin every Monday with what went wrong", "Monday", "everybody there"),
    Commitment("Ada", "thank one person by name on Fridays", "this Friday", "whoever I thank"),
)
WRITING = 9  # of so many, one writes no sentence and one keeps it to themselves


@singledispatch
def make_answer(prompt: Prompt, chance: random.Random, place: int) -> object:
    """A plausible raw answer to a prompt; None where this person skips it.

    Args:
        prompt: The prompt.
        chance: What decides.
        place: The person's number. It decides alone whether there is a sentence and which, so that
            people differ in what they write, and a dozen of them always has sentences to show.

    Raises:
        MissingPartError: There are no answers to this kind.
    """
    refuse_part(prompt, "sample answer")


@make_answer.register
def _answer_choice(prompt: Choice, chance: random.Random, place: int) -> object:
    weights = [1.0 / (rank + 1.5) for rank in range(len(prompt.options))]
    count = chance.randint(prompt.min_choices, prompt.max_choices)
    left, chosen = dict(zip(prompt.options, weights, strict=True)), []
    for _ in range(count):
        option = chance.choices(list(left), weights=list(left.values()))[0]
        del left[option]
        chosen.append(option.value)
    return chosen


@make_answer.register
def _answer_scale(prompt: Scale, chance: random.Random, place: int) -> object:
    middle = (prompt.low + prompt.high) / 2
    return min(prompt.high, max(prompt.low, round(chance.gauss(middle + 0.4, 1.1))))


@make_answer.register
def _answer_yes_no(prompt: YesNo, chance: random.Random, place: int) -> object:
    return chance.random() < 0.4


@make_answer.register
def _answer_text(prompt: Text, chance: random.Random, place: int) -> object:
    if place % WRITING == 4:
        return None
    lines: Sequence[str] = LINES.get(prompt.name, SENTENCES)
    if prompt.max_length <= LONGEST_WORD:
        lines = LEAVING if "leave" in prompt.text else WORDS
    text = lines[place % len(lines)][: prompt.max_length]
    return {"text": text, "share": prompt.may_be_shown and place % WRITING != 7}


@make_answer.register
def _answer_energy_map(prompt: EnergyMap, chance: random.Random, place: int) -> object:
    return make_shares(chance)


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
    exercise: Exercise, chance: random.Random, place: int | None = None
) -> dict[str, object]:
    """One simulated person's raw answers by prompt name; without a place, those of just anybody."""
    if place is None:
        place = chance.randrange(WRITING * len(SENTENCES))
    raw = {prompt.name: make_answer(prompt, chance, place) for prompt in exercise.prompts}
    given = {name: answer for name, answer in raw.items() if answer is not None}
    if given:
        return given
    # Asked for sentences alone, this person writes one after all: nobody sends an empty form.
    return {prompt.name: make_answer(prompt, chance, place + 1) for prompt in exercise.prompts}
