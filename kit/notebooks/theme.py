"""An organisation's look, out of `theme.toml` beside the notebooks.

    name = "Northlight"
    logo = "logo.svg"
    font = "northlight.woff2"
    welcome = "Good to see you at Northlight."

    [light]
    accent = "#0b5cad"

    [dark]
    accent = "#8fc1f5"

Each line may be left out. Papers and inks stay the kit's own: its charts keep their contrast there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from kit.errors import DefinitionError, suggest
from kit.files.toml_file import read_toml
from kit.notebooks.agenda import LONGEST_WELCOME
from kit.notebooks.contrast import TEXT, list_shades, measure_contrast, mix

NAME = "theme.toml"
WORDS = {"name": 60, "welcome": LONGEST_WELCOME}  # most characters
FILES = ("logo", "font")
MODES = ("light", "dark")
COLOURS = ("accent", "on_accent", "accent_soft")
MOST_LOGO = 100 * 1024  # bytes: it is on the first page of every phone
MOST_FONT = 300 * 1024
LARGEST = 16 * 1024  # bytes of theme.toml
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FILE = re.compile(r"[\w-][\w .-]*")
LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}
FONTS = {".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf"}
BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".woff2": (b"wOF2",),
    ".ttf": (b"\x00\x01\x00\x00", b"true"),
    ".otf": (b"OTTO",),
}
# A logo is shown as a picture, in which nothing runs; what would run elsewhere is refused as well.
ACTIVE = re.compile(rb"<\s*(script|foreignObject|!ENTITY)\b|\son\w+\s*=|javascript:", re.IGNORECASE)
# The kit's own papers and inks (widgets/shared/theme.css), on which a theme's accent stands.
GROUNDS = {
    "light": {"paper": "#fbfaf7", "surface": "#ffffff", "ink": "#1f2430", "quiet": "#5b6270"},
    "dark": {"paper": "#14171c", "surface": "#1b1f26", "ink": "#ece8e0", "quiet": "#a9afba"},
}
ON = {"light": ("#ffffff", "#1f2430"), "dark": ("#0c2121", "#ffffff")}
# How much of the accent is in the paler shades of pictures, beside the surface.
SHADES = {
    "light": {"accent_faint": 0.1, "accent_pale": 0.28, "accent_half": 0.47},
    "dark": {"accent_faint": 0.1, "accent_pale": 0.3, "accent_half": 0.3},
}
SOFT = 0.09  # how much of the accent is in its soft ground, where none is named


@dataclass(frozen=True)
class File:
    """A file of a theme, as it is sent.

    Attributes:
        kind: Its media type.
        content: Its bytes.
        ending: How its name ends, as in ".svg".
    """

    kind: str
    content: bytes
    ending: str

    @cached_property
    def name(self) -> str:
        """A name that changes with what it holds."""
        return f"{hashlib.sha256(self.content).hexdigest()[:12]}{self.ending}"

    def __repr__(self) -> str:
        return f"<File {self.kind} of {len(self.content)} bytes>"


@dataclass(frozen=True)
class Theme:
    """How pages look.

    Attributes:
        name: The organisation's; "" for none.
        welcome: What the room reads while people gather, unless the agenda says it; "" for none.
        logo: Its picture.
        font: Its letters.
        colours: For "light" and "dark" the colours that are named; none for a mode that stays.
    """

    name: str
    welcome: str
    logo: File | None
    font: File | None
    colours: dict[str, dict[str, str]]


def find_theme(folder: Path) -> Theme | None:
    """Read the theme of a folder; None where it has none.

    Raises:
        DefinitionError: It is wrong; names the place and the cure.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    file = read_toml(path, NAME, LARGEST, spare="Take out what is no setting")
    table = file.table
    _check_keys("", table, (*WORDS, *FILES, *MODES))
    words = {key: _read_words(table, key, most) for key, most in WORDS.items()}
    logo = _read_file(folder, table, "logo", LOGOS, MOST_LOGO)
    if logo and not words["name"]:
        _refuse('a logo needs name = "...", which is read aloud in its place')
    font = _read_file(folder, table, "font", FONTS, MOST_FONT)
    colours = {mode: _read_colours(mode, table[mode]) for mode in MODES if mode in table}
    return Theme(words["name"], words["welcome"], logo, font, colours)


def find_theme_faults(folder: Path) -> Iterator[str]:
    """What is wrong with the theme of a folder, one sentence each, with the cure."""
    try:
        theme = find_theme(folder)
    except (DefinitionError, OSError) as error:
        yield str(error)
        return
    for mode, colours in theme.colours.items() if theme else ():
        yield from _find_contrast_faults(mode, colours)


def list_pairs(mode: str, colours: dict[str, str]) -> list[tuple[str, str, str, str, float]]:
    """The pairs of colours that pages use.

    Returns:
        For each the name and the colour of what stands on the other, then those of the ground,
        and the contrast it needs.
    """
    grounds = GROUNDS[mode]
    accent, soft, on = (colours[key] for key in ("accent", "accent_soft", "on_accent"))
    return [
        ("accent", accent, "paper", grounds["paper"], TEXT),
        ("accent", accent, "surface", grounds["surface"], TEXT),
        ("accent", accent, "accent_soft", soft, TEXT),
        ("on_accent", on, "accent", accent, TEXT),
        ("ink", grounds["ink"], "accent_soft", soft, TEXT),
        ("quiet", grounds["quiet"], "accent_soft", soft, TEXT),
    ]


def complete(mode: str, given: dict[str, str]) -> dict[str, str]:
    """The three colours of a mode; what is not named follows from the accent."""
    accent = given["accent"]
    usual = {
        "on_accent": max(ON[mode], key=lambda each: measure_contrast(each, accent)),
        "accent_soft": mix(accent, GROUNDS[mode]["surface"], SOFT),
    }
    return {**usual, **given}


def derive_shades(mode: str, accent: str) -> dict[str, str]:
    """The paler shades of an accent that pictures use; ink can be read on each."""
    surface, ink = GROUNDS[mode]["surface"], GROUNDS[mode]["ink"]
    shades = {}
    for name, share in SHADES[mode].items():
        steps = (mix(accent, surface, share * step / 20) for step in range(20, -1, -1))
        shades[name] = next(each for each in steps if measure_contrast(ink, each) >= TEXT)
    return shades


def _find_contrast_faults(mode: str, given: dict[str, str]) -> Iterator[str]:
    for name, colour, under, ground, least in list_pairs(mode, complete(mode, given)):
        found = measure_contrast(colour, ground)
        if found >= least:
            continue
        changed = next((each for each in (name, under) if each in given), "accent")
        better = _find_better(mode, given, changed)
        cure = f'Write {changed} = "{better}"' if better else f"Choose another {changed}"
        yield (
            f"{NAME}, [{mode}]: {name} {colour} on {under} {ground} has a contrast of "
            f"{found:.2f} to 1, and needs {least:g}. {cure}."
        )


def _find_better(mode: str, given: dict[str, str], changed: str) -> str:
    """The nearest shade of a colour with which every pair passes that it has a part in.

    Returns:
        The shade; "" where the other colours leave none.
    """
    free = {changed, *(key for key in COLOURS if key not in given)}
    for shade in list_shades(given[changed]):
        pairs = list_pairs(mode, complete(mode, {**given, changed: shade}))
        if all(
            measure_contrast(colour, ground) >= least
            for name, colour, under, ground, least in pairs
            if free & {name, under}
        ):
            return shade
    return ""


def _read_colours(mode: str, table: Any) -> dict[str, str]:
    if not isinstance(table, dict) or "accent" not in table:
        _refuse(f'[{mode}] has to name its accent, as in accent = "#0b5cad"')
    _check_keys(f"[{mode}]: ", table, COLOURS)
    for key, colour in table.items():
        if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
            _refuse(f'[{mode}]: {key} is no colour. Write it as in {key} = "#0b5cad"')
    return {key: colour.lower() for key, colour in table.items()}


def _read_words(table: dict[str, Any], key: str, most: int) -> str:
    words = table.get(key, "")
    if not isinstance(words, str):
        _refuse(f'{key} is no text. Write it as in {key} = "Northlight"')
    tidy = " ".join(words.split())
    if len(tidy) > most:
        _refuse(f"{key} has {len(tidy)} characters. Write at most {most}")
    return tidy


def _read_file(
    folder: Path, table: dict[str, Any], key: str, kinds: dict[str, str], most: int
) -> File | None:
    if key not in table:
        return None
    name = table[key]
    if not isinstance(name, str) or not FILE.fullmatch(name):
        _refuse(f"{key} is the name of a file beside it, without a folder")
    path = folder / name
    ending = path.suffix.lower()
    if ending not in kinds:
        _refuse(f"{key} {name!r}: its name has to end in {' or '.join(kinds)}")
    if not path.is_file():
        _refuse(f"{key} {name!r} is not in this folder. Put it beside {NAME}")
    size = path.stat().st_size
    if size > most:
        _refuse(f"{key} {name!r} has {size // 1024} KB. Make it at most {most // 1024} KB")
    content = path.read_bytes()
    if ending == ".svg" and (b"<svg" not in content or ACTIVE.search(content)):
        _refuse(
            f"{key} {name!r} is no plain SVG picture. Save it again without scripts, as 'plain SVG'"
        )
    if ending in BEGINNINGS and not content.startswith(BEGINNINGS[ending]):
        _refuse(f"{key} {name!r} is not what its name says. Save it again as {ending[1:].upper()}")
    return File(kinds[ending], content, ending)


def _check_keys(where: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            _refuse(f"{where}{key!r} means nothing here.{suggest(key, known)}".rstrip("."))


def _refuse(reason: str) -> NoReturn:
    """Say what is wrong and what to do.

    Raises:
        DefinitionError: Always.
    """
    msg = f"{NAME}, {reason}" if reason.endswith("?") else f"{NAME}, {reason}."
    raise DefinitionError(msg)
