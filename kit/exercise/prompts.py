"""The kinds of prompts that can be stored, and the way back from the store."""

from collections.abc import Mapping

from kit.errors import DefinitionError, suggest
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.grid import Grid
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.word import Word
from kit.exercise.yes_no import YesNo

PROMPT_TYPES: dict[str, type[Prompt]] = {
    kind.type: kind for kind in (Choice, Dots, Scale, YesNo, Text, Word, EnergyMap, Grid)
}


def read_prompt(data: object) -> Prompt:
    """Make the prompt that gave these values with `to_json`.

    Raises:
        DefinitionError: There is no such type of prompt, or a setting is wrong.
    """
    settings = dict(data) if isinstance(data, Mapping) else {}
    kind = str(settings.pop("type", ""))
    if kind not in PROMPT_TYPES:
        msg = f"{kind!r} is not a type of prompt.{suggest(kind, PROMPT_TYPES)}"
        raise DefinitionError(msg)
    return PROMPT_TYPES[kind].from_json(settings)
