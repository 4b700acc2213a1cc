# Holds kit/widgets/page_style.py too: a page's style is the theme.

import re
from pathlib import Path

import pytest

from kit.widgets.theme import FOLDER, script, style

STEMS = sorted(path.stem for path in FOLDER.glob("*.js") if path.with_suffix(".py").exists())
STYLED = [stem for stem in STEMS if (FOLDER / f"{stem}.css").exists()]


@pytest.mark.parametrize("stem", STYLED)
def test_a_style_is_the_theme_and_then_the_widgets_own(stem: str) -> None:
    own = (FOLDER / f"{stem}.css").read_text(encoding="utf-8")
    assert style(stem).startswith((FOLDER / "theme.css").read_text(encoding="utf-8"))
    assert style(stem).endswith(own)


@pytest.mark.parametrize("stem", STYLED)
def test_a_style_uses_only_colours_and_sizes_that_the_theme_names(stem: str) -> None:
    named = set(re.findall(r"(--kit-[\w-]+):", style(stem)))
    used = set(re.findall(r"var\((--kit-[\w-]+)", style(stem)))
    assert {name for name in used if not name.startswith("--kit-category-")} <= named


@pytest.mark.parametrize("stem", STEMS)
def test_a_script_stands_alone_and_exports_one_thing(stem: str) -> None:
    text = script(stem)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert len(re.findall(r"^export\b", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("stem", STEMS)
def test_two_files_of_a_script_never_name_the_same_thing_twice(stem: str) -> None:
    names = re.findall(
        r"^(?:async )?(?:function|const|let|class) (\w+)", script(stem), re.MULTILINE
    )
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_peoples_words_are_never_read_as_markup_and_nothing_is_loaded(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "insertAdjacentHTML" not in text
    assert "document.write" not in text
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)


def test_dark_names_the_same_colours_wherever_it_is_said() -> None:
    text = (FOLDER / "theme.css").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"\{([^{}]*)\}", text) if "color-scheme" in block]
    colours = [re.findall(r"(--kit-[\w-]+): (\S+);", block) for block in blocks]
    light, device, lab = colours
    assert device == lab
    assert [name for name, _ in light] == [name for name, _ in device]


def _get_luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", 4.5),
        ("ink", "surface", 4.5),
        ("ink", "accent-soft", 4.5),
        ("quiet", "paper", 4.5),
        ("quiet", "surface", 4.5),
        ("quiet", "accent-soft", 4.5),
        ("accent", "paper", 4.5),
        ("on-accent", "accent", 4.5),
        ("amber", "paper", 4.5),
        ("amber", "amber-soft", 4.5),
        ("warning", "paper", 4.5),
        ("warning", "warning-soft", 4.5),
        ("edge", "paper", 3),
        ("edge", "surface", 3),
    ],
)
def test_text_and_edges_stand_out_from_what_they_lie_on(
    scheme: int, front: str, back: str, least: float
) -> None:
    text = (FOLDER / "theme.css").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"\{([^{}]*)\}", text) if "color-scheme" in block]
    colours = dict(re.findall(r"--kit-([\w-]+): (#\w{6});", blocks[scheme]))
    light, dark = sorted(_get_luminance(colours[name]) for name in (front, back))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= least


def test_screen_and_dashboard_follow_the_device_and_no_theme_of_jupyters() -> None:
    page = FOLDER.parent / "server" / "voila" / "index.html.j2"
    assert "data-jp-theme" not in page.read_text("utf-8")
