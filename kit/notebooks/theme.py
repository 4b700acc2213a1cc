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

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.errors import DefinitionError
from kit.notebooks.agenda import LONGEST_WELCOME
from kit.notebooks.contrast import TEXT, list_shades, measure_contrast, mix
from kit.notebooks.theme_file import (
    COLOURS,
    FONTS,
    LOGOS,
    MOST_FONT,
    MOST_LOGO,
    NAME,
    File,
    ThemeFile,
)

WORDS = {"name": 60, "welcome": LONGEST_WELCOME}  # most characters
FILES = ("logo", "font")
MODES = ("light", "dark")
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
    return _read(ThemeFile(folder)) if (folder / NAME).is_file() else None


def find_theme_faults(folder: Path) -> Iterator[str]:
    """What is wrong with the theme of a folder, one sentence each, with the cure."""
    if not (folder / NAME).is_file():
        return
    try:
        file = ThemeFile(folder)
        theme = _read(file)
    except (DefinitionError, OSError) as error:
        yield str(error)
        return
    for mode, colours in theme.colours.items():
        for changed, words in _find_contrast_faults(mode, colours):
            yield file.describe(f"[{mode}]: {words}", changed, mode)


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


def _find_contrast_faults(mode: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Which colour to change, and why, for every pair that cannot be read."""
    for name, colour, under, ground, least in list_pairs(mode, complete(mode, given)):
        found = measure_contrast(colour, ground)
        if found >= least:
            continue
        changed = next((each for each in (name, under) if each in given), "accent")
        better = _find_better(mode, given, changed)
        cure = f'Write {changed} = "{better}"' if better else f"Choose another {changed}"
        yield (
            changed,
            f"{name} {colour} on {under} {ground} has a contrast of {found:.2f} to 1, and needs "
            f"{least:g}. {cure}.",
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


def _read(file: ThemeFile) -> Theme:
    file.check_keys((*WORDS, *FILES, *MODES))
    words = {key: file.read_words(key, most) for key, most in WORDS.items()}
    logo = file.read_file("logo", LOGOS, MOST_LOGO)
    if logo and not words["name"]:
        file.refuse('a logo needs name = "...", which is read aloud in its place', "logo")
    font = file.read_file("font", FONTS, MOST_FONT)
    colours = {mode: file.read_colours(mode) for mode in MODES if mode in file}
    return Theme(words["name"], words["welcome"], logo, font, colours)
