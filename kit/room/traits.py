"""What a page may write into a widget: said by the kernel, checked by the relay.

A rule describes a value as JSON: `{"kind": ...}` and, where they are known, its bounds. The kit's
own widgets say themselves what their pages write. Of others every synced trait may be written, and
its rule follows from how the trait was declared; what cannot be told so is "any".

Rules are the same for most seats, so each set of them goes to the server once, under a name made
from its content.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import traitlets
from ipywidgets import Widget

from kit.room.protocol import OTHERS
from kit.widgets.widget import KitWidget

Rule = dict[str, Any]
Rules = dict[str, Rule]

ANY: Rule = {"kind": "any"}
PARTS = frozenset({"children"})
"""What a widget is made of: the kernel says it, and no page writes it."""
PLAIN: tuple[tuple[type[traitlets.TraitType[Any, Any]], str], ...] = (
    # A trait that casts takes a number as words, too.
    (traitlets.CInt, "plain"),
    (traitlets.CFloat, "plain"),
    (traitlets.CBool, "plain"),
    (traitlets.CUnicode, "plain"),
    (traitlets.Bool, "bool"),
    (traitlets.Int, "whole"),
    (traitlets.Float, "number"),
    (traitlets.Unicode, "text"),
    (traitlets.Dict, "dict"),
    (traitlets.Container, "list"),
)
LIMITING = frozenset({"options", "low", "high", "max_length"})
"""Traits of the kit's widgets on which their rules depend."""


def describe_rules(widget: Widget) -> Rules:
    """The traits that a page may write into a widget, each with its rule."""
    if isinstance(widget, KitWidget):
        return widget.describe_written()
    traits = widget.traits(sync=True)
    written = {name: trait for name, trait in traits.items() if name not in PARTS}
    return {name: describe_trait(trait) for name, trait in written.items()} | {OTHERS: ANY}


def describe_trait(trait: Any) -> Rule:
    """The rule of a trait, as far as its declaration tells it."""
    if "from_json" in trait.metadata:  # what stands in a message is not what the trait holds
        return ANY
    if isinstance(trait, traitlets.Enum):
        rule = _describe_choices(trait)
    else:
        kind = next((kind for each, kind in PLAIN if isinstance(trait, each)), "")
        rule = {"kind": kind} | _describe_bounds(trait) if kind else ANY
    return rule | {"none": True} if trait.allow_none and rule is not ANY else rule


def _describe_choices(trait: Any) -> Rule:
    values = list(trait.values or ())
    if type(trait) is not traitlets.Enum or not all(isinstance(each, str) for each in values):
        return ANY  # upper case for lower, numbers for words: the trait knows
    return {"kind": "one", "choices": values}


def _describe_bounds(trait: Any) -> Rule:
    rule: Rule = {}
    if isinstance(trait, traitlets.Int | traitlets.Float):
        for name, bound in (("least", trait.min), ("most", trait.max)):
            if isinstance(bound, int | float) and abs(bound) != float("inf"):
                rule[name] = bound
    elif isinstance(trait, traitlets.List | traitlets.Set) and trait._maxlen < 2**31:
        rule["longest"] = trait._maxlen
    of = getattr(trait, "_trait", None)
    if isinstance(trait, traitlets.Container) and of is not None:
        rule["of"] = describe_trait(of)
    return rule


class RuleBook:
    """The sets of rules in this kernel, each told to the server once."""

    def __init__(self) -> None:
        self._classes: dict[type, str] = {}
        self._known: set[str] = set()
        self._untold: dict[str, Rules] = {}

    def __repr__(self) -> str:
        return f"<RuleBook of {len(self._known)} sets>"

    def name(self, widget: Widget) -> str:
        """The name of a widget's rules."""
        kind = type(widget)
        if kind in self._classes:
            return self._classes[kind]
        rules = describe_rules(widget)
        text = json.dumps(rules, sort_keys=True, default=str)
        name = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]
        if name not in self._known:
            self._known.add(name)
            self._untold[name] = rules
        if kind.__module__.startswith("ipywidgets."):  # others may be made anew for each instance
            self._classes[kind] = name
        return name

    def tell(self) -> dict[str, Rules]:
        """The rules that the server has not been told yet, by name."""
        told, self._untold = self._untold, {}
        return told


RULES = RuleBook()
"""Those of this process."""
