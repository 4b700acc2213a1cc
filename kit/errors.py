"""What may be shown to a person as it stands.

Every error of the kit that is meant for a person is a `KitError`: its message says what is wrong,
where, and what to do. Anything else that is raised goes to the log. No message holds a response,
a code, a key or a token.
"""

import difflib
import functools
import inspect
from collections.abc import Collection, Iterable, Sized
from typing import TypeVar

from kit.language import N_

Definition = TypeVar("Definition")


class KitError(Exception):
    """An error whose message is written for the person who meets it."""


class DefinitionError(KitError):
    """The words of a notebook or an agenda are wrong; the trainer can put them right."""


class ResponseError(KitError):
    """An answer that cannot be taken as it is."""

    def __init__(self, message: str, prompt: str = "") -> None:
        """Keep the message, and which prompt it is about.

        Args:
            message: What is wrong and what to do now.
            prompt: Name of the prompt; empty when the whole form is meant.
        """
        super().__init__(message)
        self.prompt = prompt


class MissingPartError(KitError):
    """A kind of prompt lacks one of the parts that every kind has."""

    def __init__(self, kind: type, part: str, prompt: str = "") -> None:
        """Say which kind and which part.

        Args:
            kind: The class of the prompt.
            part: What it lacks, as in "input" or "chart".
            prompt: Name of the prompt that was met; empty where none was.
        """
        where = f"prompt {prompt!r}: " if prompt else ""
        super().__init__(
            f"{where}the kind {kind.__name__} has no {part}. "
            'Register one: docs/design.md, "A new kind of prompt".'
        )


class PhaseError(KitError):
    """This cannot be done in the phase the round is in."""


class KeyLostError(PhaseError):
    """The key of an open round is gone, and nobody can read the answers that were sent."""


class FullError(PhaseError):
    """As many people sit in a session as there may be."""


class PauseError(KitError):
    """The session is stopped for a moment, so that this has to wait until it goes on."""


class DoubtError(KitError):
    """A step that is final and may be too early: it is taken once the person has said so."""

    def __init__(self, message: str, label: str) -> None:
        """Keep why it may be too early, and what the button says that takes the step all the same.

        Args:
            message: Why.
            label: The words of the button.
        """
        super().__init__(message)
        self.label = label


class PolicyError(KitError):
    """An anonymity policy that would protect too little."""


class NotFoundError(KitError):
    """There is no session with this code, or no round in it yet."""


class EndedError(NotFoundError):
    """The session with this code is over; the message thanks."""

    def __init__(self, message: str, title: str = N_("The session is over")) -> None:
        """Keep the message, and what stands above it.

        Args:
            message: What there is to say.
            title: It in a few words, in English; it is looked up where it is shown.
        """
        super().__init__(message)
        self.title = title


class ErasedError(EndedError):
    """The session with this code is over, and nothing of it is kept."""


class StoreError(KitError):
    """The database cannot be opened, read or written."""


class ServerError(KitError):
    """The server cannot start: a port or a folder is in the way."""


class NotBuiltError(KitError):
    """A script or a style of pages and widgets is not there: only source trees lack them."""

    def __init__(self, fault: OSError) -> None:
        """Say what is missing and what makes it.

        Args:
            fault: What was raised when the file was opened.
        """
        super().__init__(
            f"{fault.filename} has not been built. Run any `make` target, or: "
            "python -m pip install --editable ."
        )


class RoleError(KitError):
    """The role this page was given may not do that."""


def suggest(word: str, choices: Iterable[str]) -> str:
    """Find what a misspelt word was meant to be; capitals make no difference.

    Args:
        word: The word as it was written.
        choices: The words that would have been right.

    Returns:
        `" Did you mean 'kind'?"`, or, where nothing is close, all choices
        (`" The choices are 'act', 'kind'."`); empty when there are none.
    """
    names = list(dict.fromkeys(choices))
    plain = {name.casefold(): name for name in reversed(names)}
    close = difflib.get_close_matches(word.casefold(), plain, n=1)
    if close:
        return f" Did you mean {plain[close[0]]!r}?"
    if names:
        return f" The choices are {', '.join(repr(name) for name in names)}."
    return ""


def explain_settings(cls: type[Definition]) -> type[Definition]:
    """Answer a misspelt, missing or surplus setting of a definition with a sentence.

    Python's own answer is a `TypeError` written for programmers. A class may say what it is by
    a class attribute `noun` ("prompt"); its first setting is then taken as its name.

    Args:
        cls: The class to explain; its `__init__` is wrapped and keeps its signature.
    """
    build = cls.__init__
    signature = inspect.signature(build)
    settings = [name for name in signature.parameters if name != "self"]
    noun = getattr(cls, "noun", "")

    @functools.wraps(build)
    def init(self: Definition, *args: object, **named: object) -> None:
        title = args[0] if args else named.get(settings[0])
        where = f"{noun} {title!r}: " if noun and isinstance(title, str) else ""
        for name in named:
            if name not in settings:
                msg = f"{where}{name!r} is not a setting of {cls.__name__}."
                raise DefinitionError(msg + suggest(name, settings))
        fault = _find_fault(signature, args, named)
        if fault:
            msg = f"{where}{fault}. Write kit.{cls.__name__}{_call(signature)}."
            raise DefinitionError(msg)
        build(self, *args, **named)

    cls.__init__ = init  # type: ignore[method-assign, assignment]
    return cls


def _find_fault(signature: inspect.Signature, args: Sized, named: Collection[str]) -> str:
    """Say which settings are missing, surplus or given twice; empty when all is well."""
    parameters = [p for p in signature.parameters.values() if p.name != "self"]
    unnamed = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    if len(args) > len(unnamed):
        return "every value after the first ones needs its name"
    twice = [name for name in unnamed[: len(args)] if name in named]
    if twice:
        return f"{twice[0]!r} is given twice"
    given = {*unnamed[: len(args)], *named}
    missing = [repr(p.name) for p in parameters if p.default is p.empty and p.name not in given]
    if missing:
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    return ""


def _call(signature: inspect.Signature) -> str:
    """How a definition is written: `(name, text, low=..., high=...)`."""
    parameters = [p for p in signature.parameters.values() if p.name != "self"]
    words = [
        p.name if p.default is p.empty and p.kind is not p.KEYWORD_ONLY else f"{p.name}=..."
        for p in parameters
    ]
    return f"({', '.join(words)})"
