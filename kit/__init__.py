"""The workshop kit: what a notebook may use.

```python
import kit

exercise = kit.Exercise("marble-jar", title="The marble jar", prompts=[...])
room = kit.join(exercise)
```

What a notebook asks and what it shows are nouns with a capital letter, what does something is a
verb in small letters. Pictures are loaded when they are first used, so that a phone's kernel never
pays for them.
"""

from __future__ import annotations

import importlib
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit.errors import KitError
    from kit.exercise.choice import Choice, Option
    from kit.exercise.dots import Dots
    from kit.exercise.energy_map import EnergyMap
    from kit.exercise.exercise import Exercise, Leader
    from kit.exercise.figures import read_figure
    from kit.exercise.grid import Grid
    from kit.exercise.instruments import read_instrument
    from kit.exercise.notes import SentenceNumber, SignedNote
    from kit.exercise.policy import AnonymityPolicy
    from kit.exercise.scale import Scale
    from kit.exercise.steps import Steps
    from kit.exercise.text import Text
    from kit.exercise.word import Word
    from kit.exercise.yes_no import YesNo
    from kit.pictures.bars import bars as Bars  # noqa: N812
    from kit.pictures.card import card as Card  # noqa: N812
    from kit.pictures.commitment_board import commitment_board as CommitmentBoard  # noqa: N812
    from kit.pictures.commitment_board import last_time as LastTime  # noqa: N812
    from kit.pictures.figures import figures as Figures  # noqa: N812
    from kit.pictures.gap import gap as Gap  # noqa: N812
    from kit.pictures.heat_map import heat_map as HeatMap  # noqa: N812
    from kit.pictures.marble_jar import marble_jar as MarbleJar  # noqa: N812
    from kit.pictures.market import market as Market  # noqa: N812
    from kit.pictures.notes import notes as Notes  # noqa: N812
    from kit.pictures.rows import rows as Rows  # noqa: N812
    from kit.pictures.sentences import sentences as Sentences  # noqa: N812
    from kit.pictures.slope import slope as Slope  # noqa: N812
    from kit.pictures.soil import soil as Soil  # noqa: N812
    from kit.pictures.words import words as Words  # noqa: N812
    from kit.room.room import Room, join

__version__ = "1.0.0"

_MODULES = {
    "AnonymityPolicy": "kit.exercise.policy",
    "Choice": "kit.exercise.choice",
    "Dots": "kit.exercise.dots",
    "EnergyMap": "kit.exercise.energy_map",
    "Exercise": "kit.exercise.exercise",
    "Grid": "kit.exercise.grid",
    "KitError": "kit.errors",
    "Leader": "kit.exercise.exercise",
    "Option": "kit.exercise.choice",
    "Room": "kit.room.room",
    "Scale": "kit.exercise.scale",
    "Steps": "kit.exercise.steps",
    "SentenceNumber": "kit.exercise.notes",
    "SignedNote": "kit.exercise.notes",
    "Text": "kit.exercise.text",
    "Word": "kit.exercise.word",
    "YesNo": "kit.exercise.yes_no",
    "join": "kit.room.room",
    "read_figure": "kit.exercise.figures",
    "read_instrument": "kit.exercise.instruments",
}
# In a notebook a picture reads like the thing it is.
_PICTURES = {
    "Bars": ("kit.pictures.bars", "bars"),
    "Card": ("kit.pictures.card", "card"),
    "CommitmentBoard": ("kit.pictures.commitment_board", "commitment_board"),
    "Figures": ("kit.pictures.figures", "figures"),
    "Gap": ("kit.pictures.gap", "gap"),
    "HeatMap": ("kit.pictures.heat_map", "heat_map"),
    "LastTime": ("kit.pictures.commitment_board", "last_time"),
    "Market": ("kit.pictures.market", "market"),
    "MarbleJar": ("kit.pictures.marble_jar", "marble_jar"),
    "Rows": ("kit.pictures.rows", "rows"),
    "Notes": ("kit.pictures.notes", "notes"),
    "Sentences": ("kit.pictures.sentences", "sentences"),
    "Slope": ("kit.pictures.slope", "slope"),
    "Soil": ("kit.pictures.soil", "soil"),
    "Words": ("kit.pictures.words", "words"),
}

__all__ = [
    "AnonymityPolicy",
    "Bars",
    "Card",
    "Choice",
    "CommitmentBoard",
    "Dots",
    "EnergyMap",
    "Exercise",
    "Figures",
    "Gap",
    "Grid",
    "HeatMap",
    "KitError",
    "LastTime",
    "Leader",
    "MarbleJar",
    "Market",
    "Notes",
    "Option",
    "Room",
    "Rows",
    "Scale",
    "SentenceNumber",
    "Sentences",
    "SignedNote",
    "Slope",
    "Soil",
    "Steps",
    "Text",
    "Word",
    "Words",
    "YesNo",
    "join",
    "read_figure",
    "read_instrument",
]


OLD_NAMES = {"bars": "Bars", "figure": "read_figure"}
"""What is called otherwise by now; the old names work in this version and not in the next."""
RENAMED = "kit.{} is called kit.{} now. Write the new name: the old one goes with the next version."


def __getattr__(name: str) -> Any:
    """Load a name's module when the name is first used."""
    if name in OLD_NAMES:
        warnings.warn(RENAMED.format(name, OLD_NAMES[name]), FutureWarning, stacklevel=2)
        name = OLD_NAMES[name]
    if name not in __all__:
        from kit.errors import suggest

        msg = f"kit has no {name!r}.{suggest(name, __all__)}"
        raise AttributeError(msg)
    module, there = _PICTURES.get(name) or (_MODULES[name], name)
    return getattr(importlib.import_module(module), there)


def __dir__() -> list[str]:
    """The names a notebook may use."""
    return __all__
