"""The promise: what happens with the answers, written from the exercise and its policy.

Every sentence here is a rule the gate keeps. When a rule changes, its sentence changes with it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kit.exercise.exercise import Exercise
from kit.exercise.policy import LARGE_SESSION, AnonymityPolicy
from kit.exercise.scale import Scale
from kit.gate.cross_places import get_fewest
from kit.gate.disclosure import STEP
from kit.gate.known import promise_known
from kit.gate.least import promise_least, promise_left_out
from kit.gate.promise_kinds import describe_kinds
from kit.gate.rules import SMALL_ROOM
from kit.language import N_, _
from kit.language.formats import join_quoted
from kit.session.session import describe_day

NAMELESS = N_("Say what is true for you. No page shows who said it, not even the facilitator's.")
KEPT = N_(
    "Kept until the close: what you answer here, under a random number that stands for your "
    "browser. Not kept: your name, address, device, or when you answered."
)
SKIP = N_("You may skip any question, or send nothing at all.")
CHANGE_SEALED = N_("You can change your answer until the close.")
CHANGE_LIVE = N_(
    "You can change your answer until it is shown, together with {others} others or more, and "
    "until the close at the latest."
)
COUNTED_LIVE = N_(
    "Before the close anything is shown only if the facilitator has said how many people are here: "
    "otherwise a person with several browsers could single out somebody's answer."
)
WATCHED = N_(
    "Whoever watches who presses Send may know with which answers yours was shown, and never which "
    "of them is yours."
)
PROGRESS = N_(
    "Everybody may see how many have finished, never who. Where {small} or fewer have joined, it "
    "only says whether most or everyone did."
)
ALONE_PROGRESS = N_(
    "Until the last day is over nobody sees how many have answered, the facilitator included. When "
    "somebody answered is kept nowhere, neither hour nor day."
)
ALONE_SEALED = N_(
    "Until the last day is over nobody sees a result. Then the server closes the questions by "
    "itself; the facilitator gets the result of the whole group, and your team's report has it."
)
ALONE_BROWSERS = N_(
    "Answers beyond the number of people in your team are taken off first. Below it nobody can "
    "tell whether somebody has answered twice: whoever does, could fill up to this number."
)
SEALED = N_(
    "Until the close nobody sees a result. After it, the facilitator sees the result of the "
    "whole group first and may then show it to the room."
)
EXTRA_BROWSERS = N_(
    "When the facilitator has said how many people are here, extra browsers do not help to reach "
    "these numbers."
)
APART = N_("Each question is counted on its own. Your answers are never shown side by side.")
APART_BUT = N_(
    "Apart from that, each question is counted on its own. No table shows one person's answers "
    "side by side."
)
LEADER = N_("The leader's own story is told with a name, kept apart and never counted.")
LEADER_PASSING = N_(
    "The leader's own story is told with a name and never counted. It is erased with the next "
    "exercise."
)
ERASED = N_("At the close every single answer is erased for good. Only the group's result stays.")
ERASED_WITH_SENTENCES = N_(
    "At the close every single answer is erased for good, sentences included. Only the group's "
    "result stays, and sentences that may be shown; those the room has not seen go before the "
    "next exercise."
)
LIMITS = N_(
    "What this cannot protect you from: whoever runs the server, who could look before the close; "
    "your own wording, if it gives you away; everybody answering the same; and several colleagues "
    "acting together."
)


NO_NAMES = N_("Answers carry no names.")
FREE = N_("Skip what you like.")


@dataclass(frozen=True)
class Promise:
    """What a person reads before the first question.

    Args:
        line: What stays in sight of all this, once it has been read.
        short: Two lines, before the form opens.
        more: The rest, one sentence or two each, for those who want to know.
        notes: What holds for this round alone, and may change while it is played: always in sight.
    """

    line: str
    short: tuple[str, str]
    more: tuple[str, ...]
    notes: tuple[str, ...] = ()


def describe_briefly(exercise: Exercise, known: int = 0) -> tuple[str, str, str]:
    """The promise of an exercise in three lines that a whole room reads from afar."""
    return (_(NO_NAMES), _describe_bound(exercise, known), _(FREE))


def _describe_bound(exercise: Exercise, known: int) -> str:
    """What the room sees at the least, in a few words."""
    if any(prompt.counted for prompt in exercise.prompts):
        fewest = exercise.policy.get_batch(0) + known
        return _("Shown only if {fewest} or more answer.", fewest=fewest)
    if exercise.sentences:
        return _("Shown only if you tick it.")
    return _("Shown to nobody.")


def describe_promise(
    exercise: Exercise, *, known: int = 0, left_out: Collection[str] = (), closes_on: str = ""
) -> Promise:
    """Write the promise of an exercise, in plain words and the numbers of its policy.

    Args:
        exercise: What is asked.
        known: How many answers of the round the room knows already.
        left_out: Names of the questions that the round's form has left out.
        closes_on: The last day on which people answer alone; "" where somebody leads the session.
    """
    policy = exercise.policy
    kinds = describe_kinds(exercise.prompts, policy)
    more = [
        _(KEPT),
        _(SKIP),
        *promise_least(exercise),
        *_describe_change(policy),
        _(ALONE_PROGRESS) if closes_on else _(PROGRESS, small=SMALL_ROOM),
        *_describe_result(exercise, alone=bool(closes_on)),
        *kinds.results,
        *_describe_apart(exercise),
        *_describe_since(exercise),
        *kinds.answers,
        *_describe_leader(exercise),
        _(ERASED_WITH_SENTENCES) if exercise.sentences else _(ERASED),
        _(LIMITS),
    ]
    moment = _describe_alone(exercise, closes_on) if closes_on else _describe_moment(exercise)
    short = (_(NAMELESS), moment)
    notes = [*([promise_known(known)] if known else []), *promise_left_out(exercise, left_out)]
    return Promise(_describe_line(exercise), short, tuple(more), tuple(notes))


def _describe_line(exercise: Exercise) -> str:
    """The promise in a line that a narrow phone has room for."""
    if any(prompt.counted for prompt in exercise.prompts):
        fewest = exercise.policy.get_batch(0)
        return _("No page shows who. Results from {fewest} on.", fewest=fewest)
    if exercise.sentences:
        return _("No page shows who. Nothing unless ticked.")
    return _("Shown to nobody, erased at the close.")


def _describe_moment(exercise: Exercise) -> str:
    """The second line: what will be seen, and when."""
    policy = exercise.policy
    fewest = policy.get_batch(0)
    if not any(prompt.counted for prompt in exercise.prompts):
        if exercise.sentences:
            return _("Your sentences are erased at the close. Only those you tick may be shown.")
        return _("What you write is shown to nobody, and erased at the close.")
    if policy.reveal == "live":
        return _(
            "While people answer, the room sees one result for all: {fewest} or more at a time.",
            fewest=fewest,
        )
    if exercise.sentences:
        return _(
            "After the close the room sees counts from {fewest} answers on, ticked sentences from "
            "{sentences} on.",
            fewest=fewest,
            sentences=policy.text_k,
        )
    return _(
        "The room sees one result for all, after the close and only from {fewest} answers on.",
        fewest=fewest,
    )


def _describe_alone(exercise: Exercise, closes_on: str) -> str:
    """The second line, where people answer alone until a day."""
    return _(
        "Your team gets one result for all, after {day} and only from {fewest} answers on.",
        day=describe_day(closes_on),
        fewest=exercise.policy.get_batch(0),
    )


def _describe_change(policy: AnonymityPolicy) -> list[str]:
    """Until when an answer can be changed, and what its moment may tell."""
    if policy.reveal == "live":
        others = policy.get_batch(0) - 1
        return [_(CHANGE_LIVE, others=others), _(COUNTED_LIVE), _(WATCHED)]
    return [_(CHANGE_SEALED)]


def _describe_result(exercise: Exercise, *, alone: bool = False) -> list[str]:
    """From how many answers on a result is shown."""
    if not any(prompt.counted for prompt in exercise.prompts):
        return []
    policy = exercise.policy
    fewest, large = policy.get_batch(0), policy.get_batch(LARGE_SESSION)
    grown = _(
        "Where {people} or more have joined, it takes {large}.", people=LARGE_SESSION, large=large
    )
    grown = grown if large != fewest else ""
    if policy.reveal == "live":
        first = _(
            "From fewer than {fewest} answers no result is ever shown, and it changes only by "
            "{fewest} or more at a time.",
            fewest=fewest,
        )
        last = _("The last few may be left out; it then says so.")
        lines = [" ".join(filter(None, (first, grown, last)))]
    else:
        first = _("From fewer than {fewest} answers no result is ever shown.", fewest=fewest)
        sealed = _(ALONE_SEALED) if alone else _(SEALED)
        lines = [sealed, " ".join(filter(None, (first, grown)))]
    return [*lines, _(ALONE_BROWSERS) if alone else _(EXTRA_BROWSERS)]


def _describe_since(exercise: Exercise) -> list[str]:
    """What may stand beside an earlier result, and that nobody can take one from the other."""
    if not exercise.since:
        return []
    names = _quote(exercise.since)
    lines = [
        _(
            "Where your team has seen a result of {names} in an earlier session, it may stand "
            "beside today's. If only a few more or fewer have answered than then, both are told "
            "only as a third of the scale and one word, however many you are.",
            names=names,
        )
    ]
    if exercise.earlier:
        here = _quote([each for each in exercise.since if isinstance(each.since, str)])
        lines.append(
            _(
                "Where the same scale has been shown earlier today, its result may stand beside "
                "that of {here}, by the same rule.",
                here=here,
            )
        )
    return [
        *lines,
        _(
            "Results of {names} that your team has seen may stand in a table of its sessions, a "
            "line for each, by the same rule.",
            names=names,
        ),
    ]


def _quote(asked: Sequence[Scale]) -> str:
    """The questions, each once."""
    return join_quoted(dict.fromkeys(each.group or each.text for each in asked))


def _describe_leader(exercise: Exercise) -> list[str]:
    """What becomes of the leader's words."""
    if exercise.leader is None:
        return []
    return [_(LEADER) if exercise.leader.keep else _(LEADER_PASSING)]


def _describe_apart(exercise: Exercise) -> list[str]:
    """Which questions are counted together, and that the others are not."""
    lines = []
    for names in exercise.crosses:
        first, second = (exercise.get_prompt(name) for name in names)
        fewest = get_fewest(exercise.policy, first, second)
        lines.append(
            _(
                "For the whole group, “{first}” and “{second}” are also counted together: once, "
                "at the close, only from {fewest} people on who answered both, only roughly, in "
                "steps of {step}, and not at all where that could give somebody away.",
                first=first.text,
                second=second.text,
                fewest=fewest,
                step=STEP,
            )
        )
    if lines:
        return [*lines, _(APART_BUT)]
    asked = [each for prompt in exercise.prompts for each in prompt.questions]
    return [_(APART)] if len(asked) > 1 else []
