"""The control for each kind of prompt: built, read, cleared and filled."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

from kit.errors import KitError
from kit.exercise.prompts import Choice, EnergyMap, Prompt, Scale, Text, TextResponse, YesNo
from kit.widgets.choice_input import ChoiceInput
from kit.widgets.energy_map import EnergyMapInput
from kit.widgets.scale_input import ScaleInput
from kit.widgets.text_input import TextInput

YES_NO = ({"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"})


def build_input(prompt: Prompt) -> Any:
    """The control for a prompt."""
    words = {"prompt": prompt.name, "text": prompt.text, "help": prompt.help, "disabled": True}
    if isinstance(prompt, Choice):
        options = [
            {"value": option.value, "label": option.label, "letter": ascii_uppercase[number % 26]}
            for number, option in enumerate(prompt.options)
        ]
        return ChoiceInput(
            options=options,
            min_choices=prompt.min_choices,
            max_choices=prompt.max_choices,
            **words,
        )
    if isinstance(prompt, YesNo):
        options = [{**option, "letter": ""} for option in YES_NO]
        return ChoiceInput(options=options, max_choices=1, **words)
    if isinstance(prompt, Scale):
        return ScaleInput(
            low=prompt.low,
            high=prompt.high,
            low_label=prompt.low_label,
            high_label=prompt.high_label,
            **words,
        )
    if isinstance(prompt, Text):
        return TextInput(max_length=prompt.max_length, may_be_shown=prompt.may_be_shown, **words)
    if isinstance(prompt, EnergyMap):
        return EnergyMapInput(**words)
    msg = f"prompt {prompt.name!r}: a form cannot ask a {type(prompt).__name__} yet."
    raise KitError(msg)


def read_input(prompt: Prompt, control: Any) -> object:
    """What a prompt's control holds, as the prompt's `clean` takes it."""
    if isinstance(prompt, Text):
        return {"text": control.value, "share": control.share}
    if isinstance(prompt, YesNo):
        return control.value[0] == "yes" if control.value else None
    return control.value


def clear_input(control: Any) -> None:
    """Forget what a control holds."""
    if isinstance(control, TextInput):
        control.value, control.share = "", False
    else:
        control.value = None if isinstance(control, ScaleInput) else []


def fill_input(control: Any, response: object) -> None:
    """Put a received response back into its control."""
    if isinstance(response, TextResponse):
        control.value, control.share = response.text, response.share
    elif isinstance(response, bool):
        control.value = ["yes" if response else "no"]
    elif isinstance(response, tuple):
        control.value = list(response)
    else:
        control.value = response
