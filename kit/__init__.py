"""The workshop kit: what a notebook may use.

```python
import kit

exercise = kit.Exercise("marble-jar", title="The marble jar", prompts=[...])
room = kit.join(exercise)
```

Pictures are loaded when they are first used, so that a phone's kernel never pays for them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit.errors import KitError
    from kit.exercise.choice import Choice, Option
    from kit.exercise.energy_map import EnergyMap
    from kit.exercise.exercise import Exercise, Leader
    from kit.exercise.figures import figure
    from kit.exercise.policy import AnonymityPolicy
    from kit.exercise.scale import Scale
    from kit.exercise.text import Text
    from kit.exercise.yes_no import YesNo
    from kit.pictures.bars import bars
    from kit.pictures.commitment_board import commitment_board as CommitmentBoard  # noqa: N812
    from kit.pictures.commitment_board import last_time as LastTime  # noqa: N812
    from kit.pictures.heat_map import heat_map as HeatMap  # noqa: N812
    from kit.pictures.marble_jar import marble_jar as MarbleJar  # noqa: N812
    from kit.pictures.sentences import sentences as Sentences  # noqa: N812
    from kit.pictures.slope import slope as Slope  # noqa: N812
    from kit.pictures.words import words as Words  # noqa: N812
    from kit.room.room import Room, join

__version__ = "0.1.0"

_MODULES = {
    "AnonymityPolicy": "kit.exercise.policy",
    "Choice": "kit.exercise.choice",
    "EnergyMap": "kit.exercise.energy_map",
    "Exercise": "kit.exercise.exercise",
    "KitError": "kit.errors",
    "Leader": "kit.exercise.exercise",
    "Option": "kit.exercise.choice",
    "Room": "kit.room.room",
    "Scale": "kit.exercise.scale",
    "Text": "kit.exercise.text",
    "YesNo": "kit.exercise.yes_no",
    "bars": "kit.pictures.bars",
    "figure": "kit.exercise.figures",
    "join": "kit.room.room",
}
# In a notebook a picture reads like the thing it is.
_PICTURES = {
    "CommitmentBoard": ("kit.pictures.commitment_board", "commitment_board"),
    "HeatMap": ("kit.pictures.heat_map", "heat_map"),
    "LastTime": ("kit.pictures.commitment_board", "last_time"),
    "MarbleJar": ("kit.pictures.marble_jar", "marble_jar"),
    "Sentences": ("kit.pictures.sentences", "sentences"),
    "Slope": ("kit.pictures.slope", "slope"),
    "Words": ("kit.pictures.words", "words"),
}

__all__ = [
    "AnonymityPolicy",
    "Choice",
    "CommitmentBoard",
    "EnergyMap",
    "Exercise",
    "HeatMap",
    "KitError",
    "LastTime",
    "Leader",
    "MarbleJar",
    "Option",
    "Room",
    "Scale",
    "Sentences",
    "Slope",
    "Text",
    "Words",
    "YesNo",
    "bars",
    "figure",
    "join",
]


def __getattr__(name: str) -> Any:
    """Load a name's module when the name is first used."""
    if name not in __all__:
        msg = f"kit has no {name!r}. It has {', '.join(__all__)}."
        raise AttributeError(msg)
    module, there = _PICTURES.get(name) or (_MODULES[name], name)
    return getattr(importlib.import_module(module), there)


def __dir__() -> list[str]:
    """The names a notebook may use."""
    return __all__
