"""What simulated people say in an exercise, out of a file that bears its slug.

The kit's own files lie in `data/rehearsal`. A folder of notebooks may bring its own in `rehearsal`
beside them: a trainer's exercise has answers of its own, and one of the kit's can be played in a
trainer's own words. So the file beside the notebook goes first.

Each name in a file is that of a prompt. What stands behind it goes by the prompt's kind and is read
by `make_answer`: lines for a Text, weights for the options of a Choice, `mean` and `spread` for a
Scale, the share `yes` for a YesNo, a list of weights for each row of a Grid. `cards` are signed
cards and `names` who signs them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from kit.errors import DefinitionError, suggest
from kit.exercise.exercise import Exercise
from kit.exercise.figures import find_folder
from kit.exercise.text import LONGEST_TEXT
from kit.files.toml_file import read_toml
from kit.files.toml_file import refuse as refuse_file
from kit.files.toml_places import Places
from kit.language import get_language

FOLDER = "rehearsal"
USUAL = "any"  # the file for exercises that have none
CARDS, NAMES = "cards", "names"
LARGEST = 1024 * 1024  # bytes
MOST = 500  # lines or entries behind one name


class UnfitError(DefinitionError):
    """What a file says does not fit the prompt of which it speaks."""

    def __init__(self, message: str, inside: str = "", number: int = 0) -> None:
        """Keep the message, and which part of what the file says it is about.

        Args:
            message: What is wrong and what to do.
            inside: The name in the prompt's table; "" for all of it.
            number: Which entry of the prompt's list, from 1; 0 for all of it.
        """
        super().__init__(message)
        self.inside, self.number = inside, number


@dataclass(frozen=True, repr=False)
class Script:
    """What simulated people say in one exercise.

    Attributes:
        file: The name of the file; "" where there is none.
        told: What the file says of each prompt, by its name.
        cards: Signed cards, each by the names of its fields.
        names: Who signs cards.
        places: The lines of the file.
        own: It lies beside the notebook, so it should fit. One of the kit's is followed as far as
            it fits: the notebook may be a trainer's version of the kit's.
    """

    file: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    cards: tuple[Mapping[str, str], ...] = ()
    names: tuple[str, ...] = ()
    places: Places = field(default_factory=lambda: Places(""))
    own: bool = False

    def __repr__(self) -> str:
        return f"<Script {self.file or 'of nobody'}>"

    def check(self, exercise: Exercise) -> None:
        """Refuse a script that speaks of questions which the exercise does not ask.

        Raises:
            DefinitionError: It does; names the file and the place.
        """
        names = [prompt.name for prompt in (*exercise.prompts, *exercise.unasked)]
        for name in self.told if self.own else ():
            if name not in names:
                asked = f"{exercise.slug!r} asks nothing of this name.{suggest(name, names)}"
                self.refuse(name, f"{asked} Rename it, or take it out")

    def refuse(self, name: str, reason: str, inside: str = "", number: int = 0) -> NoReturn:
        """Refuse what the file says of a prompt; see `refuse`.

        Raises:
            DefinitionError: Always; names the file and the line.
        """
        refuse(self.file, self.places, name, reason, inside, number)


def find_script(slug: str, folder: Path | None = None) -> Script:
    """Read what people say in an exercise.

    Args:
        slug: The exercise's.
        folder: Where its notebook lies; None where nobody knows.

    Returns:
        That of the folder, else the kit's, else one that says nothing.

    Raises:
        DefinitionError: The file is wrong; names it and the place.
    """
    if folder is not None and (folder / FOLDER / f"{slug}.toml").is_file():
        return replace(read_script(folder / FOLDER / f"{slug}.toml"), own=True)
    usual = _find_usual(slug)
    return read_script(usual) if usual.is_file() else Script()


def find_usual_lines(name: str) -> Sequence[str]:
    """The lines called "words" or "sentences" that stand for any exercise."""
    lines: Sequence[str] = read_script(_find_usual(USUAL)).told[name]
    return lines


def _find_usual(slug: str) -> Path:
    """The kit's own file for an exercise: in the present language, else in English."""
    spoken = find_folder() / FOLDER / get_language() / f"{slug}.toml"
    return spoken if spoken.is_file() else find_folder() / FOLDER / f"{slug}.toml"


def find_script_faults(folder: Path) -> Iterator[tuple[str, str]]:
    """What is wrong with the files of a folder of notebooks.

    Returns:
        The name of each such file, as in "rehearsal/meeting.toml", and a sentence with the cure.
    """
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            read_script(path)
        except DefinitionError as error:
            yield f"{FOLDER}/{path.name}", str(error)


def read_script(path: Path) -> Script:
    """Read one file.

    Raises:
        DefinitionError: It is wrong; names it and the place.
    """
    try:
        about = path.stat()
        return _read(path, about.st_mtime_ns, about.st_size)
    except OSError as error:
        msg = (
            f"{FOLDER}/{path.name} cannot be read ({error.strerror}). Put it back, or take it out."
        )
        raise DefinitionError(msg) from error


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, _size: int) -> Script:
    """Read it once for each version of the file: every simulated person asks for it."""
    spare = "A few dozen lines are enough"
    file = read_toml(path, f"{FOLDER}/{path.name}", LARGEST, spare=spare)
    table, reading = dict(file.table), _Reading(path.name, file.places)
    cards, names = table.pop(CARDS, []), table.pop(NAMES, [])
    for name, told in table.items():
        reading.check(name, told)
    reading.check_cards(cards)
    if names:
        reading.check_lines(NAMES, names)
    kept = tuple(MappingProxyType(each) for each in cards)
    return Script(path.name, MappingProxyType(table), kept, tuple(names), file.places)


@dataclass(frozen=True)
class _Reading:
    """A file whose table is being looked at.

    Attributes:
        file: The name of the file.
        places: Its lines.
    """

    file: str
    places: Places

    def check(self, name: str, told: object) -> None:
        """Lines, or a table of numbers, of lists of numbers, or of such tables."""
        if isinstance(told, list):
            self.check_lines(name, told)
        elif isinstance(told, dict) and told:
            for key, value in told.items():
                if isinstance(value, dict):
                    self.check(f"{name}.{key}", value)
                elif isinstance(value, list) and value and all(map(_is_number, value)):
                    continue
                elif not _is_number(value):
                    self._refuse(f"{name}.{key}", f"{value!r} is no number. Write one, as in 3.5")
        else:
            words = "there is nothing to say. Write a list of lines in [...], or a table of numbers"
            self._refuse(name, words)

    def check_lines(self, name: str, lines: object) -> None:
        """One to `MOST` lines, each a text that somebody may send."""
        if not isinstance(lines, list) or not 0 < len(lines) <= MOST:
            self._refuse(name, f'1 to {MOST} lines in brackets are needed, as in ["One.", "Two."]')
        for number, line in enumerate(lines, start=1):
            if not isinstance(line, str) or not line.strip() or len(line) > LONGEST_TEXT:
                words = (
                    f"entry {number} is no text of 1 to {LONGEST_TEXT} characters. "
                    "Write it in quotation marks, or take it out"
                )
                self._refuse(name, words, number)

    def check_cards(self, cards: object) -> None:
        """A list of tables of texts."""
        if not isinstance(cards, list) or len(cards) > MOST:
            self._refuse(CARDS, "a list of tables is needed: write [[cards]] above each card")
        for number, card in enumerate(cards, start=1):
            texts = isinstance(card, dict) and all(isinstance(each, str) for each in card.values())
            if not card or not texts:
                words = (
                    f'card {number} is no table of texts. Write each of its lines as name = "..."'
                )
                self._refuse(CARDS, words, number)

    def _refuse(self, name: str, reason: str, number: int = 0) -> NoReturn:
        refuse(self.file, self.places, name, reason, number=number)


def refuse(
    file: str, places: Places, name: str, reason: str, inside: str = "", number: int = 0
) -> NoReturn:
    """Refuse a place in a file.

    Args:
        file: The file's name.
        places: Its lines.
        name: The prompt that is meant there, or what else the file speaks of.
        reason: What is wrong and what to do.
        inside: What is meant of its table; "" for all of it.
        number: Which entry of its list, from 1; 0 for all of it.

    Raises:
        DefinitionError: Always.
    """
    line = find_line(places, f"{name}.{inside}" if inside else name, number)
    at = f", line {line}" if line else ""
    refuse_file(f"{FOLDER}/{file}{at}, {name!r}: {reason}")


def find_line(places: Places, name: str, number: int = 0) -> int:
    """The line with what is said of a prompt, or the nearest above it; 0 where none is found.

    Args:
        places: The file's lines.
        name: The prompt's, with what is inside it behind dots, as in "safe.mean".
        number: Which entry of its list, from 1; 0 for all of it.
    """
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        table, key = ".".join(parts[: count - 1]), parts[count - 1]
        entry = places.find_entry(table, key, number) if number else 0
        whole = places.find_table(".".join(parts[:count]), number or 1)
        if found := entry or whole or places.find_key(table, key):
            return found
    return 0


def _is_number(value: object) -> bool:
    whole = isinstance(value, int | float) and not isinstance(value, bool)
    return whole and math.isfinite(value)  # type: ignore[arg-type]
