"""The kinds of prompts there are, and parts of them that are found by the class.

A function that is given a prompt is a `functools.singledispatch`, and each kind registers its own.
A published result carries no prompt, only the name of its kind; what is told or drawn of it is
found with a `ByKind`. Both answer a kind that lacks a part with a `MissingPartError`.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import isabstract
from typing import Generic, NoReturn, TypeAlias, TypeVar

from kit.errors import DefinitionError, MissingPartError, suggest
from kit.exercise.prompt import Prompt

Function = TypeVar("Function", bound=Callable[..., object])
Kind: TypeAlias = type[Prompt]


class ByKind(Generic[Function]):
    """One function for each kind of prompt.

    Args:
        part: What the functions give, as in "chart"; named where a kind has none.
    """

    def __init__(self, part: str) -> None:
        """Begin with no kind at all."""
        self._part = part
        self._functions: dict[Kind, Function] = {}

    def register(self, kind: Kind) -> Callable[[Function], Function]:
        """Take a function as that of a kind, and of the kinds made from it."""

        def keep(function: Function) -> Function:
            self._functions[kind] = function
            return function

        return keep

    def get(self, kind: Kind) -> Function:
        """Give the function of a kind.

        Raises:
            MissingPartError: It has none; names the kind and the part.
        """
        for each in kind.__mro__:
            if each in self._functions:
                return self._functions[each]
        raise MissingPartError(kind, self._part)


def refuse_part(prompt: Prompt, part: str) -> NoReturn:
    """Say that the kind of a prompt lacks a part: what a `singledispatch` does by default.

    Raises:
        MissingPartError: Always; names the prompt, its kind and the part.
    """
    raise MissingPartError(type(prompt), part, prompt.name)


def list_kinds(parent: Kind = Prompt) -> list[Kind]:
    """Every kind of prompt, in the order in which they were defined."""
    found = []
    for kind in parent.__subclasses__():
        found += [kind] if not isabstract(kind) else []
        found += list_kinds(kind)
    return found


def get_kind(name: str) -> Kind:
    """Give the kind whose class has this name, as published results carry it.

    Raises:
        DefinitionError: There is none.
    """
    kinds = {kind.__name__: kind for kind in reversed(list_kinds())}
    if name not in kinds:
        msg = f"{name!r} is not a kind of prompt.{suggest(name, kinds)}"
        raise DefinitionError(msg)
    return kinds[name]
