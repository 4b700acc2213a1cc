# Holds kit/notebooks/theme_file.py too: a file is read by asking for the theme that it makes.
"""`theme.toml`: what it may say, what is refused, and which colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.notebooks.contrast import TEXT, measure_contrast
from kit.notebooks.theme import (
    GROUNDS,
    MODES,
    complete,
    derive_shades,
    find_theme,
    find_theme_faults,
    list_pairs,
)
from kit.notebooks.theme_file import MOST_FONT, MOST_LOGO, NAME
from tests.places import KIT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
WHOLE = """
name = "Northlight"
logo = "logo.svg"
font = "letters.woff2"
welcome = "Good to see you  at Northlight."
[light]
accent = "#0B5CAD"
[dark]
accent = "#8fc1f5"
on_accent = "#101418"
accent_soft = "#17212c"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "logo.svg").write_text(SVG)
    (tmp_path / "letters.woff2").write_bytes(b"wOF2" + b"\0" * 20)
    return tmp_path


def write(folder: Path, text: str) -> Path:
    (folder / NAME).write_text(text, "utf-8")
    return folder


def test_without_the_file_there_is_no_theme(tmp_path: Path) -> None:
    assert find_theme(tmp_path) is None
    assert list(find_theme_faults(tmp_path)) == []


def test_a_whole_theme_is_read(folder: Path) -> None:
    theme = find_theme(write(folder, WHOLE))
    assert theme is not None
    assert (theme.name, theme.welcome) == ("Northlight", "Good to see you at Northlight.")
    assert theme.logo is not None
    assert theme.font is not None
    assert (theme.logo.kind, theme.logo.content) == ("image/svg+xml", SVG.encode())
    assert theme.font.name.endswith(".woff2")
    assert theme.colours["light"] == {"accent": "#0b5cad"}
    assert list(find_theme_faults(folder)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "theme.toml, line 1: there is nothing behind =."),
        ("\nname: North", "theme.toml, line 2: what belongs to a name stands behind =,"),
        ("[light]\naccent = #0b5cad", "theme.toml, line 2: there is nothing behind =."),
        (
            "name = 'x'\nnamex = 'x'",
            "theme.toml, line 2: 'namex' means nothing here. Did you mean 'name'?",
        ),
        ("\nname = 3", "theme.toml, line 2: name is no text"),
        (
            "welcome = '" + 61 * "x" + "'",
            "theme.toml, line 1: welcome has 61 characters. Write at most 60",
        ),
        ("logo = 'logo.svg'", "theme.toml, line 1: a logo needs name"),
        (
            "name = 'x'\nlogo = '../logo.svg'",
            "line 2: logo is the name of a file beside it, without a folder",
        ),
        (
            "name = 'x'\nlogo = 'logo.gif'",
            "theme.toml, line 2: logo 'logo.gif': its name has to end in .svg or .png",
        ),
        (
            "name = 'x'\nlogo = 'lost.svg'",
            "theme.toml, line 2: logo 'lost.svg' is not in this folder",
        ),
        ("font = 'letters.woff'", "line 1: font 'letters.woff': its name has to end in .woff2 or"),
        ("name = 'x'\nlight = 'blue'", "theme.toml, line 2: [light] has to name its accent"),
        ("\n[dark]\non_accent = '#000000'", "theme.toml, line 2: [dark] has to name its accent"),
        ("[light]\naccent = 'blue'", "theme.toml, line 2: [light]: accent is no colour"),
        ("[light]\naccent = '#0b5cad'\ninc = '#000000'", "line 3: [light]: 'inc' means nothing"),
        ("[light]\naccent = '#0b5cad'\n[drak]\nx = 1", "line 3: 'drak' means nothing here. Did"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder: Path, text: str, message: str) -> None:
    write(folder, text)
    [fault] = find_theme_faults(folder)
    assert fault.startswith("theme.toml")
    assert message in fault
    with pytest.raises(DefinitionError, match=re.escape(message)):
        find_theme(folder)


@pytest.mark.parametrize(
    "active",
    [
        "<script>alert(1)</script>",
        "<SCRIPT href='x'/>",
        "<path onload='alert(1)'/>",
        "<foreignObject/>",
        "<a href='javascript:alert(1)'/>",
    ],
)
def test_a_logo_in_which_something_would_run_is_refused(folder: Path, active: str) -> None:
    (folder / "logo.svg").write_text(SVG.replace("</svg>", f"{active}</svg>"))
    [fault] = find_theme_faults(write(folder, WHOLE))
    assert "'logo.svg' is no plain SVG picture" in fault


def test_files_have_a_limit_that_is_told_and_are_what_they_say(folder: Path) -> None:
    write(folder, WHOLE.replace("logo.svg", "logo.png"))
    (folder / "logo.png").write_bytes(PNG)
    assert list(find_theme_faults(folder)) == []
    (folder / "logo.png").write_bytes(PNG + b"\0" * MOST_LOGO)
    assert "'logo.png' has 100 KB. Make it at most 100 KB" in next(find_theme_faults(folder))
    (folder / "logo.png").write_bytes(b"GIF89a")
    assert "'logo.png' is not what its name says" in next(find_theme_faults(folder))
    (folder / "logo.png").write_bytes(PNG)
    (folder / "letters.woff2").write_bytes(b"wOF2" + b"\0" * MOST_FONT)
    assert "Make it at most 300 KB" in next(find_theme_faults(folder))


def test_a_pale_accent_is_told_for_each_pair_with_one_that_passes(folder: Path) -> None:
    write(folder, '[light]\naccent = "#e07ab0"\n')
    faults = list(find_theme_faults(folder))
    assert faults[0] == (
        "theme.toml, line 2: [light]: accent #e07ab0 on paper #fbfaf7 has a contrast of 2.65 "
        'to 1, and needs 4.5. Write accent = "#9f577d".'
    )
    assert [fault.split(" on ")[1].split()[0] for fault in faults] == [
        *("paper", "surface", "accent_soft")
    ]
    write(folder, '[light]\naccent = "#9f577d"\n')
    assert list(find_theme_faults(folder)) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("accent", ["#ffff00", "#777777", "#e07ab0", "#000080", "#ffffff"])
def test_the_colour_that_is_named_passes(folder: Path, mode: str, accent: str) -> None:
    write(folder, f'[{mode}]\naccent = "{accent}"\n')
    for fault in find_theme_faults(folder):
        found = re.search(r'Write accent = "(#\w{6})"', fault)
        assert found, fault
        write(folder, f'[{mode}]\naccent = "{found[1]}"\n')
        assert list(find_theme_faults(folder)) == []


def test_a_ground_is_what_is_changed_where_the_words_on_it_are_the_kits(folder: Path) -> None:
    write(folder, '[light]\naccent = "#0b5cad"\naccent_soft = "#8fa8c0"\n')
    faults = list(find_theme_faults(folder))
    assert [fault.split("]: ")[1].split()[0] for fault in faults] == ["accent", "quiet"]
    [better] = {re.findall(r'accent_soft = "(#\w{6})"', faults[1])[0]}
    write(folder, f'[light]\naccent = "#0b5cad"\naccent_soft = "{better}"\n')
    assert list(find_theme_faults(folder)) == []


@pytest.mark.parametrize("mode", MODES)
def test_the_grounds_are_those_of_the_kits_own_style(mode: str) -> None:
    sheet = (KIT / "widgets" / "shared" / "theme.css").read_text("utf-8")
    parts = sheet.split("prefers-color-scheme: dark")
    part = parts[0] if mode == "light" else parts[1]
    own = dict(re.findall(r"--kit-([\w-]+): (#\w{6});", part))
    assert {key: own[key] for key in GROUNDS[mode]} == GROUNDS[mode]
    colours = {key.replace("-", "_"): own[key] for key in ("accent", "on-accent", "accent-soft")}
    for _, colour, _, ground, least in list_pairs(mode, complete(mode, colours)):
        assert measure_contrast(colour, ground) >= least


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#7a6200", "#ffe800", "#0b5cad"])
def test_ink_can_be_read_on_every_paler_shade_of_an_accent(mode: str, accent: str) -> None:
    for shade in derive_shades(mode, accent).values():
        assert measure_contrast(GROUNDS[mode]["ink"], shade) >= TEXT
