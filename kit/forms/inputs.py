"""The control for each kind of prompt: built, read, cleared and filled.

What is built and read goes by the prompt, what is cleared and filled by the control: several kinds
may share one.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.grid import SKIP, Grid
from kit.exercise.kinds import refuse_part
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.language import N_, _
from kit.widgets.choice_input import ChoiceInput
from kit.widgets.claim_text_input import ClaimTextInput
from kit.widgets.dots_input import DotsInput
from kit.widgets.energy_map import EnergyMapInput
from kit.widgets.grid_input import GridInput
from kit.widgets.palette import get_category, get_letter
from kit.widgets.scale_input import ScaleInput
from kit.widgets.text_input import ONE_LINE, TextInput

LEFT_OUT = N_("left out")
YES_NO = {"yes": N_("Yes"), "no": N_("No")}


@singledispatch
def build_input(prompt: Prompt) -> Any:
    """The control for a prompt, disabled.

    Raises:
        MissingPartError: A form cannot ask this kind.
    """
    refuse_part(prompt, "input")


@build_input.register
def _build_choice(prompt: Choice) -> Any:
    options = [
        {"value": option.value, "label": option.label, "letter": get_letter(number)}
        for number, option in enumerate(prompt.options)
    ]
    return ChoiceInput(
        options=options,
        min_choices=prompt.min_choices,
        max_choices=prompt.max_choices,
        **_get_words(prompt),
    )


@build_input.register
def _build_dots(prompt: Dots) -> Any:
    options = [{"value": option.value, "label": option.label} for option in prompt.options]
    return DotsInput(options=options, dots=prompt.dots, **_get_words(prompt))


@build_input.register
def _build_yes_no(prompt: YesNo) -> Any:
    options = [{"value": value, "label": _(label), "letter": ""} for value, label in YES_NO.items()]
    return ChoiceInput(options=options, max_choices=1, **_get_words(prompt))


@build_input.register
def _build_scale(prompt: Scale) -> Any:
    return ScaleInput(
        low=prompt.low,
        high=prompt.high,
        low_label=prompt.low_label,
        high_label=prompt.high_label,
        **_get_words(prompt),
    )


@build_input.register
def _build_grid(prompt: Grid) -> Any:
    steps, worded = prompt.steps, bool(prompt.steps.labels)
    labels = steps.labels or [str(number) for number in range(steps.low, steps.high + 1)]
    options = [{"value": number, "label": label} for number, label in enumerate(labels, steps.low)]
    return GridInput(
        rows=[{"value": row.value, "label": row.label} for row in prompt.rows],
        options=[*options, {"value": None, "label": _(LEFT_OUT)}],
        low_label="" if worded else steps.low_label,
        high_label="" if worded else steps.high_label,
        worded=worded,
        skip=_(SKIP) if prompt.skip == SKIP else prompt.skip,
        **_get_words(prompt),
    )


@build_input.register
def _build_text(prompt: Text) -> Any:
    control = ClaimTextInput if prompt.may_be_claimed else TextInput
    return control(
        max_length=prompt.max_length,
        one_line=prompt.max_length <= ONE_LINE,
        may_be_shown=prompt.may_be_shown,
        **_get_words(prompt),
    )


@build_input.register
def _build_energy_map(prompt: EnergyMap) -> Any:
    return EnergyMapInput(**_get_words(prompt))


def colour_options(control: ChoiceInput) -> None:
    """Mark each kind with the letter and the colour of the marbles it will have in the jar."""
    control.options = [
        {**option, "letter": category.letter, "colour": category.name}
        for place, option in enumerate(control.options)
        for category in [get_category(place)]
    ]


def _get_words(prompt: Prompt) -> dict[str, Any]:
    return {"prompt": prompt.name, "text": prompt.text, "help": prompt.help, "disabled": True}


@singledispatch
def read_input(prompt: Prompt, control: Any) -> object:
    """What a prompt's control holds, as the prompt's `clean` takes it."""
    return control.value


@read_input.register
def _read_text(prompt: Text, control: Any) -> object:
    mark = {"mark": control.mark} if prompt.may_be_claimed else {}
    return {"text": control.value, "share": control.share} | mark


@read_input.register
def _read_yes_no(prompt: YesNo, control: Any) -> object:
    return control.value[0] == "yes" if control.value else None


@read_input.register
def _read_grid(prompt: Grid, control: Any) -> object:
    values = [row.value for row in prompt.rows]
    return dict(zip(values, control.value, strict=False))


@singledispatch
def clear_input(control: Any) -> None:
    """Forget what a control holds; most hold a list."""
    control.value = []


@clear_input.register
def _clear_scale(control: ScaleInput) -> None:
    control.value = None


@clear_input.register
def _clear_text(control: TextInput) -> None:
    control.value, control.share = "", False


@clear_input.register
def _clear_claimable(control: ClaimTextInput) -> None:
    _clear_text(control)
    control.mark = ""


@singledispatch
def fill_input(control: Any, response: Any) -> None:
    """Put a received response back into its control; most hold a list."""
    control.value = list(response)


@fill_input.register
def _fill_choice(control: ChoiceInput, response: Any) -> None:
    yes_no = {True: ["yes"], False: ["no"]}
    control.value = list(response) if isinstance(response, tuple) else yes_no[response]


@fill_input.register
def _fill_scale(control: ScaleInput, response: Any) -> None:
    control.value = response


@fill_input.register
def _fill_grid(control: GridInput, response: Any) -> None:
    control.value = [response.get(row["value"]) for row in control.rows]


@fill_input.register
def _fill_text(control: TextInput, response: Any) -> None:
    control.value, control.share = response.text, response.share


@fill_input.register
def _fill_claimable(control: ClaimTextInput, response: Any) -> None:
    _fill_text(control, response)
    control.mark = response.mark
