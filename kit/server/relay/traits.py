"""What a page may write into its widgets, as the room kernel has declared it.

A kernel that meets a value of the wrong kind raises an error, which costs more than a right one.
So each value is held against the trait's rule here, before it gets there. `kit.room.traits` makes
the rules. Pure functions, but for the rules that kernels have told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from kit.room.protocol import OTHERS

Rule = Mapping[str, Any]

_rules: dict[str, Mapping[str, Rule]] = {}


class Unfit(Exception):
    """A value that a widget would not take. No page of ours sends it; the kernel never sees it.

    Args:
        number: The page's number for the frame that holds it.
    """

    def __init__(self, number: int = 0) -> None:
        super().__init__()
        self.number = number


def add_rules(told: Mapping[str, Mapping[str, Rule]]) -> None:
    """Keep what a room kernel tells: sets of rules by name."""
    _rules.update(told)


def find_rules(name: str) -> Mapping[str, Rule] | None:
    """A set of rules; None where there is none by this name, and anything may be written."""
    return _rules.get(name)


def check_written(data: dict[str, Any], rules: Mapping[str, Rule]) -> dict[str, Any]:
    """Hold an update against its widget's rules.

    Returns:
        The update; without what it says of traits that the widget does not have, where that is
        nobody's fault.

    Raises:
        Unfit: A trait may not be written, or not with this value.
    """
    state = data.get("state", {})
    binary = {path[0] for path in data.get("buffer_paths", [])}
    known = {name: value for name, value in state.items() if name in rules and name != OTHERS}
    if binary - rules.keys() or (len(known) < len(state) and OTHERS not in rules):
        raise Unfit
    for name, value in known.items():
        if name not in binary and not fits(value, rules[name]):
            raise Unfit
    return data | {"state": known}


def check_paths(data: dict[str, Any], buffers: int) -> dict[str, Any]:
    """Check where an update's binary parts belong: a path for each, of names and places.

    Args:
        data: The update.
        buffers: How many parts came with it.

    Returns:
        The update, without paths for parts that did not come.

    Raises:
        Unfit: A path leads nowhere.
    """
    if "buffer_paths" not in data:
        return data
    paths = data["buffer_paths"][:buffers]
    for path in paths:
        if not isinstance(path, list) or not path or not isinstance(path[0], str):
            raise Unfit
        part: Any = data.get("state", {})
        for step in path[:-1]:
            part = _step(part, step)
        if isinstance(part, list):
            _step(part, path[-1])
        elif not isinstance(part, dict) or not isinstance(path[-1], str):
            raise Unfit
    return data | {"buffer_paths": paths}


def _step(part: Any, step: Any) -> Any:
    if isinstance(part, dict) and isinstance(step, str) and step in part:
        return part[step]
    if isinstance(part, list) and type(step) is int and 0 <= step < len(part):
        return part[step]
    raise Unfit


def fits(value: Any, rule: Rule) -> bool:
    """Whether a value is what a rule describes; a rule of an unknown kind fits everything."""
    if value is None:
        return bool(rule.get("none")) or rule["kind"] not in KINDS
    return KINDS.get(rule["kind"], _fits_any)(value, rule)


def _fits_any(_value: Any, _rule: Rule) -> bool:
    return True


def _fits_bool(value: Any, _rule: Rule) -> bool:
    return isinstance(value, bool)


def _fits_plain(value: Any, rule: Rule) -> bool:
    return isinstance(value, bool | int | float | str)


def _fits_whole(value: Any, rule: Rule) -> bool:
    return isinstance(value, int) and _is_within(value, rule)


def _fits_number(value: Any, rule: Rule) -> bool:
    return isinstance(value, int | float) and _is_within(value, rule)


def _is_within(value: float, rule: Rule) -> bool:
    return bool(rule.get("least", -math.inf) <= value <= rule.get("most", math.inf))


def _fits_text(value: Any, rule: Rule) -> bool:
    return isinstance(value, str) and len(value) <= rule.get("longest", math.inf)


def _fits_one(value: Any, rule: Rule) -> bool:
    return isinstance(value, str) and value in rule["choices"]


def _fits_list(value: Any, rule: Rule) -> bool:
    if not isinstance(value, list) or len(value) > rule.get("longest", math.inf):
        return False
    of = rule.get("of")
    return of is None or all(fits(each, of) for each in value)


def _fits_dict(value: Any, _rule: Rule) -> bool:
    return isinstance(value, dict)


KINDS: dict[str, Callable[[Any, Rule], bool]] = {
    "bool": _fits_bool,
    "plain": _fits_plain,
    "whole": _fits_whole,
    "number": _fits_number,
    "text": _fits_text,
    "one": _fits_one,
    "list": _fits_list,
    "dict": _fits_dict,
}
"""Kinds of values, each with what it takes."""
