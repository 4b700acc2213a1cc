"""An exercise: its prompts and its policy, and the submission that answers it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import ClassVar, NoReturn

from kit.errors import DefinitionError, ResponseError, explain_settings, suggest
from kit.exercise.grid import Grid
from kit.exercise.notes import SignedNote, check_notes
from kit.exercise.policy import DEFAULT_POLICY, AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.prompts import read_prompt
from kit.exercise.responses import Response, TextResponse
from kit.exercise.scale import Scale
from kit.exercise.slugs import is_slug
from kit.exercise.text import Text
from kit.language import _

LONGEST_MINUTES = 480


@explain_settings
@dataclass(frozen=True, init=False)
class Leader:
    """What the leader tells first, with a name, apart from the anonymous result.

    Args:
        prompts: The questions the leader answers, all of them Text.
        guesses: Names of scales of the exercise for which the leader guesses what the room will
            say, and of grids, of which the leader picks one row. A guess is the facilitator's
            alone until the reveal.
        keep: The report tells what was said. Otherwise it stands on the screen as long as the
            exercise is played, and is erased with the next one.
    """

    prompts: tuple[Text, ...]
    guesses: tuple[str, ...]
    keep: bool

    def __init__(
        self, prompts: Sequence[Text], guesses: Sequence[str] = (), *, keep: bool = True
    ) -> None:
        """Check that there is something to tell."""
        read = tuple(prompts) if isinstance(prompts, Iterable) else ()
        if not read or not all(isinstance(prompt, Text) for prompt in read):
            msg = (
                "Leader takes a list of Text prompts. Write kit.Leader([kit.Text('story', '...')])."
            )
            raise DefinitionError(msg)
        _check_names(read, "leader")
        for prompt in read:
            prompt.check_plain("What the leader tells has the leader's name")
        if isinstance(guesses, str) or not all(isinstance(name, str) for name in guesses):
            msg = "Leader: guesses is a list of names of scales or grids. Write guesses=['safe']."
            raise DefinitionError(msg)
        object.__setattr__(self, "prompts", read)
        object.__setattr__(self, "guesses", tuple(guesses))
        if not isinstance(keep, bool):
            msg = f"Leader: keep={keep!r} is neither True nor False."
            raise DefinitionError(msg)
        object.__setattr__(self, "keep", keep)

    def clean(self, raw: Mapping[str, object]) -> dict[str, str]:
        """Turn what the leader wrote into texts by prompt; what was left empty is left out.

        Raises:
            ResponseError: A text is too long, or the form is not this one, or nothing was written.
        """
        responses = _clean_all(self.prompts, raw)
        return {name: r.text for name, r in responses.items() if isinstance(r, TextResponse)}

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values."""
        told: dict[str, object] = {"prompts": [prompt.to_json() for prompt in self.prompts]}
        told |= {"guesses": list(self.guesses)} if self.guesses else {}
        return told | ({} if self.keep else {"keep": False})


@explain_settings
@dataclass(frozen=True, init=False, repr=False)
class Exercise:
    """What is done in one round.

    Args:
        slug: Short name in small letters and hyphens, as in "marble-jar".
        title: What people read; made from the slug where it is left out.
        prompts: The questions, in order. Their names differ, and one at least is always asked.
        leader: What the leader tells first; None when nobody goes first.
        minutes: Planned length, 1 to 480; None when it is left open.
        timer: Minutes the form is open by plan, 1 to 480; None for no timer. It cuts nobody off.
        policy: What protects the answers.
        crosses: Pairs of names of prompts that are also counted together, as in
            [("kind", "help")]. Each is a Choice of one, a Scale or a YesNo that is not randomised,
            and stands in one pair only.
        notes: Kinds of cards that people sign with a name, apart from all answers.

    Attributes:
        unasked: Questions that are switched off: they are in no form, and their pictures are empty.

    Raises:
        DefinitionError: A setting is wrong.
    """

    noun: ClassVar[str] = "exercise"

    slug: str
    title: str
    prompts: tuple[Prompt, ...]
    leader: Leader | None
    minutes: int | None
    timer: int | None
    policy: AnonymityPolicy
    crosses: tuple[tuple[str, str], ...]
    notes: tuple[SignedNote, ...]
    unasked: tuple[Text, ...]

    def __init__(
        self,
        slug: str,
        *,
        title: str = "",
        prompts: Sequence[Prompt],
        leader: Leader | None = None,
        minutes: int | None = None,
        timer: int | None = 5,
        policy: AnonymityPolicy = DEFAULT_POLICY,
        crosses: Sequence[Sequence[str]] = (),
        notes: Sequence[SignedNote] = (),
    ) -> None:
        """Check the settings."""
        if not is_slug(slug):
            msg = (
                f"exercise {slug!r}: its first word is a short name in small letters from a to z, "
                "digits and hyphens, as in 'marble-jar'."
            )
            raise DefinitionError(msg)
        if not isinstance(title, str):
            _refuse(slug, "title is a text. Put it in quotation marks")
        read = tuple(prompts) if isinstance(prompts, Iterable) else ()
        if not read or not all(isinstance(prompt, Prompt) for prompt in read):
            _refuse(
                slug, "prompts is a list of prompts. Write prompts=[kit.Choice(...), kit.Text(...)]"
            )
        _check_names(read, f"exercise {slug!r}")
        unasked = tuple(each for each in read if isinstance(each, Text) and not each.asked)
        read = tuple(each for each in read if each not in unasked)
        if all(prompt.least for prompt in read):
            _refuse(slug, "every question has least=. Take it out of one, or small rooms ask none")
        if leader is not None and not isinstance(leader, Leader):
            _refuse(slug, "leader is not understood. Write leader=kit.Leader([kit.Text(...)])")
        _check_guesses(slug, leader, read)
        for prompt in read:
            if isinstance(prompt, Scale) and prompt.since == slug:
                _refuse(slug, f"{prompt.name!r} has since={slug!r}, its own name. Write since=True")
        _check_minutes(slug, "minutes", minutes)
        _check_minutes(slug, "timer", timer)
        if not isinstance(policy, AnonymityPolicy):
            _refuse(slug, "policy is not understood. Write policy=kit.AnonymityPolicy(k=5)")
        settings = {
            "slug": slug,
            "title": title.strip() or slug.replace("-", " ").capitalize(),
            "prompts": read,
            "leader": leader,
            "minutes": minutes,
            "timer": timer,
            "policy": policy,
            "crosses": _read_crosses(slug, crosses, read),
            "notes": check_notes(notes, _name_sentences(read), f"exercise {slug!r}"),
            "unasked": unasked,
        }
        for name, value in settings.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Show how much it asks."""
        return f"Exercise({self.slug!r}, {len(self.prompts)} prompts)"

    def get_prompt(self, name: str) -> Prompt:
        """Find a prompt by its name, or a row of a grid by that of its result.

        Raises:
            DefinitionError: There is none of that name.
        """
        asked = {each.name: each for prompt in self.prompts for each in (prompt, *prompt.questions)}
        if name in asked:
            return asked[name]
        names = list(asked)
        msg = f"exercise {self.slug!r}: {name!r} is not a prompt.{suggest(name, names)}"
        raise DefinitionError(msg)

    @property
    def delicate(self) -> tuple[str, ...]:
        """Names of the prompts that a coin stands in front of where a room is large enough."""
        return tuple(prompt.name for prompt in self.prompts if prompt.delicate)

    @property
    def since(self) -> tuple[Scale, ...]:
        """The questions whose last result may stand beside today's: scales and rows of grids."""
        asked = (question for prompt in self.prompts for question in prompt.questions)
        return tuple(each for each in asked if isinstance(each, Scale) and each.since)

    @property
    def earlier(self) -> frozenset[str]:
        """Short names of the exercises of the same session beside whose results its own stand."""
        return frozenset(each.since for each in self.since if isinstance(each.since, str))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The prompts whose writers may allow that their sentence is shown."""
        return tuple(each for each in self.prompts if isinstance(each, Text) and each.may_be_shown)

    def without_leader(self) -> "Exercise":
        """The same exercise, in which nobody goes first."""
        return Exercise.from_json(self.to_json() | {"leader": None})

    def find_note(self, name: str) -> SignedNote | None:
        """The kind of signed notes of that name; None where there is none."""
        return next((each for each in self.notes if each.name == name), None)

    def clean(self, raw: Mapping[str, object]) -> "Submission":
        """Turn what a form holds into a submission.

        Args:
            raw: What the form holds, by prompt name. What is missing was skipped.

        Raises:
            ResponseError: A response cannot be taken, the form is not this one, or everything
                was skipped.
        """
        return Submission(_clean_all(self.prompts, raw))

    def to_json(self) -> dict[str, object]:
        """Give the definition as plain values for the store."""
        told = asdict(self) | {
            "prompts": [prompt.to_json() for prompt in (*self.prompts, *self.unasked)],
            "leader": None if self.leader is None else self.leader.to_json(),
        }
        notes = [note.to_json() for note in self.notes]
        return {name: told[name] for name in told if name not in ("notes", "unasked")} | (
            {"notes": notes} if notes else {}
        )

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Exercise":
        """Read what `to_json` gave.

        Raises:
            DefinitionError: A setting is missing, unknown or wrong.
            PolicyError: The policy in it protects too little.
        """
        settings = dict(data)
        settings["prompts"] = _read_prompts(settings.get("prompts"))
        leader, policy = settings.get("leader"), settings.get("policy")
        if isinstance(leader, Mapping):
            texts, guesses = _read_prompts(leader.get("prompts")), leader.get("guesses", ())
            keep = leader.get("keep", True)
            settings["leader"] = Leader(texts, guesses, keep=keep)  # type: ignore[arg-type]
        if isinstance(policy, Mapping):
            settings["policy"] = AnonymityPolicy.from_json(policy)
        if isinstance(notes := settings.get("notes"), list | tuple):
            settings["notes"] = [SignedNote.from_json(note) for note in notes]
        return cls(**settings)  # type: ignore[arg-type]


@dataclass(frozen=True, repr=False)
class Submission:
    """One seat's responses to a round.

    Args:
        responses: By prompt name, in the order of the exercise; skipped prompts are left out.
    """

    responses: Mapping[str, Response]

    def __post_init__(self) -> None:
        """Keep a copy nobody can change."""
        object.__setattr__(self, "responses", MappingProxyType(dict(self.responses)))

    def __repr__(self) -> str:
        """Show how many responses there are, not what they say."""
        return f"Submission({len(self.responses)} responses)"

    def to_json(self) -> dict[str, object]:
        """Give the responses as plain values for the store."""
        return {
            name: response.to_json() if isinstance(response, TextResponse) else response
            for name, response in self.responses.items()
        }

    @staticmethod
    def from_json(exercise: Exercise, data: Mapping[str, object]) -> "Submission":
        """Read what `to_json` gave, by the rules of the exercise it answers.

        Raises:
            ResponseError: It does not answer this exercise.
        """
        return exercise.clean(data)


def _refuse(slug: str, reason: str) -> NoReturn:
    """Refuse the definition of an exercise."""
    msg = f"exercise {slug!r}: {reason}."
    raise DefinitionError(msg)


def _check_names(prompts: Iterable[Prompt], where: str) -> None:
    """Check that no two prompts share a name."""
    names = [prompt.name for prompt in prompts]
    for name in names:
        if names.count(name) > 1:
            msg = f"{where}: two prompts are called {name!r}. Rename one of them."
            raise DefinitionError(msg)


def _name_sentences(prompts: Sequence[Prompt]) -> list[str]:
    """Names of the prompts whose writers may allow that their sentence is shown."""
    return [each.name for each in prompts if isinstance(each, Text) and each.may_be_shown]


def _read_crosses(
    slug: str, crosses: object, prompts: Sequence[Prompt]
) -> tuple[tuple[str, str], ...]:
    """Check the pairs that are counted together.

    No prompt stands in two pairs: put side by side, two tables would tell more than each alone.
    """
    by_name = {prompt.name: prompt for prompt in prompts}
    pairs, used = [], set()
    for pair in crosses if isinstance(crosses, list | tuple) else [crosses]:
        names = list(pair) if isinstance(pair, list | tuple) else []
        if len(names) != 2 or not all(isinstance(name, str) for name in names):
            _refuse(slug, "crosses is a list of pairs of names. Write crosses=[('kind', 'help')]")
        for name in names:
            if name not in by_name:
                msg = f"exercise {slug!r}: crosses: {name!r} is not a prompt."
                raise DefinitionError(msg + suggest(name, by_name))
            _check_crossable(slug, by_name[name])
            if name in used:
                _refuse(slug, f"crosses: {name!r} is there twice. Keep it in one pair only")
            used.add(name)
        pairs.append((names[0], names[1]))
    return tuple(pairs)


def _check_crossable(slug: str, prompt: Prompt) -> None:
    """Refuse a prompt whose answers may not be counted together with others."""
    reason = prompt.explain_uncrossed()
    if reason:
        _refuse(slug, f"crosses: {prompt.name!r} {reason}")


def _check_guesses(slug: str, leader: Leader | None, prompts: Sequence[Prompt]) -> None:
    """Let the leader guess only what is asked on a scale or in a grid."""
    scales = [prompt.name for prompt in prompts if isinstance(prompt, Scale | Grid)]
    for name in leader.guesses if leader else ():
        if name not in scales:
            _refuse(
                slug, f"the leader cannot guess {name!r}: it is no Scale or Grid of this exercise"
            )


def _check_minutes(slug: str, setting: str, minutes: object) -> None:
    """Check a length in minutes."""
    if minutes is None:
        return
    whole = isinstance(minutes, int) and not isinstance(minutes, bool)
    if not whole or not 1 <= minutes <= LONGEST_MINUTES:  # type: ignore[operator]
        _refuse(slug, f"{setting}={minutes!r} is not a whole number from 1 to {LONGEST_MINUTES}")


def _clean_all(prompts: Iterable[Prompt], raw: object) -> dict[str, Response]:
    """Clean a whole form, in the order of the prompts."""
    by_name = {prompt.name: prompt for prompt in prompts}
    if not isinstance(raw, Mapping) or not by_name.keys() >= raw.keys():
        # What came instead is not repeated: it may hold somebody's words.
        msg = _("This form has changed. Reload the page and answer again.")
        raise ResponseError(msg)
    cleaned = {name: prompt.clean(raw.get(name)) for name, prompt in by_name.items()}
    responses = {name: response for name, response in cleaned.items() if response is not None}
    if not responses:
        msg = _("Answer at least one question before you send.")
        raise ResponseError(msg)
    return responses


def _read_prompts(data: object) -> list[Prompt]:
    """Read a list of prompt definitions."""
    items = data if isinstance(data, list | tuple) else []
    return [read_prompt(item) for item in items]
