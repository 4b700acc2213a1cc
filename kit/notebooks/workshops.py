"""The exercises and agendas that come with the kit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kit.errors import NotFoundError, suggest
from kit.notebooks.languages import find_language_folder
from kit.notebooks.notebook import list_notebooks, load_notebook, read_minutes

PACKAGE = Path(__file__).parents[1]
SENTENCE = re.compile(r".+?[.?!](?= |$)")


@dataclass(frozen=True)
class WorkshopExercise:
    """An exercise that comes with the kit.

    Attributes:
        name: File name of its notebook without the ending, as in "marble_jar".
        title: What it is called.
        about: The first sentence of why to take it.
        minutes: The length it plans; None where it says nothing.
    """

    name: str
    title: str
    about: str
    minutes: int | None

    @property
    def notebook(self) -> str:
        """File name of its notebook."""
        return f"{self.name}.ipynb"


def find_workshops(language: str = "") -> Path:
    """The folder of notebooks that came with this package, or stands beside it in a checkout.

    Args:
        language: Tag of the language they are written in; in one they are not, they are in English.
    """
    inside = PACKAGE / "workshops"
    folder = inside if inside.is_dir() else PACKAGE.parent / "workshops"
    return find_language_folder(folder, language)


def list_exercises(folder: Path | None = None) -> list[WorkshopExercise]:
    """The exercises that come with the kit, by name.

    Args:
        folder: Where those of a language lie; None for the English ones.
    """
    folder = folder or find_workshops()
    return [read_exercise(folder / name) for name in list_notebooks(folder)]


def read_exercise(path: Path) -> WorkshopExercise:
    """What a notebook's first words say of it.

    Raises:
        DefinitionError: It is not a readable notebook.
    """
    words = [cell.source for cell in load_notebook(path).cells if cell.cell_type == "markdown"]
    title, _, rest = (words[0] if words else "").strip().partition("\n")
    about = SENTENCE.match(" ".join(rest.split()))
    return WorkshopExercise(
        name=path.stem,
        title=title.removeprefix("# ") or path.stem,
        about=about.group() if about else "",
        minutes=read_minutes(path).planned,
    )


def get_exercise(name: str, folder: Path | None = None) -> WorkshopExercise:
    """Find an exercise by its name, as in "marble_jar", "marble-jar" or "marble_jar.ipynb".

    Raises:
        NotFoundError: None has this name; the message lists what there is.
    """
    known = {each.name: each for each in list_exercises(folder)}
    wanted = name.removesuffix(".ipynb").replace("-", "_")
    if wanted not in known:
        msg = f"{name!r} is no exercise of the kit.{suggest(wanted, known)}"
        raise NotFoundError(msg)
    return known[wanted]
